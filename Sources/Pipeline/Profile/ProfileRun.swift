import Fields
import Foundation
import Kernel

/// Measures every case of a plan, in turn and again and again, so that what slows the machine down for a while slows
/// no case alone.
public struct ProfileRun {
  public struct Progress: Sendable {
    public var share: Double
    public var words: String
  }
  let plan: ProfilePlan
  private let counters = ProcessorCounters()
  /// The spans of each case's last measure, for a trace.
  public private(set) var spans: [(what: ProfileCase, spans: [FieldTiming.Span])] = []

  public init(_ plan: ProfilePlan) { self.plan = plan }

  /// Samples of one case.
  private struct Book {
    var wall: [Double] = []  // [ms]
    var processor: [Double] = []
    var phases: [[Double]] = Array(repeating: [], count: FieldTiming.Phase.allCases.count)
    var counted: [[String: Double]] = []
    var spans: [FieldTiming.Span] = []
    var activeCells = 0
    var outside = 0
  }

  /// Ends early, with what there is by then, when `interrupted` says so.
  public mutating func measure(
    into results: inout ProfileResults, interrupted: () -> Bool, progress: (Progress) -> Void
  ) {
    results.machine.counters = counters.words
    for workers in Set(plan.workers).sorted() where !interrupted() {
      progress(Progress(share: 0, words: "memory and arithmetic, \(ProfileWords.workers(workers))"))
      results.roofs.append(ProfileRoofs.measure(workers: Workers(workers)))
    }
    let cases = plan.cases
    var books = [Book](repeating: Book(), count: cases.count)
    // One grid at a time: a few fields of many cells are all that must be in memory.
    let grids = Dictionary(grouping: cases.indices) { Grid(cases[$0]) }.values.sorted { $0[0] < $1[0] }
    var done = 0.0
    for grid in grids where !interrupted() {
      let share = Double(grid.count) / Double(max(1, cases.count))
      measure(grid, cases, seconds: plan.seconds * share, &books, interrupted) { part, words in
        progress(Progress(share: done + part * share, words: words))
      }
      done += share
    }
    for (what, book) in zip(cases, books) where !book.wall.isEmpty {
      results.rows.append(row(what, book, results))
      spans.append((what, book.spans))
    }
    results.interrupted = interrupted()
    results.scalings = ProfileScalings.fit(results.rows)
  }

  /// What cases that share estimator and field have in common.
  private struct Grid: Hashable {
    let what: ProfileCase
    init(_ what: ProfileCase) {
      var what = what
      (what.people, what.workers, what.order) = (0, 0, .sorted)
      self.what = what
    }
  }

  private func measure(
    _ group: [Int], _ cases: [ProfileCase], seconds: Double, _ books: inout [Book], _ interrupted: () -> Bool,
    _ progress: (Double, String) -> Void
  ) {
    let first = cases[group[0]]
    progress(0, "making crowds for \(first.cells) × \(first.cells) cells")
    let ground = Ground(
      walkable: [Polygon(Rectangle(minimum: .zero, maximum: Vector2(Float(first.side), Float(first.side))))])
    let estimator = FieldEstimator(settings: first.settings, ground: ground)
    var crowds: [Key: Crowd] = [:]
    for index in group where !interrupted() {
      let what = cases[index]
      let key = Key(people: what.people, order: what.order)
      if crowds[key] == nil {
        crowds[key] = ProfileCrowd.make(
          people: what.people, side: what.side, order: what.order, seed: plan.seed)
      }
    }
    var field = estimator.emptyField(first.asked)
    var timing = FieldTiming(now: { SteadyClock.now() })
    var random = SplitMix(plan.seed)
    let start = SteadyClock.now()
    var rounds = 0
    while !interrupted() {
      let elapsed = Double(SteadyClock.now() - start) / 1e9
      if rounds >= plan.leastRounds && elapsed >= seconds { break }
      var order = group
      for i in order.indices.dropLast() { order.swapAt(i, i + random.below(order.count - i)) }
      for index in order where !interrupted() {
        let what = cases[index]
        let crowd = crowds[Key(people: what.people, order: what.order)]!
        let part = min(1, max(elapsed / max(seconds, 1e-9), 0)) * 0.99
        progress(part, "round \(rounds + 1) · \(what.people) people, \(ProfileWords.workers(what.workers))")
        // Not counted: it empties what another case left and fills the caches.
        estimator.measure(crowd, into: &field, workers: Workers(what.workers))
        sample(estimator, crowd, what, &field, &timing, &books[index])
      }
      rounds += 1
    }
  }
  private struct Key: Hashable {
    let people: Int
    let order: ProfileCrowd.Order
  }

