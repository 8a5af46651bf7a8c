import City
import Kernel
import Scenes

/// Measures of when people came, started and left.
struct BookProbe: Probe {
  private let measure: MeasurePlan
  private let selection: Selection
  private let exit: Int?

  init(_ measure: MeasurePlan, _ selection: Selection, plan: CityPlan) {
    self.measure = measure
    self.selection = selection
    exit = measure.exit.map { name in plan.ground.exits.firstIndex { $0.name == name } ?? -2 }
  }

  mutating func look(_ glance: Glance) {}

  func value(_ book: PeopleBook) -> MeasureValue {
    let people = book.people.filter(selection.takes)
    let leavers = people.filter { !$0.leaveSeconds.isNaN && (exit == nil || exit == $0.exit) }
    switch measure.kind {
    case .evacuationTime:
      // Of an exit: the last who left by it. Of everybody: nobody may be left behind.
      if exit == nil, leavers.count < people.count { return .number(.nan) }
      return .number(leavers.map(\.leaveSeconds).max() ?? .nan)
    case .timeUntil:
      let times = leavers.map(\.leaveSeconds).sorted()
      let wanted = measure.people ?? 1
      return .number(wanted <= times.count ? times[wanted - 1] : .nan)
    case .left: return .number(Double(leavers.count))
    case .travelTime:
      let travellers = exit == nil ? people : leavers
      return .number(
        measure.figure(travellers.map { $0.leaveSeconds - max($0.entrySeconds, $0.pauseSeconds) }))
    case .arrivalTime: return .number(measure.figure((exit == nil ? people : leavers).map(\.leaveSeconds)))
    case .startTime: return .number(measure.figure(people.map(\.startSeconds)))
    case .startLateness:
      return .number(measure.figure(people.map { $0.startSeconds - $0.pauseSeconds }))
    case .desiredSpeed: return .number(measure.figure(people.map { Double($0.desiredSpeed) }))
    default: preconditionFailure("not a measure of the book")
    }
  }
}
