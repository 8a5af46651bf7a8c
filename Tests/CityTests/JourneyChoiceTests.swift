import City
import Kernel
import Testing

@Suite struct JourneyChoiceTests {
  /// Everybody in the hall chooses at the start between the exits.
  private func plan(
    _ rule: ChoicePlan.Rule, _ options: [ChoicePlan.Option], weights: [Float]? = nil, people: Int
  )
    -> CityPlan
  {
    var plan = hall([.choice(0)], people: people)
    plan.choices = [ChoicePlan(rule: rule, options: options, weights: weights)]
    return plan
  }
  private let exits: [ChoicePlan.Option] = [.stage(.exit(0)), .stage(.exit(1))]

  private func taken(_ world: World, _ place: Journey.Stage) -> Int {
    world.journeyMarks.count { $0.place == place }
  }

  @Test func weights() {
    var world = world(
      plan(.weighted, exits + [.stage(.waypoint(1))], weights: [5, 3, 2], people: 400), seed: 5)
    world.run(1)
    let counts = [Journey.Stage.exit(0), .exit(1), .waypoint(1)].map { Float(taken(world, $0)) }
    #expect(counts.reduce(0, +) == 400)
    // Chi-square of two degrees of freedom: beyond 13.8 once in a thousand seeds.
    let square = zip(counts, [200, 120, 80] as [Float]).reduce(0) {
      $0 + ($1.0 - $1.1) * ($1.0 - $1.1) / $1.1
    }
    #expect(square < 13.8, "\(counts)")
  }

