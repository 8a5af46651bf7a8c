import City
import Kernel

/// All that the engine can do, in a house of two floors within four seconds: walls, doors that open and close, a link
/// between the floors, zones, queues, a waiting area, every rule of choice and most triggers, bounded exits, arrivals of
/// every kind, groups, ways that shun crowds, a wearer on a journey and one at the keys.
///
///      0             20               40        60                84
///   24 +-------------+----------------+         +-----------------+
///      |             | w0             |         |                 |
///      |           door b     waiting |         |                 |e
///    e |             |                = link ==>=    w1           |1
///    0 |           door a   <- queue  |         |                 |
///    0 +-----e2------+----------------+         +-----------------+
enum Everything {
  /// Each of `models` is that of two profiles.
  static func plan(_ models: [LocomotionModel]) -> CityPlan {
    var plan = CityPlan(ground: ground, profiles: models.flatMap(profiles), locomotion: models[0])
    plan.routes.cellSize = 0.5
    plan.routes.congestion = 1
    plan.routes.congestionPeriod = 1
    plan.links = [
      LinkPlan(name: "stairs", a: Vector2(40, 9), b: Vector2(40, 15), shift: Vector2(20, 0))
    ]
    plan.zones = [
      ZonePlan(
        name: "flight", polygon: box(36, 9, 40, 15), factor: 0.9, up: Vector2(1, 0), upFactor: 0.5,
        downFactor: 0.7),
      ZonePlan(name: "one way", polygon: box(62, 16, 70, 24), oneWay: Vector2(1, 0)),
    ]
    plan.barriers = [
      BarrierPlan(name: "door a", polygon: box(19.8, 4, 20.2, 8), isClosed: false),
      BarrierPlan(name: "door b", polygon: box(19.8, 16, 20.2, 20), isClosed: true),
    ]
    plan.exits = [ExitPlan(), ExitPlan(), ExitPlan(capacity: 1.5)]
    addStages(to: &plan)
    addPeople(to: &plan)
    addEvents(to: &plan)
    return plan
  }

  private static var ground: Ground {
    Ground(
      walkable: [box(0, 0, 40, 24), box(60, 0, 84, 24)],
      obstacles: [
        Obstacle(name: "wall", kind: .wall, polygon: box(19.9, -1, 20.1, 4)),
        Obstacle(name: "wall", kind: .wall, polygon: box(19.9, 8, 20.1, 16)),
        Obstacle(name: "wall", kind: .wall, polygon: box(19.9, 20, 20.1, 25)),
        Obstacle(name: "post", polygon: Polygon(centre: Vector2(10, 12), radius: 1, sides: 7)),
        Obstacle(name: "fence", kind: .wall, polygon: box(26, 11.95, 33, 12)),
        Obstacle(name: "kiosk", kind: .kiosk, polygon: Polygon(centre: Vector2(72, 12), radius: 2, sides: 4)),
      ],
      exits: [
        area("west", box(0, 0, 1, 24)), area("upstairs", box(83, 0, 84, 24)),
        area("south", box(2, 0, 18, 3)),
      ],
      waypoints: [area("w0", box(24, 20, 30, 23)), area("w1", box(76, 10, 79, 14))],
      sources: [
        area("left", box(2, 2, 18, 22)), area("right", box(22, 2, 39.5, 22)), area("up", box(62, 2, 80, 22)),
        area("door", box(0.5, 14, 3, 22)), area("tickets", box(23, 4, 30, 6)),
      ])
  }

  private static func profiles(_ model: LocomotionModel) -> [Profile] {
    var adult = Profile(name: "adult")
    adult.locomotion = model
    var child = Profile(
      name: "child", desiredSpeed: .uniform(minimum: 0.8, maximum: 1.6),
      radius: .uniform(minimum: 0.13, maximum: 0.18), timeGap: .constant(0.8))
    child.mass = .normal(mean: 30, deviation: 5, minimum: 20, maximum: 40)
    child.locomotion = model
    return [adult, child]
  }

