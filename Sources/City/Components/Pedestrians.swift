import ECS
import Kernel

/// Everybody on foot, wearers among them: row i of each column is one person. All of it is state.
struct Pedestrians: Table, Equatable {
  var entities: [EntityID] = []
  var ids: [UInt32] = []  // from 1 up, never used again in a run; wearers first
  var positions: [Vector2] = []  // [m]
  var velocities: [Vector2] = []  // [m/s]
  var headings: [Vector2] = []  // unit vector the chest points along
  var radii: [Float] = []  // [m]
  var desiredSpeeds: [Float] = []  // [m/s]
  var timeGaps: [Float] = []  // [s]
  var relaxations: [Float] = []  // [s]
  var masses: [Float] = []  // [kg]
  var profiles: [UInt8] = []  // index into the plan's profiles
  var models: [UInt8] = []  // index into the world's models
  var journeys: [Int32] = []  // index into the plan's journeys; −1: none
  var stages: [Int32] = []  // of the journey, the one walked to
  var places: [Int32] = []  // index into the routes' places, the one walked to; −1: none
  /// The choice that led here: its stage in the itinerary's row; −1: none.
  var decisions: [Int32] = []
  /// In the queue or waiting area at hand, or the number drawn at an exit that does not let all out; −1: none.
  var spots: [Int32] = []
  var pauses: [Int32] = []  // tick before which the person stands still
  var groups: [UInt32] = []  // id of the first of those who walk together; 0: alone
  var wearers: [UInt8] = []  // index into the plan's wearers, plus 1; 0: no wearer

  /// A pause that only a release ends.
  static let untilLetGo = Int32.max

  static let columns: [Column<Pedestrians>] = [
    Column("entity", \.entities), Column("id", \.ids), Column("position", \.positions),
    Column("velocity", \.velocities), Column("heading", \.headings), Column("radius", \.radii),
    Column("desired speed", \.desiredSpeeds), Column("time gap", \.timeGaps),
    Column("relaxation", \.relaxations), Column("mass", \.masses), Column("profile", \.profiles),
    Column("model", \.models), Column("journey", \.journeys), Column("stage", \.stages),
    Column("place", \.places), Column("decision", \.decisions), Column("spot", \.spots),
    Column("pause", \.pauses), Column("group", \.groups),
    Column("wearer", \.wearers),
  ]

  var count: Int { ids.count }

  /// Makes room for so many more. The columns of a great crowd grow by an eighth, where an array would take twice as
  /// much; those of a small one are left to do so.
  mutating func reserve(_ more: Int) {
    let wanted = count + more
    if wanted <= ids.capacity || wanted < 4096 { return }
    let room = max(wanted, count + count / 8)
    for column in Pedestrians.columns { column.reserve(&self, room) }
  }

  mutating func append(_ newcomer: Newcomer, as entity: EntityID) {
    entities.append(entity)
    ids.append(newcomer.id)
    positions.append(newcomer.pose.position)
    velocities.append(.zero)
    headings.append(newcomer.pose.heading)
    radii.append(newcomer.person.radius)
    desiredSpeeds.append(newcomer.person.desiredSpeed)
    timeGaps.append(newcomer.person.timeGap)
    relaxations.append(newcomer.person.relaxation)
    masses.append(newcomer.person.mass)
    profiles.append(newcomer.profile)
    models.append(newcomer.model)
    journeys.append(newcomer.journey)
    stages.append(0)
    places.append(newcomer.place)
    decisions.append(-1)
    spots.append(-1)
    pauses.append(newcomer.pause)
    groups.append(newcomer.group)
    wearers.append(newcomer.wearer)
  }
}

/// What stays the same about a person for the whole stay.
struct Person: Equatable, Sendable {
  var desiredSpeed: Float  // [m/s]
  var radius: Float  // [m]
  var timeGap: Float  // [s]
  var relaxation: Float  // [s]
  var mass: Float  // [kg]
}

/// Somebody about to enter.
struct Newcomer: Equatable, Sendable {
  var id: UInt32
  var pose: Pose
  var person: Person
  var profile: UInt8
  var model: UInt8
  var journey: Int32
  var place: Int32 = -1
  var pause: Int32 = 0
  var group: UInt32 = 0
  var wearer: UInt8 = 0
}

/// Why somebody leaves.
enum Farewell: Equatable, Sendable {
  case arrived
  case quarantined(Quarantine.Reason)
}
