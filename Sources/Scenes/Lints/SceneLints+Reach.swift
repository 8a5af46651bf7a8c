import City
import Kernel

extension SceneLints {
  /// A way from where people enter to every stage of their journeys. A quick look finds what to doubt; only that
  /// is looked at closely.
  mutating func checkReach() {
    let city = scene.city
    guard !city.journeys.isEmpty, !city.sources.isEmpty || !city.wearers.isEmpty else { return }
    let radius = city.profiles.map { SceneLints.lowest($0.radius) }.min() ?? 0.2
    let entries = self.entries()
    let used = Set(entries.flatMap(\.journeys))
    let stages = used.sorted().flatMap { city.journeys[$0].stages.flatMap(city.places) }
    let ground = openedGround
    let quick = ReachMap(ground, links: city.links, radius: radius, .strict)
    let quickParts = parts(of: stages, in: quick, margin: radius)
    let doubtful = entries.contains { entry in
      !unreached(from: entry, in: quick, quickParts).isEmpty
    }
    guard doubtful || quickParts.contains(where: { $0.value.isEmpty }) else { return }

    let close = ReachMap(ground, links: city.links, radius: radius, .lenient)
    let closeParts = parts(of: stages, in: close, margin: radius)
    var blocked: Set<Journey.Stage> = []
    for stage in stages where closeParts[stage] == [] && blocked.insert(stage).inserted {
      error(
        .placeBlocked, "nobody can stand in \(words(for: stage))", at: path(of: stage),
        hint: "it lies in obstacles or outside the walkable ground")
    }
    var points: ReachMap?
    for entry in entries {
      for stage in unreached(from: entry, in: close, closeParts) where !blocked.contains(stage) {
        let map = points ?? ReachMap(ground, links: city.links, radius: 0, .point)
        points = map
        report(entry, stage, map, radius: radius, certain: close.isExact)
      }
    }
  }

  /// The ground with every barrier open that is open at some time; the others stand in the way.
  private var openedGround: Ground {
    var ground = self.ground
    for (i, barrier) in scene.city.barriers.enumerated() where barrier.isClosed && !effects.opened.contains(i)
    {
      ground.obstacles.append(Obstacle(name: barrier.name, polygon: barrier.polygon))
    }
    return ground
  }

  private typealias Parts = [Journey.Stage: [Int32]]

  private func parts(of stages: [Journey.Stage], in map: ReachMap, margin: Float) -> Parts {
    var parts: Parts = [:]
    for stage in stages where parts[stage] == nil {
      parts[stage] = map.labels(in: polygon(of: stage), margin: margin)
    }
    return parts
  }

  /// Stages that no way leads to, each once.
  private func unreached(from entry: Entry, in map: ReachMap, _ parts: Parts) -> [Journey.Stage] {
    let here = map.labels(in: entry.area, margin: 0)
    var stages: [Journey.Stage] = []
    let city = scene.city
    func isReached(_ stage: Journey.Stage) -> Bool { (parts[stage] ?? []).contains(where: here.contains) }
    for stage in entry.journeys.flatMap({ city.journeys[$0].stages }) {
      let places = city.places(of: stage)
      // Whoever goes to the nearest place does not mind those that no way leads to.
      if case .choice(let k) = stage, [.nearest, .quickest].contains(city.choices[k].rule),
        places.contains(where: isReached)
      {
        continue
      }
      for place in places where !isReached(place) && !stages.contains(place) { stages.append(place) }
    }
    return stages
  }

  private struct Entry {
    var who: String
    var area: Polygon
    var journeys: [Int]
  }

  /// All places where people can appear, with the journeys that they may come to.
  private func entries() -> [Entry] {
    var entries: [Entry] = []
    for (i, source) in scene.city.sources.enumerated() where !blockedEntries.contains("source \(i)") {
      let area = ground.sources[i]
      entries.append(
        Entry(
          who: "source '\(area.name)'", area: area.polygon,
          journeys: journeys(from: source.journeys.map(\.index))))
    }
    for (i, wearer) in scene.city.wearers.enumerated() where !blockedEntries.contains("wearer \(i)") {
      guard case .journey(let i) = wearer.control else { continue }
      let spot = Polygon(centre: wearer.start.position, radius: 0.1, sides: 8)
      entries.append(
        Entry(who: "the start of wearer '\(wearer.name)'", area: spot, journeys: journeys(from: [i])))
    }
    return entries
  }

  private func journeys(from first: [Int]) -> [Int] {
    scene.city.journeys(from: first, by: effects).sorted()
  }

  private mutating func report(
    _ entry: Entry, _ stage: Journey.Stage, _ points: ReachMap, radius: Float, certain: Bool
  ) {
    let here = points.labels(in: entry.area, margin: 0)
    let there = points.labels(in: polygon(of: stage), margin: 0)
    let way = "from \(entry.who) to \(words(for: stage))"
    if !certain {
      warn(
        .unreachable, "there may be no way \(way)", at: path(of: stage),
        hint: "the ground is so large that narrow passages are not seen")
    } else if here.contains(where: there.contains) {
      let width = inWords(2 * radius, digits: 2, "m")
      error(
        .tooNarrow, "the way \(way) is narrower than a body (\(width))", at: path(of: stage),
        hint: "widen the passage")
    } else {
      error(
        .unreachable, "no way leads \(way)", at: path(of: stage),
        hint: "open a passage, or take the stage out of the journey")
    }
  }

  private func polygon(of stage: Journey.Stage) -> Polygon { scene.city.polygon(of: stage) }

  private func words(for stage: Journey.Stage) -> String {
    switch stage {
    case .waypoint(let i): "the waypoint '\(ground.waypoints[i].name)'"
    case .exit(let i): "the exit '\(ground.exits[i].name)'"
    case .queue(let i): "the queue '\(scene.city.queues[i].name)'"
    case .waiting(let i): "the waiting area '\(scene.city.waitings[i].name)'"
    case .choice: "the choice"
    }
  }
  private func path(of stage: Journey.Stage) -> String {
    switch stage {
    case .waypoint(let i): path(\.waypoints, i)
    case .exit(let i): path(\.exits, i)
    case .queue(let i): path(\.queues, i)
    case .waiting(let i): path(\.waitings, i)
    case .choice(let i): path(\.choices, i)
    }
  }
}
