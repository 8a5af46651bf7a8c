import Kernel

/// Collects items; the few helpers that every part of the picture needs.
struct Pen {
  var items: [DrawItem] = []
  let scale: Float  // of letters and gaps
  init(scale: Float) { self.scale = scale }

  mutating func add(_ item: DrawItem) { items.append(item) }

  mutating func text(
    _ text: String, _ x: Float, _ y: Float, size: Float, _ colour: Colour = Theme.text,
    _ align: DrawItem.Alignment = .left
  ) {
    items.append(.text(text, at: Vector2(x, y), size: size, colour: colour, align: align))
  }
  /// Legible on anything: the letters once more in dark, one pixel off in four directions.
  mutating func haloText(
    _ string: String, _ x: Float, _ y: Float, size: Float, _ colour: Colour,
    _ align: DrawItem.Alignment = .left
  ) {
    for (dx, dy) in [(-1, 0), (1, 0), (0, -1), (0, 1), (1, 1), (-1, -1)] as [(Float, Float)] {
      text(string, x + dx, y + dy, size: size, Theme.halo, align)
    }
    text(string, x, y, size: size, colour, align)
  }
  mutating func rectangle(_ area: Rectangle, _ fill: Colour) { items.append(.rectangle(area, fill: fill)) }
  mutating func rectangle(_ x: Float, _ y: Float, _ width: Float, _ height: Float, _ fill: Colour) {
    rectangle(Rectangle(minimum: Vector2(x, y), maximum: Vector2(x + width, y + height)), fill)
  }
  mutating func line(_ points: [Vector2], _ width: Float, _ colour: Colour, closed: Bool = false) {
    items.append(.line(points, width: width, colour: colour, closed: closed))
  }
  /// A broken line.
  mutating func dashes(_ points: [Vector2], _ width: Float, _ colour: Colour, closed: Bool = false) {
    let dash = 7 * scale  // [px], and the gap as well
    var ends: [Vector2] = []
    var done: Float = 0  // [px] from the beginning
    for (a, b) in zip(points, points.dropFirst() + (closed ? points.prefix(1) : [])) {
      let length = (b - a).length
      guard length > 0, length < 4000 * dash else { continue }
      let along = (b - a) / length
      var s = -done.truncatingRemainder(dividingBy: 2 * dash)
      while s < length {
        let (from, to) = (max(s, 0), min(s + dash, length))
        if to > from { ends += [a + along * from, a + along * to] }
        s += 2 * dash
      }
      done += length
    }
    items.append(.segments(ends, width: width, colour: colour))
  }
  /// A rectangle with round corners, filled and edged.
  mutating func card(_ area: Rectangle, _ fill: Colour = Theme.card, edge: Colour = Theme.panelLine) {
    let outline = Pen.rounded(area, radius: 7 * scale)
    items.append(.polygon(outline, fill: fill))
    line(outline, 1, edge, closed: true)
  }
  static func rounded(_ area: Rectangle, radius: Float) -> [Vector2] {
    let r = min(radius, min(area.width, area.height) / 2)
    let corners = [
      (Vector2(area.maximum.x - r, area.minimum.y + r), Float(-90)),
      (Vector2(area.maximum.x - r, area.maximum.y - r), 0),
      (Vector2(area.minimum.x + r, area.maximum.y - r), 90),
      (Vector2(area.minimum.x + r, area.minimum.y + r), 180),
    ]
    return corners.flatMap { centre, start in
      (0...4).map { centre + Math.unit(degrees: start + Float($0) * 22.5) * r }
    }
  }
  /// An arrow with a filled head.
  mutating func arrow(from a: Vector2, to b: Vector2, width: Float, head: Float, _ colour: Colour) {
    let d = (b - a).normalized
    let neck = b - d * head
    line([a, neck + d], width, colour)
    items.append(.polygon([b, neck + d.left * (head * 0.6), neck - d.left * (head * 0.6)], fill: colour))
  }
}

/// `value` with `digits` after the point; no libraries, the same everywhere.
package func decimal(_ value: Double, _ digits: Int) -> String {
  guard value.isFinite, abs(value) < 1e12 else { return "–" }
  var unit = 1
  for _ in 0..<digits { unit *= 10 }
  let whole = Int((abs(value) * Double(unit)).rounded())
  let sign = value < 0 && whole > 0 ? "−" : ""
  guard digits > 0 else { return sign + String(whole) }
  let rest = String(whole % unit)
  return sign + String(whole / unit) + "." + String(repeating: "0", count: digits - rest.count) + rest
}
func decimal(_ value: Float, _ digits: Int) -> String { decimal(Double(value), digits) }

/// As few digits as the value needs, at most two: 6, 0.5, 2.17.
package func short(_ value: Float) -> String {
  var text = decimal(value, 2)
  while text.contains("."), text.last == "0" || text.last == "." {
    let last = text.removeLast()
    if last == "." { break }
  }
  return text
}

/// 1, 2 or 5 times a power of ten: the greatest that is ≤ `value`. 1 where `value` is not positive.
package func roundLength(_ value: Float) -> Float {
  guard value > 1e-6, value < 1e9 else { return 1 }
  var unit: Float = 1
  while unit * 10 <= value { unit *= 10 }
  while unit > value { unit /= 10 }
  for step in [5, 2] as [Float] where unit * step <= value * 1.0001 { return unit * step }
  return unit
}
