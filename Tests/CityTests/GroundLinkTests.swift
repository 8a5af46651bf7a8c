import City
import Kernel
import Testing

/// Ground glued together at distant edges.
@Suite struct GroundLinkTests {
  func world(_ plan: CityPlan) -> World { World(plan: plan, seed: 3, clocks: Clocks()) }

  /// A corridor of 20 m whose ends are joined: people go round and round towards a waypoint that nobody reaches.
  func ring(_ people: Int, length: Float = 20, speed: Distribution = .constant(1.2)) -> CityPlan {
    var plan = CityPlan(
      ground: Ground(
        walkable: [box(0, 0, length, 1.6)],
        waypoints: [area("a", box(5, 0, 6, 1.6)), area("b", box(15, 0, 16, 1.6))],
        sources: [area("s", box(0.5, 0.3, length - 0.5, 1.3))]),
      profiles: [Profile(name: "p", desiredSpeed: speed)],
      journeys: [Journey(name: "round", stages: [.waypoint(0), .waypoint(1)])],
      sources: [Source(initial: people, journeys: only(0), profiles: only(0))])
    plan.links = [
      LinkPlan(name: "seam", a: Vector2(length, 0), b: Vector2(length, 1.6), shift: Vector2(-length, 0))
    ]
    // Without it the shorter way back would be taken from one waypoint to the other.
    plan.zones = [ZonePlan(name: "on", polygon: box(-1, -1, length + 1, 3), oneWay: Vector2(1, 0))]
    return plan
  }

  /// Distances round the ring: forward only, over the seam.
  @Test func mapsGoOverTheSeam() {
    var plan = ring(0)
    let oneWay = world(plan)
    #expect(abs(oneWay.distance(from: Vector2(19.4, 0.8), destination: 0) - 5.6) < 0.3)
    #expect(abs(oneWay.distance(from: Vector2(7.1, 0.8), destination: 0) - 17.9) < 0.3)
    #expect(oneWay.direction(at: Vector2(19.95, 0.7), destination: 0).x > 0.99)
    #expect(oneWay.direction(at: Vector2(0.05, 0.7), destination: 0).x > 0.99)
    plan.zones = []
    let either = world(plan)
    #expect(abs(either.distance(from: Vector2(7.1, 0.8), destination: 0) - 1.1) < 0.3)
    #expect(abs(either.distance(from: Vector2(17.1, 0.8), destination: 0) - 7.9) < 0.3)
    #expect(either.direction(at: Vector2(0.05, 0.7), destination: 1).x < -0.99)
  }

  /// People who follow one another keep their distance across the seam as anywhere; nobody is lost, and everybody gets
  /// round and round at the speed of a corridor without an end.
  @Test func nobodyTouchesAtTheSeam() {
    let length: Float = 20
    var plan = ring(9, speed: .uniform(minimum: 0.9, maximum: 1.4))
    plan.ground.walkable = [box(0, 0, length, 0.7)]
    plan.ground.sources[0].polygon = box(0.5, 0.3, length - 0.5, 0.4)
    plan.ground.waypoints = [area("a", box(5, 0, 6, 0.7)), area("b", box(15, 0, 16, 0.7))]
    plan.links[0].b = Vector2(length, 0.7)
    var world = world(plan)
    #expect(world.present == 9)
    var crossings = 0
    var walked: Float = 0
    var before = world.crowd
    for _ in 0..<1_500 {
      world.run(1)
      let crowd = world.crowd
      #expect(crowd.count == 9 && world.quarantined == 0)
      for i in 0..<9 {
        let p = crowd.positions[i]
        var step = p - before.positions[i]
        if step.x < -length / 2 {
          crossings += 1
          step.x += length
          #expect((crowd.velocities[i] - before.velocities[i]).length < 0.4)
        }
        #expect(step.length < 0.1)
        walked += step.x
        for j in 0..<i {
          var gap = crowd.positions[j] - p
          if gap.x > length / 2 { gap.x -= length }
          if gap.x < -length / 2 { gap.x += length }
          #expect(gap.length > 0.4)
        }
      }
      before = crowd
    }
    // The slowest leads after a while, at 0.9 m/s or more.
    #expect(crossings > 9 * 2 && walked / 9 / 75 > 0.85 && walked / 9 / 75 < 1.41)
  }

