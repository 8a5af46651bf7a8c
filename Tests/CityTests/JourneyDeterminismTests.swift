import City
import Kernel
import Testing

@Suite struct JourneyDeterminismTests {
  /// Every kind of stage, choice and event at once.
  private var everything: CityPlan {
    var plan = hall([.choice(0), .waiting(0), .queue(0), .choice(1)], people: 150, rate: 3)
    plan.journeys.append(Journey(name: "other", stages: [.queue(1), .choice(2)]))
    plan.sources[0].journeys = [Weighted(index: 0, weight: 2), Weighted(index: 1, weight: 1)]
    plan.exits = [ExitPlan(capacity: 1.5), ExitPlan()]
    plan.queues = [
      QueuePlan(name: "a", spots: lineOfSpots(8), servers: 2, service: .exponential(mean: 2)),
      QueuePlan(
        name: "b", spots: (0..<6).map { Vector2(25 - Float($0), 4) },
        service: .uniform(minimum: 1, maximum: 3)),
    ]
    plan.waitings = [
      WaitingPlan(name: "w", polygon: box(14, 12, 20, 18), release: .after(.exponential(mean: 6)))
    ]
    let exits: [ChoicePlan.Option] = [.stage(.exit(0)), .stage(.exit(1))]
    plan.choices = [
      ChoicePlan(rule: .roundRobin, options: [.stage(.waypoint(0)), .stage(.waypoint(1))], weights: [2, 1]),
      ChoicePlan(rule: .quickest, options: exits),
      ChoicePlan(rule: .leastLoad, options: exits),
    ]
    plan.events = [
      EventPlan(name: "shut", trigger: .arrived(5, exit: nil), actions: [.closeExit(1), .stopSource(0)]),
      EventPlan(name: "open", trigger: .every(9, from: 30), actions: [.openExit(1), .startSource(0)]),
      EventPlan(
        name: "turn", trigger: .density(above: 0.3, inside: box(15, 2, 26, 6), seconds: 2),
        actions: [.redirect(from: 1, to: 0, share: 0.5)]),
      EventPlan(name: "go", trigger: .waiting(12, waiting: 0), actions: [.release(waiting: 0)]),
    ]
    return plan
  }

  @Test func hashesDoNotDependOnTheWorkers() {
    var hashes: [[UInt64]] = []
    for count in [1, 2, 3, 5, 8] {
      var world = World(plan: everything, seed: 7, clocks: Clocks(), workers: Workers(count))
      var course: [UInt64] = []
      for _ in 0..<10 {
        world.run(100, workers: Workers(count))
        course.append(world.hash())
      }
      #expect(world.isBalanced && world.arrived > 10)
      hashes.append(course)
    }
    for other in hashes.dropFirst() { #expect(other == hashes[0]) }
  }

  /// A run that goes back to a snapshot, with people in queues, waiting, and before a bounded exit, goes on bit for bit.
  @Test(arguments: [300, 500, 777]) func snapshotsContinue(tick: Int) throws {
    var world = World(plan: everything, seed: 3, clocks: Clocks())
    world.run(tick)
    let marks = world.journeyMarks
    #expect(marks.contains { if case .queue = $0.place { $0.spot >= 0 } else { false } })
    #expect(marks.contains { if case .waiting = $0.place { $0.spot >= 0 } else { false } })
    let snapshot = world.save()
    world.run(300)
    var fresh = World(plan: world.plan, seed: 3, clocks: Clocks())
    try fresh.restore(snapshot)
    fresh.run(300, workers: Workers(3))
    #expect(fresh.save().firstDifference(from: world.save()) == nil && fresh.hash() == world.hash())
    #expect(world.hash() != World(plan: world.plan, seed: 3, clocks: Clocks()).hash())
  }

  /// A snapshot of a plan with other stages is refused, and changes nothing.
  @Test func snapshotsOfOtherPlansAreRefused() {
    var world = world(everything)
    let hash = world.hash()
    let other = CityTests.world(hall([.exit(0)])).save()
    let error = #expect(throws: Diagnostic.self) { try world.restore(other) }
    #expect(error?.code == "E0105" && world.hash() == hash)
  }
}
