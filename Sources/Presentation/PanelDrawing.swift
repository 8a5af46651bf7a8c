import Kernel

/// Each stage's latest and mean time. Bars run on a fixed scale, up to a frame at 60 a second.
func profilePanel(_ moment: Moment, in area: Rectangle, _ pen: inout Pen) {
  let s = pen.scale
  pen.rectangle(area, Theme.panel)
  pen.rectangle(area.minimum.x, area.minimum.y, 1, area.height, Theme.panelLine)
  pen.rectangle(area.minimum.x, area.minimum.y, area.width, 1, Theme.panelLine)
  let left = area.minimum.x + 18 * s
  let right = area.maximum.x - 18 * s
  var y = area.minimum.y + 26 * s
  pen.text("Stages", left, y, size: 15 * s)
  let frame = moment.frameMilliseconds ?? 0
  let rate = frame > 0 ? "\(decimal(1000 / frame, 0)) frames/s" : "ms, latest and mean"
  pen.text(rate, right, y, size: 12 * s, Theme.soft, .right)
  y += 10 * s
  let full: Double = 1000.0 / 60  // [ms]
  let stages = moment.stages
  let room = max(1, Int((area.maximum.y - y - 8 * s) / (19 * s)))
  for scope in stages.prefix(stages.count > room ? room - 1 : room) {
    y += 19 * s
    let latest = Double(scope.last) / 1e6
    let mean = scope.calls > 0 ? Double(scope.nanoseconds) / Double(scope.calls) / 1e6 : 0
    pen.text(TextMetrics.fitted(scope.name, size: 12.5 * s, room: 84 * s), left, y, size: 12.5 * s)
    let start = left + 92 * s
    let width = right - 104 * s - start
    pen.rectangle(start, y - 9 * s, width, 9 * s, Theme.body)
    let share = Float(min(latest / full, 1))
    pen.rectangle(
      start, y - 9 * s, max(width * share, share > 0 ? 1 : 0), 9 * s,
      latest > full ? Theme.alarm : Theme.wearer.faded(0.85))
    let tick = start + width * Float(min(mean / full, 1))
    pen.rectangle(tick, y - 11 * s, 1.5 * s, 13 * s, Theme.caution)
    pen.text(decimal(latest, 2), right - 52 * s, y, size: 12.5 * s, Theme.text, .right)
    pen.text(decimal(mean, 2), right, y, size: 12.5 * s, Theme.soft, .right)
  }
  if stages.count > room {
    pen.text("and \(stages.count - room + 1) more", left, y + 19 * s, size: 12 * s, Theme.soft)
  }
}

/// All keys, in two columns, from the one table of keys.
func helpPanel(_ layout: Layout, _ pen: inout Pen) {
  let s = layout.scale
  let map = layout.map
  pen.rectangle(map, Theme.background.faded(0.55))
  let rows = KeyTable.help
  let perColumn = (rows.count + 1) / 2
  // A small map gets smaller letters, down to what can still be read.
  let fit = min(s, (map.width - 24 * s) / 720, (map.height - 24 * s) / (Float(perColumn) * 25 + 96))
  let size = Vector2(720 * fit, (Float(perColumn) * 25 + 96) * fit)
  let low = map.centre - size / 2
  var small = Pen(scale: fit)
  small.card(Rectangle(minimum: low, maximum: low + size), Theme.panel)
  small.text("Keys", low.x + 26 * fit, low.y + 36 * fit, size: 20 * fit)
  for (i, row) in rows.enumerated() {
    let x = low.x + 26 * fit + Float(i / perColumn) * 350 * fit
    let y = low.y + (64 + Float(i % perColumn) * 25) * fit
    let urgent = row.action == .stop
    small.text(row.keys, x, y, size: 13.5 * fit, urgent ? Theme.alarm : Theme.wearer)
    small.text(row.text, x + 118 * fit, y, size: 13.5 * fit, urgent ? Theme.alarm : Theme.text)
  }
  small.text(
    "drag to move the map · wheel to zoom · sticks walk and pan", low.x + 26 * fit, low.y + size.y - 17 * fit,
    size: 12.5 * fit, Theme.soft)
  pen.items += small.items
}
