import City
import Kernel
import Testing

@Suite struct SourceArrivalTests {
  /// A hall so long that nobody leaves, entered in its first part.
  func plan(_ source: Source) -> CityPlan {
    CityPlan(
      ground: Ground(
        walkable: [box(0, 0, 100, 40)], exits: [area("far", box(99, 0, 100, 40))],
        sources: [area("in", box(1, 1, 30, 39))]),
      journeys: [Journey(name: "go", stages: [.exit(0)])], sources: [source])
  }
  func source(_ arrivals: Source.Arrivals = .poisson, rate: Float = 0) -> Source {
    Source(arrivals: arrivals, rate: rate, journeys: only(0), profiles: only(0))
  }
  /// People who have come after each step.
  func course(_ source: Source, steps: Int, seed: UInt64 = 1) -> [Int] {
    var world = world(plan(source), seed: seed)
    return (0..<steps).map { _ in
      world.run(1)
      return world.spawned + world.waiting
    }
  }

  /// A schedule is kept to the tick: step k covers the seconds from k·0.05 on.
  @Test func schedulesAreExact() {
    var source = source(.schedule, rate: 99)
    source.schedule = [
      Source.Arrival(seconds: 0, people: 2), Source.Arrival(seconds: 0.149, people: 1),
      Source.Arrival(seconds: 0.15, people: 4), Source.Arrival(seconds: 1, people: 3),
      Source.Arrival(seconds: 1, people: 1), Source.Arrival(seconds: 2.5, people: 50),
    ]
    let come = course(source, steps: 60)
    for (k, people) in come.enumerated() {
      let expected = source.schedule.filter { $0.seconds < Double(k + 1) * 0.05 - 1e-6 }.reduce(0) {
        $0 + $1.people
      }
      #expect(people == expected, "step \(k)")
    }
    source.startSeconds = 0.15
    source.endSeconds = 2.5
    #expect(course(source, steps: 60).last == 8)
    source.limit = 5
    #expect(course(source, steps: 60).last == 5)
  }