  private static func addStages(to plan: inout CityPlan) {
    let exits: [ChoicePlan.Option] = [.stage(.exit(0)), .stage(.exit(1)), .stage(.exit(2))]
    plan.queues = [
      QueuePlan(
        name: "tickets", spots: (0..<8).map { Vector2(24 + 0.9 * Float($0), 5) }, servers: 2,
        service: .exponential(mean: 1))
    ]
    plan.waitings = [
      WaitingPlan(name: "hall", polygon: box(29, 15, 34, 19), release: .after(.exponential(mean: 3))),
      WaitingPlan(name: "gate", polygon: box(64, 3, 69, 8), release: .byEvent),
    ]
    plan.choices = [
      ChoicePlan(rule: .quickest, options: exits), ChoicePlan(rule: .nearest, options: exits),
      ChoicePlan(rule: .leastLoad, options: exits), ChoicePlan(rule: .weighted, options: exits),
      ChoicePlan(rule: .roundRobin, options: [.stage(.waypoint(0)), .stage(.waiting(0))], weights: [2, 1]),
    ]
    plan.journeys = [
      Journey(name: "served", stages: [.queue(0), .choice(0)]),
      Journey(name: "rested", stages: [.choice(4), .choice(1)]),
      Journey(name: "up", stages: [.waypoint(1), .choice(2)]),
      Journey(name: "down", stages: [.waiting(1), .choice(3)]),
      Journey(name: "round", stages: [.waypoint(0), .waypoint(1)]),
      Journey(name: "south", stages: [.exit(2)]), Journey(name: "west", stages: [.exit(0)]),
    ]
  }

  private static func addPeople(to plan: inout CityPlan) {
    func source(
      _ arrivals: Source.Arrivals = .poisson, rate: Float = 0, initial: Int = 0, _ journeys: [Int]
    ) -> Source {
      Source(
        arrivals: arrivals, rate: rate, initial: initial,
        journeys: journeys.map { Weighted(index: $0, weight: 1) }, profiles: evenly(plan.profiles.count))
    }
    var left = source(rate: 3, [1, 4, 2])
    left.density = 0.1
    left.groupSize = .choice([1, 2, 3], weights: [1, 2, 1])
    left.premovement = .exponential(mean: 0.5)
    let right = source(.regular, rate: 4, initial: 35, [0, 1, 2])
    let up = source(initial: 30, [3, 4])
    var door = source(.schedule, initial: 4, [6, 5])
    door.schedule = [.init(seconds: 0.5, people: 6), .init(seconds: 2, people: 4)]
    plan.sources = [left, right, up, door, source(initial: 5, [0])]
    plan.wearers = [
      WearerPlan(
        name: "walker", start: Pose(position: Vector2(39, 12), heading: Vector2(1, 0)), control: .journey(2)),
      WearerPlan(
        name: "player", start: Pose(position: Vector2(18, 6), heading: Vector2(0, 1)), control: .keyboard),
    ]
  }

  private static func addEvents(to plan: inout CityPlan) {
    plan.events = [
      EventPlan(name: "close a", trigger: .time(0.7), actions: [.close(barrier: 0), .startSource(1)]),
      EventPlan(name: "open b", trigger: .time(1.2), actions: [.open(barrier: 1), .closeExit(0)]),
      EventPlan(name: "change", trigger: .every(2.5, from: 2), actions: [.openExit(0), .open(barrier: 0)]),
      EventPlan(name: "let go", trigger: .waiting(2, waiting: 1), actions: [.release(waiting: 1)]),
      EventPlan(
        name: "turn", trigger: .density(above: 0.05, inside: box(1, 1, 19, 23), seconds: 0.5),
        actions: [.redirect(from: 4, to: 5, share: 0.5)]),
      EventPlan(name: "first", trigger: .arrived(1, exit: 0), actions: [.stopSource(1)]),
      EventPlan(name: "full", trigger: .present(20, inside: box(20, 0, 40, 24)), actions: [.startSource(1)]),
    ]
  }

  /// Round in a circle, into walls and people; now and then the first wearer leaves the journey.
  static func keys(at tick: Int) -> StepInput {
    var input = StepInput(
      velocity: Math.unit(degrees: Float(tick) * 5) * 1.5, heading: Math.unit(degrees: Float(tick)))
    input.takesOver = tick % 40 >= 30
    return input
  }
}
