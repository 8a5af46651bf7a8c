/// Curves of several models over the band in which they have to run, as a small SVG picture.
struct BandPlot {
  var title: String
  var xLabel: String
  var yLabel: String
  var band: [CriterionPlan.BandRow]
  var curves: [(name: String, points: [SIMD2<Double>])]

  private static let width = 720.0
  private static let left = 58.0
  private static let right = 704.0
  private static let bottom = 330.0
  private static let rowHeight = 20.0
  private static let perRow = 4  // names in a row of the legend

  var svg: String {
    let rows = Double((curves.count + 1 + BandPlot.perRow - 1) / BandPlot.perRow)
    let top = 14 + rows * BandPlot.rowHeight
    let drawn = curves.map { $0.points.filter { $0.x.isFinite && $0.y.isFinite } }
    let all = drawn.joined()
    let xs = PlotAxis(
      from: min(0, band.first?.x ?? 0), to: max(band.last?.x ?? 1, all.map(\.x).max() ?? 1), about: 8,
      whole: true)
    let ys = PlotAxis(
      from: min(0, band.map(\.low).min() ?? 0),
      to: max(band.map(\.high).max() ?? 1, all.map(\.y).max() ?? 1), about: 6, whole: true)
    func x(_ value: Double) -> Double { BandPlot.left + xs.part(value) * (BandPlot.right - BandPlot.left) }
    func y(_ value: Double) -> Double { BandPlot.bottom - ys.part(value) * (BandPlot.bottom - top) }
    func steps(_ points: [SIMD2<Double>]) -> String {
      points.map { "\(Markup.px(x($0.x))) \(Markup.px(y($0.y)))" }.joined(separator: "L")
    }

    let middle = (top + BandPlot.bottom) / 2
    let outline = band.map { SIMD2($0.x, $0.high) } + band.reversed().map { SIMD2($0.x, $0.low) }
    var out = Vectorial.path("measured", "M\(steps(outline))Z")
    out += Vectorial.uprightText(yLabel, "axis mid", x: 14, y: middle)
    for tick in ys.ticks {
      out += Vectorial.horizontal("grid", from: BandPlot.left, to: BandPlot.right, y: y(tick))
      out += Vectorial.text(ys.label(tick), "tick end", x: BandPlot.left - 7, y: y(tick) + 4)
    }
    out += Vectorial.timeAxis(
      xs, label: xLabel, left: BandPlot.left, right: BandPlot.right, bottom: BandPlot.bottom)
    for (k, points) in drawn.enumerated() where !points.isEmpty {
      out += Vectorial.path("line line-\(k % 8)", "M\(steps(points))")
      // Short strokes with round ends are the points themselves.
      let dots = points.map { "M\(Markup.px(x($0.x))) \(Markup.px(y($0.y)))h.01" }.joined()
      out += Vectorial.path("dot dot-\(k % 8)", dots)
    }
    return Vectorial.picture(title, width: BandPlot.width, height: BandPlot.bottom + 46, out + legend())
  }

  private func legend() -> String {
    var out = ""
    for (k, name) in (["measured"] + curves.map(\.name)).enumerated() {
      let x = BandPlot.left + Double(k % BandPlot.perRow) * 162
      let y = 14 + Double(k / BandPlot.perRow) * BandPlot.rowHeight
      if k == 0 {
        out += Vectorial.box(x: x, y: y - 6, width: 26, height: 12, "class=\"measured\"")
      } else {
        out += Vectorial.path("line line-\((k - 1) % 8)", "M\(Markup.px(x)) \(Markup.px(y))h26")
      }
      out += Vectorial.text(name, "key", x: x + 32, y: y + 4)
    }
    return out
  }

  /// What the page's style says of these pictures beside the rest.
  static let style = """
    svg .measured { fill: var(--rule); stroke: var(--soft); stroke-width: .75; }
    svg .line-6 { stroke: var(--accent); stroke-dasharray: 1 5; }
    svg .line-7 { stroke: var(--soft); stroke-dasharray: 6 2; }
    svg .dot { fill: none; stroke-width: 5; stroke-linecap: round; }
    \(["c0", "c1", "c2", "c3", "c4", "c5", "accent", "soft"].enumerated().map { "svg .dot-\($0.offset) { stroke: var(--\($0.element)); }" }.joined(separator: " "))
    """
}
