import Kernel

extension GroundDrawing {
  /// A spire seen from above, four roof planes and their ridges, with a cross on its point.
  func drawSteeple(_ polygon: Polygon, _ pen: inout Pen) {
    let size = min(polygon.bounds.width, polygon.bounds.height)
    let half = min(max(camera.length(size) * 0.2, 6 * scale), 26 * scale)
    guard camera.length(size) > 14 * scale else { return }
    let c = camera.pixel(polygon.centroid)
    let light = Theme.line(.church)
    let corners = [Vector2(-1, -1), Vector2(1, -1), Vector2(1, 1), Vector2(-1, 1)].map { c + $0 * half }
    let shades: [UInt32] = [0x8a6f5c, 0x5f4c40, 0x47392f, 0x745d4d]
    for k in 0..<4 {
      pen.add(.polygon([corners[k], corners[(k + 1) % 4], c], fill: Colour(hex: shades[k])))
    }
    pen.line(corners, 1.2 * scale, light, closed: true)
    // The Latin cross: the arm crosses at two thirds of the height.
    let tall = half * 0.72
    let width = max(half * 0.17, 1.5)
    pen.line([c - Vector2(0, tall), c + Vector2(0, tall)], width, Theme.text)
    pen.line(
      [c + Vector2(-tall * 0.62, -tall * 0.32), c + Vector2(tall * 0.62, -tall * 0.32)], width, Theme.text)
  }

  /// Crowns on a shifted grid, the same ones at every zoom.
  func drawTrees(_ polygon: Polygon, _ pen: inout Pen) {
    let step: Float = 2.6  // [m]
    let seen = polygon.bounds
    guard camera.length(step) > 7 * scale, seen.width < 400, seen.height < 400 else { return }
    var centres: [Vector2] = []
    var radii: [Float] = []
    let chance = CounterRandom(seed: 1)
    let rows = Int(seen.height / step)
    for row in 0...rows {
      for column in 0...Int(seen.width / step) {
        let u = chance.uniform4(.test, entity: UInt32(column), tick: row)
        let p = seen.minimum + (Vector2(Float(column), Float(row)) + Vector2(u.x, u.y)) * step
        let radius = 0.5 + 0.7 * u.z
        guard polygon.contains(p), (polygon.nearestOnOutline(to: p) - p).length > radius else { continue }
        centres.append(camera.pixel(p))
        radii.append(camera.length(radius))
      }
    }
    pen.add(.discs(centres: centres, radii: radii, fill: Colour(hex: 0x2f6b4c)))
    let light = zip(centres, radii).map { $0 + Vector2(-0.22, -0.22) * $1 }
    pen.add(.discs(centres: light, radii: radii.map { $0 * 0.55 }, fill: Colour(hex: 0x428a63)))
  }

  /// Short level strokes, where both ends lie in the water.
  func drawWaves(_ polygon: Polygon, _ pen: inout Pen) {
    let step: Float = 3  // [m]
    let seen = polygon.bounds
    guard camera.length(step) > 9 * scale, seen.width < 400, seen.height < 400 else { return }
    var points: [Vector2] = []
    for row in 0...Int(seen.height / step) {
      for column in 0...Int(seen.width / step) {
        let shift: Float = row % 2 == 0 ? 0.25 : 0.75
        let a = seen.minimum + Vector2(Float(column) + shift, Float(row) + 0.5) * step
        let b = a + Vector2(1.1, 0)
        guard polygon.contains(a - Vector2(0.4, 0)), polygon.contains(b + Vector2(0.4, 0)) else { continue }
        points += [camera.pixel(a), camera.pixel(b)]
      }
    }
    pen.add(.segments(points, width: 1.2 * scale, colour: Theme.line(.water).faded(0.55)))
  }