  /// In every stretch of ten, as the ids rise, each option has its turns.
  @Test func roundRobin() {
    var plan = plan(.roundRobin, exits + [.journey(1)], weights: [5, 3, 2], people: 200)
    plan.journeys.append(Journey(name: "corner", stages: [.waypoint(1), .exit(0)]))
    var world = world(plan)
    world.run(1)
    let marks = world.journeyMarks.sorted { $0.id < $1.id }
    let options = marks.map { $0.journey == 1 ? 2 : ($0.place == .exit(0) ? 0 : 1) }
    for start in stride(from: 0, to: 200, by: 10) {
      let ten = options[start..<start + 10]
      #expect((0..<3).map { k in ten.count { $0 == k } } == [5, 3, 2])
    }
    // Evenly: nobody has three turns running.
    #expect(
      !zip(options, zip(options.dropFirst(), options.dropFirst(2))).contains { $0 == $1.0 && $0 == $1.1 })
  }

  @Test func leastLoadLevelsTheLoads() {
    var plan = plan(.leastLoad, exits, weights: [2, 1], people: 300)
    plan.sources[0].rate = 3
    var world = world(plan)
    world.run(1)
    #expect(taken(world, .exit(0)) == 200 && taken(world, .exit(1)) == 100)
    // Everybody leaves through the nearer one faster; those who come later make up for it.
    for _ in 0..<40 {
      let before = world.journeyMarks
      world.run(1)
      let new = world.journeyMarks.filter { mark in !before.contains { $0.id == mark.id && $0.place != nil } }
      let loads = (Float(taken(world, .exit(0))) / 2, Float(taken(world, .exit(1))))
      for mark in new where mark.place != nil {
        #expect(mark.place == (loads.0 <= loads.1 + 1 ? .exit(0) : .exit(1)) || abs(loads.0 - loads.1) <= 1.5)
      }
    }
  }

  @Test func nearestIsTheLeastDistance() {
    var plan = crossing(rate: 0, initial: 100)
    plan.journeys += [Journey(name: "nearest", stages: [.choice(0)])]
    plan.choices = [ChoicePlan(rule: .nearest, options: (0..<4).map { .stage(.exit($0)) })]
    for i in 0..<4 { plan.sources[i].journeys = only(4) }
    var world = world(plan)
    let people = world.crowd
    var places: [UInt32: Int] = [:]
    for (id, p) in zip(people.ids, people.positions) {
      let distances = (0..<4).map { world.distance(from: p, destination: $0) }
      places[id] = distances.firstIndex(of: distances.min()!)
    }
    world.run(1)
    for mark in world.journeyMarks { #expect(mark.place == .exit(places[mark.id]!)) }
    #expect(Set(places.values).count == 4)
  }

  /// Two exits, one at 15 m and one at 30 m: a few take the near one; a crowd shares them, and people change on the
  /// way when the near one throngs.
  @Test func quickestShares() {
    func run(people: Int) -> (near: Int, far: Int, seconds: Double, changed: Int) {
      var plan = hall([.choice(0)], people: people)
      plan.ground.exits = [area("near", box(22, 19, 23.2, 20)), area("far", box(38.8, 9, 40, 10.2))]
      plan.choices = [ChoicePlan(rule: .quickest, options: exits)]
      plan.exits = [ExitPlan(capacity: 1), ExitPlan(capacity: 1)]
      var log = JourneyLog(world(plan))
      var changed = 0
      while log.world.present > 0, log.world.seconds < 300 {
        log.step { before, after, _ in
          if let old = before?.place, let new = after?.place, old != new { changed += 1 }
        }
      }
      #expect(log.world.present == 0 && log.world.isBalanced)
      return (log.world.arrived(exit: 0), log.world.arrived(exit: 1), log.world.seconds, changed)
    }
    let few = run(people: 8)
    #expect(few.near == 8 && few.far == 0 && few.changed == 0)
    let many = run(people: 160)
    #expect(many.near > 60 && many.far > 50, "\(many)")
    // One exit alone would take 160 s; nobody dithers.
    #expect(many.seconds < 120 && many.changed < 160, "\(many)")
  }

  /// Whoever is on the way to an exit that closes takes another at once; where all are closed people wait.
  @Test func closedExitsAreChosenNoMore() {
    var plan = plan(.weighted, exits, people: 50)
    plan.events = [
      EventPlan(name: "close", trigger: .time(3), actions: [.closeExit(0)]),
      EventPlan(name: "close all", trigger: .time(5), actions: [.closeExit(1)]),
      EventPlan(name: "open", trigger: .time(60), actions: [.openExit(0)]),
    ]
    var world = world(plan)
    world.run(60)
    #expect(taken(world, .exit(0)) > 10 && taken(world, .exit(1)) > 10)
    world.run(1)
    #expect(taken(world, .exit(0)) == 0)
    world.run(1139)
    let arrived = world.arrived
    #expect(world.arrived == world.arrived(exit: 1) && world.present > 20)
    world.run(1000)
    #expect(world.present == 0 && world.arrived(exit: 0) == 50 - arrived && world.isBalanced)
  }

  /// A choice in the middle leads on; one that leads to journeys which choose again is followed to its end, and one that
  /// leads round for ever makes people stand.
  @Test func choicesInTheMiddleAndOfChoices() {
    var plan = hall([.choice(0), .waypoint(0), .choice(1)], people: 40)
    plan.journeys += [
      Journey(name: "again", stages: [.choice(2)]), Journey(name: "for ever", stages: [.choice(3)]),
    ]
    plan.choices = [
      ChoicePlan(rule: .roundRobin, options: [.stage(.waypoint(1)), .stage(.waypoint(0))]),
      ChoicePlan(rule: .roundRobin, options: [.journey(1)]),
      ChoicePlan(rule: .nearest, options: [.stage(.exit(0)), .stage(.exit(1))]),
      ChoicePlan(rule: .weighted, options: [.journey(2)]),
    ]
    var world = world(plan)
    world.run(1)
    #expect(taken(world, .waypoint(0)) == 20 && taken(world, .waypoint(1)) == 20)
    world.run(2500)
    #expect(world.present == 0 && world.isBalanced)
    plan.sources[0].journeys = only(2)
    var standing = CityTests.world(plan)
    standing.run(50)
    #expect(standing.present == 40 && standing.journeyMarks.allSatisfy { $0.place == nil })
  }

  /// Whoever walks together chooses together: at the start, on the way, and when an exit closes.
  @Test(arguments: ChoicePlan.Rule.allCases) func groupsStayTogether(rule: ChoicePlan.Rule) {
    var plan = plan(rule, exits, people: 150)
    plan.journeys[0].stages = [.waypoint(0), .choice(0)]
    plan.sources[0].groupSize = .constant(3)
    plan.events = [EventPlan(name: "close", trigger: .time(25), actions: [.closeExit(1)])]
    var world = world(plan, seed: 4)
    func isTogether() -> Bool {
      // Those of a group have ids that follow one another.
      let marks = world.journeyMarks.filter { $0.stage == 1 && $0.place != nil }
      return Dictionary(grouping: marks) { ($0.id - 1) / 3 }.values.allSatisfy {
        Set($0.map(\.place)).count == 1
      }
    }
    #expect(world.present == 150)
    var seen: Set<Journey.Stage?> = []
    for _ in 0..<60 {
      world.run(20)
      #expect(isTogether())
      seen.formUnion(world.journeyMarks.map(\.place))
    }
    #expect(world.arrived > 50)
    if rule != .nearest, rule != .quickest { #expect(seen.isSuperset(of: [.exit(0), .exit(1)])) }
  }
}
