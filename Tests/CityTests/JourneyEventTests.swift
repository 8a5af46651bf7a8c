import City
import Kernel
import Testing

@Suite struct JourneyEventTests {
  /// Steps until `steps` are done; the tick before each step, whether an event happened in it, and what was so before.
  private func course(_ plan: CityPlan, steps: Int, _ see: (World) -> Float) -> (
    seen: [Float], fired: [[Int]], world: World
  ) {
    var world = world(plan)
    var fired = plan.events.map { _ in [Int]() }
    var seen: [Float] = []
    for tick in 0..<steps {
      seen.append(see(world))
      let before = world.eventReports
      world.run(1)
      for (k, report) in world.eventReports.enumerated() where report != before[k] {
        #expect(report.lastTick == tick)
        fired[k].append(tick)
      }
    }
    return (seen, fired, world)
  }

  @Test func timesAndPeriods() {
    var plan = hall([.exit(0)])
    plan.events = [
      EventPlan(name: "once", trigger: .time(1), actions: []),
      EventPlan(name: "between", trigger: .time(1.01), actions: []),
      EventPlan(name: "round", trigger: .every(0.7, from: 0.5), actions: []),
      EventPlan(name: "dense", trigger: .every(0.01, from: 3.9), actions: []),
      EventPlan(name: "never", trigger: .every(0, from: 2), actions: []),
      EventPlan(name: "at once", trigger: .time(-3), actions: []),
    ]
    let fired = course(plan, steps: 80) { _ in 0 }.fired
    #expect(fired == [[20], [21], [10, 24, 38, 52, 66], [78, 79], [40], [0]])
  }

  /// Counts of arrivals, of people in an area and in a waiting area: at the first step that begins with so many.
  @Test func counts() {
    var plan = hall([.waiting(0), .exit(1)], people: 30)
    plan.waitings = [WaitingPlan(name: "w", polygon: box(15, 5, 25, 15), release: .after(.constant(10)))]
    let inside = box(10, 0, 20, 20)
    plan.events = [
      EventPlan(name: "left", trigger: .arrived(12, exit: nil), actions: []),
      EventPlan(name: "left above", trigger: .arrived(5, exit: 1), actions: []),
      EventPlan(name: "left right", trigger: .arrived(1, exit: 0), actions: []),
      EventPlan(name: "inside", trigger: .present(9, inside: inside), actions: []),
      EventPlan(name: "waiting", trigger: .waiting(17, waiting: 0), actions: []),
    ]
    func first(_ count: (World) -> Int, reaches number: Int) -> [Int] {
      let seen = course(plan, steps: 900) { Float(count($0)) }.seen
      return seen.firstIndex { $0 >= Float(number) }.map { [$0] } ?? []
    }
    let fired = course(plan, steps: 900) { _ in 0 }.fired
    #expect(fired[0] == first({ $0.arrived }, reaches: 12) && fired[0].count == 1)
    #expect(fired[1] == first({ $0.arrived(exit: 1) }, reaches: 5) && fired[1].count == 1)
    #expect(fired[2] == [])
    #expect(fired[3] == first({ $0.crowd.positions.count(where: inside.contains) }, reaches: 9))
    #expect(fired[4] == first({ $0.journeyMarks.count { $0.spot >= 0 } }, reaches: 17))
    #expect(fired[3].count == 1 && fired[4].count == 1)
  }

  /// A density counts only without a break, over the ground that can be walked on.
  @Test func densities() {
    var plan = hall([.waypoint(0), .exit(0)], people: 60)
    let inside = box(14, 5, 22, 15)
    plan.ground.obstacles = [Obstacle(name: "block", polygon: box(16, 11, 18, 15))]
    plan.events = [
      EventPlan(name: "full", trigger: .density(above: 0.2, inside: inside, seconds: 3), actions: [])
    ]
    let course = course(plan, steps: 700) { world in
      Float(world.crowd.positions.count(where: inside.contains)) / (80 - 8)
    }
    var since: Int?
    var expected: [Int] = []
    for (tick, density) in course.seen.enumerated() where expected.isEmpty {
      if density > 0.2 { since = since ?? tick } else { since = nil }
      if let since, tick - since >= 60 { expected = [tick] }
    }
    #expect(course.fired[0] == expected && expected.count == 1)
    #expect(course.seen.first! < 0.2)
  }

  /// Redirection takes its share of those on one journey, and of no other; exits and sources open and close.
  @Test func actions() {
    var plan = hall([.exit(0)], people: 200, rate: 2)
    plan.journeys += [Journey(name: "stay", stages: [.waypoint(1)]), Journey(name: "up", stages: [.exit(1)])]
    plan.sources[0].journeys = [Weighted(index: 0, weight: 3), Weighted(index: 1, weight: 1)]
    plan.events = [
      EventPlan(name: "stop", trigger: .time(1), actions: [.stopSource(0)]),
      EventPlan(name: "redirect", trigger: .time(2), actions: [.redirect(from: 0, to: 2, share: 0.3)]),
      EventPlan(name: "all", trigger: .time(3), actions: [.redirect(from: nil, to: 1, share: 1)]),
      EventPlan(name: "start", trigger: .time(4), actions: [.startSource(0), .closeExit(0)]),
    ]
    var world = world(plan)
    func on(_ journey: Int) -> Int { world.journeyMarks.count { $0.journey == journey } }
    world.run(40)
    #expect(!world.isOpen(source: 0) && world.present == world.spawned)
    let (through, stay, spawned) = (on(0), on(1), world.spawned)
    #expect(spawned <= 202 && through > 125)
    world.run(1)
    #expect(on(1) == stay && on(0) + on(2) == through && world.spawned == spawned)
    // Four standard deviations of a binomial.
    let expected = 0.3 * Float(through)
    #expect(abs(Float(on(2)) - expected) < 4 * (expected * 0.7).squareRoot())
    world.run(20)
    #expect(on(1) == world.present && world.spawned == spawned)
    world.run(100)
    #expect(world.isOpen(source: 0) && world.spawned > spawned && !world.isOpen(exit: 0))
  }

  /// Actions of one event come in their order, and events of one step in the plan's.
  @Test func orderOfActions() {
    var plan = hall([.exit(0)])
    plan.events = [
      EventPlan(name: "a", trigger: .time(1), actions: [.closeExit(0), .openExit(0), .closeExit(1)]),
      EventPlan(name: "b", trigger: .time(1), actions: [.closeExit(0), .openExit(1)]),
    ]
    var world = world(plan)
    world.run(21)
    #expect(!world.isOpen(exit: 0) && world.isOpen(exit: 1))
  }

  /// Doors that open and close let people through, or not.
  @Test func barriers() {
    var plan = hall([.exit(0)], people: 10)
    plan.barriers = [BarrierPlan(name: "gate", polygon: box(30, 0, 30.3, 20), isClosed: true)]
    plan.events = [EventPlan(name: "open", trigger: .time(40), actions: [.open(barrier: 0)])]
    let course = course(plan, steps: 805) { _ in 0 }
    #expect(course.fired == [[800]])
  }
}
