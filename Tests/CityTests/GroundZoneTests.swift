import City
import Kernel
import Testing

/// Ground on which people walk faster or slower, stairs, and one-way passages.
@Suite struct GroundZoneTests {
  func walker(_ zones: [ZonePlan], start: Vector2, exit: Polygon, ground: Polygon = box(0, 0, 30, 4))
    -> CityPlan
  {
    var plan = CityPlan(
      ground: Ground(walkable: [ground], exits: [area("end", exit)]), profiles: [steady(1.2)],
      journeys: [Journey(name: "go", stages: [.exit(0)])],
      wearers: [
        WearerPlan(name: "w", start: Pose(position: start, heading: Vector2(1, 0)), control: .journey(0))
      ])
    plan.routes.clearance = 0
    plan.zones = zones
    return plan
  }

  /// The speed is the desired one times the factors: up, down, and both times the plain factor; and the map's distance
  /// is the time the way takes.
  @Test(
    arguments: [
      (Vector2(1, 0), 0.5 * 0.6), (Vector2(-1, 0), 0.5 * 0.8), (Vector2(0, 1), 0.5), (Vector2.zero, 0.5),
      (Vector2(0.6, 0.8), 0.5 * (1 - 0.4 * 0.6)),
    ] as [(Vector2, Float)])
  func stairsSlowByDirection(up: Vector2, share: Float) {
    let stair = ZonePlan(
      name: "stair", polygon: box(10, -1, 20, 5), factor: 0.5, up: up, upFactor: 0.6, downFactor: 0.8)
    let plan = walker([stair], start: Vector2(2, 2.05), exit: box(28, 0, 30, 4))
    var world = world(plan)
    let before = world.distance(from: Vector2(2.1, 2.1), destination: 0)
    #expect(abs(before - (16 + 10 / share)) < 0.02 * before)
    var speeds: [Float] = []
    while world.present == 1, world.seconds < 90 {
      world.run(1)
      if let p = world.crowd.positions.first, p.x > 11, p.x < 19 {
        speeds.append(world.crowd.velocities[0].length)
      }
    }
    #expect(world.arrived == 1 && speeds.count > 50)
    #expect(speeds.allSatisfy { abs($0 - 1.2 * share) < 0.02 })
  }

  /// Equal factors make a sloped zone the same as a plain one, whatever the slope's direction.
  @Test func equalFactorsAreAPlainZone() {
    let even = ZonePlan(name: "z", polygon: box(8, 1, 20, 5), factor: 0.5)
    var sloped = even
    sloped.up = Vector2(1, 0)
    let a = world(walker([even], start: Vector2(2, 2), exit: box(28, 0, 30, 4)))
    let b = world(walker([sloped], start: Vector2(2, 2), exit: box(28, 0, 30, 4)))
    #expect(a.mapBits(destination: 0).times == b.mapBits(destination: 0).times)
  }

  /// With a slow zone ahead the way round it is taken when it is faster, and only then.
  @Test(arguments: [(0.9, true), (0.2, false)] as [(Float, Bool)])
  func slowGroundIsWalkedRound(factor: Float, isThrough: Bool) {
    let mud = ZonePlan(name: "mud", polygon: box(10, 0, 20, 10), factor: factor)
    let plan = walker(
      [mud], start: Vector2(3, 5), exit: box(28, 4, 30, 6), ground: box(0, 0, 30, 14))
    var world = world(plan)
    var wentThrough = false
    while world.present == 1, world.seconds < 90 {
      if let p = world.crowd.positions.first, mud.polygon.contains(p) { wentThrough = true }
      world.run(1)
    }
    #expect(world.arrived == 1 && wentThrough == isThrough)
  }

  /// Two passages, the near one one-way: with it people take it, against it they go round, and whoever is kept to that
  /// side cannot reach the place at all.
  @Test(arguments: [true, false])
  func oneWayPassagesLeadOneWay(isAlong: Bool) {
    let way = ZonePlan(
      name: "gate", polygon: box(9, 0, 11, 3), oneWay: Vector2(isAlong ? 1 : -1, 0))
    let ground = Ground(
      walkable: [box(0, 0, 20, 12)], obstacles: [Obstacle(name: "wall", polygon: box(9.5, 3, 10.5, 9))],
      exits: [area("end", box(19, 0, 20, 3))])
    var plan = CityPlan(
      ground: ground, profiles: [steady(1.3)], journeys: [Journey(name: "go", stages: [.exit(0)])],
      wearers: [
        WearerPlan(
          name: "w", start: Pose(position: Vector2(2, 1.5), heading: Vector2(1, 0)), control: .journey(0))
      ])
    plan.zones = [way]
    var world = world(plan)
    var highest: Float = 0
    while world.present == 1, world.seconds < 60 {
      highest = max(highest, world.crowd.positions.first?.y ?? 0)
      world.run(1)
    }
    #expect(world.arrived == 1 && (highest < 4) == isAlong)
    plan.ground.obstacles = [Obstacle(name: "wall", polygon: box(9.5, 3, 10.5, 12))]
    #expect((self.world(plan).distance(from: Vector2(2, 1.5), destination: 0) < .infinity) == isAlong)
  }

  func world(_ plan: CityPlan) -> World { World(plan: plan, seed: 1, clocks: Clocks()) }

  /// Nobody in a one-way zone moves against it, in a crowd that pushes through in both directions and by the keys.
  @Test func nobodyMovesAgainstAOneWayZone() {
    let aslant = Vector2(0.8, 0.6)
    let ground = Ground(
      walkable: [box(0, 0, 20, 8)], exits: [area("east", box(19, 0, 20, 8)), area("west", box(0, 0, 1, 8))],
      sources: [area("w", box(1, 0, 8, 8)), area("e", box(12, 0, 19, 8))])
    var plan = CityPlan(
      ground: ground,
      journeys: [Journey(name: "e", stages: [.exit(0)]), Journey(name: "w", stages: [.exit(1)])],
      sources: [
        Source(rate: 4, initial: 50, journeys: only(0), profiles: only(0)),
        Source(rate: 4, initial: 50, journeys: only(1), profiles: only(0)),
      ],
      wearers: [
        WearerPlan(
          name: "k", start: Pose(position: Vector2(11, 3), heading: Vector2(1, 0)), control: .keyboard)
      ])
    plan.zones = [ZonePlan(name: "one", polygon: box(8, 0, 12, 5), oneWay: aslant)]
    var world = world(plan)
    var inside = 0
    for k in 0..<600 {
      let before = world.crowd
      var trace = Trace.none
      world.step(
        input: StepInput(velocity: Math.unit(degrees: Float(k * 7)) * 1.5), workers: .one, trace: &trace)
      let after = world.crowd
      for (i, id) in before.ids.enumerated() where plan.zones[0].polygon.contains(before.positions[i]) {
        guard let row = after.row(of: id) else { continue }
        inside += 1
        #expect((after.positions[row] - before.positions[i]).dot(aslant) > -1e-4)
      }
    }
    #expect(inside > 1_000 && world.arrived > 20)
  }
}
