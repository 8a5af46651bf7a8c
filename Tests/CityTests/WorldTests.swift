import City
import Kernel
import Testing

@Suite struct WorldTests {
  /// Nobody is lost or invented, and nobody is ever where nobody can be.
  @Test func theBooksBalanceAndNobodyEntersAWall() {
    var world = world(busy(initial: 600), seed: 11)
    let ground = world.plan.ground
    for _ in 0..<800 {
      world.run(1)
      #expect(world.spawned == world.arrived + world.present + world.quarantined)
      let crowd = world.crowd
      #expect(crowd.count == world.present)
      let strays = crowd.positions.filter { !ground.isWalkable($0) }
      #expect(strays.isEmpty)
      #expect(crowd.headings.allSatisfy { abs($0.length - 1) < 1e-3 })
    }
    #expect(world.quarantined == 0 && world.arrived > 50)
  }

  /// A long step, in which people cover more than a wall's thickness, changes none of that.
  @Test func longStepsDoNotTunnel() {
    var world = World(
      plan: busy(initial: 300), seed: 2,
      clocks: Clocks(crowdStepMilliseconds: 500, hapticStepMilliseconds: 10))
    for _ in 0..<60 {
      world.run(1)
      #expect(world.crowd.positions.allSatisfy(world.plan.ground.isWalkable))
    }
  }

  @Test func stagesAreVisitedInOrderAndLoopsBeginAgain() {
    let ground = Ground(
      walkable: [box(0, 0, 20, 20)],
      exits: [area("end", box(0, 19, 1, 20))],
      waypoints: [area("a", box(18, 0, 20, 2)), area("b", box(18, 18, 20, 20)), area("c", box(0, 0, 2, 2))])
    func visits(_ stages: [Journey.Stage], seconds: Double) -> (order: [String], world: World) {
      let plan = CityPlan(
        ground: ground, profiles: [steady(1.5)], journeys: [Journey(name: "go", stages: stages)],
        wearers: [
          WearerPlan(
            name: "w", start: Pose(position: Vector2(10, 10), heading: Vector2(1, 0)), control: .journey(0))
        ])
      var world = world(plan)
      var order: [String] = []
      while world.present == 1, world.seconds < seconds {
        let p = world.crowd.positions[0]
        // A waypoint is reached when the body touches it.
        for waypoint in ground.waypoints where waypoint.polygon.bounds.grown(by: 0.2).contains(p) {
          if order.last != waypoint.name { order.append(waypoint.name) }
        }
        world.run(1)
      }
      return (order, world)
    }
    let once = visits([.waypoint(0), .waypoint(1), .waypoint(2), .exit(0)], seconds: 120)
    #expect(once.order == ["a", "b", "c"] && once.world.arrived == 1)
    let loop = visits([.waypoint(0), .waypoint(1), .waypoint(2)], seconds: 110)
    #expect(loop.order.starts(with: ["a", "b", "c", "a", "b", "c"]) && loop.world.present == 1)
  }

