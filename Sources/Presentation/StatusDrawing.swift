import Kernel

/// 1:02:03.4 of [s].
package func clock(_ seconds: Double) -> String {
  guard seconds.isFinite, abs(seconds) < 1e9 else { return "–" }
  let tenths = Int((abs(seconds) * 10).rounded(.down))
  let sign = seconds < 0 && tenths > 0 ? "−" : ""
  func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
  let hours = tenths / 36_000
  let rest = "\(two(tenths / 600 % 60)):\(two(tenths / 10 % 60)).\(tenths % 10)"
  return sign + (hours > 0 ? "\(hours):\(rest)" : rest)
}

/// Name and value of everything that makes a picture repeatable.
private func facts(_ moment: Moment) -> [(name: String, value: String)] {
  var facts = [("time", clock(moment.seconds)), ("tick", "\(moment.tick)")]
  facts.append(moment.seed.map { ("seed", "\($0)") } ?? ("crowd", "recorded"))
  facts.append(("people", "\(moment.crowd.count)"))
  if moment.speed != 1 { facts.append(("speed", "×\(short(Float(moment.speed)))")) }
  if let frame = moment.frameMilliseconds { facts.append(("frame", "\(decimal(frame, 1)) ms")) }
  return facts
}

/// The bar on top: title on the left, facts on the right.
func statusBar(_ moment: Moment, _ layout: Layout, _ pen: inout Pen) {
  let s = layout.scale
  let bar = layout.bar
  pen.rectangle(bar, Theme.panel)
  pen.rectangle(bar.minimum.x, bar.maximum.y - 1, bar.width, 1, Theme.panelLine)
  let base = bar.minimum.y + bar.height / 2 + 5.5 * s
  let all = facts(moment)
  /// A value that changes in every picture must not make its neighbours dance: whole slots.
  func slot(_ value: String, _ size: Float) -> Float {
    max(
      TextMetrics.width(String(repeating: "0", count: value.count), size: size),
      TextMetrics.width(value, size: size))
  }
  // On a narrow picture the facts shrink before the title goes.
  let needed = all.reduce(18 * s) {
    $0 + slot($1.value, 15 * s) + TextMetrics.width($1.name, size: 12 * s) + 26 * s
  }
  let t = s * min(1, bar.width * 0.74 / needed)
  var x = bar.maximum.x - 18 * s
  for (name, value) in all.reversed() {
    x -= slot(value, 15 * t)
    pen.text(value, x, base, size: 15 * t, Theme.text)
    x -= TextMetrics.width(name, size: 12 * t) + 6 * t
    pen.text(name, x, base, size: 12 * t, Theme.soft)
    x -= 20 * t
  }
  let room = x - bar.minimum.x - 18 * s
  let size = 18 * s
  pen.text(TextMetrics.fitted(moment.title, size: size, room: room), bar.minimum.x + 18 * s, base, size: size)
}

/// One line for pictures without the bar, at the upper left of the map.
func captionCard(_ moment: Moment, _ layout: Layout, _ pen: inout Pen) {
  let s = layout.scale
  let size = 13 * s
  let line = facts(moment).map { "\($0.name) \($0.value)" }.joined(separator: "   ")
  let room = layout.map.width - 120 * s
  let title = TextMetrics.fitted(moment.title, size: size * 1.15, room: room)
  let detail = TextMetrics.fitted(line, size: size, room: room)
  let wide = max(TextMetrics.width(title, size: size * 1.15), TextMetrics.width(detail, size: size))
  let low = layout.map.minimum + 12 * s
  pen.card(Rectangle(minimum: low, maximum: low + Vector2(wide + 28 * s, 48 * s)))
  pen.text(title, low.x + 14 * s, low.y + 20 * s, size: size * 1.15)
  pen.text(detail, low.x + 14 * s, low.y + 39 * s, size: size, Theme.soft)
}

/// The time and seed of a picture that shows a garment alone.
func garmentCaption(_ moment: Moment) -> String {
  "time \(clock(moment.seconds))   \(moment.seed.map { "seed \($0)" } ?? "recorded crowd")"
}

/// The newest notices, at the upper left of the map.
func notices(_ moment: Moment, _ layout: Layout, _ pen: inout Pen) {
  let s = layout.scale
  var y = layout.map.minimum.y + 12 * s
  for notice in moment.notices.suffix(4) {
    let size = 13 * s
    let text = TextMetrics.fitted(notice, size: size, room: layout.map.width * 0.62)
    let box = Rectangle(
      minimum: Vector2(layout.map.minimum.x + 12 * s, y),
      maximum: Vector2(layout.map.minimum.x + 38 * s + TextMetrics.width(text, size: size), y + 27 * s))
    pen.card(box)
    pen.rectangle(box.minimum.x + 8 * s, y + 8 * s, 3 * s, 11 * s, Theme.caution)
    pen.text(text, box.minimum.x + 18 * s, y + 18.5 * s, size: size)
    y += 32 * s
  }
}

/// STOPPED and PAUSED, which nobody may overlook.
func banners(_ moment: Moment, _ layout: Layout, _ pen: inout Pen) {
  let s = layout.scale
  let middle = layout.map.centre.x
  var y =
    layout.map.minimum.y + 14 * s
    + (moment.notices.isEmpty ? 0 : Float(min(moment.notices.count, 4)) * 32 * s)
  func banner(_ head: String, _ line: String, _ fill: Colour, _ ink: Colour) {
    let size = 22 * s
    let small = 13 * s
    let wide = max(TextMetrics.width(head, size: size), TextMetrics.width(line, size: small)) + 56 * s
    let box = Rectangle(
      minimum: Vector2(middle - wide / 2, y), maximum: Vector2(middle + wide / 2, y + 58 * s))
    pen.card(box, fill, edge: ink.faded(0.35))
    pen.text(head, middle, y + 27 * s, size: size, ink, .centre)
    pen.text(line, middle, y + 46 * s, size: small, ink, .centre)
    y += 66 * s
  }
  if moment.stopped {
    banner(
      "STOPPED", "all vibration and sound is off · \(KeyTable.keys(of: .resume)) to resume", Theme.alarm,
      Colour(hex: 0xffffff))
  }
  if moment.paused {
    banner(
      "PAUSED", "\(KeyTable.keys(of: .pause)) goes on · \(KeyTable.keys(of: .step)) one step", Theme.caution,
      Theme.background)
  }
}
