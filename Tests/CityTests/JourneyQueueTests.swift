import City
import Kernel
import Testing

@Suite struct JourneyQueueTests {
  private func plan(servers: Int, service: Distribution, people: Int = 0, rate: Float = 0, spots: Int = 12)
    -> CityPlan
  {
    var plan = hall([.queue(0), .exit(0)], people: people, rate: rate)
    plan.queues = [QueuePlan(name: "desk", spots: lineOfSpots(spots), servers: servers, service: service)]
    return plan
  }

  /// Whoever gets a spot first goes on first, is served once and for as long as drawn; a spot has one owner, and
  /// nobody vanishes; also where more come than there are spots.
  @Test(arguments: [1, 3]) func firstComeFirstServed(servers: Int) {
    var log = JourneyLog(world(plan(servers: servers, service: .constant(2), people: 30)))
    var joined: [UInt32] = []
    var called: [UInt32] = []
    var served: [UInt32: Int] = [:]
    while log.world.present > 0, log.world.seconds < 200 {
      var owners: Set<Int> = []
      var comers: [JourneyMark] = []
      var calls: [JourneyMark] = []
      log.step { before, after, tick in
        if let after, after.spot >= 0 {
          #expect(owners.insert(after.spot).inserted)
          if before?.spot == -1 { comers.append(after) }
          // Called to a server's spot, and from there nowhere else.
          let spot = before?.spot ?? -1
          if after.spot < servers, spot < 0 || spot >= servers { calls.append(after) }
          if spot >= 0 { #expect(after.spot <= spot) }
          if spot >= 0, spot < servers { #expect(after.spot == spot) }
        } else if let before, before.spot >= 0 {
          #expect(before.spot < servers && after?.stage == 1)
          served[before.id, default: 0] += 1
        }
      }
      // Of those who join at once, the first has the spot nearest to the head.
      joined += comers.sorted { $0.spot < $1.spot }.map(\.id)
      called += calls.sorted { $0.spot < $1.spot }.map(\.id)
      #expect(log.world.isBalanced)
    }
    #expect(joined.count == 30 && Set(joined).count == 30)
    #expect(called == joined)
    #expect(served.count == 30 && served.values.allSatisfy { $0 == 1 })
    #expect(log.world.arrived == 30)
  }

  /// While people wait, each server serves one after the other, with nothing between but the way from the line.
  @Test(arguments: [1, 3], [2, 6] as [Float]) func throughput(servers: Int, service: Float) throws {
    var log = JourneyLog(world(plan(servers: servers, service: .constant(service), people: 60, spots: 20)))
    var ends: [Int] = []
    while ends.count < 40, log.world.seconds < 400 {
      log.step { before, after, tick in
        if let before, before.spot >= 0, after?.spot ?? -1 < 0 { ends.append(tick) }
      }
    }
    try #require(ends.count >= 40)
    let seconds = Float(ends[39] - ends[9]) * 0.05
    let rate = 30 / seconds
    let most = Float(servers) / service
    #expect(rate < most * 1.01 && rate > Float(servers) / (service + 2.5), "\(rate) of \(most)")
  }

  /// A queue that is fast enough passes on as many as come.
  @Test func aFastQueuePassesAll() {
    var world = world(plan(servers: 3, service: .exponential(mean: 3), rate: 0.4))
    world.run(20 * 300)
    #expect(world.spawned > 110 && world.present < 45 && world.isBalanced)
  }

  /// Those in a line stand still on their spots, in order along it.
  @Test func peopleStandOnTheirSpots() throws {
    var world = world(plan(servers: 1, service: .constant(10_000), people: 12))
    world.run(20 * 60)
    let crowd = world.crowd
    for (row, mark) in world.journeyMarks.enumerated() {
      try #require(mark.spot >= 0)
      #expect((crowd.positions[row] - lineOfSpots(12)[mark.spot]).length < 0.3)
      #expect(crowd.velocities[row].length < 0.02)
    }
    #expect(Set(world.journeyMarks.map(\.spot)) == Set(0..<12))
  }

  /// A queue that goes round corners is found from every side, its tail too.
  @Test func aWindingQueueFillsToItsTail() {
    var plan = plan(servers: 1, service: .constant(10_000), people: 20)
    plan.queues[0].spots = (0..<20).map { k in
      let row = k / 7
      let along = Float(row % 2 == 0 ? k % 7 : 6 - k % 7)
      return Vector2(30 - along, 8 + 1.5 * Float(row))
    }
    var world = world(plan)
    world.run(20 * 90)
    #expect(Set(world.journeyMarks.map(\.spot)) == Set(0..<20))
  }

  /// Service times are the distribution's.
  @Test func servicesAreDrawnFromTheDistribution() {
    var log = JourneyLog(
      world(plan(servers: 3, service: .uniform(minimum: 1, maximum: 5), people: 90, spots: 30)))
    var begun: [UInt32: Int] = [:]
    var times: [Float] = []
    while log.world.present > 0, log.world.seconds < 400 {
      log.step { before, after, tick in
        if let before, let after, before.pause > 1 << 30, after.pause < 1 << 30, after.stage == 0 {
          begun[after.id] = tick
          times.append(Float(after.pause - tick) * 0.05)
        }
        if let before, after?.stage ?? 1 == 1, before.stage == 0 {
          #expect(tick >= before.pause && begun[before.id] != nil)
        }
      }
    }
    #expect(times.count == 90 && times.allSatisfy { $0 >= 0.95 && $0 <= 5.05 })
    // Mean 3 s, standard deviation 4/√12 = 1.15 s: four errors of the mean.
    #expect(abs(times.reduce(0, +) / 90 - 3) < 4 * 1.155 / Float(90).squareRoot())
  }
}
