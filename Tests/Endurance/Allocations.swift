import ArgumentParser
import City
import Foundation
import Kernel

/// Counts the blocks that steps ask of the heap once a crowd has found its pace.
struct Allocations: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Counts what steps of a steady crowd take from the heap, by system.",
    discussion: "Fails where a crowd that nobody enters or leaves takes anything at all.")

  @Option(help: "How many people.") var people = 10_000
  @Option(help: "How many steps are counted.") var steps = 320
  @Option(help: "Steps before.") var warmUp = 320
  @Option(help: "The model of walking.") var model = LocomotionModel.standard.kind
  @Option(help: "Threads.") var workers = 2
  @Option(help: "How many blocks a step may take while people come and leave.") var most = 0.0

  func run() throws {
    let model = LocomotionModel(model)
    let round = try count("round and round", SquareCrowd.round(people: people, model: model))
    let flow = try count("come and go", SquareCrowd.comeAndGo(people: people, model: model))
    if round > 0 { throw EnduranceFailure("a steady step takes blocks from the heap") }
    if flow > most { throw EnduranceFailure("a step takes \(flow) blocks from the heap, \(most) at the most") }
  }

  /// Blocks a step.
  private func count(_ name: String, _ plan: CityPlan) throws -> Double {
    let workers = Workers(workers)
    var world = World(plan: plan, seed: 1, clocks: Clocks(), workers: workers)
    // The trace's clock counts blocks instead of nanoseconds.
    var trace = Trace(now: { Heap.blocks })
    for _ in 0..<warmUp { world.step(workers: workers, trace: &trace) }
    let before = trace.scopes
    let present = world.present
    let start = Heap.blocks
    for _ in 0..<steps { world.step(workers: workers, trace: &trace) }
    let blocks = Heap.blocks - start
    let perStep = Double(blocks) / Double(steps)
    print("\(name): \(present) to \(world.present) people, \(blocks) blocks in \(steps) steps")
    for (old, new) in zip(before, trace.scopes) where new.nanoseconds > old.nanoseconds {
      let share = Double(new.nanoseconds - old.nanoseconds) / Double(steps)
      print("  \(new.name): \(String(format: "%.2f", share)) a step")
    }
    return perStep
  }
}
