import City
import Kernel
import Testing

/// Barriers that open and close: what follows them must be what a world made with them so from the start has.
@Suite struct GroundBarrierTests {
  /// Rooms with doors, a fence across a corridor, and barriers at odd places and angles, some over one another.
  func doors(seed: UInt32, count: Int = 9) -> CityPlan {
    let random = CounterRandom(seed: UInt64(seed))
    var ground = Ground(
      walkable: [box(0, 0, 24, 16)],
      obstacles: [
        Obstacle(name: "a", kind: .wall, polygon: box(7.9, 0, 8.1, 6)),
        Obstacle(name: "b", kind: .wall, polygon: box(7.9, 7.5, 8.1, 16)),
        Obstacle(name: "c", kind: .wall, polygon: box(15.9, 2, 16.1, 14)),
        Obstacle(
          name: "d", kind: .building, polygon: Polygon(centre: Vector2(12, 11), radius: 1.7, sides: 7)),
      ],
      exits: [
        area("east", box(23, 3, 24, 13)), area("west", box(0, 0, 1, 16)),
        area("post", box(12.1, 3, 12.2, 3.1)),
      ])
    ground.sources = [area("all", box(0.5, 0.5, 23, 15.5))]
    var plan = CityPlan(
      ground: ground, journeys: (0..<3).map { Journey(name: "\($0)", stages: [.exit($0)]) },
      sources: [
        Source(
          initial: 60, journeys: (0..<2).map { Weighted(index: $0, weight: 1) }, profiles: only(0))
      ])
    plan.barriers = [
      BarrierPlan(name: "door", polygon: box(7.9, 6, 8.1, 7.5), isClosed: false),
      BarrierPlan(name: "south", polygon: box(15.9, 0, 16.1, 2), isClosed: true),
      BarrierPlan(name: "north", polygon: box(15.9, 14, 16.1, 16), isClosed: false),
    ]
    for k in 3..<count {
      let u = random.uniform4(.test, entity: UInt32(k), tick: 1)
      let w = random.uniform4(.test, entity: UInt32(k), tick: 2)
      let middle = Vector2(1 + 22 * u.x, 1 + 14 * u.y)
      let shape = Polygon(centre: middle, radius: 0.1 + 1.8 * u.z, sides: 3 + Int(w.x * 5))
      plan.barriers.append(BarrierPlan(name: "\(k)", polygon: shape, isClosed: w.y < 0.3))
    }
    return plan
  }

  func sameGround(_ one: World, _ other: World) -> Bool {
    for k in 0..<3 {
      let a = one.mapBits(destination: k)
      let b = other.mapBits(destination: k)
      if a.times != b.times || a.ways != b.ways { return false }
    }
    return one.wallList == other.wallList
  }

