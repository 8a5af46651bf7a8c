import City
import Kernel
import Scenes

/// One run of one scene with its measures taken.
struct VerificationRun {
  private(set) var values: [MeasureValue] = []  // one per measure
  private(set) var seconds = 0.0  // [s] simulated
  private(set) var wasInterrupted = false

  /// Until nobody is left and nobody comes any more, until all have come to a standstill, or until the scene's
  /// duration is over.
  init(_ scene: Scene, measures: [MeasurePlan], workers: Workers, interrupted: () -> Bool) {
    var world = World(plan: scene.city, seed: scene.seed, clocks: scene.clocks, workers: workers)
    var trace = Trace.none
    var book = PeopleBook(exits: scene.city.ground.exits.map(\.polygon))
    var probes = measures.map { probe($0, scene: scene) }
    var standstill = Standstill(scene.city, clocks: scene.clocks)
    var crowd = Crowd()
    let ticks = Int((scene.duration * 1000 / Double(scene.clocks.crowdStepMilliseconds)).rounded(.up))
    while true {
      world.write(into: &crowd)
      let glance = Glance(
        crowd: crowd, tick: world.tick, seconds: world.seconds, step: Double(scene.clocks.crowdStep),
        book: book)
      for i in probes.indices { probes[i].look(glance) }
      book.look(crowd, world: world)
      if world.tick >= ticks || isOver(world) { break }
      if !mayLetIn(world),
        standstill.isReached(crowd, tick: world.tick, seconds: world.seconds, book: book)
      {
        break
      }
      if interrupted() {
        wasInterrupted = true
        break
      }
      world.step(workers: workers, trace: &trace)
    }
    seconds = world.seconds
    values = probes.map { $0.value(book) }
  }

  private func isOver(_ world: World) -> Bool {
    world.present == 0 && world.waiting == 0 && !mayLetIn(world)
  }
  private func mayLetIn(_ world: World) -> Bool { world.plan.mayLetIn(after: world.seconds) }
}

extension CityPlan {
  /// Whether somebody may still come to a source.
  fileprivate func mayLetIn(after seconds: Double) -> Bool {
    sources.contains { source in
      if source.limit == 0 { return false }
      let comes = source.rate > 0 || source.rates.contains { $0.rate > 0 }
      let isDue = source.schedule.contains { $0.seconds >= seconds && $0.people > 0 }
      return isDue || comes && seconds < source.endSeconds
    }
  }

  /// People who are there at the start or are let in by schedule, as far as the plan says.
  var headcount: Double {
    zip(sources, ground.sources).reduce(Double(wearers.count)) { sum, pair in
      sum + Double(pair.0.initial) + Double(pair.0.density ?? 0) * Double(pair.1.polygon.area)
        + pair.0.schedule.reduce(0) { $0 + Double($1.people) }
    }
  }
}