  /// One measure without any timing of its parts, which is what counts, and one with.
  private func sample(
    _ estimator: FieldEstimator, _ crowd: Crowd, _ what: ProfileCase, _ field: inout CrowdField,
    _ timing: inout FieldTiming, _ book: inout Book
  ) {
    let workers = Workers(what.workers)
    counters.start()
    let processor = ProfileClock.processor()
    let start = SteadyClock.now()
    estimator.measure(crowd, into: &field, workers: workers)
    book.wall.append(Double(SteadyClock.now() - start) / 1e6)
    book.processor.append(Double(ProfileClock.processor() - processor) / 1e6)
    if counters.isAvailable { book.counted.append(counters.stop()) }
    estimator.measure(crowd, into: &field, workers: workers, timing: &timing)
    for (k, phase) in FieldTiming.Phase.allCases.enumerated() {
      book.phases[k].append(Double(timing.busy(phase)) / 1e6)
    }
    book.spans = timing.spans
    book.activeCells = field.activeCells
    book.outside = field.outside
  }

  private func row(_ what: ProfileCase, _ book: Book, _ results: ProfileResults) -> ProfileResults.Row {
    let roof = results.roof(what.workers)
    let phases = FieldTiming.Phase.allCases.enumerated().map { k, phase in
      let busy = ProfileStatistics.median(book.phases[k])
      let work = ProfileTraffic.of(phase, what, activeCells: book.activeCells)
      // Bytes a nanosecond are gigabytes a second.
      let speed = busy > 0 ? work.bytes / (busy * 1e6 / Double(what.workers)) : 0
      return ProfileResults.PhaseTime(
        phase: phase.rawValue, busy: busy, bytes: work.bytes, operations: work.operations,
        shareOfMemory: roof.map { speed / $0.memory } ?? .nan,
        shareOfCache: roof.map { speed / $0.cache } ?? .nan)
    }
    var counted: [String: Double]?
    if let names = book.counted.first?.keys {
      counted = [:]
      for name in names { counted?[name] = ProfileStatistics.median(book.counted.compactMap { $0[name] }) }
    }
    return ProfileResults.Row(
      what: what, samples: book.wall, processor: ProfileStatistics.median(book.processor),
      activeCells: book.activeCells, outside: book.outside, phases: phases, counters: counted)
  }
}

enum ProfileClock {
  /// [ns] that all threads of the program have run.
  static func processor() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}

/// How cost grows with people and with cells.
enum ProfileScalings {
  static func fit(_ rows: [ProfileResults.Row]) -> [ProfileResults.Scaling] {
    fit(rows, of: "people", { $0.people }, { $0.people = 0 })
      + fit(rows, of: "cells", { $0.cells * $0.cells }, { $0.cells = 0 })
  }

  private static func fit(
    _ rows: [ProfileResults.Row], of name: String, _ x: (ProfileCase) -> Int,
    _ forget: (inout ProfileCase) -> Void
  ) -> [ProfileResults.Scaling] {
    var groups: [(key: ProfileCase, rows: [ProfileResults.Row])] = []
    for row in rows {
      var key = row.what
      forget(&key)
      if let at = groups.firstIndex(where: { $0.key == key }) {
        groups[at].rows.append(row)
      } else {
        groups.append((key, [row]))
      }
    }
    return groups.compactMap { key, rows in
      let points = rows.map { (x: Double(x($0.what)), y: $0.median) }
      guard let exponent = ProfileStatistics.exponent(points) else { return nil }
      return ProfileResults.Scaling(
        of: name, group: ProfileWords.group(key), exponent: exponent, points: points.count)
    }
  }
}
