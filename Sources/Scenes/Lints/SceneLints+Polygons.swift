import City
import Kernel

extension SceneLints {
  static let maximumCells: Double = 64_000_000

  mutating func checkPolygons() {
    for (i, polygon) in ground.walkable.enumerated() {
      checkOutline(polygon, "the walkable polygon \(i)", at: "geometry.walkable.\(i)")
    }
    for (i, obstacle) in ground.obstacles.enumerated() {
      let path = "geometry.obstacles.\(i).polygon"
      checkOutline(obstacle.polygon, "the obstacle '\(obstacle.name)'", at: path)
    }
    for (i, exit) in ground.exits.enumerated() {
      checkOutline(exit.polygon, "the exit '\(exit.name)'", at: "geometry.exits.\(i).polygon")
    }
    for (i, waypoint) in ground.waypoints.enumerated() {
      checkOutline(waypoint.polygon, "the waypoint '\(waypoint.name)'", at: "geometry.waypoints.\(i).polygon")
    }
    for (i, source) in ground.sources.enumerated() {
      checkOutline(source.polygon, "the area of source '\(source.name)'", at: "sources.\(i).area")
    }
    checkObstaclesMatter()
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

  private mutating func checkObstaclesMatter() {
    let boxes = ground.walkable.map(\.bounds)
    for (i, obstacle) in ground.obstacles.enumerated() {
      let box = obstacle.polygon.bounds
      if boxes.contains(where: { $0.overlaps(box) }) { continue }
      warn(
        .obstacleOutside, "the obstacle '\(obstacle.name)' lies outside the walkable ground",
        at: "geometry.obstacles.\(i).polygon", hint: "it has no effect")
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
