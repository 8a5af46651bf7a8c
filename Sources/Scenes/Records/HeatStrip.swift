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

  /// Dark blue to yellow with evenly rising lightness and no red against green: after the colour map cividis (Nuñez,
  /// Anderton & Renslow, PLOS ONE 13(7), 2018). Level 0 is the ground, not drawn.
  static let palette = [
    "#00224e", "#0f2f5f", "#203a6d", "#35466c", "#46526c", "#565d6d", "#656970", "#737475", "#828079", "#928c78",
    "#a39975", "#b4a66f", "#c6b466", "#d8c359", "#ebd246", "#fee434",
  ]
  private static let left = 128.0
  private static let right = 704.0
  private static let top = 30.0
  private static let mostColumns = 288

  public var svg: String {
    let count = rows.count
    let pitch = min(10, max(3, 420 / Double(max(1, count))))
    let bottom = HeatStrip.top + pitch * Double(count)
    var out = Plot.opening(title, height: bottom + 46)
    out += key()
    out += "<rect class=\"rest\" x=\"\(Markup.px(HeatStrip.left))\" y=\"\(Markup.px(HeatStrip.top))\" width=\"\(Markup.px(HeatStrip.right - HeatStrip.left))\" height=\"\(Markup.px(pitch * Double(count)))\"/>\n"
    out += bands(pitch: pitch)
    out += labels(pitch: pitch)
    let axis = PlotAxis(from: seconds.lowerBound, to: seconds.upperBound, about: 8, whole: false)
    return out
      + Plot.timeAxis(axis, label: "time [s]", left: HeatStrip.left, right: HeatStrip.right, bottom: bottom)
      + "</svg>\n"
  }

  /// 0 for rest, 1...15 for a value above it; what is not finite rests.
  static func level(_ value: Float) -> Int {
    guard value > 0 else { return 0 }
    return max(1, Int((min(1, value) * 15).rounded()))
  }

  /// The columns brought down to `mostColumns`, each value the greatest of those it stands for: a short pulse stays.
  func thinned() -> [[Float]] {
    let run = (columns.count + HeatStrip.mostColumns - 1) / HeatStrip.mostColumns
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
    if shown.isEmpty { return "" }
    // The last of the thinned columns may stand for fewer; the axis is that of the whole.
    let width = (HeatStrip.right - HeatStrip.left) / Double(shown.count)
    var paths = [String](repeating: "", count: 16)
    for row in rows.indices {
      let y = Markup.px(HeatStrip.top + (Double(row) + 0.5) * pitch)
      var start = 0
      while start < shown.count {
        let level = HeatStrip.level(row < shown[start].count ? shown[start][row] : 0)
        var end = start + 1
        while end < shown.count, HeatStrip.level(row < shown[end].count ? shown[end][row] : 0) == level { end += 1 }
        if level > 0 {
          paths[level] += "M\(Markup.px(HeatStrip.left + Double(start) * width)) \(y)h\(Markup.px(Double(end - start) * width))"
        }
        start = end
      }
    }
    return paths.enumerated().filter { !$0.element.isEmpty }.map {
      "<path class=\"band\" stroke=\"\(HeatStrip.palette[$0.offset])\" stroke-width=\"\(Markup.px(pitch))\" d=\"\($0.element)\"/>\n"
    }.joined()
  }

  /// Names, as many as have room, and a rule with the group's name wherever a group begins.
  private func labels(pitch: Double) -> String {
    var out = ""
    let every = max(1, Int((8 / pitch).rounded(.up)))
    for (row, name) in rows.enumerated() {
      let y = HeatStrip.top + Double(row) * pitch
      if row % every == 0 {
        out += "<text class=\"row end\" x=\"\(Markup.px(HeatStrip.left - 6))\" y=\"\(Markup.px(y + pitch / 2 + 3))\">\(Markup.escaped(String(name.prefix(20))))</text>\n"
      }
      if row < groups.count, row == 0 || groups[row] != groups[row - 1] {
        if row > 0 {
          out += "<path class=\"rule\" d=\"M4 \(Markup.px(y))H\(Markup.px(HeatStrip.right))\"/>"
        }
        out += "<text class=\"tick\" x=\"4\" y=\"\(Markup.px(y + 11))\">\(Markup.escaped(String(groups[row].prefix(10))))</text>\n"
      }
    }
    return out
  }

  /// The scale of colours above the strip.
  private func key() -> String {
    var out = "<text class=\"tick end\" x=\"\(Markup.px(HeatStrip.left - 6))\" y=\"18\">drive 0</text>"
    for (k, colour) in HeatStrip.palette.enumerated() where k > 0 {
      out += "<rect x=\"\(Markup.px(HeatStrip.left + Double(k - 1) * 12))\" y=\"9\" width=\"12.5\" height=\"10\" fill=\"\(colour)\"/>"
    }
    return out + "<text class=\"tick\" x=\"\(Markup.px(HeatStrip.left + 15 * 12 + 7))\" y=\"18\">1</text>\n"
  }
}