  /// Which way leads out: away from what is walkable round the exit; zero where no way does.
  private func wayOut(_ area: Area) -> Vector2 {
    let centre = area.polygon.centroid
    let size = area.polygon.bounds.size
    var sum = Vector2.zero
    for k in 0..<16 {
      let d = Math.unit(degrees: Float(k) * 22.5)
      // Beyond the exit's own edge in this direction.
      let reach = abs(d.x) * size.x / 2 + abs(d.y) * size.y / 2 + 0.5
      let p = centre + d * reach
      if !ground.walkable.contains(where: { $0.contains(p) }) { sum += d }
    }
    let out = sum.length > 0.5 ? sum.normalized : (centre - ground.bounds.centre).normalized
    // People leave straight across one of the exit's own sides.
    let corners = area.polygon.vertices
    var best = out
    var closest: Float = 0.9
    for (a, b) in zip(corners, corners.dropFirst() + corners.prefix(1)) {
      let across = (b - a).normalized.left
      let match = across.dot(out)
      if abs(match) > closest {
        closest = abs(match)
        best = match > 0 ? across : -across
      }
    }
    return best
  }

  func drawWayOut(_ area: Area, _ pen: inout Pen) {
    let d = wayOut(area)
    guard d != .zero else { return }
    let pixel = Vector2(d.x, -d.y)
    let c = camera.pixel(area.polygon.centroid)
    let length = 24 * scale
    pen.arrow(
      from: c - pixel * (length * 0.25), to: c + pixel * length, width: 3 * scale, head: 10 * scale,
      Theme.exit)
  }

  /// Names, where there is room: obstacles inside their outline, exits towards the inside of the ground.
  func names() -> [DrawItem] {
    var pen = Pen(scale: scale)
    pen.add(.clip(camera.viewport))
    var taken: [Rectangle] = []
    /// Writes where nothing else was written and the map does not end.
    func write(_ name: String, at p: Vector2, size: Float, _ colour: Colour, plate: Bool = false) {
      let half = Vector2(TextMetrics.width(name, size: size) / 2, size * 0.55)
      let middle = p - Vector2(0, size * 0.36)
      let box = Rectangle(minimum: middle - half, maximum: middle + half).grown(by: plate ? 4 * scale : 2)
      guard camera.viewport.contains(box.minimum), camera.viewport.contains(box.maximum),
        !taken.contains(where: box.meets)
      else { return }
      taken.append(box)
      if plate {  // stands where people walk
        pen.add(.polygon(Pen.rounded(box, radius: 4 * scale), fill: Theme.card))
        pen.text(name, p.x, p.y, size: size, colour, .centre)
      } else {
        pen.haloText(name, p.x, p.y, size: size, colour, .centre)
      }
    }
    let size = 13 * scale
    for (k, area) in ground.exits.enumerated() where !area.name.isEmpty {
      let d = wayOut(area)
      let c = camera.pixel(area.polygon.centroid)
      let half = camera.length(1) * area.polygon.bounds.size / 2
      let wide = TextMetrics.width(area.name, size: size) / 2
      // Inwards by the exit's own half size, the text's, and a gap.
      let off = abs(d.x) * (half.x + wide + 14 * scale) + abs(d.y) * (half.y + size + 8 * scale)
      write(
        area.name, at: c + Vector2(-d.x, d.y) * off + Vector2(0, size * 0.36), size: size,
        features.isClosed(exit: k) ? Theme.barrier : Theme.exit, plate: true)
    }
    for obstacle in ground.obstacles where !obstacle.name.isEmpty {
      let room = camera.length(obstacle.polygon.bounds.width)
      let tall = camera.length(obstacle.polygon.bounds.height)
      let large = obstacle.kind == .church ? size * 1.1 : size
      guard TextMetrics.width(obstacle.name, size: large) + 8 * scale < room, tall > large * 1.6 else {
        continue
      }
      var p = camera.pixel(obstacle.polygon.centroid) + Vector2(0, large * 0.36)
      if obstacle.kind == .church {  // below the steeple
        p.y += min(max(min(room, tall) * 0.2, 6 * scale), 26 * scale) + large
      }
      write(obstacle.name, at: p, size: large, obstacle.kind == .church ? Theme.line(.church) : Theme.text)
    }
    for (areas, colour) in [(ground.waypoints, Theme.waypoint), (ground.sources, Theme.source)] {
      for area in areas where !area.name.isEmpty {
        let p = camera.pixel(area.polygon.centroid) + Vector2(0, size * 0.32)
        write(area.name, at: p, size: size * 0.9, colour, plate: true)
      }
    }
    for (name, p, colour) in featureNames {
      write(name, at: p + Vector2(0, size * 0.32), size: size * 0.9, colour, plate: true)
    }
    return pen.items
  }
}
