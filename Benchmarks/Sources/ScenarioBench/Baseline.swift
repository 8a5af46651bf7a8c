import Foundation

/// What the same questions gave on this machine before.
struct Baseline {
  struct Entry: Equatable {
    var question: Question
    var workers: Int
    var nanoseconds: Double  // of wall time per person and step
    var processorNanoseconds: Double  // of all threads together
    var spread: Double
    var bytesPerPedestrian: Double
    var hash: String
  }
  var entries: [Entry] = []

  private static let head =
    "scenario,people,model,dt_ms,seed,warm_up,steps,windows,workers,ns_per_pedestrian,cpu_ns_per_pedestrian,spread,bytes_per_pedestrian,hash"

  /// An empty one where there is no such file. Throws where a line is none of ours.
  init(path: String) throws {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return }
    for (k, line) in text.split(separator: "\n").enumerated() where k > 0 {
      guard let entry = Entry(line: line) else {
        throw BenchError("\(path):\(k + 1): not a line of a baseline")
      }
      entries.append(entry)
    }
  }

  subscript(question: Question, workers: Int) -> Entry? {
    entries.first { $0.question == question && $0.workers == workers }
  }

  /// Takes the place of what the same questions gave, and leaves all others.
  mutating func accept(_ all: [Measurement]) {
    for m in all {
      entries.removeAll { $0.question == m.question && $0.workers == m.workers }
      entries.append(Entry(m))
    }
    entries.sort {
      ($0.question.scenario, $0.question.people, $0.question.model, $0.question.steps, $0.workers)
        < ($1.question.scenario, $1.question.people, $1.question.model, $1.question.steps, $1.workers)
    }
  }

  var text: String { ([Baseline.head] + entries.map(\.line)).joined(separator: "\n") + "\n" }

  /// How each measurement stands to what was before. Speed has changed where both clocks say so beyond the spread of
  /// both runs' windows and three in a hundred: the wall's alone runs on while others use the machine.
  func drift(of all: [Measurement]) -> String {
    var rows = [
      [
        "scenario", "people", "model", "workers", "ns before", "ns now", "ratio", "CPU ratio", "noise",
        "speed",
        "hash",
      ]
    ]
    for m in all {
      let name = [m.question.scenario, "\(m.question.people)", m.question.model, "\(m.workers)"]
      let now = ResultText.fixed(m.nanoseconds, 1)
      guard let before = self[m.question, m.workers] else {
        rows.append(name + ["-", now, "-", "-", "-", "no baseline", "-"])
        continue
      }
      let ratios = [
        m.nanoseconds / before.nanoseconds, m.processorNanoseconds / before.processorNanoseconds,
      ]
      let noise = max(0.03, m.spread, before.spread)
      let isSlower = ratios.allSatisfy { $0 > 1 + noise }
      let isFaster = ratios.allSatisfy { $0 < 1 / (1 + noise) }
      rows.append(
        name + [ResultText.fixed(before.nanoseconds, 1), now] + ratios.map { ResultText.fixed($0, 3) } + [
          "\(ResultText.fixed(100 * noise, 0)) %", isSlower ? "SLOWER" : isFaster ? "faster" : "within noise",
          before.hash == m.hashText ? "same" : "CHANGED",
        ])
    }
    return ResultText.aligned(rows)
  }
}

extension Baseline.Entry {
  init(_ m: Measurement) {
    self.init(
      question: m.question, workers: m.workers, nanoseconds: m.nanoseconds,
      processorNanoseconds: m.processorNanoseconds, spread: m.spread,
      bytesPerPedestrian: m.bytesPerPedestrian, hash: m.hashText)
  }

  var line: String {
    let q = question
    return [
      q.scenario, "\(q.people)", q.model, "\(q.stepMilliseconds)", "\(q.seed)", "\(q.warmUp)", "\(q.steps)",
      "\(q.windows)", "\(workers)", ResultText.fixed(nanoseconds, 2),
      ResultText.fixed(processorNanoseconds, 2), ResultText.fixed(spread, 4),
      ResultText.fixed(bytesPerPedestrian, 1), hash,
    ].joined(separator: ",")
  }

  init?(line: Substring) {
    let f = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard f.count == 14, let people = Int(f[1]), let step = Int(f[3]), let seed = UInt64(f[4]),
      let warmUp = Int(f[5]), let steps = Int(f[6]), let windows = Int(f[7]), let workers = Int(f[8]),
      let nanoseconds = Double(f[9]), nanoseconds > 0, let processor = Double(f[10]), processor > 0,
      let spread = Double(f[11]), let bytes = Double(f[12])
    else { return nil }
    self.init(
      question: Question(
        scenario: f[0], people: people, model: f[2], stepMilliseconds: step, seed: seed, warmUp: warmUp,
        steps: steps, windows: windows),
      workers: workers, nanoseconds: nanoseconds, processorNanoseconds: processor, spread: spread,
      bytesPerPedestrian: bytes, hash: f[13])
  }
}

/// What goes wrong outside of the crowd, in a sentence.
struct BenchError: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}
