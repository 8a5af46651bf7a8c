import Haptics
import Kernel

/// The gauges of a garment in a row: where the feedback and the skin stand, and how far each limit of comfort is used.
func suitGauges(_ wearer: WearerMoment, in area: Rectangle, scale s: Float) -> [DrawItem] {
  guard let meters = wearer.meters, area.width > 300 * s else { return [] }
  var pen = Pen(scale: s)
  pen.rectangle(area.minimum.x, area.minimum.y, area.width, 1, Theme.panelLine)
  let gauges = SuitGauge.all(meters, wearer)
  let room = area.width - 28 * s
  let each = room / Float(gauges.count)
  for (k, gauge) in gauges.enumerated() {
    let left = area.minimum.x + 14 * s + each * Float(k)
    gauge.draw(at: left, area.minimum.y + 8 * s, width: each - 14 * s, &pen)
  }
  let caveat = TextMetrics.fitted(
    "dose: A(8). " + Comfort.caveat + faultWords(meters), size: 10.5 * s, room: room)
  pen.text(caveat, area.minimum.x + 14 * s, area.maximum.y - 6 * s, size: 10.5 * s, Theme.soft)
  return pen.items
}

private func faultWords(_ meters: SuitMeters) -> String {
  var words = ""
  if meters.limited > 0 { words += " · \(meters.limited) held back for comfort" }
  if meters.faults > 0 { words += " · \(meters.faults) requests were no numbers" }
  if meters.released > 0 { words += " · \(meters.released) cut off that stayed on" }
  return words
}

private struct SuitGauge {
  var title: String
  var value: String
  var share: Float  // 0…1 of the bar
  var mark: Float?  // 0…1 a line across the bar
  var warns = true  // from four fifths on

  static func all(_ meters: SuitMeters, _ wearer: WearerMoment) -> [SuitGauge] {
    func share(_ value: Float, _ limit: Float) -> Float { limit > 0 ? min(value / limit, 1) : 0 }
    let felt = wearer.feltDirection
    let direction =
      felt == .zero
      ? "none" : "\(short(Math.degrees(of: felt).rounded()))° ± \(short(wearer.directionError.rounded()))°"
    return [
      SuitGauge(
        title: "adaptation", value: "\(Int((meters.adaptation * 100).rounded())) %", share: meters.adaptation,
        warns: false),
      // 0.5 … 2 on a scale of octaves, 1 in the middle.
      SuitGauge(
        title: "gain", value: decimal(meters.gain, 2),
        share: min(max(Math.log(max(meters.gain, 0.01)) / Math.log(4) + 0.5, 0), 1), mark: 0.5, warns: false),
      SuitGauge(
        title: "dose", value: "\(decimal(meters.dose, 2)) of \(short(meters.doseLimit)) m/s²",
        share: share(meters.dose, meters.doseLimit)),
      SuitGauge(
        title: "strong",
        value: "\(Int((meters.duty * 100).rounded())) of \(Int((meters.dutyLimit * 100).rounded())) %",
        share: share(meters.duty, meters.dutyLimit)),
      SuitGauge(
        title: "warmth", value: "\(decimal(meters.warmth, 1)) of \(short(meters.warmthLimit)) K",
        share: share(meters.warmth, meters.warmthLimit)),
      SuitGauge(
        title: "power", value: "\(decimal(meters.joulesPerMinute, 0)) J/min",
        share: min(meters.wattsOfMinute / 5, 1),
        warns: false),
      SuitGauge(title: "felt from", value: direction, share: felt.length, warns: false),
    ]
  }

  func draw(at left: Float, _ top: Float, width: Float, _ pen: inout Pen) {
    let s = pen.scale
    pen.text(
      TextMetrics.fitted(title, size: 11 * s, room: width), left, top + 10 * s, size: 11 * s, Theme.soft)
    let y = top + 15 * s
    pen.rectangle(left, y, width, 7 * s, Theme.background)
    let colour = !warns || share < 0.8 ? Theme.felt : share < 1 ? Theme.caution : Theme.alarm
    pen.rectangle(left, y, width * share, 7 * s, colour)
    if let mark { pen.rectangle(left + width * mark - 0.5, y - 2 * s, 1, 11 * s, Theme.text) }
    pen.text(TextMetrics.fitted(value, size: 11.5 * s, room: width), left, y + 20 * s, size: 11.5 * s)
  }
}
