import City
import Kernel
import Testing

@Suite struct JourneyWaitingTests {
  private func plan(_ release: WaitingPlan.Release, people: Int = 40) -> CityPlan {
    var plan = hall([.waiting(0), .exit(0)], people: people)
    plan.waitings = [WaitingPlan(name: "platform", polygon: box(18, 4, 26, 16), release: release)]
    return plan
  }

  /// Ticks at which people came to the area and at which they walked on.
  private func course(_ plan: CityPlan, seconds: Double = 150) -> (
    came: [UInt32: Int], went: [UInt32: Int], log: JourneyLog
  ) {
    var log = JourneyLog(world(plan))
    var came: [UInt32: Int] = [:]
    var went: [UInt32: Int] = [:]
    while log.world.present > 0, log.world.seconds < seconds {
      log.step { before, after, tick in
        if let after, after.spot >= 0, before?.spot ?? -1 < 0, after.stage == 0 { came[after.id] = tick }
        if let before, before.stage == 0, after?.stage ?? 1 == 1 { went[before.id] = tick }
      }
      #expect(log.world.isBalanced)
    }
    return (came, went, log)
  }

  @Test func releasesAfterATimeOfEachOnesOwn() {
    let course = course(plan(.after(.constant(12))))
    #expect(course.came.count == 40 && course.log.world.arrived == 40)
    for (id, tick) in course.came { #expect(course.went[id] == tick + 240) }
    let drawn = self.course(plan(.after(.uniform(minimum: 5, maximum: 15))))
    let stays = drawn.came.map { drawn.went[$0.key]! - $0.value }
    #expect(stays.allSatisfy { $0 >= 100 && $0 <= 300 } && Set(stays).count > 25)
  }

  @Test func releasesAllAtATimeAndLetsLatecomersThrough() {
    let course = course(plan(.atTime(11.02)))
    #expect(course.came.count > 10 && course.came.count < 40 && course.log.world.arrived == 40)
    // The first tick at which 11.02 s have passed.
    for id in course.came.keys { #expect(course.went[id] == 221) }
    #expect(course.went.values.allSatisfy { $0 >= 221 })
  }

  @Test func releasesByEventThoseWhoWaitThen() {
    var plan = plan(.byEvent)
    plan.events = [EventPlan(name: "train", trigger: .every(20, from: 15), actions: [.release(waiting: 0)])]
    let course = course(plan)
    #expect(course.came.count == 40 && course.log.world.arrived == 40)
    for (id, tick) in course.came {
      // The event of tick t is seen when step t has been done; who came by tick t waits then.
      let train = 300 + 400 * max(0, (tick - 300 + 399) / 400)
      #expect(course.went[id] == train + 1)
    }
  }

  @Test func releasesAllWhenFull() {
    let course = course(plan(.whenFull(15)))
    let order = course.came.sorted { $0.value < $1.value }
    #expect(course.log.world.arrived % 15 == 0 || course.log.world.arrived > 15)
    // Those who go together are at least fifteen, and went when the last of them came.
    let trips = Dictionary(grouping: course.went.keys) { course.went[$0]! }
    #expect(trips.count == 2 && trips.values.allSatisfy { $0.count >= 15 })
    for (tick, people) in trips {
      #expect(people.compactMap { course.came[$0] }.max()! <= tick)
      #expect(people.compactMap { course.came[$0] }.filter { $0 < tick }.count < 15)
    }
    #expect(order.count < 40)
    #expect(course.log.world.present == 40 - trips.values.reduce(0) { $0 + $1.count })
  }

  /// Those who wait stand on spots of their own, inside, still, and apart.
  @Test(arguments: [1, 2, 3] as [UInt64]) func peopleSpreadOverTheArea(seed: UInt64) {
    var world = world(plan(.byEvent, people: 70), seed: seed)
    let area = box(18, 4, 26, 16)
    let spots = world.waitingSpots(0)
    #expect(spots.count > 100 && spots.allSatisfy(area.contains))
    world.run(20 * 60)
    let crowd = world.crowd
    let marks = world.journeyMarks
    #expect(Set(marks.map(\.spot)).count == 70 && marks.allSatisfy { $0.spot >= 0 })
    let inside = crowd.positions.count(where: area.contains)
    #expect(inside >= 68 && crowd.velocities.allSatisfy { $0.length < 0.1 }, "\(inside)")
  }

  /// More people than spots: they share, and still go when let go.
  @Test func anAreaTooSmall() {
    var plan = plan(.after(.constant(60)), people: 40)
    plan.waitings[0].polygon = box(20, 9, 22, 11)
    let course = course(plan, seconds: 250)
    #expect(course.came.count == 40 && course.log.world.arrived == 40)
  }
}
