import City
import Kernel

extension SceneLints {
  /// A way from where people enter to every stage of their journeys.
  mutating func checkReach() {
    let city = scene.city
    guard !city.journeys.isEmpty, !city.sources.isEmpty || !city.wearers.isEmpty else { return }
    let radius = city.profiles.map { SceneLints.lowest($0.radius) }.min() ?? 0.2
    let map = ReachMap(ground, radius: radius)
    var stages: [Journey.Stage: [Int32]] = [:]
    for journey in city.journeys {
      for stage in journey.stages where stages[stage] == nil {
        stages[stage] = map.labels(in: polygon(of: stage), margin: radius)
      }
    }

    var blocked: Set<Journey.Stage> = []
    for journey in city.journeys {
      for stage in journey.stages where stages[stage] == [] && blocked.insert(stage).inserted {
        error(
          .placeBlocked, "nobody can stand in \(words(for: stage))", at: path(of: stage),
          hint: "it lies in obstacles or outside the walkable ground")
      }
    }
    var points: ReachMap?
    var reported: Set<String> = []
    for entry in entries() {
      let here = map.labels(in: entry.area, margin: 0)
      for j in entry.journeys {
        for stage in city.journeys[j].stages where !blocked.contains(stage) {
          let there = stages[stage] ?? []
          if here.contains(where: there.contains) { continue }
          guard reported.insert("\(entry.who) \(words(for: stage))").inserted else { continue }
          let narrow = points ?? ReachMap(ground, radius: 0)
          points = narrow
          report(entry, stage, narrow, radius: radius)
        }
      }
    }
  }

  private struct Entry {
    var who: String
    var area: Polygon
    var journeys: [Int]
  }

  /// All places where people can appear, with the journeys that begin there.
  private func entries() -> [Entry] {
    var entries: [Entry] = []
    for (i, source) in scene.city.sources.enumerated() where !blockedEntries.contains("source \(i)") {
      let area = ground.sources[i]
      entries.append(
        Entry(who: "source '\(area.name)'", area: area.polygon, journeys: source.journeys.map(\.index)))
    }
    for (i, wearer) in scene.city.wearers.enumerated() where !blockedEntries.contains("wearer \(i)") {
      guard case .journey(let i) = wearer.control else { continue }
      let spot = Polygon(centre: wearer.start.position, radius: 0.1, sides: 8)
      entries.append(Entry(who: "the start of wearer '\(wearer.name)'", area: spot, journeys: [i]))
    }
    return entries
  }

  private mutating func report(_ entry: Entry, _ stage: Journey.Stage, _ points: ReachMap, radius: Float) {
    let here = points.labels(in: entry.area, margin: 0)
    let there = points.labels(in: polygon(of: stage), margin: 0)
    if here.contains(where: there.contains) {
      let width = inWords(2 * radius, digits: 2, "m")
      error(
        .tooNarrow, "the way from \(entry.who) to \(words(for: stage)) is narrower than a body (\(width))",
        at: path(of: stage), hint: "widen the passage")
    } else {
      error(
        .unreachable, "no way leads from \(entry.who) to \(words(for: stage))", at: path(of: stage),
        hint: "open a passage, or take the stage out of the journey")
    }
  }

  private func polygon(of stage: Journey.Stage) -> Polygon {
    switch stage {
    case .waypoint(let i): ground.waypoints[i].polygon
    case .exit(let i): ground.exits[i].polygon
    }
  }
  private func words(for stage: Journey.Stage) -> String {
    switch stage {
    case .waypoint(let i): "the waypoint '\(ground.waypoints[i].name)'"
    case .exit(let i): "the exit '\(ground.exits[i].name)'"
    }
  }
  private func path(of stage: Journey.Stage) -> String {
    switch stage {
    case .waypoint(let i): "geometry.waypoints.\(i)"
    case .exit(let i): "geometry.exits.\(i)"
    }
  }
}
