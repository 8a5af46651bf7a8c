import ArgumentParser
import City
import Foundation
import Haptics
import Kernel
import Scenes

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
    try countHaptics()
  }

  /// A haptic tick takes nothing at all, whatever the garment and the mapping.
  private func countHaptics() throws {
    let library = Library(folders: ["assets"])
    for name in ["vest-40", "vest-20-coils", "sleeves-6"] {
      let garment = try Garment.load(named: name, from: library)
      for kind in library.mappings() {
        let mapping = try Mapping.load(named: kind, from: library)
        var mapper = Mapper(mapping, on: garment, seed: 1, step: 0.01)
        var suit = HapticSuit(garment, mapping.suit, skin: mapping.skin, seed: 1)
        var request = HapticRequest(actuators: garment.actuators.count)
        let views = (0..<16).map { HapticViews.random(UInt64($0)) }
        var taken = 0
        for tick in 0..<3000 {
          let start = Heap.blocks
          if tick % 5 == 0 { mapper.listen(views[tick / 5 % views.count]) }
          mapper.ask(tick: tick, into: &request)
          suit.drive(request, mapping.suit, dt: 0.01, stopped: tick % 500 == 499)
          suit.feel(mapping.suit, dt: 0.01)
          if tick >= 1000 { taken += Int(Heap.blocks - start) }
        }
        print("\(kind) on \(name), 2000 haptic ticks: \(taken) blocks")
        if taken > 0 { throw EnduranceFailure("haptic ticks take blocks from the heap") }
      }
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