  /// After any course of openings and closings the walls and maps are those of a world in which the barriers have stood
  /// like that from the start, bit for bit.
  @Test(arguments: [1, 2, 3, 4] as [UInt32])
  func followingIsMakingAnew(seed: UInt32) {
    let plan = doors(seed: seed)
    var world = world(plan)
    var states = plan.barriers.map(\.isClosed)
    var different = 0
    let random = CounterRandom(seed: 9)
    for turn in 0..<14 {
      let u = random.uniform4(.test, entity: seed, tick: turn)
      let k = Int(u.x * Float(states.count))
      let before = world.mapBits(destination: 0).times
      states[k].toggle()
      world.setBarrier(k, isClosed: states[k], workers: Workers(1 + turn % 2))
      if world.mapBits(destination: 0).times != before { different += 1 }
      var planned = plan
      for (i, state) in states.enumerated() { planned.barriers[i].isClosed = state }
      planned.sources = []
      planned.ground.sources = []
      #expect(
        sameGround(world, World(plan: planned, seed: 1, clocks: Clocks())), "turn \(turn), barrier \(k)")
    }
    #expect(different > 5)
  }

  /// A door that shuts keeps people in, who stand and wait; when it opens they go.
  @Test func peopleWaitBehindAShutDoor() {
    let ground = Ground(
      walkable: [box(0, 0, 8, 6), box(7.9, 2.5, 8.3, 3.5), box(8.2, 0, 14, 6)],
      exits: [area("out", box(13, 0, 14, 6))], sources: [area("room", box(0, 0, 7, 6))])
    var plan = CityPlan(
      ground: ground, journeys: [Journey(name: "go", stages: [.exit(0)])],
      sources: [Source(initial: 25, journeys: only(0), profiles: only(0))])
    plan.barriers = [BarrierPlan(name: "door", polygon: box(7.9, 2.5, 8.2, 3.5), isClosed: true)]
    var world = world(plan)
    #expect(world.present == 25)
    world.run(100)
    #expect(world.crowd.positions.allSatisfy { $0.x < 7.9 })
    let standing = world.crowd
    world.run(40)
    // Nobody has a way, so nobody wants anything but to stand clear of the others.
    #expect(zip(standing.positions, world.crowd.positions).allSatisfy { ($0 - $1).length < 0.05 })
    #expect(world.arrived == 0)
    world.setBarrier(0, isClosed: false)
    world.run(900)
    #expect(world.arrived == 25 && world.quarantined == 0)
  }

  /// Whoever stands where a barrier closes is put beside it: on walkable ground, not through a wall, not upon others.
  @Test func nobodyIsShutInABarrier() {
    let ground = Ground(
      walkable: [box(0, 0, 20, 10)],
      obstacles: [Obstacle(name: "wall", kind: .wall, polygon: box(0, 4.95, 20, 5.05))],
      exits: [area("east", box(19, 0, 20, 4.9))], sources: [area("south", box(0, 0, 18, 4.9))])
    var plan = CityPlan(
      ground: ground, journeys: [Journey(name: "go", stages: [.exit(0)])],
      sources: [Source(initial: 120, journeys: only(0), profiles: only(0))])
    plan.barriers = [
      BarrierPlan(name: "block", polygon: box(6, 3, 9, 5), isClosed: false),
      BarrierPlan(name: "post", polygon: Polygon(centre: Vector2(12, 2), radius: 1.2), isClosed: false),
    ]
    var world = world(plan)
    world.run(20)
    let before = world.crowd
    func isIn(_ p: Vector2) -> Bool { plan.barriers.contains { $0.polygon.contains(p) } }
    #expect(before.positions.contains(where: isIn))
    world.setBarrier(0, isClosed: true)
    world.setBarrier(1, isClosed: true)
    let after = world.crowd
    for i in after.positions.indices {
      let p = after.positions[i]
      #expect(!isIn(p) && p.y < 4.95)
      if !isIn(before.positions[i]) { #expect(p == before.positions[i]) }
      #expect((p - before.positions[i]).length < 4)
      if isIn(before.positions[i]) {
        for j in after.positions.indices where j != i {
          #expect((after.positions[j] - p).length >= after.radii[i] + after.radii[j] - 1e-4)
        }
      }
    }
    for _ in 0..<200 {
      world.run(1)
      #expect(!world.crowd.positions.contains(where: isIn))
    }
    #expect(world.quarantined == 0)
  }

  /// A closed barrier takes no newcomers, in the beginning or later.
  @Test func sourcesKeepOutOfClosedBarriers() {
    let ground = Ground(
      walkable: [box(0, 0, 10, 10)], exits: [area("e", box(9, 0, 10, 10))],
      sources: [area("s", box(1, 1, 6, 9))])
    var plan = CityPlan(
      ground: ground, journeys: [Journey(name: "go", stages: [.exit(0)])],
      sources: [Source(rate: 4, initial: 30, journeys: only(0), profiles: only(0))])
    plan.barriers = [
      BarrierPlan(name: "a", polygon: box(1, 1, 4, 9), isClosed: true),
      BarrierPlan(name: "b", polygon: box(4, 1, 6, 5), isClosed: false),
    ]
    var world = world(plan)
    #expect(world.present > 5 && world.crowd.positions.allSatisfy { $0.x > 4 })
    world.run(20)
    world.setBarrier(1, isClosed: true)
    for _ in 0..<100 {
      world.run(1)
      #expect(world.crowd.positions.allSatisfy { $0.x > 4 && !($0.x < 6 && $0.y < 5 && $0.y > 1) })
    }
    #expect(world.spawned > 40)
  }

  /// A snapshot brings its walls and ways along.
  @Test func restoringBringsBarriersBack() throws {
    let plan = doors(seed: 2)
    var world = world(plan)
    world.run(30)
    world.setBarrier(0, isClosed: true)
    world.setBarrier(1, isClosed: false)
    world.run(10)
    let snapshot = world.save()
    world.run(50)
    var fresh = World(plan: plan, seed: 1, clocks: Clocks())
    try fresh.restore(snapshot)
    fresh.run(50)
    #expect(fresh.hash() == world.hash() && sameGround(fresh, world))
  }
}
