import Haptics
import Kernel

/// What was sent, what the motors did and what was felt, over the last seconds: three strips with a row an actuator,
/// and the direction that all of it adds up to.
public func drawPercept(_ moment: Moment, width: Int, height: Int) -> DrawList {
  var list = DrawList(width: width, height: height)
  let layout = Layout(mapOnly: width, height)
  let s = layout.scale
  list.items.append(.clear(Theme.panel))
  guard let wearer = moment.wearer, wearer.history != nil else {
    list.items.append(
      .text(
        "nobody wears a garment", at: layout.map.centre, size: 16 * s, colour: Theme.soft, align: .centre))
    return list
  }
  let column = min((340 * s).rounded(), Float(width) * 0.34)
  let right = Rectangle(
    minimum: Vector2(Float(width) - column, 0), maximum: Vector2(Float(width), Float(height)))
  let left = Rectangle(
    minimum: .zero, maximum: Vector2(Float(width) - column, Float(height)))
  // Beside the garment's own name there is no room for the time.
  let title = "\(moment.title) · \(wearer.mapping) · \(garmentCaption(moment))"
  list.items += perceptPanel(wearer, in: left, scale: s, title: title)
  list.items += garmentPanel(wearer, in: right, scale: s, caption: "")
  return list
}

/// The three strips in a part of a picture.
func perceptPanel(_ wearer: WearerMoment, in area: Rectangle, scale s: Float, title: String) -> [DrawItem] {
  guard let history = wearer.history, area.width > 160 * s, area.height > 120 * s else { return [] }
  var pen = Pen(scale: s)
  pen.rectangle(area, Theme.panel)
  pen.rectangle(area.minimum.x, area.minimum.y, area.width, 1, Theme.panelLine)
  let names = PerceptStrip.nameRoom(wearer.garment, s)
  let left = area.minimum.x + names + 14 * s
  let right = area.maximum.x - 20 * s
  pen.text(
    TextMetrics.fitted(title, size: 15 * s, room: right - area.minimum.x - 14 * s), area.minimum.x + 14 * s,
    area.minimum.y + 24 * s, size: 15 * s)
  let top = area.minimum.y + 34 * s
  let gauges = wearer.meters == nil || area.height < 300 * s ? 0 : 66 * s
  for item in suitGauges(
    wearer, in: Rectangle(minimum: Vector2(area.minimum.x, area.maximum.y - gauges), maximum: area.maximum),
    scale: s)
  { pen.add(item) }
  let bottom = area.maximum.y - 26 * s - gauges
  let strips = PerceptStrip.all
  let each = (bottom - top) / Float(strips.count)
  for (k, strip) in strips.enumerated() {
    let box = Rectangle(
      minimum: Vector2(left, top + each * Float(k) + 22 * s),
      maximum: Vector2(right, top + each * Float(k + 1) - 4 * s))
    strip.draw(history, wearer.garment, in: box, from: area.minimum.x + 14 * s, &pen)
  }
  timeAxis(history, left: left, right: right, y: bottom, &pen)
  return pen.items
}

private func timeAxis(_ history: HapticHistory, left: Float, right: Float, y: Float, _ pen: inout Pen) {
  let s = pen.scale
  let seconds = Float(history.capacity) * history.step
  let step = roundLength(seconds / 4)
  var ago: Float = 0
  while ago <= seconds + 1e-3 {
    let x = right - (right - left) * ago / seconds
    pen.rectangle(x - 0.5, y - 2 * s, 1, 5 * s, Theme.bodyLine)
    pen.text(
      ago == 0 ? "now" : "−\(short(ago)) s", x, y + 17 * s, size: 11.5 * s, Theme.soft,
      ago == 0 ? .right : .centre)
    ago += step
  }
}

/// One quantity over time, a row an actuator.
private struct PerceptStrip {
  let title: String
  let unit: String
  let column: HapticHistory.Column
  let full: Float  // at the top of the colours
  let palette: Palette

