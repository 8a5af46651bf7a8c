import City
import Kernel
import Testing

@Suite struct PopulationTests {
  func plan(_ source: Source, exit: Polygon = box(99, 0, 100, 40)) -> CityPlan {
    CityPlan(
      ground: Ground(
        walkable: [box(0, 0, 100, 40)], exits: [area("far", exit)], sources: [area("in", box(1, 1, 30, 39))]),
      journeys: [Journey(name: "go", stages: [.exit(0)])], sources: [source])
  }

  @Test func regularArrivalsAreExact() {
    var world = world(
      plan(
        Source(
          arrivals: .regular, rate: 4, startSeconds: 2, endSeconds: 7, journeys: only(0), profiles: only(0))))
    var entered: [Int] = []
    for _ in 0..<200 {
      world.run(1)
      if world.spawned > (entered.last ?? 0) { entered.append(world.spawned) }
      if world.seconds <= 2 { #expect(world.spawned == 0) }
    }
    #expect(world.spawned == 20)
    #expect(entered == Array(1...20))
  }

  /// The count over a window is Poisson: within four standard deviations of its mean, for several seeds, and the
  /// seeds together scatter as they should.
  @Test func poissonArrivalsHaveTheirRate() {
    let mean = 3.0 * 30
    var counts: [Double] = []
    for seed in 1...24 as ClosedRange<UInt64> {
      var world = world(
        plan(Source(rate: 3, endSeconds: 30, journeys: only(0), profiles: only(0))), seed: seed)
      world.run(640)
      counts.append(Double(world.spawned + world.waiting))
      #expect(abs(counts[counts.count - 1] - mean) < 4 * mean.squareRoot())
    }
    let average = counts.reduce(0, +) / 24
    let variance = counts.map { ($0 - average) * ($0 - average) }.reduce(0, +) / 23
    #expect(abs(average - mean) < 4 * (mean / 24).squareRoot())
    // A variance out of 24 draws has a relative standard error of √(2/23) ≈ 0.29.
    #expect(variance > 0.3 * mean && variance < 2.2 * mean)
  }

  @Test func limitAndWindowHold() {
    var world = world(
      plan(
        Source(
          rate: 20, initial: 10, limit: 25, startSeconds: 1, endSeconds: 3, journeys: only(0),
          profiles: only(0))))
    #expect(world.spawned == 10)
    world.run(20)
    #expect(world.spawned == 10)
    world.run(100)
    #expect(world.spawned == 25)
  }

  @Test func nobodyComesAfterTheWindow() {
    var world = world(plan(Source(rate: 5, endSeconds: 4, journeys: only(0), profiles: only(0))))
    world.run(81)
    let spawned = world.spawned
    #expect(spawned > 0 && world.waiting == 0)
    world.run(100)
    #expect(world.spawned == spawned)
  }

  /// People appear in their source's area, on their own ground: no two bodies overlap at the moment of entry.
  @Test func newcomersOverlapNobody() {
    var world = world(crossing(rate: 6), seed: 9)
    var known = Set<UInt32>()
    for _ in 0..<400 {
      world.run(1)
      let crowd = world.crowd
      for i in 0..<crowd.count where !known.contains(crowd.ids[i]) {
        for j in 0..<crowd.count where j != i {
          let gap = (crowd.positions[i] - crowd.positions[j]).length - crowd.radii[i] - crowd.radii[j]
          #expect(gap > -1e-5)
        }
        #expect(world.plan.ground.sources.contains { $0.polygon.contains(crowd.positions[i]) })
      }
      known.formUnion(crowd.ids)
    }
    #expect(known.count == world.spawned && known.count > 300)
  }

  /// More people than fit: those who found no room wait, and enter as it opens.
  @Test func whoFindsNoRoomWaits() {
    let ground = Ground(
      walkable: [box(0, 0, 20, 4)], exits: [area("end", box(19, 0, 20, 4))],
      sources: [area("in", box(0, 0, 3, 4))])
    let plan = CityPlan(
      ground: ground, journeys: [Journey(name: "go", stages: [.exit(0)])],
      sources: [Source(initial: 200, journeys: only(0), profiles: only(0))])
    var world = world(plan)
    #expect(world.present > 20 && world.present < 90)
    #expect(world.present + world.waiting == 200)
    let crowd = world.crowd
    for i in 0..<crowd.count {
      for j in 0..<i { #expect((crowd.positions[i] - crowd.positions[j]).length >= 0.4 - 1e-5) }
    }
    while world.waiting > 0, world.seconds < 120 {
      world.run(1)
      #expect(world.spawned + world.waiting == 200)
    }
    #expect(world.waiting == 0 && world.spawned == 200)
  }

  @Test func idsRiseAndAreNeverUsedAgain() {
    var world = world(busy(initial: 50))
    var everybody = Set<UInt32>()
    var present = Set<UInt32>()
    for _ in 0..<600 {
      let ids = world.crowd.ids
      #expect(Set(ids).count == ids.count)
      let new = Set(ids).subtracting(present)
      #expect(new.isDisjoint(with: everybody))
      if let least = new.min(), let most = everybody.max() { #expect(least > most) }
      everybody.formUnion(new)
      present = Set(ids)
      world.run(1)
    }
    #expect(world.arrived > 0)
    #expect(everybody.min() == 1 && Int(everybody.max()!) == everybody.count)
  }

  /// Speeds of many people follow the profile: mean, spread and limits of the cut normal distribution.
  @Test func profilesAreDrawnFromTheirDistribution() {
    let wide = Distribution.normal(mean: 1.34, deviation: 0.26, minimum: 0.5, maximum: 2.2)
    let speeds = (0..<4_000).map { Double(wide.value(at: (Float($0) + 0.5) / 4_000)) }
    let mean = speeds.reduce(0, +) / 4_000
    let deviation = (speeds.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 4_000).squareRoot()
    #expect(abs(mean - 1.34) < 0.002 && abs(deviation - 0.26) < 0.003)
    #expect(zip(speeds, speeds.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(speeds[0] >= 0.5 && speeds[3_999] <= 2.2)
    #expect(Distribution.constant(2).value(at: 0.7) == 2)
    #expect(Distribution.uniform(minimum: 1, maximum: 3).value(at: 0.25) == 1.5)
    #expect(Distribution.normal(mean: 1, deviation: 0, minimum: 0, maximum: 2).value(at: 0.9) == 1)
    // Limits far out in one tail still bound the draw.
    let tail = Distribution.normal(mean: 0, deviation: 1, minimum: 4, maximum: 5)
    #expect([0, 0.5, 0.999].allSatisfy { (4...5).contains(tail.value(at: $0)) })
  }

  @Test func weightsAreShares() {
    let choices = [Weighted(index: 7, weight: 1), Weighted(index: 3, weight: 3)]
    let drawn = (0..<1_000).count { choices.choice(at: (Float($0) + 0.5) / 1_000) == 3 }
    #expect(drawn == 750)
  }
}
