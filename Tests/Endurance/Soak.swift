import ArgumentParser
import City
import Foundation
import Kernel
import Scenes

/// Runs a scene for long, and looks at everybody after each step.
struct Soak: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs a scene for long and checks each step: walls, books, quarantine, memory.",
    discussion: """
      Fails as soon as somebody's centre is in a wall or off the ground, a body reaches into a wall by more than half \
      of its radius and 2 mm, somebody is quarantined, or people are lost, invented or changed; and at the end where \
      memory has grown over the second half. Where people can be is worked out from the scene's polygons, not asked of \
      the engine.
      """)

  @Argument(help: "The scene file.") var scene = "scenes/stress/five-thousand.yaml"
  @Option(help: "How much time is simulated [s].") var seconds = 3600.0
  @Option(help: "The model of walking for everybody, instead of the scene's.") var model:
    LocomotionModel.Kind?
  @Option(help: "Threads.") var workers = 1
  @Option(help: "Where the figures of each minute go as comma-separated text.") var csv: String?

  func validate() throws {
    if !(1...1e6).contains(seconds) { throw ValidationError("seconds is \(seconds), outside 1...1000000") }
    if !(1...1024).contains(workers) { throw ValidationError("workers is \(workers), outside 1...1024") }
  }

  func run() throws {
    let loaded = try Scene.load(path: scene).scene
    var plan = loaded.city
    if let model {
      plan.locomotion = LocomotionModel(model)
      for i in plan.profiles.indices { plan.profiles[i].locomotion = nil }
    }
    let threads = Workers(workers)
    var watch = try Watch(World(plan: plan, seed: loaded.seed, clocks: loaded.clocks, workers: threads))
    let name = "\(scene), \(plan.locomotion.kind.rawValue)"
    print("\(name): \(Int(seconds)) s")
    var table = SoakTable(csv)
    try table.write(SoakTable.head)
    while watch.world.seconds < seconds {
      let minute = (watch.world.seconds / 60).rounded(.down) * 60
      let rate = try watch.run(until: min(minute + 60, seconds), workers: threads)
      let line = watch.figures(stepsPerSecond: rate)
      print(line.text)
      try table.write(line.commaSeparated)
    }
    let memory = watch.memory.verdict
    print(memory.text)
    if memory.isGrowing { throw EnduranceFailure("\(name): memory grows") }
    print("\(name): held\n")
  }
}

extension LocomotionModel.Kind: ExpressibleByArgument {}