  @Test(arguments: [
    Vector2(.nan, 3), Vector2(3, .infinity), Vector2(-50, 3), Vector2(1e30, -1e30),
  ])
  func nonsenseIsQuarantined(position: Vector2) {
    var world = world(crossing(rate: 1, initial: 40))
    let present = world.present
    let injected = world.inject(position: position, id: 7)
    #expect(injected)
    world.run(1)
    #expect(world.quarantined == 1 && world.present >= present - 1)
    #expect(world.crowd.row(of: 7) == nil)
    #expect(world.quarantineReports.first?.id == 7 && world.quarantineReports.first?.tick == 0)
    #expect(
      world.quarantineReports.first?.what.contains(position.isFinite ? "outside" : "finite") == true)
    #expect(world.crowd.positions.allSatisfy { $0.isFinite })
    world.run(50)
    #expect(world.quarantined == 1)
    #expect(world.spawned == world.arrived + world.present + world.quarantined)
  }

  @Test func wearersHaveTheFirstIdsAndTheirStart() {
    let world = world(busy(initial: 100))
    let crowd = world.crowd
    #expect(Array(crowd.ids.prefix(2)) == [1, 2])
    #expect(crowd.positions[0] == Vector2(3, 15) && crowd.headings[1] == Vector2(0, 1))
    #expect(crowd.ids == (1...UInt32(crowd.count)).map { $0 })
  }

  /// A start inside an obstacle is moved to the nearest free place.
  @Test func aStartInsideAnObstacleIsMoved() {
    var plan = crossing(rate: 0)
    plan.wearers = [
      WearerPlan(
        name: "w", start: Pose(position: Vector2(18.5, 20), heading: .zero), control: .keyboard)
    ]
    let crowd = world(plan).crowd
    #expect(plan.ground.isWalkable(crowd.positions[0]))
    #expect((crowd.positions[0] - Vector2(18.5, 20)).length < 1.2)
    #expect(abs(crowd.headings[0].length - 1) < 1e-6)
  }

  @Test func keysMoveTheirWearerAndWallsStopIt() {
    var plan = crossing(rate: 0)
    plan.wearers = [
      WearerPlan(
        name: "w", start: Pose(position: Vector2(10, 20), heading: Vector2(1, 0)), control: .keyboard)
    ]
    var world = world(plan)
    var trace = Trace.none
    world.step(workers: .one, trace: &trace)
    #expect(world.crowd.positions[0] == Vector2(10, 20))
    let north = StepInput(velocity: Vector2(1.5, 0), heading: Vector2(0, 1))
    for _ in 0..<20 { world.step(input: north, workers: .one, trace: &trace) }
    #expect((world.crowd.positions[0] - Vector2(11.5, 20)).length < 1e-3)
    #expect(world.crowd.headings[0] == Vector2(0, 1))
    #expect(world.crowd.velocities[0] == Vector2(1.5, 0))
    // Against the kiosk, aslant: what leads along the wall stays.
    for _ in 0..<120 {
      world.step(input: StepInput(velocity: Vector2(1.5, 0.2)), workers: .one, trace: &trace)
    }
    let p = world.crowd.positions[0]
    #expect(p.x < 18 && p.x > 17.7 && p.y > 20.9)
    #expect(abs(world.crowd.velocities[0].x) < 1e-3 && world.crowd.velocities[0].y > 0.19)
    for odd in [Vector2(.nan, 0), Vector2(.infinity, 0)] {
      world.step(input: StepInput(velocity: odd, heading: odd), workers: .one, trace: &trace)
    }
    #expect((world.crowd.positions[0] - p).length < 1e-3)
    world.step(input: StepInput(velocity: Vector2(-1e9, 0)), workers: .one, trace: &trace)
    #expect((world.crowd.positions[0] - p).length <= StepInput.fastest * 0.05 + 1e-3)
  }

  /// Neighbours behind a wall are not seen: a person walks along a thin wall as if the crowd beyond it were not.
  @Test func wallsHidePeople() {
    func way(crowdBeyond: Bool) -> [Vector2] {
      let ground = Ground(
        walkable: [box(0, 0, 20, 4)],
        obstacles: [Obstacle(name: "wall", kind: .wall, polygon: box(0, 1.95, 20, 2.05))],
        exits: [area("end", box(19, 0, 20, 1.9))], waypoints: [area("there", box(0, 2.1, 20, 4))],
        sources: [area("beyond", box(3, 2.1, 17, 4))])
      let plan = CityPlan(
        ground: ground, profiles: [steady(1.3)],
        journeys: [Journey(name: "go", stages: [.exit(0)]), Journey(name: "stay", stages: [.waypoint(0)])],
        sources: [Source(initial: crowdBeyond ? 60 : 0, journeys: only(1), profiles: only(0))],
        wearers: [
          WearerPlan(
            name: "w", start: Pose(position: Vector2(1, 1.5), heading: Vector2(1, 0)), control: .journey(0))
        ])
      var world = world(plan)
      #expect(world.present == (crowdBeyond ? 61 : 1))
      var places: [Vector2] = []
      for _ in 0..<200 {
        world.run(1)
        places.append(world.crowd.positions[0])
      }
      return places
    }
    #expect(way(crowdBeyond: true) == way(crowdBeyond: false))
  }

  /// Edges between overlapping and touching walkable areas are no walls; those round the whole are.
  @Test func wallsAreTheOutlineOfTheUnion() {
    let ground = Ground(
      walkable: [box(0, 0, 10, 10), box(10, 2, 20, 8), box(5, 5, 15, 15)],
      obstacles: [
        Obstacle(name: "a", polygon: box(2, 2, 4, 4)), Obstacle(name: "b", polygon: box(3, 2, 6, 4)),
      ])
    let world = world(CityPlan(ground: ground))
    // Counter-clockwise from the origin; and the two obstacles joined, a box of 4 m × 2 m.
    let outside: Float = 10 + 2 + 10 + 6 + 5 + 7 + 10 + 5 + 5 + 10
    let inside: Float = 2 * (4 + 2)
    #expect(abs(world.wallLength - outside - inside) < 1e-3)
  }
}
