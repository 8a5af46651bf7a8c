import City
import Kernel

extension SceneLints {
  /// People per m² at which bodies of 0.2 m radius no longer fit, and at which placing them by chance gets hard.
  static let fullDensity: Float = 6  // [1/m^2]
  static let tightDensity: Float = 3.5  // [1/m^2]
  static let tightFilling: Float = 5  // [1/m^2]

  mutating func checkSources() {
    for (i, source) in scene.city.sources.enumerated() {
      let area = ground.sources[i]
      let path = "sources.\(i)"
      let share = walkableShare(of: area.polygon)
      if share == 0 {
        blockedEntries.insert("source \(i)")
        error(
          .sourceBlocked, "nobody can stand in the area of source '\(area.name)'", at: "\(path).area",
          hint: "it lies in obstacles or outside the walkable ground")
      } else if share < 0.9 {
        let percent = Int(((1 - share) * 100).rounded())
        warn(
          .sourcePartlyBlocked,
          "\(percent) % of the area of source '\(area.name)' lie in obstacles or outside the walkable ground",
          at: "\(path).area")
      }
      checkCrowding(source, area, share: share, path)
      checkOpens(source, i, area, path)
      checkExits(source, area, path)
    }
  }

  private mutating func checkCrowding(_ source: Source, _ area: Area, share: Float, _ path: String) {
    let room = area.polygon.area * share  // [m^2]
    let filled = (source.density ?? 0) * room  // people
    let all = min(Float(source.initial) + filled, source.limit.map { Float($0) } ?? .infinity)
    guard room > 0, all > 1 else { return }
    let density = all / room
    let words = "\(Int(all.rounded())) people on \(inWords(room, digits: 1, "m^2"))"
    let number = inWords(density, digits: 1, "/m^2")
    // People who are laid out evenly find room where people placed by chance no longer do.
    let tight = source.initial == 0 ? SceneLints.tightFilling : SceneLints.tightDensity
    let key = source.density == nil ? "initial" : "density"
    let hint = "at most \(Int(room * tight)) find room with ease"
    if density > SceneLints.fullDensity {
      error(
        .tooCrowded, "\(words) of source '\(area.name)' are \(number), more than 6 /m^2",
        at: "\(path).\(key)",
        hint: hint)
    } else if density > tight {
      warn(
        .crowded, "\(words) of source '\(area.name)' are \(number): not all may find room",
        at: "\(path).\(key)", hint: hint)
    }
  }

  private mutating func checkOpens(_ source: Source, _ index: Int, _ area: Area, _ path: String) {
    let starts = source.initial > 0 || source.density != nil
    if starts && source.limit != 0 { return }
    let end = min(scene.duration, source.endSeconds)
    let open = source.startSeconds..<max(source.startSeconds, end)
    let scheduled = source.schedule.contains { open.contains($0.seconds) }
    let later = source.rates.contains { $0.rate > 0 && $0.seconds < end }
    var reason: String?
    if source.limit == 0 {
      reason = "its limit is 0"
    } else if !source.isOpen, !effects.started.contains(index) {
      reason = "it is not open, and no event starts it"
    } else if source.startSeconds >= scene.duration {
      reason =
        "it opens at \(inWords(source.startSeconds, "s")), after the run of \(inWords(scene.duration, "s"))"
    } else if !source.schedule.isEmpty, !scheduled, source.rate == 0, !later {
      reason = "all of its schedule lies outside the time in which it is open"
    } else if source.rate == 0, !later, !scheduled {
      reason = "it has neither rate nor initial people"
    }
    guard let reason else { return }
    warn(.neverOpens, "nobody ever enters from source '\(area.name)': \(reason)", at: path)
  }

  private mutating func checkExits(_ source: Source, _ area: Area, _ path: String) {
    for choice in source.journeys {
      let journey = scene.city.journeys[choice.index]
      guard journey.stages.count == 1, case .exit(let i) = journey.stages[0], scene.city.exit(i).isOpen else {
        continue
      }
      let exit = ground.exits[i]
      guard exit.polygon.bounds.overlaps(area.polygon.bounds),
        samples(in: area.polygon).contains(where: { exit.polygon.contains($0) })
      else { continue }
      warn(
        .sourceOnExit,
        "the area of source '\(area.name)' overlaps the exit '\(exit.name)' of its own journey",
        at: "\(path).area", hint: "people leave as they arrive")
    }
  }

  mutating func checkWearers() {
    for (i, wearer) in scene.city.wearers.enumerated() {
      let p = wearer.start.position
      let path = "wearers.\(i).start"
      if !ground.isWalkable(p) {
        blockedEntries.insert("wearer \(i)")
        error(
          .wearerBlocked, "the wearer '\(wearer.name)' starts \(blocking(p))", at: path,
          hint: "move the start to walkable ground")
        continue
      }
      let radius = SceneLints.highest(scene.city.profiles[wearer.profile].radius)
      let wall = distanceToWall(from: p)
      if wall < radius {
        warn(
          .wearerTight,
          "the wearer '\(wearer.name)' starts \(inWords(wall, digits: 2, "m")) from a wall, less than the body's radius",
          at: path)
      }
      for other in scene.city.wearers.prefix(i) where (other.start.position - p).length < 2 * radius {
        warn(
          .wearersOverlap, "the wearers '\(other.name)' and '\(wearer.name)' start in the same place",
          at: path)
      }
    }
  }

  func blocking(_ p: Vector2) -> String {
    if let obstacle = ground.obstacles.first(where: { $0.polygon.contains(p) }) {
      return "inside the obstacle '\(obstacle.name)'"
    }
    return "outside the walkable ground"
  }

  private func distanceToWall(from p: Vector2) -> Float {
    var least = Float.infinity
    for obstacle in ground.obstacles {
      least = min(least, (obstacle.polygon.nearestOnOutline(to: p) - p).length)
    }
    // Walkable polygons may overlap; the edges inside another one are no walls.
    for polygon in ground.walkable where ground.walkable.count == 1 {
      least = min(least, (polygon.nearestOnOutline(to: p) - p).length)
    }
    return least
  }

  /// A few hundred points spread over the polygon.
  func samples(in polygon: Polygon) -> [Vector2] {
    let box = polygon.bounds
    let n = 20
    var points: [Vector2] = []
    for row in 0..<n {
      for column in 0..<n {
        let p = box.minimum + box.size * Vector2(Float(column) + 0.5, Float(row) + 0.5) / Float(n)
        if polygon.contains(p) { points.append(p) }
      }
    }
    return points.isEmpty ? [polygon.centroid] : points
  }

  /// Share of a polygon's ground where a person can stand, 0...1.
  func walkableShare(of polygon: Polygon) -> Float {
    let points = samples(in: polygon)
    let box = polygon.bounds
    let near = Ground(
      walkable: ground.walkable.filter { $0.bounds.overlaps(box) },
      obstacles: ground.obstacles.filter { $0.polygon.bounds.overlaps(box) })
    let free = points.reduce(0) { $0 + (near.isWalkable($1) ? 1 : 0) }
    return Float(free) / Float(points.count)
  }
}
