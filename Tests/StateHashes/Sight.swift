import City
import Kernel

/// What can be seen happening in a run. A hash of a scene in which nothing happens proves little.
enum Sight: String, CaseIterable {
  case departures
  case boundedExit = "somebody leaving by the exit with a capacity"
  case queueing
  case waiting = "somebody in a waiting area"
  case otherFloor = "somebody who has changed the floor"
  case groups
  case events = "all events"
  case arrivals
  case orderByPlace = "rows in order of place"
  case orderAnew = "rows put in order once more"
}

extension World {
  /// [m] of everybody, by id.
  var places: [UInt32: Vector2] {
    var crowd = Crowd()
    write(into: &crowd)
    return Dictionary(uniqueKeysWithValues: zip(crowd.ids, crowd.positions))
  }

  var idsPresent: [UInt32] {
    var crowd = Crowd()
    write(into: &crowd)
    return crowd.ids
  }

  func sights(since begin: [UInt32: Vector2]) -> Set<Sight> {
    var crowd = Crowd()
    write(into: &crowd)
    var seen: Set<Sight> = []
    if arrived > 0 { seen.insert(.departures) }
    if spawned > begin.count { seen.insert(.arrivals) }
    if plan.exits.indices.contains(where: { plan.exits[$0].capacity != nil && arrived(exit: $0) > 0 }) {
      seen.insert(.boundedExit)
    }
    for mark in journeyMarks where mark.spot >= 0 {
      if case .queue = mark.place { seen.insert(.queueing) }
      if case .waiting = mark.place { seen.insert(.waiting) }
    }
    let floors = zip(crowd.ids, crowd.positions).map { id, p in (begin[id]?.x ?? p.x, p.x) }
    if floors.contains(where: { ($0 < 50) != ($1 < 50) }) { seen.insert(.otherFloor) }
    if groupIDs.contains(where: { $0 != 0 }) { seen.insert(.groups) }
    if !plan.events.isEmpty, eventReports.allSatisfy({ $0.times > 0 }) { seen.insert(.events) }
    if crowd.ids != crowd.ids.sorted() { seen.insert(.orderByPlace) }
    return seen
  }
}
