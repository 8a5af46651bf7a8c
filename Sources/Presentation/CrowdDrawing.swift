import Haptics
import Kernel

/// The density, as the chosen layer shows it.
func fieldItems(_ moment: Moment, _ options: ViewOptions, _ camera: Camera, _ pen: inout Pen) {
  guard options.layer != .none, moment.density.frame.count > 0 else { return }
  let frame = moment.density.frame
  let bounds = frame.bounds
  let corner = camera.pixel(Vector2(bounds.minimum.x, bounds.maximum.y))
  let density = options.layer == .density
  let table =
    density
    ? options.palette.fadingTable()
    : LevelOfService.table(options.serviceColours)
  pen.add(
    .field(
      values: moment.density, corner: corner, cell: camera.length(frame.cellSize), low: 0,
      high: density ? options.scaleEnd : LevelOfService.tableEnd, table: table, smooth: true))
  if !density, options.serviceColours == .rainbow { letters(moment.density, camera, &pen) }
}

/// The class's letter every 56 pixels, for those who cannot tell the colours.
private func letters(_ density: Grid2D<Float>, _ camera: Camera, _ pen: inout Pen) {
  let step = 56 * pen.scale
  var y = camera.viewport.minimum.y + step / 2
  while y < camera.viewport.maximum.y {
    var x = camera.viewport.minimum.x + step / 2
    while x < camera.viewport.maximum.x {
      let p = camera.world(Vector2(x, y))
      let value = density.sample(p)
      if density.frame.bounds.contains(p), value >= 0.05 {
        pen.haloText(
          LevelOfService(density: value).letter, x, y + 4 * pen.scale, size: 12 * pen.scale, Theme.text,
          .centre)
      }
      x += step
    }
    y += step
  }
}

/// People who were taken out of the run, where they were seen last: a disc and a cross in the colour of alarm, for
/// eyes that do not tell it from white.
func lostItems(_ moment: Moment, _ camera: Camera, _ pen: inout Pen) {
  let radius = max(camera.length(0.2), 3 * pen.scale)
  let places = moment.lost.filter { $0.isFinite && camera.visible.grown(by: 2).contains($0) }.map(
    camera.pixel)
  guard !places.isEmpty else { return }
  pen.add(.discs(centres: places, radii: places.map { _ in radius * 1.6 }, fill: Theme.alarm))
  let arm = radius * 0.9
  let strokes = places.flatMap { p in
    [p + Vector2(-arm, -arm), p + Vector2(arm, arm), p + Vector2(-arm, arm), p + Vector2(arm, -arm)]
  }
  pen.add(.segments(strokes, width: max(1.5, radius * 0.35), colour: Theme.person))
}

/// Everybody as a disc with a tick ahead. Discs keep a least size, ticks appear where they can be told apart.
func crowdItems(_ moment: Moment, _ camera: Camera, culling: Bool, _ pen: inout Pen) {
  let crowd = moment.crowd
  let wearer = moment.wearer?.id
  let seen = camera.visible.grown(by: 2)
  var centres: [Vector2] = []
  var radii: [Float] = []
  var ticks: [Vector2] = []
  centres.reserveCapacity(crowd.count)
  radii.reserveCapacity(crowd.count)
  let least = 1.6 * pen.scale
  let perMetre = camera.length(1)
  let withTicks = perMetre * 0.2 > 3.2
  let rows = min(crowd.count, crowd.positions.count, crowd.radii.count, crowd.headings.count)
  for i in 0..<rows {
    let p = crowd.positions[i]
    // NaN fails the test; only what is in sight is handed on.
    if culling ? !seen.contains(p) : !p.isFinite { continue }
    if crowd.ids[i] == wearer { continue }
    let c = camera.pixel(p)
    let r = max(crowd.radii[i] * perMetre, least)
    centres.append(c)
    radii.append(r)
    if withTicks {
      let h = Vector2(crowd.headings[i].x, -crowd.headings[i].y)
      ticks.append(c + h * (r * 0.25))
      ticks.append(c + h * (r * 1.45))
    }
  }
  // All edges first: a crowd reads as one body with a seam, not as rings on rings.
  if withTicks {
    let width = max(perMetre * 0.06, 1.8)
    pen.add(.segments(ticks, width: width + 2, colour: Theme.personEdge))
    pen.add(.discs(centres: centres, radii: radii.map { $0 + 1 }, fill: Theme.personEdge))
    pen.add(.discs(centres: centres, radii: radii, fill: Theme.person))
    pen.add(.segments(ticks, width: width, colour: Theme.person))
  } else {
    pen.add(.discs(centres: centres, radii: radii.map { $0 + 0.7 }, fill: Theme.personEdge.faded(0.4)))
    pen.add(.discs(centres: centres, radii: radii, fill: Theme.person.faded(0.88)))
  }
}

