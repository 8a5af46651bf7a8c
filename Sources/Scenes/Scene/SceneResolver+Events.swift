import City
import Kernel

/// Names in events to indices.
struct EventResolver {
  let places: GroundNames
  let floors: FloorTable
  let sources: NameTable
  let journeys: NameTable

  func events(_ drafts: [SceneDraft.Happening], _ reader: inout SchemaReader) -> [EventPlan] {
    let table = NameTable(drafts.map(\.name), noun: "event") { "event-\($0)" }
    table.report(&reader)
    var events: [EventPlan] = []
    for (name, draft) in zip(table.all, drafts) {
      let trigger = self.trigger(draft.trigger, &reader)
      var actions: [EventPlan.Action] = []
      for action in draft.actions {
        if let action = self.action(action, &reader) { actions.append(action) }
      }
      if let trigger { events.append(EventPlan(name: name, trigger: trigger, actions: actions)) }
    }
    return events
  }

  private func trigger(_ draft: SceneDraft.Trigger, _ reader: inout SchemaReader) -> EventPlan.Trigger? {
    switch draft {
    case .time(let seconds): return .time(seconds)
    case .every(let period, let from): return .every(period, from: from)
    case .arrived(let people, let exit):
      guard let exit else { return .arrived(people, exit: nil) }
      return places.exits.look(up: exit, &reader).map { .arrived(people, exit: $0) }
    case .present(let people, let region): return .present(people, inside: area(region, &reader))
    case .density(let above, let region, let seconds):
      return .density(above: above, inside: area(region, &reader), seconds: seconds)
    case .waiting(let people, let hall):
      return places.waitings.look(up: hall, &reader).map { .waiting(people, waiting: $0) }
    }
  }

  private func area(_ region: SceneDraft.Region, _ reader: inout SchemaReader) -> Polygon {
    region.polygon.moved(by: floors.shift(of: region.floor, &reader))
  }

  private func action(_ draft: SceneDraft.Action, _ reader: inout SchemaReader) -> EventPlan.Action? {
    switch draft {
    case .open(let name):
      if let i = places.barriers.index[name.value] { return .open(barrier: i) }
      return door(name, &reader).map { .openExit($0) }
    case .close(let name):
      if let i = places.barriers.index[name.value] { return .close(barrier: i) }
      return door(name, &reader).map { .closeExit($0) }
    case .release(let name): return places.waitings.look(up: name, &reader).map { .release(waiting: $0) }
    case .redirect(let to, let from, let share):
      let there = journeys.look(up: to, &reader)
      let here = from.map { journeys.look(up: $0, &reader) }
      guard let there, here != .some(nil) else { return nil }
      return .redirect(from: here ?? nil, to: there, share: share)
    case .start(let name): return sources.look(up: name, &reader).map { .startSource($0) }
    case .stop(let name): return sources.look(up: name, &reader).map { .stopSource($0) }
    }
  }

  /// An exit by its name, where no barrier has that name.
  private func door(_ name: Located<String>, _ reader: inout SchemaReader) -> Int? {
    if let i = places.exits.index[name.value] { return i }
    reader.report(
      .unknownName, "there is no barrier or exit '\(name.value)'", at: name.place,
      hint: suggestion(
        for: name.value, among: places.barriers.all + places.exits.all, called: "barriers and exits"))
    return nil
  }
}
