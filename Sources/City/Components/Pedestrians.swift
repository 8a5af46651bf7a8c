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
  var journeys: [Int32] = []  // index into the plan's journeys; −1: none
  var stages: [Int32] = []  // of the journey, the one walked to
  var wearers: [UInt32] = []  // index into the plan's wearers, plus 1; 0: no wearer

  static let columns: [Column<Pedestrians>] = [
    Column("entity", \.entities), Column("id", \.ids), Column("position", \.positions),
    Column("velocity", \.velocities), Column("heading", \.headings), Column("radius", \.radii),
    Column("desired speed", \.desiredSpeeds), Column("time gap", \.timeGaps), Column("journey", \.journeys),
    Column("stage", \.stages), Column("wearer", \.wearers),
  ]

  var count: Int { ids.count }

  mutating func append(_ newcomer: Newcomer, as entity: EntityID) {
    entities.append(entity)
    ids.append(newcomer.id)
    positions.append(newcomer.pose.position)
    velocities.append(.zero)
    headings.append(newcomer.pose.heading)
    radii.append(newcomer.person.radius)
    desiredSpeeds.append(newcomer.person.desiredSpeed)
    timeGaps.append(newcomer.person.timeGap)
    journeys.append(newcomer.journey)
    stages.append(0)
    wearers.append(newcomer.wearer)
  }
}

/// What stays the same about a person for the whole stay.
struct Person: Equatable, Sendable {
  var desiredSpeed: Float  // [m/s]
  var radius: Float  // [m]
  var timeGap: Float  // [s]
}

/// Somebody about to enter.
struct Newcomer: Equatable, Sendable {
  var id: UInt32
  var pose: Pose
  var person: Person
  var journey: Int32
  var wearer: UInt32 = 0
}

/// Why somebody leaves.
enum Farewell: Equatable, Sendable {
  case arrived
  case quarantined(Quarantine.Reason)
}
