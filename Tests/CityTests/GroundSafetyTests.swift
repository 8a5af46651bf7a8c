import City
import Kernel
import Testing

/// Nobody is ever pushed through a wall, whatever pushes.
@Suite struct GroundSafetyTests {
  /// Everything that moves at once: a crowd far too dense for the ground, doors that shut on it, a one-way passage, a
  /// link, thin walls, and a keyboard wearer who runs into all of them.
  func crush(model: LocomotionModel) -> CityPlan {
    let ground = Ground(
      walkable: [box(0, 0, 16, 10), box(15.9, 4, 20, 6), box(30, 0, 38, 10)],
      obstacles: [
        Obstacle(name: "thin", kind: .wall, polygon: box(4, 4.98, 12, 5)),
        Obstacle(name: "post", polygon: Polygon(centre: Vector2(13, 7), radius: 0.3, sides: 5)),
        Obstacle(
          name: "slant", kind: .wall,
          polygon: Polygon([Vector2(1, 1), Vector2(5, 3.3), Vector2(5, 3.32), Vector2(1, 1.02)])),
      ],
      exits: [area("far", box(37, 0, 38, 10)), area("west", box(0, 4, 0.5, 6))],
      sources: [area("all", box(0.6, 0.2, 15.5, 9.8)), area("room", box(30.5, 0.5, 36, 9.5))])
    let both = [Weighted(index: 0, weight: 1), Weighted(index: 1, weight: 1)]
    var plan = CityPlan(
      ground: ground,
      journeys: [Journey(name: "out", stages: [.exit(0)]), Journey(name: "back", stages: [.exit(1)])],
      sources: [
        Source(rate: 6, initial: 330, journeys: both, profiles: only(0)),
        Source(rate: 6, initial: 120, journeys: both, profiles: only(0)),
      ],
      wearers: [
        WearerPlan(
          name: "k", start: Pose(position: Vector2(8, 3), heading: Vector2(1, 0)), control: .keyboard)
      ])
    plan.locomotion = model
    plan.barriers = [
      BarrierPlan(name: "door", polygon: box(15.8, 4, 16.1, 6), isClosed: false),
      BarrierPlan(name: "fence", polygon: box(9, 5, 9.1, 10), isClosed: false),
      BarrierPlan(
        name: "block", polygon: Polygon(centre: Vector2(33, 5), radius: 1.5, sides: 9), isClosed: false),
    ]
    plan.zones = [
      ZonePlan(name: "one", polygon: box(2, 5, 4, 10), oneWay: Vector2(-0.6, 0.8)),
      ZonePlan(name: "stair", polygon: box(16, 4, 20, 6), up: Vector2(1, 0), upFactor: 0.6, downFactor: 0.8),
    ]
    plan.links = [LinkPlan(name: "head", a: Vector2(20, 4), b: Vector2(20, 6), shift: Vector2(10, 0.5))]
    return plan
  }

  @Test(arguments: GroundSafetyTests.models, [50, 500])
  func nobodyIsPushedThroughAWall(model: LocomotionModel, milliseconds: Int) {
    let plan = crush(model: model)
    let clocks = Clocks(crowdStepMilliseconds: milliseconds, hapticStepMilliseconds: 10)
    var world = World(plan: plan, seed: 5, clocks: clocks)
    var closed = [false, false, false]
    #expect(world.present > 300)
    for tick in 0..<(milliseconds == 50 ? 400 : 120) {
      if tick % 37 == 36 {
        let k = tick / 37 % 3
        closed[k].toggle()
        world.setBarrier(k, isClosed: closed[k])
      }
      var trace = Trace.none
      let push = Math.unit(degrees: Float(tick * 5)) * 4
      world.step(input: StepInput(velocity: push), workers: .one, trace: &trace)
      let strays = world.crowd.positions.filter { p in
        !plan.ground.isWalkable(p)
          || zip(plan.barriers, closed).contains { $1 && $0.polygon.contains(p) }
      }
      #expect(strays.isEmpty, "tick \(tick)")
      #expect(world.quarantined == 0)
      #expect(world.spawned == world.arrived + world.present)
    }
    #expect(world.arrived > 0)
  }

  static let models: [LocomotionModel] = [.standard, .collisionFreeSpeed(CollisionFreeSpeed())]

  /// A wall is a wall from both sides and along all of its length, for people thrown at it from anywhere.
  @Test func nothingThrownGetsThrough() {
    let plan = crush(model: .standard)
    var world = World(
      plan: plan, seed: 5, clocks: Clocks(crowdStepMilliseconds: 200, hapticStepMilliseconds: 10))
    let random = CounterRandom(seed: 77)
    for tick in 0..<300 {
      let u = random.uniform4(.test, entity: 1, tick: tick)
      let p = Vector2(u.x * 38, u.y * 10)
      if plan.ground.isWalkable(p) { world.inject(position: p, id: 1) }
      var trace = Trace.none
      let before = world.crowd.positions[0]
      world.step(input: StepInput(velocity: Math.unit(degrees: u.z * 360) * 4), workers: .one, trace: &trace)
      let after = world.crowd.positions[0]
      #expect(plan.ground.isWalkable(after))
      // Over the link alone does the way lead farther than a step.
      let shift = (after - before).length > 2 ? Vector2(10, 0.5) : .zero
      let step = after - before
      #expect(min((step - shift).length, (step + shift).length) < 4 * 0.2 + 0.01)
    }
  }
}
