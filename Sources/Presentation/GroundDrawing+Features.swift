import City
import Kernel

extension GroundDrawing {
  /// Ground on which people walk otherwise: treads and an arrow where it leads up, chevrons where it is one-way.
  func draw(_ zone: ZonePlan, _ pen: inout Pen) {
    guard let outline = pixels(zone.polygon) else { return }
    pen.add(.polygon(outline, fill: Theme.zone.faded(0.1)))
    pen.line(outline, 1.2 * scale, Theme.zone.faded(0.45), closed: true)
    if zone.up != .zero { drawSlope(zone, &pen) }
    if zone.oneWay != .zero { drawChevrons(zone, &pen) }
  }

  private func drawSlope(_ zone: ZonePlan, _ pen: inout Pen) {
    let up = zone.up.normalized
    let step = max(0.4, 9 * scale * camera.metresPerPixel)  // [m] between treads
    let treads = zone.polygon.chords(across: up, every: step)
    guard treads.count < 2000 else { return }
    pen.add(.segments(treads.map(camera.pixel), width: 1, colour: Theme.zone.faded(0.35)))
    let centre = zone.polygon.centroid
    let size = zone.polygon.bounds.size
    let half = min((abs(up.x) * size.x + abs(up.y) * size.y) * 0.3, 40 * scale * camera.metresPerPixel)
    pen.arrow(
      from: camera.pixel(centre - up * half), to: camera.pixel(centre + up * half), width: 2.4 * scale,
      head: 10 * scale, Theme.zone.faded(0.8))
  }

  private func drawChevrons(_ zone: ZonePlan, _ pen: inout Pen) {
    let along = zone.oneWay.normalized
    let step = max(1.2, 42 * scale * camera.metresPerPixel)  // [m] between chevrons
    let arm = step * 0.13
    let rows = zone.polygon.chords(across: along.left, every: step)
    guard rows.count < 400 else { return }
    var strokes: [Vector2] = []
    for k in stride(from: 0, to: rows.count, by: 2) {
      // Where chevrons stand does not depend on where a row begins, so that rows stand in line.
      let (low, high) = (
        min(rows[k].dot(along), rows[k + 1].dot(along)), max(rows[k].dot(along), rows[k + 1].dot(along))
      )
      let base = rows[k] - along * rows[k].dot(along)
      var s = (low / step).rounded(.up) * step
      while s < high - arm, strokes.count < 8000 {
        if s > low + arm {
          let tip = base + along * s
          for side in [along.left, -along.left] {
            strokes += [camera.pixel(tip), camera.pixel(tip - along * arm + side * arm)]
          }
        }
        s += step
      }
    }
    pen.add(.segments(strokes, width: 1.8 * scale, colour: Theme.zone.faded(0.6)))
  }

  /// Where clothing warns: hatched, with an edge that stands out.
  func draw(_ hazard: Hazard, _ pen: inout Pen) {
    guard let outline = pixels(hazard.polygon) else { return }
    pen.add(.polygon(outline, fill: Theme.alarm.faded(0.08)))
    let step = max(0.5, 12 * scale * camera.metresPerPixel)  // [m] between strokes
    let strokes = hazard.polygon.chords(across: Vector2(1, 1).normalized, every: step)
    if strokes.count < 2000 {
      pen.add(.segments(strokes.map(camera.pixel), width: 1, colour: Theme.alarm.faded(0.35)))
    }
    pen.line(outline, 2 * scale, Theme.alarm.faded(0.8), closed: true)
  }

  /// Where people wait: a dashed outline.
  func draw(_ waiting: WaitingPlan, _ pen: inout Pen) {
    guard let outline = pixels(waiting.polygon) else { return }
    pen.add(.polygon(outline, fill: Theme.waiting.faded(0.06)))
    pen.dashes(outline, 1.4 * scale, Theme.waiting.faded(0.6), closed: true)
  }

  /// The spots of a queue in a row, those who are served there filled.
  func draw(_ queue: QueuePlan, _ pen: inout Pen) {
    let seen = camera.visible.grown(by: 2)
    guard !culling || queue.spots.contains(where: seen.contains) else { return }
    let spots = queue.spots.map(camera.pixel)
    pen.line(spots, 1, Theme.waiting.faded(0.4))
    let radius = max(camera.length(0.3), 2.5 * scale)
    for (k, spot) in spots.enumerated() {
      if k < queue.servers { pen.add(.disc(centre: spot, radius: radius, fill: Theme.waiting.faded(0.35))) }
      pen.add(.ring(centre: spot, radius: radius, width: 1.2 * scale, colour: Theme.waiting.faded(0.6)))
    }
  }