/// The wearer: a disc in a colour of its own, a ring round it, an arrow ahead; never smaller than can be found.
func wearerItems(_ wearer: WearerMoment, _ crowd: Crowd, _ camera: Camera, _ pen: inout Pen) {
  guard wearer.pose.position.isFinite, wearer.pose.heading.isFinite else { return }
  let body = crowd.row(of: wearer.id).flatMap { $0 < crowd.radii.count ? crowd.radii[$0] : nil } ?? 0.2
  let r = max(camera.length(body), 4.5 * pen.scale)
  let c = camera.pixel(wearer.pose.position)
  let h = Vector2(wearer.pose.heading.x, -wearer.pose.heading.y)
  pen.add(.ring(centre: c, radius: r + 6 * pen.scale, width: 5 * pen.scale, colour: Theme.halo))
  pen.arrow(
    from: c + h * r, to: c + h * (r + 21 * pen.scale), width: 6 * pen.scale, head: 13 * pen.scale, Theme.halo)
  pen.add(.ring(centre: c, radius: r + 6 * pen.scale, width: 2.4 * pen.scale, colour: Theme.wearer))
  pen.arrow(
    from: c + h * (r + 4 * pen.scale), to: c + h * (r + 19 * pen.scale), width: 3 * pen.scale,
    head: 10 * pen.scale, Theme.wearer)
  pen.add(.disc(centre: c, radius: r + 1, fill: Theme.background))
  pen.add(.disc(centre: c, radius: r, fill: Theme.wearer))
}

/// What the garment listens to: every sector and ring of the body's view, as opaque as it is dense.
func fanItems(_ wearer: WearerMoment, _ options: ViewOptions, _ camera: Camera, _ pen: inout Pen) {
  let view = wearer.view
  let pose = wearer.pose
  guard pose.position.isFinite, pose.heading.isFinite, view.density.count >= view.sectors * view.rings else {
    return
  }
  let half = 180 / Float(view.sectors)
  func at(_ degrees: Float, _ distance: Float) -> Vector2 {
    camera.pixel(pose.position + Math.unit(degrees: degrees).turned(by: pose.heading) * distance)
  }
  for sector in 0..<view.sectors {
    let middle = 2 * half * Float(sector)
    for ring in 0..<view.rings {
      let density = view.density[view.index(sector: sector, ring: ring)]
      guard density > 0.02 else { continue }
      let share = min(density / options.scaleEnd, 1)
      let (near, far) = (view.edges[ring], view.edges[ring + 1])
      pen.add(
        .polygon(
          [at(middle - half, near), at(middle + half, near), at(middle + half, far), at(middle - half, far)],
          fill: Theme.fan.faded(0.05 + 0.3 * share.squareRoot())))
    }
  }
  let c = camera.pixel(pose.position)
  for edge in view.edges {
    pen.add(
      .ring(
        centre: c, radius: camera.length(edge), width: 1,
        colour: Theme.fan.faded(edge == view.edges.last ? 0.5 : 0.16)))
  }
  // Eight spokes show which way the fan is turned; the one ahead is the longest.
  if let far = view.edges.last {
    for k in 0..<8 {
      let ahead = k == 0
      pen.line(
        [at(Float(k) * 45, view.edges[0]), at(Float(k) * 45, ahead ? far * 1.08 : far)], ahead ? 1.6 : 1,
        Theme.fan.faded(ahead ? 0.55 : 0.13))
    }
  }
}