  static let all = [
    PerceptStrip(title: "sent", unit: "drive", column: .drive, full: 1, palette: .inferno),
    PerceptStrip(title: "done", unit: "g", column: .motion, full: 1.5, palette: .inferno),
    PerceptStrip(title: "felt", unit: "× threshold", column: .felt, full: 15, palette: .inferno),
  ]

  /// [px] that the zones' names take.
  static func nameRoom(_ garment: Garment, _ s: Float) -> Float {
    let widest = garment.zones.map { TextMetrics.width($0, size: 11.5 * s) }.max() ?? 0
    return min(max(widest, 24 * s), 84 * s) + 8 * s
  }

  func draw(
    _ history: HapticHistory, _ garment: Garment, in box: Rectangle, from edge: Float, _ pen: inout Pen
  ) {
    let s = pen.scale
    pen.text(title, edge, box.minimum.y - 7 * s, size: 13 * s)
    pen.text(
      "\(short(full)) \(unit)", box.maximum.x, box.minimum.y - 7 * s, size: 11 * s, Theme.soft, .right)
    scaleBar(
      at: box.maximum.x - 8 * s - TextMetrics.width("\(short(full)) \(unit)", size: 11 * s), box.minimum.y,
      &pen)
    let columns = max(1, Int(box.width))
    let rows = max(garment.actuators.count, 1)
    let tall = max(rows, Int(box.height))
    // A cell is a pixel: time is finer than rows are high. A column shows the greatest of its ticks.
    var values = Grid2D(
      GridFrame(origin: .zero, cellSize: 1, columns: columns, rows: tall), filledWith: Float(0))
    for x in 0..<columns {
      let newest = (columns - 1 - x) * history.capacity / columns
      let oldest = max((columns - x) * history.capacity / columns, newest + 1)
      for actuator in 0..<garment.actuators.count {
        let value = history.greatest(column, actuator: actuator, ticksAgo: newest..<oldest)
        guard value > 0 else { continue }
        // Row 0 of a grid is the lowest, actuator 0 stands on top.
        let high = tall - actuator * tall / rows
        let low = tall - (actuator + 1) * tall / rows
        let gap = high - low > 4 ? 1 : 0
        for y in low..<high - gap { values.cells[y * columns + x] = value }
      }
    }
    pen.rectangle(box, Theme.background)
    pen.add(
      .field(
        values: values, corner: box.minimum, cell: 1, low: 0, high: full, table: palette.table(64),
        smooth: false))
    zoneNames(garment, in: box, from: edge, &pen)
  }

  private func scaleBar(at right: Float, _ y: Float, _ pen: inout Pen) {
    let s = pen.scale
    let table = palette.table(24)
    for (k, colour) in table.enumerated() {
      pen.rectangle(right - Float(24 - k) * 3 * s, y - 15 * s, 3 * s + 0.5, 8 * s, colour)
    }
    pen.text("0", right - 24 * 3 * s - 5 * s, y - 7 * s, size: 11 * s, Theme.soft, .right)
  }

  private func zoneNames(_ garment: Garment, in box: Rectangle, from edge: Float, _ pen: inout Pen) {
    let s = pen.scale
    let all = garment.actuators
    let pitch = box.height / Float(max(all.count, 1))
    var start = 0
    while start < all.count {
      var end = start + 1
      while end < all.count, all[end].zone == all[start].zone { end += 1 }
      let top = box.minimum.y + pitch * Float(start)
      let tall = pitch * Float(end - start)
      if start > 0 { pen.rectangle(edge, top - 0.5, box.maximum.x - edge, 1, Theme.panelLine) }
      if tall > 10 * s {
        let name = TextMetrics.fitted(all[start].zone, size: 11.5 * s, room: box.minimum.x - edge - 6 * s)
        pen.text(name, edge, top + tall / 2 + 4 * s, size: 11.5 * s, Theme.soft)
      }
      start = end
    }
  }
}
