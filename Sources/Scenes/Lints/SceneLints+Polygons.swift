import City
import Kernel

extension SceneLints {
  static let maximumCells: Double = 64_000_000

  mutating func checkPolygons() {
    let city = scene.city
    for (i, polygon) in ground.walkable.enumerated() {
      checkOutline(polygon, "the walkable polygon \(i)", at: path(\.walkable, i))
    }
    func check(_ noun: String, _ areas: [(name: String, polygon: Polygon)], _ list: (ScenePaths) -> [String])
    {
      for (i, area) in areas.enumerated() {
        checkOutline(area.polygon, "the \(noun) '\(area.name)'", at: path(list, i) + ".polygon")
      }
    }
    check("obstacle", ground.obstacles.map { ($0.name, $0.polygon) }, \.obstacles)
    check("exit", ground.exits.map { ($0.name, $0.polygon) }, \.exits)
    check("waypoint", ground.waypoints.map { ($0.name, $0.polygon) }, \.waypoints)
    check("waiting area", city.waitings.map { ($0.name, $0.polygon) }, \.waitings)
    check("barrier", city.barriers.map { ($0.name, $0.polygon) }, \.barriers)
    check("zone", city.zones.map { ($0.name, $0.polygon) }, \.zones)
    for (i, source) in ground.sources.enumerated() {
      checkOutline(source.polygon, "the area of source '\(source.name)'", at: "sources.\(i).area")
    }
    for (i, event) in city.events.enumerated() {
      switch event.trigger {
      case .present(_, let area), .density(_, let area, _):
        checkOutline(area, "the area of event '\(event.name)'", at: "events.\(i).when.inside")
      case .time, .every, .arrived, .waiting: break
      }
    }
    checkAllMatter()
  }

  private mutating func checkOutline(_ polygon: Polygon, _ what: String, at path: String) {
    if let (a, b) = polygon.firstCrossing() {
      error(
        .selfCrossing, "\(what) crosses itself: the edges from corner \(a) and from corner \(b) meet",
        at: path,
        hint: "list the corners in order round the outline")
    } else if polygon.area < 1e-3 {
      error(.zeroArea, "\(what) encloses no ground", at: path, hint: "a polygon needs at least 0.001 m^2")
    }
  }

  /// Whatever touches no walkable ground has no effect.
  private mutating func checkAllMatter() {
    let boxes = ground.walkable.map(\.bounds)
    func check(_ what: String, _ polygon: Polygon, at path: String) {
      let box = polygon.bounds
      if boxes.contains(where: { $0.overlaps(box) }) { return }
      warn(
        .obstacleOutside, "\(what) lies outside the walkable ground", at: "\(path).polygon",
        hint: "it has no effect")
    }
    for (i, obstacle) in ground.obstacles.enumerated() {
      check("the obstacle '\(obstacle.name)'", obstacle.polygon, at: path(\.obstacles, i))
    }
    for (i, barrier) in scene.city.barriers.enumerated() {
      check("the barrier '\(barrier.name)'", barrier.polygon, at: path(\.barriers, i))
    }
    for (i, zone) in scene.city.zones.enumerated() {
      let noun = zone.up == .zero ? "zone" : "slope"
      check("the \(noun) '\(zone.name)'", zone.polygon, at: path(\.zones, i))
    }
  }

  mutating func checkGrids() {
    let size = ground.bounds.size
    for (key, cell) in [("field", scene.field.cellSize), ("routes", scene.city.routes.cellSize)] {
      let cells = (Double(size.x / cell)).rounded(.up) * (Double(size.y / cell)).rounded(.up)
      guard cells > SceneLints.maximumCells else { continue }
      let least = (Double(size.x) * Double(size.y) / SceneLints.maximumCells).squareRoot()
      let millions = Int((cells / 1e6).rounded())
      error(
        .gridTooLarge, "cells of \(inWords(cell, "m")) over the ground are \(millions) million, more than 64",
        at: "\(key).cell_size", hint: "a cell_size of \((least * 20 + 1).rounded() / 20) m or more would do")
    }
  }
}

extension Rectangle {
  /// True when the two share ground.
  func overlaps(_ other: Rectangle) -> Bool {
    minimum.x < other.maximum.x && other.minimum.x < maximum.x && minimum.y < other.maximum.y
      && other.minimum.y < maximum.y
  }
}
