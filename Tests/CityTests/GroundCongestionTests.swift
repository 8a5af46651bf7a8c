import City
import Kernel
import Testing

/// Ways that take crowds into account.
@Suite struct GroundCongestionTests {
  /// Two equal corridors between two squares; the south one is jammed by people who stay there.
  func corridors(congestion: Float, jam: Int) -> CityPlan {
    let ground = Ground(
      walkable: [box(0, 0, 10, 20), box(9.9, 2, 30.1, 5), box(9.9, 15, 30.1, 18), box(30, 0, 40, 20)],
      exits: [area("end", box(39, 0, 40, 20))], waypoints: [area("here", box(14, 2, 26, 5))],
      sources: [area("square", box(1, 5, 6, 9)), area("south", box(14, 2, 26, 5))])
    var plan = CityPlan(
      ground: ground, profiles: [steady(1.3)],
      journeys: [Journey(name: "go", stages: [.exit(0)]), Journey(name: "stay", stages: [.waypoint(0)])],
      sources: [
        Source(rate: 1, initial: 0, journeys: only(0), profiles: only(0)),
        Source(initial: jam, journeys: only(1), profiles: only(0)),
      ])
    plan.sources[0].startSeconds = 11
    plan.routes.congestion = congestion
    return plan
  }

  /// How many go by the north corridor, and how many in all, in the first minute.
  func shares(_ plan: CityPlan) -> (north: Int, all: Int) {
    var world = World(plan: plan, seed: 4, clocks: Clocks())
    var north: [UInt32] = []
    var all: [UInt32] = []
    for _ in 0..<1_000 {
      world.run(1)
      let crowd = world.crowd
      for (id, p) in zip(crowd.ids, crowd.positions) where p.x > 10.5 && p.x < 12 && !all.contains(id) {
        all.append(id)
        if p.y > 10 { north.append(id) }
      }
    }
    return (north.count, all.count)
  }

  /// The sources stand nearer to the south corridor. A jam in it sends people north; without one, or where crowds do
  /// not count, they keep south.
  @Test func crowdsAreWalkedRound() {
    let jammed = shares(corridors(congestion: 1, jam: 60))
    #expect(jammed.all > 10 && jammed.north >= jammed.all - 1)
    let free = shares(corridors(congestion: 1, jam: 0))
    #expect(free.all > 10 && free.north <= free.all / 3)
    let blind = shares(corridors(congestion: 0, jam: 60))
    #expect(blind.all > 3 && blind.north == 0)
  }

  /// The distance through an even crowd is the way over Weidmann's speed.
  @Test func theCostIsWeidmanns() {
    let plan = corridors(congestion: 1, jam: 60)
    var half = plan
    half.routes.congestion = 0.5
    var worlds = [World(plan: plan, seed: 4, clocks: Clocks()), World(plan: half, seed: 4, clocks: Clocks())]
    // Both walk alike for the first period, until the maps are worked out from the same counts.
    let free = worlds[0].distance(from: Vector2(14, 3.6), destination: 0)
    for k in 0..<2 { worlds[k].run(101) }
    let all = worlds[0].distance(from: Vector2(14, 3.6), destination: 0)
    let some = worlds[1].distance(from: Vector2(14, 3.6), destination: 0)
    // 60 people on 36 m² leave 1 − exp(−1.913·(0.6 − 0.185)) = 0.55 of the speed, on 12 m of the way.
    #expect(all > free + 6 && all < free + 16)
    #expect(abs((some - free) - (all - free) / 2) < 0.1 * (all - free))
  }

  @Test func workersAndSnapshotsChangeNothing() throws {
    var plan = corridors(congestion: 1, jam: 60)
    plan.routes.congestionPeriod = 2
    plan.barriers = [BarrierPlan(name: "north", polygon: box(20, 15, 20.5, 18), isClosed: true)]
    var one = World(plan: plan, seed: 4, clocks: Clocks())
    var three = World(plan: plan, seed: 4, clocks: Clocks(), workers: Workers(3))
    one.run(245)
    three.run(245, workers: Workers(3))
    // In the middle of a round: one of the two maps rests on the new counts, the other one on those before.
    let middle = one.save()
    one.setBarrier(0, isClosed: false)
    three.setBarrier(0, isClosed: false, workers: Workers(3))
    #expect(one.mapBits(destination: 0).times == three.mapBits(destination: 0).times)
    let snapshot = one.save()
    one.run(155)
    three.run(155, workers: Workers(3))
    #expect(one.hash() == three.hash())
    var fresh = World(plan: plan, seed: 4, clocks: Clocks())
    try fresh.restore(snapshot)
    fresh.run(155)
    #expect(fresh.hash() == one.hash())
    try fresh.restore(middle)
    fresh.setBarrier(0, isClosed: false)
    fresh.run(155)
    #expect(fresh.hash() == one.hash())
    #expect(fresh.mapBits(destination: 0).ways == one.mapBits(destination: 0).ways)
  }
}
