/// Bars side by side in parts that add up, each labelled, the parts told apart by hatching as well as by colour.
public struct BarPlot: Equatable, Sendable {
  public struct Bar: Equatable, Sendable {
    public var name: String
    public var parts: [Double]  // one for each of `keys`
    public init(name: String, parts: [Double]) {
      self.name = name
      self.parts = parts
    }
  }
  public var title: String
  public var xLabel: String  // with its unit
  public var keys: [String]  // at most four
  public var bars: [Bar]

  public init(title: String, xLabel: String, keys: [String], bars: [Bar]) {
    self.title = title
    self.xLabel = xLabel
    self.keys = keys
    self.bars = bars
  }

  private static let width = 720.0
  private static let left = 250.0
  private static let right = 690.0
  private static let row = 22.0
  private static let top = 34.0

  public var svg: String {
    let most = bars.map { $0.parts.reduce(0, +) }.max() ?? 1
    let axis = PlotAxis(from: 0, to: most > 0 ? most : 1, about: 6, whole: true)
    let bottom = BarPlot.top + Double(bars.count) * BarPlot.row + 6
    func x(_ value: Double) -> Double { BarPlot.left + axis.part(value) * (BarPlot.right - BarPlot.left) }
    var out = Self.hatches
    for tick in axis.ticks {
      out += Vectorial.path(
        "grid", "M\(Vectorial.px(x(tick))) \(Vectorial.px(BarPlot.top))V\(Vectorial.px(bottom))")
    }
    for (k, bar) in bars.enumerated() {
      let y = BarPlot.top + Double(k) * BarPlot.row + 4
      out += Vectorial.text(bar.name, "key end", x: BarPlot.left - 8, y: y + 12)
      var from = 0.0
      for (part, value) in bar.parts.enumerated() {
        out += Self.box(
          part, x: x(from), y: y, width: max(0, x(from + value) - x(from)), height: BarPlot.row - 7)
        from += value
      }
    }
    out += Vectorial.timeAxis(axis, label: xLabel, left: BarPlot.left, right: BarPlot.right, bottom: bottom)
    var at = BarPlot.left
    for (part, key) in keys.enumerated() {
      out += Self.box(part, x: at, y: 10, width: 22, height: 13)
      out += Vectorial.text(key, "key", x: at + 28, y: 21)
      at += 28 + Double(key.count) * 7.5 + 22
    }
    return Vectorial.picture(title, width: BarPlot.width, height: bottom + 48, out)
  }

  private static func box(_ part: Int, x: Double, y: Double, width: Double, height: Double) -> String {
    let plain = Vectorial.box(x: x, y: y, width: width, height: height, "class=\"part part-\(part % 4)\"")
    guard part % 4 > 0 else { return plain }
    return plain + Vectorial.box(x: x, y: y, width: width, height: height, "fill=\"url(#hatch-\(part % 4))\"")
  }

  /// Lines across the parts: one way, the other way, upright.
  private static let hatches = """
    <defs>
    <pattern id="hatch-1" width="6" height="6" patternUnits="userSpaceOnUse"><path class="hatch" d="M0 6L6 0"/></pattern>
    <pattern id="hatch-2" width="6" height="6" patternUnits="userSpaceOnUse"><path class="hatch" d="M0 0L6 6"/></pattern>
    <pattern id="hatch-3" width="5" height="5" patternUnits="userSpaceOnUse"><path class="hatch" d="M2.5 0V5"/></pattern>
    </defs>

    """

  public static let style =
    (0..<4).map { "svg .part-\($0) { fill: var(--c\($0)); }" }.joined(separator: "\n")
    + "\nsvg .hatch { stroke: var(--card); stroke-width: 1.2; opacity: .55; }"

  public var standalone: String { Standalone.picture(svg) }
}

/// A page's picture with colours and type of its own.
enum Standalone {
  static func picture(_ svg: String) -> String {
    guard let end = svg.firstIndex(of: ">") else { return svg }
    let after = svg.index(after: end)
    // A box, because some renderers know no background.
    let ground = "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>"
    return svg[..<after] + "\n<style>\n\(style)\n</style>\n\(ground)" + svg[after...]
  }
  // Renderers of plain SVG know no variables: the light page's colours stand here once more.
  private static let colours = ["#0072b2", "#c25400", "#007a5a", "#a24d82", "#6f6300", "#555555"]
  private static let dashes = ["", "7 4", "2 4", "10 4 2 4", "4 2", "12 3"]
  private static let style: String = {
    var rules = [
      "svg { font-family: sans-serif; font-size: 12px; }",
      ".tick { font-size: 11px; fill: #555; }", ".mid { text-anchor: middle; }", ".end { text-anchor: end; }",
      ".grid { stroke: #ddd; fill: none; }", ".frame { stroke: #777; fill: none; }",
      ".line { fill: none; stroke-width: 1.8; stroke-linejoin: round; stroke-linecap: round; }",
      ".hatch { stroke: #fff; stroke-width: 1.2; opacity: .55; }",
    ]
    for (k, colour) in colours.enumerated() {
      let dash = dashes[k].isEmpty ? "" : " stroke-dasharray: \(dashes[k]);"
      rules.append(".line-\(k) { stroke: \(colour);\(dash) }")
      rules.append(".mark-\(k) { fill: \(colour); }")
      rules.append(".part-\(k) { fill: \(colour); }")
    }
    return rules.joined(separator: "\n")
  }()
}
