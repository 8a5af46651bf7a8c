import City
import Kernel
import Scenes

/// Everybody who was ever seen in a run, by id: row i belongs to id i + 1.
struct PeopleBook {
  struct Person {
    var isKnown = false
    var entrySeconds = 0.0
    var entry = Vector2.zero  // [m]
    var profile = 0
    var journey = -1
    var desiredSpeed: Float = 0  // [m/s]
    var pauseSeconds = 0.0  // when the person may start to walk
    var startSeconds = Double.nan  // when the person had gone `startDistance`
    var leaveSeconds = Double.nan
    var exit = -1  // index into the ground's exits, of the one left by
    var last = Vector2.zero  // [m] where last seen
    var lastTick = -1
  }
  /// [m] gone when somebody counts as walking.
  static let startDistance: Float = 0.05

  private(set) var people: [Person] = []
  private var before: [UInt32] = []  // ids present at the last look
  private var lost = 0  // people quarantined so far
  private let exits: [Polygon]

  init(exits: [Polygon]) { self.exits = exits }

  /// Where a person was at the last look; nil when it was not there.
  func former(_ id: UInt32) -> Vector2? {
    let row = Int(id) - 1
    return row < people.count && people[row].isKnown ? people[row].last : nil
  }

  mutating func look(_ crowd: Crowd, world: World) {
    let tick = world.tick
    let seconds = world.seconds
    // Newcomers only: the columns are fetched once there is one.
    var columns: (profiles: [UInt8], journeys: [Int32], speeds: [Float], pauses: [Int32])?
    for (row, id) in crowd.ids.enumerated() {
      let i = Int(id) - 1
      if i >= people.count { people.append(contentsOf: repeatElement(Person(), count: i + 1 - people.count)) }
      let p = crowd.positions[row]
      if !people[i].isKnown {
        let known =
          columns
          ?? (
            world.profilesPresent, world.journeysPresent, world.desiredSpeedsPresent, world.pausesPresent
          )
        columns = known
        people[i].isKnown = true
        people[i].entrySeconds = seconds
        people[i].entry = p
        people[i].profile = Int(known.profiles[row])
        people[i].journey = Int(known.journeys[row])
        people[i].desiredSpeed = known.speeds[row]
        let pause = known.pauses[row]
        people[i].pauseSeconds =
          pause == Int32.max ? .nan : max(seconds, world.clocks.seconds(atCrowdTick: Int(pause)))
      }
      people[i].last = p
      people[i].lastTick = tick
      if people[i].startSeconds.isNaN, (p - people[i].entry).length > PeopleBook.startDistance {
        people[i].startSeconds = seconds
      }
    }
    for id in before where people[Int(id) - 1].lastTick != tick {
      let i = Int(id) - 1
      people[i].leaveSeconds = seconds
      people[i].exit = nearestExit(to: people[i].last)
    }
    if world.quarantined > lost {
      for report in world.quarantineReports[lost...] where Int(report.id) <= people.count {
        people[Int(report.id) - 1].leaveSeconds = .nan
        people[Int(report.id) - 1].exit = -1
      }
      lost = world.quarantined
    }
    before.removeAll(keepingCapacity: true)
    before.append(contentsOf: crowd.ids)
  }

  private func nearestExit(to p: Vector2) -> Int {
    var best = -1
    var least = Float.infinity
    for (i, polygon) in exits.enumerated() {
      let d = polygon.contains(p) ? 0 : (polygon.nearestOnOutline(to: p) - p).length
      if d < least {
        least = d
        best = i
      }
    }
    return best
  }
}

/// `MeasurePlan.People` with names turned into indices of one plan.
struct Selection {
  let profile: Int?
  let journey: Int?
  let startedIn: Polygon?

  /// Names that the plan does not have select nobody.
  init(_ who: MeasurePlan.People, in plan: CityPlan) {
    profile = who.profile.map { name in plan.profiles.firstIndex { $0.name == name } ?? -2 }
    journey = who.journey.map { name in plan.journeys.firstIndex { $0.name == name } ?? -2 }
    startedIn = who.startedIn
  }
  var isEverybody: Bool { profile == nil && journey == nil && startedIn == nil }

  func takes(_ person: PeopleBook.Person) -> Bool {
    person.isKnown && (profile == nil || profile == person.profile)
      && (journey == nil || journey == person.journey) && (startedIn?.contains(person.entry) ?? true)
  }
}
