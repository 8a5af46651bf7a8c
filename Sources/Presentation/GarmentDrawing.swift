import Haptics
import Kernel

/// The garment on its wearer: every actuator in its place, drive as fill, the motor's real motion as ring, and
/// what is felt as bars below. Static parts are one layer, so that a canvas can keep them.
func garmentPanel(_ wearer: WearerMoment, in area: Rectangle, scale s: Float, caption: String?) -> [DrawItem]
{
  let garment = wearer.garment
  var still = Pen(scale: s)
  var live = Pen(scale: s)
  still.rectangle(area, Theme.panel)
  still.rectangle(area.minimum.x, area.minimum.y, 1, area.height, Theme.panelLine)
  let left = area.minimum.x + 18 * s
  let right = area.maximum.x - 18 * s
  let title = garment.title.isEmpty ? garment.name : garment.title
  still.text(
    TextMetrics.fitted(title, size: 15 * s, room: right - left), left, area.minimum.y + 27 * s, size: 15 * s)
  let count = garment.actuators.count
  still.text(
    TextMetrics.fitted(
      "\(garment.name) · \(count) actuator\(count == 1 ? "" : "s") · \(garment.levels) levels", size: 12 * s,
      room: right - left), left, area.minimum.y + 45 * s, size: 12 * s, Theme.soft)
  if let caption {
    live.text(caption, right, area.minimum.y + 27 * s, size: 12 * s, Theme.soft, .right)
  }
  let panes = GarmentPane.panes(of: garment)
  // The body takes what its width asks for; the bars below take the rest, within reason.
  let top = area.minimum.y + 54 * s
  let wanted =
    panes.map { pane in
      (right - left) / Float(panes.count) / max(pane.sheet.width, 0.05) * pane.sheet.height
    }.max() ?? 0
  let rest = area.maximum.y - top - 56 * s
  let barsHeight = min(max(rest - wanted - 34 * s, rest * 0.24, 100 * s), rest * 0.45)
  let bars = Rectangle(
    minimum: Vector2(left, area.maximum.y - barsHeight), maximum: Vector2(right, area.maximum.y - 14 * s))
  let legend = Rectangle(
    minimum: Vector2(left, bars.minimum.y - 50 * s), maximum: Vector2(right, bars.minimum.y - 14 * s))
  let figures = Rectangle(
    minimum: Vector2(left, top), maximum: Vector2(right, legend.minimum.y - 6 * s))
  discLegend(legend, &still)
  feltScale(bars, garment, &still)
  for (k, pane) in panes.enumerated() {
    let width = figures.width / Float(panes.count)
    let box = Rectangle(
      minimum: Vector2(figures.minimum.x + width * Float(k), figures.minimum.y),
      maximum: Vector2(figures.minimum.x + width * Float(k + 1), figures.maximum.y))
    draw(pane, wearer, in: box, &still, &live)
  }
  feltBars(bars, wearer, &live)
  var hash = StableHash()
  hash.combine([area.minimum, area.maximum])
  hash.combine([s])
  hash.combine(Array((garment.name + "\n" + garment.title).utf8))
  hash.combine([garment.levels])
  for actuator in garment.actuators {
    hash.combine([actuator.position, actuator.normal])
    hash.combine(Array(actuator.zone.utf8) + [0] + Array(actuator.site.rawValue.utf8))
  }
  return [.layer(still.items, key: hash.value)] + live.items
}

private func value(_ column: [Float], _ row: Int) -> Float {
  row < column.count && column[row].isFinite ? max(column[row], 0) : 0
}

/// Body and actuators of one pane.
private func draw(
  _ pane: GarmentPane, _ wearer: WearerMoment, in box: Rectangle, _ still: inout Pen, _ live: inout Pen
) {
  let s = still.scale
  let room = Rectangle(minimum: box.minimum + Vector2(2, 4) * s, maximum: box.maximum - Vector2(2, 22) * s)
  let size = pane.sheet.size
  let perMetre = max(1, min(room.width / max(size.x, 0.05), room.height / max(size.y, 0.05)))
  let place = { (p: Vector2) -> Vector2 in
    let d = (p - pane.sheet.centre) * perMetre
    return room.centre + Vector2(d.x, -d.y)
  }
  pane.drawBody(wearer.garment, place, s, &still)
  let base = min(place(Vector2(0, pane.sheet.minimum.y)).y + 20 * s, box.maximum.y - 6 * s)
  still.text(pane.title, box.centre.x, base, size: 12.5 * s, Theme.soft, .centre)
  // Which hand is which: seen from the front, the wearer's right is on the left.
  let hands = pane.view == .front ? ("R", "L") : ("L", "R")
  let reach = min(size.x / 2 * perMetre, room.width / 2) * 0.72
  still.text(hands.0, room.centre.x - reach, base, size: 12 * s, Theme.soft, .centre)
  still.text(hands.1, room.centre.x + reach, base, size: 12 * s, Theme.soft, .centre)

  if pane.view == .above {
    still.text(
      "front", room.centre.x, place(Vector2(0, pane.sheet.maximum.y)).y + 4 * s, size: 12 * s, Theme.soft,
      .centre)
  }

  let spots = pane.actuators.map { place(pane.point(wearer.garment.actuators[$0].position)) }
  let radius = discRadius(spots, scale: s)
  let table = Palette.inferno.table()
  for (spot, row) in zip(spots, pane.actuators) where spot.isFinite {
    let drive = min(value(wearer.drive, row), 1)
    let motion = min(value(wearer.motion, row) / fullMotion, 1)
    if motion > 0.005 {
      live.add(
        .ring(
          centre: spot, radius: radius * 1.24, width: max(1, radius * 0.34 * motion),
          colour: Theme.motion.faded(0.35 + 0.65 * motion)))
    }
    live.add(.disc(centre: spot, radius: radius, fill: Theme.bodyLine))
    live.add(.disc(centre: spot, radius: max(radius - 1.2 * s, 1), fill: table[Int(drive * 255)]))
  }
}

