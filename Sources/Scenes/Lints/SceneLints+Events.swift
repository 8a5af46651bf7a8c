import City
import Kernel

extension SceneLints {
  /// Events that can come true in a run of the scene's duration, and that change something.
  mutating func checkEvents() {
    for (i, event) in scene.city.events.enumerated() {
      let path = "events.\(i)"
      if let reason = whyNever(event.trigger) {
        warn(.eventNever, "the event '\(event.name)' never happens: \(reason)", at: "\(path).when")
      }
      for (k, action) in event.actions.enumerated() {
        guard let reason = whyIdle(action) else { continue }
        warn(.eventIdle, "the event '\(event.name)' has no effect: \(reason)", at: "\(path).do.\(k)")
      }
    }
  }

  private func whyNever(_ trigger: EventPlan.Trigger) -> String? {
    let city = scene.city
    switch trigger {
    case .time(let seconds), .every(_, from: let seconds):
      if seconds < scene.duration { return nil }
      return "the run ends at \(inWords(scene.duration, "s"))"
    case .arrived(let people, let exit):
      if let exit, !places.contains(.exit(exit)) { return "no journey leads to '\(ground.exits[exit].name)'" }
      return fewer(people)
    case .present(let people, let area):
      let room = area.area * walkableShare(of: area)
      if room == 0 { return "nobody can stand in its area" }
      if Float(people) > room * SceneLints.fullDensity {
        return "\(people) people find no room on \(inWords(room, digits: 1, "m^2"))"
      }
      return fewer(people)
    case .density(let above, let area, let seconds):
      if walkableShare(of: area) == 0 { return "nobody can stand in its area" }
      if above >= 12 { return "nowhere are \(inWords(above, "/m^2"))" }
      return seconds < scene.duration ? nil : "the run ends at \(inWords(scene.duration, "s"))"
    case .waiting(let people, let i):
      if !places.contains(.waiting(i)) { return "no journey leads to '\(city.waitings[i].name)'" }
      if case .whenFull(let most) = city.waitings[i].release, people > most {
        return "'\(city.waitings[i].name)' lets all go as soon as \(most) wait"
      }
      return fewer(people)
    }
  }

  /// Fewer people come in all than are asked for.
  private func fewer(_ people: Int) -> String? {
    var most = scene.city.wearers.count
    for (i, source) in scene.city.sources.enumerated() {
      guard let limit = source.greatest(in: scene.duration, area: ground.sources[i].polygon) else {
        return nil
      }
      most += limit
    }
    return most < people ? "at most \(most) people come" : nil
  }

  /// All places that somebody walks to.
  private var places: Set<Journey.Stage> {
    let city = scene.city
    var first = city.sources.flatMap { $0.journeys.map(\.index) }
    for case .journey(let j) in city.wearers.map(\.control) { first.append(j) }
    let used = city.journeys(from: first, by: effects)
    return Set(used.flatMap { city.journeys[$0].stages.flatMap(city.places) })
  }

  private func whyIdle(_ action: EventPlan.Action) -> String? {
    let city = scene.city
    func changes(_ test: (EventPlan.Action) -> Bool) -> Bool {
      city.events.flatMap(\.actions).contains(where: test)
    }
    switch action {
    case .open(let i):
      if city.barriers[i].isClosed || changes({ $0 == .close(barrier: i) }) { return nil }
      return "the barrier '\(city.barriers[i].name)' is open all the time"
    case .close(let i):
      if !city.barriers[i].isClosed || changes({ $0 == .open(barrier: i) }) { return nil }
      return "the barrier '\(city.barriers[i].name)' is closed all the time"
    case .openExit(let i):
      if !city.exit(i).isOpen || changes({ $0 == .closeExit(i) }) { return nil }
      return "the exit '\(ground.exits[i].name)' is open all the time"
    case .closeExit(let i):
      if city.exit(i).isOpen || changes({ $0 == .openExit(i) }) { return nil }
      return "the exit '\(ground.exits[i].name)' is closed all the time"
    case .release(let i):
      return places.contains(.waiting(i)) ? nil : "no journey leads to '\(city.waitings[i].name)'"
    case .redirect(let from, let to, _):
      return from == to ? "it leads from '\(city.journeys[to].name)' to itself" : nil
    case .startSource(let i):
      if !city.sources[i].isOpen || changes({ $0 == .stopSource(i) }) { return nil }
      return "the source '\(ground.sources[i].name)' is open all the time"
    case .stopSource(let i):
      if city.sources[i].isOpen || changes({ $0 == .startSource(i) }) { return nil }
      return "the source '\(ground.sources[i].name)' is closed all the time"
    }
  }
}

extension Source {
  /// No more people than this come in `duration` [s]; nil for no bound but chance.
  fileprivate func greatest(in duration: Double, area: Polygon) -> Int? {
    if let limit { return limit }
    if arrivals != .schedule, rate > 0 || rates.contains(where: { $0.rate > 0 }) { return nil }
    let scheduled = schedule.reduce(0) { $0 + ($1.seconds < duration ? $1.people : 0) }
    return initial + scheduled + Int(((density ?? 0) * area.area).rounded(.up))
  }
}
