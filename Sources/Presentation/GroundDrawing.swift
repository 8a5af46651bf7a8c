import Kernel

/// What of a map stands still most of the time: floor, obstacles, exits, doors, names. Made once a camera, kept as layers by the canvas.
struct GroundDrawing {
  let ground: Ground
  let features: GroundFeatures
  let camera: Camera
  let scale: Float
  let labels: Bool
  let culling: Bool

  /// The same for the same ground, camera, size and names, so that a canvas can tell.
  var key: UInt64 {
    var hash = StableHash()
    hash.combine([camera.centre, camera.viewport.minimum, camera.viewport.maximum])
    hash.combine([camera.metresPerPixel, scale])
    hash.combine([labels, culling])
    for p in ground.walkable { hash.combine(p.vertices) }
    for (group, areas) in [ground.exits, ground.waypoints, ground.sources].enumerated() {
      hash.combine(UInt64(group))
      for area in areas {
        hash.combine(Array(area.name.utf8))
        hash.combine(area.polygon.vertices)
      }
    }
    for obstacle in ground.obstacles {
      hash.combine(Array(obstacle.kind.rawValue.utf8))
      hash.combine(Array(obstacle.name.utf8))
      hash.combine(obstacle.polygon.vertices)
    }
    features.combine(into: &hash)
    return hash.value &* 4
  }

  /// Vertices in pixels; nil where the polygon is out of sight.
  func pixels(_ polygon: Polygon, margin: Float = 4) -> [Vector2]? {
    guard polygon.vertices.count > 2 else { return nil }
    let reach = camera.visible.grown(by: margin * camera.metresPerPixel)
    if culling, !polygon.bounds.meets(reach) { return nil }
    return polygon.vertices.map(camera.pixel)
  }

  /// Background, walkable areas and a metric grid.
  func floor() -> [DrawItem] {
    var pen = Pen(scale: scale)
    pen.add(.clear(Theme.background))
    pen.add(.clip(camera.viewport))
    pen.rectangle(camera.viewport, Theme.ground)
    // Lines every 1, 2, 5, 10 … metres, about 90 px apart; the same step as the scale bar's.
    let step = roundLength(camera.metresPerPixel * 140 * scale)
    let seen = camera.visible
    for axis in 0..<2 {
      let first = Int(max((seen.minimum[axis] / step).rounded(.up), -1e7))
      let last = Int(min((seen.maximum[axis] / step).rounded(.down), 1e7))
      guard last >= first, last - first < 500 else { continue }
      for k in first...last {
        var a = seen.minimum
        var b = seen.maximum
        a[axis] = Float(k) * step
        b[axis] = Float(k) * step
        pen.line([camera.pixel(a), camera.pixel(b)], 1, Theme.metricGrid)
      }
    }
    return pen.items
  }

  /// What is not walkable, over the density that has leaked there; then exits and other areas.
  func structures() -> [DrawItem] {
    var pen = Pen(scale: scale)
    pen.add(.clip(camera.viewport))
    let walkable = ground.walkable.compactMap { pixels($0) }
    pen.add(.outside(of: walkable, fill: Theme.outside))
    for outline in walkable { pen.line(outline, 1.6 * scale, Theme.groundLine, closed: true) }
    for zone in features.zones { draw(zone, &pen) }
    for obstacle in ground.obstacles { draw(obstacle, &pen) }
    for area in ground.sources { draw(area, Theme.source, fill: 0.07, &pen) }
    for area in ground.waypoints { draw(area, Theme.waypoint, fill: 0.06, &pen) }
    for waiting in features.waitings { draw(waiting, &pen) }
    for hazard in features.hazards { draw(hazard, &pen) }
    for queue in features.queues { draw(queue, &pen) }
    for (k, area) in ground.exits.enumerated() {
      if features.isClosed(exit: k) {
        drawClosed(area, &pen)
        continue
      }
      draw(area, Theme.exit, fill: 0.28, &pen)
      drawWayOut(area, &pen)
    }
    for barrier in features.barriers { draw(barrier, &pen) }
    for link in features.links { draw(link, &pen) }
    return pen.items
  }

  private func draw(_ obstacle: Obstacle, _ pen: inout Pen) {
    guard let outline = pixels(obstacle.polygon) else { return }
    pen.add(.polygon(outline, fill: Theme.fill(obstacle.kind)))
    if obstacle.kind == .green { drawTrees(obstacle.polygon, &pen) }
    if obstacle.kind == .water { drawWaves(obstacle.polygon, &pen) }
    let width: Float = obstacle.kind == .church ? 2 : 1.2
    pen.line(outline, width * scale, Theme.line(obstacle.kind), closed: true)
    if obstacle.kind == .church { drawSteeple(obstacle.polygon, &pen) }
  }

  private func draw(_ area: Area, _ colour: Colour, fill: Float, _ pen: inout Pen) {
    guard let outline = pixels(area.polygon) else { return }
    pen.add(.polygon(outline, fill: colour.faded(fill)))
    pen.line(outline, 1.2 * scale, colour.faded(0.35 + fill), closed: true)
  }
}