  /// In the way while closed, a dashed outline while open.
  func draw(_ barrier: BarrierPlan, _ pen: inout Pen) {
    guard let outline = pixels(barrier.polygon) else { return }
    if barrier.isClosed {
      pen.add(.polygon(outline, fill: Theme.barrier.faded(0.75)))
      pen.line(outline, 1.4 * scale, Theme.barrier, closed: true)
    } else {
      pen.dashes(outline, 1.2 * scale, Theme.barrier.faded(0.7), closed: true)
    }
  }

  /// Nobody leaves here now: the exit's outline with a cross through it.
  func drawClosed(_ exit: Area, _ pen: inout Pen) {
    guard let outline = pixels(exit.polygon) else { return }
    pen.add(.polygon(outline, fill: Theme.barrier.faded(0.15)))
    pen.line(outline, 1.2 * scale, Theme.barrier.faded(0.7), closed: true)
    let c = camera.pixel(exit.polygon.centroid)
    let size = camera.length(1) * exit.polygon.bounds.size
    let arm = max(min(min(size.x, size.y) * 0.35, 9 * scale), 4 * scale)
    let strokes = [Vector2(-arm, -arm), Vector2(arm, arm), Vector2(-arm, arm), Vector2(arm, -arm)].map {
      c + $0
    }
    pen.add(.segments(strokes, width: 2.4 * scale, colour: Theme.barrier))
  }

  /// Both edges that are one.
  func draw(_ link: LinkPlan, _ pen: inout Pen) {
    for shift in [Vector2.zero, link.shift] {
      pen.dashes([link.a + shift, link.b + shift].map(camera.pixel), 2.4 * scale, Theme.link)
    }
  }

  /// What is written at features, and where [px].
  var featureNames: [(name: String, at: Vector2, colour: Colour)] {
    var names: [(name: String, at: Vector2, colour: Colour)] = []
    func add(_ name: String, _ p: Vector2, _ colour: Colour) {
      if !name.isEmpty { names.append((name, camera.pixel(p), colour)) }
    }
    for zone in features.zones {
      let pace = zone.factor == 1 ? "" : " ×\(short(zone.factor))"
      // Beside the arrow of a slope, not on it.
      let aside = zone.up == .zero ? .zero : Vector2(0, -16 * scale * camera.metresPerPixel)
      add(zone.name + pace, zone.polygon.centroid + aside, Theme.zone)
    }
    for waiting in features.waitings { add(waiting.name, waiting.polygon.centroid, Theme.waiting) }
    for hazard in features.hazards { add(hazard.name, hazard.polygon.centroid, Theme.alarm) }
    for queue in features.queues {
      guard let tail = queue.spots.last else { continue }
      let before = queue.spots.dropLast().last ?? tail + Vector2(0, 1)
      let away = (tail - before).normalized
      let wide = TextMetrics.width(queue.name, size: 12 * scale) / 2 * abs(away.x) + 16 * scale
      add(queue.name, tail + away * (wide * camera.metresPerPixel), Theme.waiting)
    }
    for barrier in features.barriers {
      let c = barrier.polygon.centroid
      // Beside a door, where its name would hide it.
      let half = barrier.polygon.bounds.size / 2
      let wide = TextMetrics.width(barrier.name, size: 12 * scale) / 2 + 10 * scale
      let aside =
        half.x < half.y
        ? Vector2(half.x + wide * camera.metresPerPixel, 0)
        : Vector2(0, half.y + 14 * scale * camera.metresPerPixel)
      add(barrier.name, c + aside, Theme.barrier)
    }
    return names
  }
}

extension Polygon {
  /// Both ends of every stretch inside the polygon of the lines across `direction` (of length 1), `step` [m] apart.
  package func chords(across direction: Vector2, every step: Float) -> [Vector2] {
    guard step > 0, vertices.count > 2 else { return [] }
    let heights = vertices.map { $0.dot(direction) }
    guard let low = heights.min(), let high = heights.max(), (high - low) / step < 1000 else { return [] }
    let aside = direction.left
    var ends: [Vector2] = []
    var height = low + step / 2
    while height < high {
      var meets: [Float] = []
      for i in vertices.indices {
        let j = (i + 1) % vertices.count
        guard (heights[i] < height) != (heights[j] < height) else { continue }
        let share = (height - heights[i]) / (heights[j] - heights[i])
        meets.append((vertices[i] + (vertices[j] - vertices[i]) * share).dot(aside))
      }
      meets.sort()
      for k in stride(from: 0, to: meets.count - 1, by: 2) {
        ends.append(direction * height + aside * meets[k])
        ends.append(direction * height + aside * meets[k + 1])
      }
      height += step
    }
    return ends
  }
}
