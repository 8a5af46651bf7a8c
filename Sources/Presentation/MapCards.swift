import Kernel

/// Legend, scale bar and north arrow: they stand still as long as nobody changes the view, so they are a layer.
func mapCards(_ moment: Moment, _ options: ViewOptions, _ layout: Layout) -> [DrawItem] {
  let camera = layout.camera(options, ground: moment.ground)
  var pen = Pen(scale: layout.scale)
  let legend = legendCard(options, layout, hasWearer: moment.wearer != nil, &pen)
  scaleBar(camera, layout, leftOf: legend, &pen)
  northArrow(layout, &pen)
  var hash = StableHash()
  hash.combine([layout.map.minimum, layout.map.maximum])
  hash.combine([camera.metresPerPixel, layout.scale, options.scaleEnd])
  hash.combine(Array("\(options.layer) \(options.palette) \(options.serviceColours)".utf8))
  hash.combine([moment.wearer != nil, options.pedestrians, options.fan])
  return [.layer(pen.items, key: hash.value)]
}

/// What the colours mean, with unit and ticks; gives the card's place.
private func legendCard(
  _ options: ViewOptions, _ layout: Layout, hasWearer: Bool, _ pen: inout Pen
) -> Rectangle? {
  let s = layout.scale
  guard options.layer != .none else { return nil }
  let size = Vector2(min(318 * s, layout.map.width - 24 * s), 66 * s)
  let low = Vector2(layout.map.minimum.x + 12 * s, layout.map.maximum.y - 12 * s - size.y)
  let card = Rectangle(minimum: low, maximum: low + size)
  pen.card(card)
  let x = low.x + 14 * s
  let width = size.x - 28 * s
  let density = options.layer == .density
  pen.text(
    density ? "density" : "level of service (Fruin)", x, low.y + 18 * s, size: 12.5 * s, Theme.text)
  pen.text("pedestrians / m²", x + width, low.y + 18 * s, size: 11.5 * s, Theme.soft, .right)
  let bar = Rectangle(minimum: Vector2(x, low.y + 26 * s), maximum: Vector2(x + width, low.y + 40 * s))
  if density { densityBar(options, bar, s, &pen) } else { serviceBar(options, bar, s, &pen) }
  return card
}

/// The colours as they look on bare ground, so that legend and map agree.
private func densityBar(_ options: ViewOptions, _ bar: Rectangle, _ s: Float, _ pen: inout Pen) {
  let steps = max(2, Int(bar.width))
  var ramp = Grid2D<Float>(
    GridFrame(origin: .zero, cellSize: 1, columns: steps, rows: 1), filledWith: 0)
  for c in 0..<steps { ramp[c, 0] = (Float(c) + 0.5) / Float(steps) }
  pen.rectangle(bar, Theme.ground)
  // One row of pixel-sized cells for every pixel of the bar's height.
  for row in 0..<Int(bar.height) {
    pen.add(
      .field(
        values: ramp, corner: bar.minimum + Vector2(0, Float(row)), cell: 1, low: 0, high: 1,
        table: options.palette.fadingTable(), smooth: false))
  }
  let end = options.scaleEnd
  let step = roundLength(end / 3)
  var value: Float = 0
  while value <= end * 1.001 {
    let x = bar.minimum.x + bar.width * value / end
    pen.rectangle(x - 0.5, bar.maximum.y, 1, 4 * s, Theme.soft)
    let last = value + step > end * 1.001
    pen.text(
      (last && value >= end * 0.999 ? "≥ " : "") + short(value), x, bar.maximum.y + 17 * s, size: 11.5 * s,
      Theme.soft, value == 0 ? .left : last && value >= end * 0.99 ? .right : .centre)
    value += step
  }
}

private func serviceBar(_ options: ViewOptions, _ bar: Rectangle, _ s: Float, _ pen: inout Pen) {
  let width = bar.width / 6
  for service in LevelOfService.allCases {
    let x = bar.minimum.x + width * Float(service.rawValue)
    let colour = service.colour(options.serviceColours)
    // As it looks on bare ground, so that legend and map agree.
    pen.rectangle(x, bar.minimum.y, width, bar.height, Theme.ground)
    pen.rectangle(
      x, bar.minimum.y, width, bar.height, colour.faded(LevelOfService.opacity(options.serviceColours)))
    let dark = colour.contrast(with: Theme.background) > colour.contrast(with: Theme.text)
    pen.text(
      service.letter, x + width / 2, bar.maximum.y - 3 * s, size: 12 * s,
      dark ? Theme.background : Theme.text,
      .centre)
    if service.rawValue > 0 {
      pen.text(
        short(service.densities.from), x, bar.maximum.y + 17 * s, size: 11.5 * s, Theme.soft, .centre)
    }
  }
}

/// A round length that fits, at the map's lower right.
private func scaleBar(_ camera: Camera, _ layout: Layout, leftOf legend: Rectangle?, _ pen: inout Pen) {
  let s = layout.scale
  let metres = roundLength(camera.metresPerPixel * 140 * s)
  let length = camera.length(metres)
  let right = layout.map.maximum.x - 24 * s
  var y = layout.map.maximum.y - 26 * s
  let left = right - length
  func card() -> Rectangle {
    Rectangle(minimum: Vector2(left - 12 * s, y - 26 * s), maximum: Vector2(right + 12 * s, y + 14 * s))
  }
  // On a narrow map it stands on top of the legend.
  if let legend, legend.meets(card()) { y = legend.minimum.y - 20 * s }
  let back = card()
  pen.card(back)
  pen.line(
    [Vector2(left, y - 6 * s), Vector2(left, y), Vector2(right, y), Vector2(right, y - 6 * s)], 2 * s,
    Theme.text)
  let name =
    metres >= 1000
    ? "\(short(metres / 1000)) km" : metres < 1 ? "\(short(metres * 100)) cm" : "\(short(metres)) m"
  pen.text(name, (left + right) / 2, y - 9 * s, size: 12.5 * s, Theme.text, .centre)
}

private func northArrow(_ layout: Layout, _ pen: inout Pen) {
  let s = layout.scale
  let c = Vector2(layout.map.maximum.x - 36 * s, layout.map.minimum.y + 40 * s)
  pen.add(.disc(centre: c, radius: 24 * s, fill: Theme.card))
  pen.add(.ring(centre: c, radius: 24 * s, width: 1, colour: Theme.panelLine))
  let tip = c + Vector2(0, -8 * s)
  pen.add(.polygon([tip, c + Vector2(7, 18) * s, c + Vector2(0, 13) * s], fill: Theme.soft))
  pen.add(.polygon([tip, c + Vector2(-7, 18) * s, c + Vector2(0, 13) * s], fill: Theme.text))
  pen.text("N", c.x, c.y - 9 * s, size: 12.5 * s, Theme.text, .centre)
}