  /// The same people on a ring cut open at another place walk the same walk: the seam does not matter.
  @Test func theSeamIsNowhere() {
    // One at rest across the seam and one walking up: he stops as far behind as in the middle of the corridor.
    func gap(at restX: Float) -> Float {
      let length: Float = 20
      var plan = ring(0)
      plan.ground.walkable = [box(0, 0, length, 0.6)]
      plan.links[0].b = Vector2(length, 0.6)
      plan.ground.waypoints[0].polygon = box(restX + 4, 0, restX + 5, 0.6)
      plan.journeys = [Journey(name: "round", stages: [.waypoint(0)])]
      plan.profiles = [steady(1.2)]
      let start = (restX + length - 5).truncatingRemainder(dividingBy: length)
      plan.wearers = [
        WearerPlan(
          name: "rests", start: Pose(position: Vector2(restX, 0.3), heading: Vector2(1, 0)),
          control: .keyboard),
        WearerPlan(
          name: "walks", start: Pose(position: Vector2(start, 0.3), heading: Vector2(1, 0)),
          control: .journey(0)),
      ]
      var world = world(plan)
      var trace = Trace.none
      for _ in 0..<400 { world.step(input: StepInput(), workers: .one, trace: &trace) }
      var gap = world.crowd.positions[0].x - world.crowd.positions[1].x
      if gap < 0 { gap += length }
      return gap
    }
    let middle = gap(at: 10.05)
    #expect(middle > 0.4 && middle < 1.5)
    for x in [0.05, 0.3, 0.55, 0.9] as [Float] { #expect(abs(gap(at: x) - middle) < 0.02, "at \(x)") }
  }

  /// Two floors side by side, joined by a stair: the map's distance is the way's length over the speed, whatever the
  /// shift and wherever the cells lie, and people get up.
  @Test(arguments: [Vector2(30, 0), Vector2(30.13, 7.31), Vector2(-3, 25.4)])
  func stairsJoinFloors(offset: Vector2) {
    // The lower floor with a stair at its east end, and the upper one, which begins at the stair's head.
    let lower = [box(0, 0, 10, 6), box(9.9, 2, 16, 4)]
    let upper = box(16, 0, 26, 6)
    let moved = Polygon(upper.vertices.map { $0 + offset })
    var plan = CityPlan(
      ground: Ground(
        walkable: lower + [moved],
        exits: [area("up", Polygon(box(25, 2, 26, 4).vertices.map { $0 + offset }))],
        sources: [area("down", box(0.5, 0.5, 8, 5.5))]),
      profiles: [steady(1.2)], journeys: [Journey(name: "go", stages: [.exit(0)])],
      sources: [Source(initial: 30, journeys: only(0), profiles: only(0))])
    plan.routes.clearance = 0
    plan.zones = [
      ZonePlan(name: "stair", polygon: box(10, 2, 16, 4), up: Vector2(1, 0), upFactor: 0.5, downFactor: 0.7)
    ]
    plan.links = [LinkPlan(name: "head", a: Vector2(16, 2), b: Vector2(16, 4), shift: offset)]
    var world = world(plan)
    let map = world.distance(from: Vector2(3.1, 3.1), destination: 0)
    #expect(abs(map - (6.9 + 6 / 0.5 + 9)) < 0.5)
    #expect(world.direction(at: Vector2(15.9, 3), destination: 0).x > 0.98)
    for _ in 0..<1_600 {
      world.run(1)
      #expect(world.crowd.positions.allSatisfy(plan.ground.isWalkable))
    }
    #expect(world.arrived == 30 && world.quarantined == 0)
  }

  /// People on other ground beyond the edge's line, near as they are on the map, are not seen, and those beyond the
  /// edge are: somebody stops behind a body there, and walks up to the edge beside the strangers.
  @Test func strangersBeyondTheLineAreNotSeen() {
    // East of the edge x = 10 the map holds a room of its own, full of people; the edge leads elsewhere.
    func course(_ strangers: Int, _ friend: Bool) -> Float {
      let ground = Ground(
        walkable: [box(0, 0, 10, 0.8), box(10.2, -2, 14, 3), box(40, 0, 50, 0.8)],
        exits: [area("end", box(49, 0, 50, 0.8)), area("none", box(13.9, 2.9, 14, 3))],
        sources: [area("room", box(10.2, -2, 12, 3))])
      var plan = CityPlan(
        ground: ground, profiles: [steady(1.2)],
        journeys: [Journey(name: "go", stages: [.exit(0)]), Journey(name: "stay", stages: [.exit(0)])],
        sources: [Source(initial: strangers, journeys: only(1), profiles: only(0))],
        wearers: [
          WearerPlan(
            name: "w", start: Pose(position: Vector2(4, 0.4), heading: Vector2(1, 0)), control: .journey(0))
        ])
      if friend {
        plan.wearers.append(
          WearerPlan(
            name: "f", start: Pose(position: Vector2(40.3, 0.4), heading: Vector2(1, 0)), control: .keyboard))
      }
      plan.links = [
        LinkPlan(name: "over", a: Vector2(10, 0), b: Vector2(10, 0.8), shift: Vector2(30, 0))
      ]
      var world = world(plan)
      var trace = Trace.none
      for _ in 0..<160 { world.step(input: StepInput(), workers: .one, trace: &trace) }
      return world.crowd.row(of: 1).map { world.crowd.positions[$0].x } ?? .infinity
    }
    let alone = course(0, false)
    #expect(alone > 42)
    #expect(course(25, false) == alone)
    #expect(course(0, true) < 10)
  }
}
