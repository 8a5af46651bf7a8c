/// Many values over time, a row each, as bands of colour: which actuator was driven when.
public struct HeatStrip: Equatable, Sendable {
  public var title: String
  public var rows: [String]  // one name a row, from the top
  public var groups: [String]  // one a row; rows of one group stand together
  public var seconds: ClosedRange<Double>  // [s] that the columns span
  public var columns: [[Float]]  // one value a row, 0...1
  public init(
    title: String, rows: [String], groups: [String] = [], seconds: ClosedRange<Double>, columns: [[Float]]
  ) {
    self.title = title
    self.rows = rows
    self.groups = groups
    self.seconds = seconds
    self.columns = columns
  }

  /// Black over red to yellow with evenly rising lightness: the colour map inferno by its polynomials, in sixteen
  /// steps, as the garment's pictures have it. Level 0 is the ground.
  static let palette = [
    "#000000", "#0c072d", "#250a4e", "#410d62", "#5e136d", "#791a70", "#94246b", "#ae305e",
    "#c6404b", "#dc5235", "#ee6920", "#f88412", "#fca413", "#f8c62a", "#f4e75d", "#f9fdaf",
  ]
  private static let left = 128.0
  private static let right = 704.0
  private static let top = 30.0
  private static let mostColumns = 288

  public var svg: String {
    let count = rows.count
    let pitch = min(11, max(3, 440 / Double(max(1, count))))
    let bottom = HeatStrip.top + pitch * Double(count)
    let (left, right, top) = (HeatStrip.left, HeatStrip.right, HeatStrip.top)
    let axis = PlotAxis(from: seconds.lowerBound, to: seconds.upperBound, about: 8, whole: false)
    let rest = Vectorial.box(
      x: left, y: top, width: right - left, height: bottom - top, "fill=\"\(HeatStrip.palette[0])\"")
    let body =
      key() + rest + bands(pitch: pitch) + labels(pitch: pitch)
      + Vectorial.timeAxis(axis, label: "time [s]", left: left, right: right, bottom: bottom)
    return Vectorial.picture(title, width: Plot.width, height: bottom + 46, body)
  }

  /// 0 for rest, 1...15 for a value above it; what is not finite rests.
  static func level(_ value: Float) -> Int {
    guard value > 0 else { return 0 }
    return max(1, Int((min(1, value) * 15).rounded()))
  }

  /// Columns that one drawn column stands for.
  private var columnsPerBand: Int {
    max(1, (columns.count + HeatStrip.mostColumns - 1) / HeatStrip.mostColumns)
  }

  /// The columns brought down to `mostColumns`, each value the greatest of those it stands for: a short pulse
  /// stays.
  private func thinned() -> [[Float]] {
    let run = columnsPerBand
    guard run > 1 else { return columns }
    return stride(from: 0, to: columns.count, by: run).map { start in
      columns[start..<min(columns.count, start + run)].dropFirst().reduce(columns[start]) { most, next in
        zip(most, next).map { max($0, $1) }
      }
    }
  }

  /// One path a colour, made of runs of equal level along each row.
  private func bands(pitch: Double) -> String {
    let shown = thinned()
    func x(_ band: Int) -> String {
      let part = min(1, Double(band * columnsPerBand) / Double(columns.count))
      return Markup.px(HeatStrip.left + part * (HeatStrip.right - HeatStrip.left))
    }
    func level(_ band: Int, _ row: Int) -> Int {
      row < shown[band].count ? HeatStrip.level(shown[band][row]) : 0
    }
    var paths = [String](repeating: "", count: 16)
    for row in rows.indices {
      let y = Markup.px(HeatStrip.top + (Double(row) + 0.5) * pitch)
      var start = 0
      while start < shown.count {
        let here = level(start, row)
        var end = start + 1
        while end < shown.count, level(end, row) == here { end += 1 }
        if here > 0 { paths[here] += "M\(x(start)) \(y)H\(x(end))" }
        start = end
      }
    }
    return paths.enumerated().filter { !$0.element.isEmpty }.map { level, steps in
      let stroke = "stroke=\"\(HeatStrip.palette[level])\" stroke-width=\"\(Markup.px(pitch))\""
      return "<path class=\"band\" \(stroke) d=\"\(steps)\"/>\n"
    }.joined()
  }

  /// Names, as many as have room, and a rule with the group's name wherever a group begins.
  private func labels(pitch: Double) -> String {
    var out = ""
    let every = max(1, Int((9 / pitch).rounded(.up)))
    for (row, name) in rows.enumerated() {
      let y = HeatStrip.top + Double(row) * pitch
      if row % every == 0 {
        let short = String(name.prefix(20))
        out += Vectorial.text(short, "row end", x: HeatStrip.left - 6, y: y + pitch / 2 + 3)
      }
      if row < groups.count, row == 0 || groups[row] != groups[row - 1] {
        if row > 0 { out += Vectorial.horizontal("rule", from: 4, to: HeatStrip.right, y: y) }
        out += Vectorial.text(String(groups[row].prefix(10)), "tick", x: 4, y: y + 11)
      }
    }
    return out
  }

  /// The scale of colours above the strip.
  private func key() -> String {
    var out = Vectorial.text("drive 0", "tick end", x: HeatStrip.left - 6, y: 18)
    for (k, colour) in HeatStrip.palette.enumerated() where k > 0 {
      let x = HeatStrip.left + Double(k - 1) * 12
      out += Vectorial.box(x: x, y: 9, width: 12.5, height: 10, "fill=\"\(colour)\"")
    }
    return out + Vectorial.text("1", "tick", x: HeatStrip.left + 15 * 12 + 7, y: 18)
  }
}