  /// Beside a schedule the other arrivals go on.
  @Test func aScheduleComesOnTop() {
    var both = source(.regular, rate: 2)
    both.schedule = [Source.Arrival(seconds: 1, people: 7)]
    let alone = course(source(.regular, rate: 2), steps: 60)
    let come = course(both, steps: 60)
    for k in come.indices { #expect(come[k] == alone[k] + (k >= 20 ? 7 : 0)) }
  }

  static let steps: [Source.RateStep] = [
    Source.RateStep(seconds: 2, rate: 3), Source.RateStep(seconds: 5.03, rate: 0),
    Source.RateStep(seconds: 8, rate: 10), Source.RateStep(seconds: 9, rate: 1),
  ]
  /// [1/s] · [s] added up by hand.
  func expected(_ t: Double) -> Double {
    var sum = 0.0
    for k in 0..<100_000 where (Double(k) + 0.5) * 1e-3 < t {
      let at = (Double(k) + 0.5) * 1e-3
      sum += (at < 2 ? 0.5 : at < 5.03 ? 3 : at < 8 ? 0 : at < 9 ? 10 : 1) * 1e-3
    }
    return sum
  }

  @Test func ratesAddUpExactly() {
    var source = source(.regular, rate: 0.5)
    source.rates = SourceArrivalTests.steps
    for (a, b) in [(0.0, 1.0), (1.5, 2.5), (2, 9), (4.9, 5.1), (0, 20), (9, 30), (3, 3), (8.25, 8.5)] {
      #expect(abs(source.expected(from: a, to: b) - (expected(b) - expected(a))) < 1e-6)
    }
    // Regular arrivals come as the sum passes a whole number, the first at once.
    let come = course(source, steps: 240)
    for (k, people) in come.enumerated() {
      #expect(people == Int((expected(Double(k + 1) * 0.05) - 1e-4).rounded(.up)), "step \(k)")
    }
  }

  /// A Poisson count over any stretch has the rate's integral as its mean and its variance.
  @Test func poissonFollowsChangingRates() {
    var source = source(rate: 0.5)
    source.rates = SourceArrivalTests.steps
    let seeds = 60
    var counts = [[Double]](repeating: [], count: 3)
    for seed in 1...UInt64(seeds) {
      let come = course(source, steps: 200, seed: seed)
      counts[0].append(Double(come[99]))
      counts[1].append(Double(come[159] - come[100]))
      counts[2].append(Double(come[199] - come[159]))
    }
    let means = [expected(5), 0, expected(10) - expected(8)]  // nobody from 5.05 s to 8 s
    #expect(counts[1].allSatisfy { $0 == 0 })
    for k in [0, 2] {
      let average = counts[k].reduce(0, +) / Double(seeds)
      let variance = counts[k].map { ($0 - average) * ($0 - average) }.reduce(0, +) / Double(seeds - 1)
      #expect(abs(average - means[k]) < 4 * (means[k] / Double(seeds)).squareRoot())
      #expect(variance > 0.45 * means[k] && variance < 1.9 * means[k])
    }
  }

  /// Several come at each arrival: the same arrivals, so many people each.
  @Test func batchesComeTogether() {
    let ones = course(source(.regular, rate: 2), steps: 100)
    var fours = source(.regular, rate: 2)
    fours.batch = .constant(4)
    #expect(course(fours, steps: 100) == ones.map { 4 * $0 })
    var drawn = source(.regular, rate: 4)
    drawn.batch = .choice([1, 3], weights: [1, 1])
    let come = course(drawn, steps: 400)
    let sizes = zip([0] + come, come).map { $1 - $0 }.filter { $0 > 0 }
    #expect(sizes.count == 80 && sizes.allSatisfy { $0 == 1 || $0 == 3 })
    #expect(sizes.count { $0 == 3 } > 20 && sizes.count { $0 == 3 } < 60)
    drawn.limit = 50
    #expect(course(drawn, steps: 400).last == 50)
    fours.batch = .constant(0)
    #expect(course(fours, steps: 100).last == 0)
  }

  /// Twenty a second through a small area: they find room while those before them walk off, and nobody overlaps.
  @Test func manyEnterASmallAreaWithoutOverlap() {
    let ground = Ground(
      walkable: [box(0, 0, 60, 20)], exits: [area("far", box(59, 0, 60, 20))],
      sources: [area("in", box(1, 1, 4, 19))])
    let source = Source(arrivals: .regular, rate: 20, journeys: only(0), profiles: only(0))
    let plan = CityPlan(
      ground: ground, profiles: [steady(1.4)], journeys: [Journey(name: "go", stages: [.exit(0)])],
      sources: [source])
    var world = world(plan)
    var known = Set<UInt32>()
    for _ in 0..<400 {
      world.run(1)
      let crowd = world.crowd
      for i in 0..<crowd.count where !known.contains(crowd.ids[i]) {
        for j in 0..<crowd.count where j != i {
          #expect((crowd.positions[i] - crowd.positions[j]).length >= 0.4 - 1e-5)
        }
        #expect(ground.sources[0].polygon.contains(crowd.positions[i]))
      }
      known.formUnion(crowd.ids)
      #expect(world.spawned + world.waiting == min(400, world.tick))
    }
    #expect(world.spawned > 360)
  }

  /// People stand for the drawn time, to the tick, and walk then.
  @Test(arguments: [0.5, 1.26, 3] as [Float])
  func premovementIsExactToTheTick(seconds: Float) {
    var source = source(.regular, rate: 2)
    source.initial = 3
    source.premovement = .constant(seconds)
    var world = world(plan(source))
    let pause = Int((seconds / 0.05).rounded())
    var entered: [UInt32: Int] = [:]
    var started: [UInt32: Int] = [:]
    for id in world.crowd.ids { entered[id] = 0 }
    for _ in 0..<160 {
      world.run(1)
      let crowd = world.crowd
      for (id, velocity) in zip(crowd.ids, crowd.velocities) {
        if entered[id] == nil { entered[id] = world.tick }
        if velocity != .zero, started[id] == nil { started[id] = world.tick - 1 }
      }
    }
    #expect(started.count > 8)
    for (id, tick) in started { #expect(tick == entered[id]! + pause) }
  }

  /// Each person has a time of the own, by the law that the source names.
  @Test func premovementFollowsItsLaw() {
    var source = source()
    source.initial = 400
    source.premovement = .uniform(minimum: 1, maximum: 5)
    var world = world(plan(source))
    var standing: [Int] = []
    for _ in 0..<110 {
      standing.append(world.crowd.velocities.count { $0 == .zero })
      world.run(1)
    }
    #expect(standing[20] == 400 && standing[101] <= 4)
    // Half of them after half the time, within four deviations; some are kept standing by those in front.
    #expect(abs(standing[61] - 200) < 60)
  }

  /// Every parameter of a person comes from the own profile, and so does the model.
  @Test func peopleAreOfTheirProfile() {
    var heavy = Profile(name: "heavy", desiredSpeed: .constant(0.8))
    heavy.mass = .uniform(minimum: 100, maximum: 120)
    heavy.relaxation = .constant(0.7)
    heavy.locomotion = .collisionFreeSpeed(CollisionFreeSpeed())
    var light = Profile(name: "light", desiredSpeed: .constant(1.5))
    light.mass = .choice([50, 60], weights: [1, 1])
    light.relaxation = .uniform(minimum: 0.2, maximum: 0.4)
    var source = source()
    source.initial = 500
    source.profiles = [Weighted(index: 0, weight: 1), Weighted(index: 1, weight: 3)]
    var plan = plan(source)
    plan.profiles = [heavy, light]
    let world = world(plan)
    #expect(world.present == 500)
    let shares = world.profileIndices.count { $0 == 0 }
    #expect(shares > 85 && shares < 165)
    for i in 0..<500 {
      if world.profileIndices[i] == 0 {
        #expect((100...120).contains(world.masses[i]) && world.relaxations[i] == 0.7)
        #expect(world.modelIndices[i] == 1 && world.desiredSpeeds[i] == 0.8)
      } else {
        #expect([50, 60].contains(world.masses[i]) && (0.2...0.4).contains(world.relaxations[i]))
        #expect(world.modelIndices[i] == 0 && world.desiredSpeeds[i] == 1.5)
      }
    }
    #expect(Set(world.masses.map { ($0 * 1e3).rounded() }).count > 50)
  }
}
