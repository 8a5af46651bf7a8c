import ArgumentParser
import City
import Foundation
import Kernel

/// Counts the blocks that steps ask of the heap once a crowd has found its pace.
struct Allocations: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Counts what steps of a steady crowd take from the heap, by system.",
    discussion: """
      A step on one thread takes nothing, but for the one in 32 in which rows change places and for scratch that grows: \
      fails where more than one in sixteen takes anything of a crowd that nobody joins or leaves, or where people come \
      and leave and a step takes more than its share, however many are there. On several threads each job takes one.
      """)

  @Option(help: "How many people.") var people = 10_000
  @Option(help: "How many steps are counted.") var steps = 320
  @Option(help: "Steps before.") var warmUp = 320
  @Option(help: "The model of walking.") var model = LocomotionModel.standard.kind
  @Option(help: "Threads.") var workers = 1
  @Option(help: "How many blocks a step may take at the most while people come and leave.") var most = 128

  func run() throws {
    let model = LocomotionModel(model)
    let steady = try count("round and round", SquareCrowd.round(people: people, model: model))
    let flow = try count("come and go", SquareCrowd.comeAndGo(people: people, model: model))
    if workers == 1, steady.count(where: { $0 > 0 }) > steps / 16 {
      throw EnduranceFailure("steady steps take blocks from the heap")
    }
    if let worst = flow.max(), worst > most {
      throw EnduranceFailure("a step takes \(worst) blocks from the heap, \(most) at the most")
    }
  }

  /// Blocks of each step.
  private func count(_ name: String, _ plan: CityPlan) throws -> [Int] {
    let workers = Workers(workers)
    var world = World(plan: plan, seed: 1, clocks: Clocks(), workers: workers)
    // The trace's clock counts blocks instead of nanoseconds.
    var trace = Trace(now: { Heap.blocks })
    for _ in 0..<warmUp { world.step(workers: workers, trace: &trace) }
    let before = trace.scopes
    let present = world.present
    var blocks: [Int] = []
    blocks.reserveCapacity(steps)
    for _ in 0..<steps {
      let start = Heap.blocks
      world.step(workers: workers, trace: &trace)
      blocks.append(Int(Heap.blocks - start))
    }
    print(
      "\(name), \(present) to \(world.present) people, \(steps) steps: \(blocks.reduce(0, +)) blocks, "
        + "\(blocks.count { $0 > 0 }) steps took any, \(blocks.max() ?? 0) at the most")
    for (old, new) in zip(before, trace.scopes) where new.nanoseconds > old.nanoseconds {
      let share = Double(new.nanoseconds - old.nanoseconds) / Double(steps)
      print("  \(new.name): \(String(format: "%.2f", share)) a step")
    }
    return blocks
  }
}