/// [g] at which the motor's ring is as thick as it gets.
private let fullMotion: Float = 1.5
/// Felt intensity at the top of the bars, in multiples of the threshold's.
private let fullPercept: Float = 15

/// Discs that do not touch, nor grow beyond what a motor looks like.
private func discRadius(_ spots: [Vector2], scale: Float) -> Float {
  var least = Float.infinity
  for i in spots.indices {
    for j in 0..<i { least = min(least, (spots[i] - spots[j]).length) }
  }
  return max(min(least * 0.36, 10 * scale), 1.5)
}

/// What fill and ring of a disc mean.
private func discLegend(_ box: Rectangle, _ pen: inout Pen) {
  let s = pen.scale
  let width = box.width * 0.56
  let y = box.minimum.y + 16 * s
  pen.text("drive", box.minimum.x, y, size: 12 * s, Theme.soft)
  let x = box.minimum.x + 40 * s
  let table = Palette.inferno.table(32)
  let cell = (width - 44 * s) / 32
  for (k, colour) in table.enumerated() {
    pen.rectangle(x + Float(k) * cell, y - 10 * s, cell + 0.5, 11 * s, colour)
  }
  pen.text("0", x, y + 15 * s, size: 11 * s, Theme.soft)
  pen.text("0.5", x + 16 * cell, y + 15 * s, size: 11 * s, Theme.soft, .centre)
  pen.text("1", x + 32 * cell, y + 15 * s, size: 11 * s, Theme.soft, .right)
  let right = box.maximum.x
  pen.text("\(short(fullMotion)) g", right, y + 15 * s, size: 11 * s, Theme.soft, .right)
  pen.text("motion", box.minimum.x + width + 14 * s, y, size: 12 * s, Theme.soft)
  for (k, share) in ([0.15, 0.5, 1] as [Float]).enumerated() {
    pen.add(
      .ring(
        centre: Vector2(right - 52 * s + Float(k) * 22 * s, y - 4 * s), radius: 7 * s,
        width: max(1, 3 * s * share), colour: Theme.motion.faded(0.35 + 0.65 * share)))
  }
  pen.text("0", right - 52 * s, y + 15 * s, size: 11 * s, Theme.soft, .centre)
}

/// Where the bars stand; the axis name lies above, the zones' names below them.
private func barArea(_ box: Rectangle, _ s: Float) -> Rectangle {
  Rectangle(
    minimum: box.minimum + Vector2(22, 22) * s, maximum: box.maximum - Vector2(0, 16) * s)
}

private func feltScale(_ box: Rectangle, _ garment: Garment, _ pen: inout Pen) {
  let s = pen.scale
  let area = barArea(box, s)
  pen.text("felt", box.minimum.x, box.minimum.y + 11 * s, size: 12 * s, Theme.soft)
  pen.text(
    "multiples of the threshold", box.maximum.x, box.minimum.y + 11 * s, size: 11 * s, Theme.soft, .right)
  for tick in [0, 5, 10, 15] as [Float] {
    let y = area.maximum.y - area.height * tick / fullPercept
    pen.rectangle(area.minimum.x, y, area.width, 1, Theme.panelLine)
    pen.text(short(tick), area.minimum.x - 6 * s, y + 4 * s, size: 11 * s, Theme.soft, .right)
  }
  // Names of the zones under their first and last bar, where they fit.
  let cell = area.width / Float(max(garment.actuators.count, 1))
  var start = 0
  let all = garment.actuators
  while start < all.count {
    var end = start + 1
    while end < all.count, all[end].zone == all[start].zone { end += 1 }
    let from = area.minimum.x + cell * Float(start)
    let width = cell * Float(end - start)
    let name = TextMetrics.fitted(all[start].zone, size: 11 * s, room: width - 4 * s)
    if name.count > 1 || name == all[start].zone {
      pen.text(name, from + width / 2, area.maximum.y + 14 * s, size: 11 * s, Theme.soft, .centre)
    }
    if start > 0 { pen.rectangle(from - 0.5, area.minimum.y, 1, area.height, Theme.panelLine) }
    start = end
  }
}

/// One bar an actuator, in the garment's order; below the threshold nobody feels it, so it is dull there.
private func feltBars(_ box: Rectangle, _ wearer: WearerMoment, _ pen: inout Pen) {
  let s = pen.scale
  let area = barArea(box, s)
  let count = wearer.garment.actuators.count
  guard count > 0 else { return }
  let cell = area.width / Float(count)
  let gap = min(cell * 0.25, 3 * s)
  for row in 0..<count {
    let felt = value(wearer.percept, row)
    guard felt > 0.01 else { continue }
    let height = area.height * min(felt / fullPercept, 1)
    pen.rectangle(
      area.minimum.x + cell * Float(row) + gap / 2, area.maximum.y - height, max(cell - gap, 1), height,
      felt > fullPercept ? Theme.alarm : felt < 1 ? Theme.bodyLine : Theme.felt)
  }
  let threshold = area.maximum.y - area.height / fullPercept
  pen.rectangle(area.minimum.x, threshold, area.width, 1, Theme.caution.faded(0.7))
}
