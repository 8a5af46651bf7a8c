import ArgumentParser
import City
import Foundation
import Kernel

/// Measures what one more person takes of memory, and where.
struct Memory: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measures the heap that a person takes, and which columns and scratch have it.",
    discussion: """
      Compares a small crowd with a large one at the same density, after steps in which rows have changed places; what \
      belongs to the ground is taken off by the same grounds standing empty.
      """)

  @Option(help: "People of the small crowd.") var few = 100_000
  @Option(help: "People of the large crowd.") var many = 1_000_000
  @Option(help: "Steps before the look.") var steps = 34
  @Option(help: "The model of walking.") var model = LocomotionModel.standard.kind
  @Option(help: "Threads.") var workers = 2
  @Flag(help: "People come and go, so that columns grow beyond what they were made for.") var comeAndGo =
    false
  @Option(help: "How much a person may take at the most [B].") var most: Double?

  func run() throws {
    let small = try look(few)
    let large = try look(many)
    let people = Double(large.people - small.people)
    func per(_ bytes: Int) -> Double { Double(bytes) / people }
    let heap = per(large.heap - small.heap)
    print("\(small.people) and \(large.people) people: \(text(heap)) B a person")
    var known = 0.0
    var rows: [(name: String, bytes: Double)] = []
    for (name, bytes) in large.parts {
      let more = per(bytes - (small.parts[name] ?? 0))
      known += more
      if more >= 0.05 { rows.append((name, more)) }
    }
    for row in rows.sorted(by: { ($1.bytes, $0.name) < ($0.bytes, $1.name) }) {
      print("  \(row.name): \(text(row.bytes))")
    }
    print("  not in an array of the world: \(text(heap - known))")
    print("  most at once while it stepped: \(text(per(large.peak - small.peak)))")
    if let most, heap > most {
      throw EnduranceFailure("a person takes \(text(heap)) B, \(text(most)) at the most")
    }
  }

  private func text(_ value: Double) -> String { String(format: "%.1f", value) }

  private struct Look {
    let people: Int
    let heap: Int  // [B] over the same ground without people
    let peak: Int  // [B] the same, of a step's most
    let parts: [String: Int]  // [B] by array
  }

  private func look(_ people: Int) throws -> Look {
    let workers = Workers(workers)
    let model = LocomotionModel(model)
    let plan =
      comeAndGo
      ? SquareCrowd.comeAndGo(people: people, model: model) : SquareCrowd.round(people: people, model: model)
    var empty = plan
    empty.sources[0].density = nil
    let bare = Heap.live
    var ground = 0
    var groundParts: [String: Int] = [:]
    do {
      let world = World(plan: empty, seed: 1, clocks: Clocks(), workers: workers)
      ground = Heap.live - bare
      groundParts = ArraySizes.of(world)
    }
    var world = World(plan: plan, seed: 1, clocks: Clocks(), workers: workers)
    var trace = Trace.none
    Heap.forgetPeak()
    for _ in 0..<steps { world.step(workers: workers, trace: &trace) }
    let parts = ArraySizes.of(world).merging(groundParts) { $0 - $1 }
    let now = Heap.live - bare - ground
    return withExtendedLifetime(world) {
      Look(people: world.present, heap: now, peak: Heap.peak - bare - ground, parts: parts)
    }
  }
}
