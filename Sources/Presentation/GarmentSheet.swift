import Haptics
import Kernel

/// A garment as a sheet for people who build or wire one: every actuator on the body with its channel, its zone in
/// colour, and what it is below.
public func drawGarmentSheet(_ garment: Garment, width: Int, height: Int) -> DrawList {
  var list = DrawList(width: width, height: height)
  let s = min(max(min(Float(width) / 640, Float(height) / 640), 0.6), 2.4)
  var pen = Pen(scale: s)
  pen.add(.clear(Theme.panel))
  let left = 20 * s
  let right = Float(width) - 20 * s
  pen.text(garment.title.isEmpty ? garment.name : garment.title, left, 32 * s, size: 18 * s)
  let count = garment.actuators.count
  pen.text(
    "\(garment.name) · \(count) actuator\(count == 1 ? "" : "s") · \(garment.levels) levels", left, 52 * s,
    size: 12.5 * s, Theme.soft)
  let foot = zoneLegend(garment, left: left, right: right, bottom: Float(height) - 18 * s, &pen)
  let panes = GarmentPane.panes(of: garment)
  let box = Rectangle(
    minimum: Vector2(left, 66 * s), maximum: Vector2(right, foot - 14 * s))
  for (k, pane) in panes.enumerated() {
    let wide = box.width / Float(panes.count)
    let room = Rectangle(
      minimum: Vector2(box.minimum.x + wide * Float(k), box.minimum.y),
      maximum: Vector2(box.minimum.x + wide * Float(k + 1), box.maximum.y))
    sheet(pane, garment, in: room, &pen)
  }
  list.items = pen.items
  return list
}

/// Colours of zones: Okabe and Ito's, told apart by everybody.
private let zoneColours: [Colour] = [
  Colour(hex: 0x56b4e9), Colour(hex: 0xe69f00), Colour(hex: 0x009e73), Colour(hex: 0xcc79a7),
  Colour(hex: 0xf0e442), Colour(hex: 0xd55e00), Colour(hex: 0x0072b2), Colour(hex: 0xbbbbbb),
]

private func colour(_ garment: Garment, _ zone: String) -> Colour {
  zoneColours[(garment.zones.firstIndex(of: zone) ?? 0) % zoneColours.count]
}

/// Draws the zones' names and the motors from `bottom` upwards; the top of what was drawn comes back.
private func zoneLegend(
  _ garment: Garment, left: Float, right: Float, bottom: Float, _ pen: inout Pen
) -> Float {
  let s = pen.scale
  let line = 17 * s
  let kinds = kindWords(garment)
  var y = bottom
  for words in kinds.reversed() {
    pen.text(
      TextMetrics.fitted(words, size: 12 * s, room: right - left), left, y, size: 12 * s, Theme.soft)
    y -= line
  }
  var x = left
  for zone in garment.zones {
    let members = garment.actuators.indices.filter { garment.actuators[$0].zone == zone }
    let words = "\(zone) \(spans(members))"
    let wide = TextMetrics.width(words, size: 12.5 * s) + 34 * s
    if x + wide > right, x > left {
      x = left
      y -= line
    }
    pen.add(.disc(centre: Vector2(x + 6 * s, y - 4 * s), radius: 5.5 * s, fill: colour(garment, zone)))
    pen.text(words, x + 17 * s, y, size: 12.5 * s)
    x += wide
  }
  return y - line
}

/// "0–19" or "0, 2, 4–7".
private func spans(_ rows: [Int]) -> String {
  var parts: [String] = []
  var k = 0
  while k < rows.count {
    var end = k
    while end + 1 < rows.count, rows[end + 1] == rows[end] + 1 { end += 1 }
    parts.append(end > k ? "\(rows[k])–\(rows[end])" : "\(rows[k])")
    k = end + 1
  }
  return parts.joined(separator: ", ")
}

/// One line for each kind of motor that the garment has.
private func kindWords(_ garment: Garment) -> [String] {
  var seen: [ActuatorKind] = []
  for actuator in garment.actuators where !seen.contains(actuator.kind) { seen.append(actuator.kind) }
  return seen.prefix(3).map(\.inWords)
}

extension ActuatorKind {
  /// One line for people: "linear resonant, 175 Hz, Q 15, 1.35 g, up in 16 ms".
  public var inWords: String {
    let rise = "up in \(decimal(riseTime * 1000, 0)) ms"
    switch self {
    case .eccentricMass(let motor):
      return
        "eccentric mass, \(short(motor.fullFrequencyHertz)) Hz and \(short(motor.fullAcceleration)) g at full drive, \(rise)"
    case .linearResonant(let motor):
      let push = motor.overdrive > 1 ? ", overdriven \(short(motor.overdrive)) times" : ""
      return
        "linear resonant, \(short(motor.resonanceHertz)) Hz, Q \(short(motor.quality)), \(short(motor.fullAcceleration)) g, \(rise)\(push)"
    case .voiceCoil(let coil):
      let band = "\(short(coil.lowestHertz))–\(short(coil.highestHertz)) Hz"
      return "voice coil, \(band), \(short(coil.fullAcceleration)) g, \(rise)"
    }
  }
}

private func sheet(_ pane: GarmentPane, _ garment: Garment, in box: Rectangle, _ pen: inout Pen) {
  let s = pen.scale
  let room = Rectangle(minimum: box.minimum, maximum: box.maximum - Vector2(0, 26) * s)
  let size = pane.sheet.size
  let perMetre = max(1, min(room.width / max(size.x, 0.05), room.height / max(size.y, 0.05)))
  let place = { (p: Vector2) -> Vector2 in
    let d = (p - pane.sheet.centre) * perMetre
    return room.centre + Vector2(d.x, -d.y)
  }
  pane.drawBody(garment, place, s, &pen)
  let base = box.maximum.y - 6 * s
  pen.text(pane.title, box.centre.x, base, size: 13 * s, Theme.soft, .centre)
  let hands = pane.view == .front ? ("wearer's right", "left") : ("left", "right")
  pen.text(hands.0, room.minimum.x + 4 * s, base, size: 12 * s, Theme.soft)
  pen.text(hands.1, room.maximum.x - 4 * s, base, size: 12 * s, Theme.soft, .right)
  let spots = pane.actuators.map { place(pane.point(garment.actuators[$0].position)) }
  var least = Float.infinity
  for i in spots.indices { for j in 0..<i { least = min(least, (spots[i] - spots[j]).length) } }
  let radius = max(min(least * 0.42, 13 * s), 3)
  for (spot, row) in zip(spots, pane.actuators) where spot.isFinite {
    pen.add(.disc(centre: spot, radius: radius, fill: Theme.panelLine))
    pen.add(
      .disc(
        centre: spot, radius: max(radius - 1.2 * s, 1), fill: colour(garment, garment.actuators[row].zone)))
    let letters = min(radius * 1.05, 13 * s)
    if letters >= 6 {
      pen.text(
        "\(row)", spot.x, spot.y + letters * 0.36, size: letters, Colour(hex: 0x0b0f16), .centre)
    }
  }
}
