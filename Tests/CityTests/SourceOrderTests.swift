import City
import ECS
import Kernel
import Testing

/// Rows in order of place, above 4,096 people.
@Suite struct SourceOrderTests {
  /// Streams that cross and leave, filled evenly.
  func plan(people: Int) -> CityPlan {
    var plan = crossing(rate: 20)
    let scale: Float = 2.5
    func large(_ polygon: Polygon) -> Polygon { Polygon(polygon.vertices.map { $0 * scale }) }
    plan.ground.walkable = plan.ground.walkable.map(large)
    for i in plan.ground.exits.indices { plan.ground.exits[i].polygon = large(plan.ground.exits[i].polygon) }
    plan.ground.obstacles = []
    plan.ground.sources[0].polygon = box(3, 3, 97, 97)
    for i in 1..<4 { plan.ground.sources[i].polygon = large(plan.ground.sources[i].polygon) }
    plan.sources[0].density = Float(people) / (94 * 94)
    plan.sources[0].journeys = (0..<4).map { Weighted(index: $0, weight: 1) }
    plan.sources[0].groupSize = .choice([1, 2, 3], weights: [1, 1, 1])
    return plan
  }

  /// Mean distance [m] between people of neighbouring rows.
  func leap(_ crowd: Crowd) -> Float {
    zip(crowd.positions, crowd.positions.dropFirst()).reduce(0) { $0 + ($1.0 - $1.1).length }
      / Float(crowd.count)
  }

  /// The books balance while rows change places, everybody is known by name, and those who stay stay the same.
  @Test func peopleKeepWhatIsTheirs() {
    var world = world(plan(people: 6_000), seed: 3)
    #expect(world.present == 6_000)
    var owned: [UInt32: (speed: Float, group: UInt32, journey: Int32)] = [:]
    var before: [UInt32: Vector2] = [:]
    for _ in 0..<70 {
      world.run(1)
      #expect(world.spawned == world.arrived + world.present + world.quarantined)
      #expect(world.rowsAreKnown)
      let crowd = world.crowd
      #expect(Set(crowd.ids).count == crowd.count)
      var strange = 0
      var now: [UInt32: Vector2] = [:]
      for (row, id) in crowd.ids.enumerated() {
        let own = (world.desiredSpeeds[row], world.groupIDs[row], world.journeyIndices[row])
        if let known = owned[id], known != own { strange += 1 }
        owned[id] = own
        if let place = before[id], !((place - crowd.positions[row]).length < 0.3) { strange += 1 }
        now[id] = crowd.positions[row]
      }
      #expect(strange == 0)
      before = now
    }
    #expect(world.arrived > 50 && world.quarantined == 0)
    #expect(world.present > 4_096)
  }

  /// Rows that lie together belong to people who stand together, after those who came and went too.
  @Test func rowsFollowPlaces() {
    var many = world(plan(people: 6_000), seed: 3)
    many.run(65)
    #expect(leap(many.crowd) < 3)
    // A small crowd keeps its order, whoever leaves; newcomers come last.
    var few = world(plan(people: 2_000), seed: 3)
    for _ in 0..<20 {
      let before = few.crowd.ids
      few.run(10)
      let now = few.crowd.ids
      let (old, new) = (Set(before), Set(now))
      #expect(before.filter(new.contains) == Array(now.prefix { old.contains($0) }))
    }
    #expect(few.arrived > 100)
  }

  /// The order is a function of the state: for any number of workers, and after a snapshot at any tick.
  @Test func orderIsAFunctionOfTheState() throws {
    let plan = plan(people: 5_000)
    var hashes: [UInt64] = []
    for count in [1, 2, 3, 5, 8] {
      var world = World(plan: plan, seed: 5, clocks: Clocks(), workers: Workers(count))
      world.run(40, workers: Workers(count))
      hashes.append(world.hash())
    }
    #expect(Set(hashes).count == 1)
    var world = world(plan, seed: 5)
    for stop in [31, 32, 33] {
      world.run(stop - world.tick)
      var fresh = World(plan: plan, seed: 5, clocks: Clocks())
      try fresh.restore(world.save())
      fresh.run(40 - stop)
      #expect(fresh.hash() == hashes[0])
    }
  }

  /// Somebody whose state makes no sense is found under the own name, wherever the row has gone.
  @Test func nonsenseIsReportedByName() {
    var world = world(plan(people: 5_000), seed: 1)
    world.run(40)
    for (id, place) in [(77, Vector2(.nan, 1)), (4_000, Vector2(-1e6, 0)), (1_234, Vector2(.infinity, 0))] {
      world.inject(position: place, id: UInt32(id))
    }
    // Into the 64th tick, at which rows change places with people in no cell.
    world.run(30)
    #expect(Set(world.quarantineReports.map(\.id)) == [77, 4_000, 1_234])
    #expect(world.rowsAreKnown)
  }
}
