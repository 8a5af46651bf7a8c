import Kernel

/// Lines and points over two axes of powers of ten, where a power law is straight. Colours and type come from the
/// page's style; each line has a dash and its points a shape of their own, for eyes that see colours otherwise.
public struct PowerPlot: Equatable, Sendable {
  public struct Line: Equatable, Sendable {
    public var name: String
    public var points: [SIMD2<Double>]
    public var isMarked: Bool  // whether the points are drawn
    public var isJoined: Bool  // whether a line goes through them
    public init(name: String, points: [SIMD2<Double>], isMarked: Bool = true, isJoined: Bool = true) {
      self.name = name
      self.points = points
      self.isMarked = isMarked
      self.isJoined = isJoined
    }
  }
  public var title: String
  public var xLabel: String
  public var yLabel: String
  public var lines: [Line]  // at most six are told apart

  public init(title: String, xLabel: String, yLabel: String, lines: [Line]) {
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.lines = lines
  }

  private static let width = 720.0
  private static let plotHeight = 260.0
  private static let left = 70.0
  private static let right = 700.0
  private static let top = 14.0
  private static let keyRow = 20.0

  public var svg: String {
    let drawn = lines.map { $0.points.filter { $0.x > 0 && $0.y > 0 && $0.x.isFinite && $0.y.isFinite } }
    let all = drawn.joined()
    let xs = PowerAxis(all.map(\.x))
    let ys = PowerAxis(all.map(\.y))
    let bottom = PowerPlot.top + PowerPlot.plotHeight
    func x(_ value: Double) -> Double { PowerPlot.left + xs.part(value) * (PowerPlot.right - PowerPlot.left) }
    func y(_ value: Double) -> Double { bottom - ys.part(value) * PowerPlot.plotHeight }
    var out = Vectorial.uprightText(yLabel, "axis mid", x: 16, y: (PowerPlot.top + bottom) / 2)
    for tick in ys.ticks {
      out += Vectorial.horizontal("grid", from: PowerPlot.left, to: PowerPlot.right, y: y(tick))
      out += Vectorial.text(ys.label(tick), "tick end", x: PowerPlot.left - 7, y: y(tick) + 4)
    }
    for tick in xs.ticks {
      out += Vectorial.path(
        "grid", "M\(Vectorial.px(x(tick))) \(Vectorial.px(PowerPlot.top))V\(Vectorial.px(bottom))")
      out += Vectorial.text(xs.label(tick), "tick mid", x: x(tick), y: bottom + 17)
    }
    out += Vectorial.horizontal("frame", from: PowerPlot.left, to: PowerPlot.right, y: bottom)
    out += Vectorial.text(xLabel, "axis mid", x: (PowerPlot.left + PowerPlot.right) / 2, y: bottom + 36)
    for (k, points) in drawn.enumerated() where !points.isEmpty {
      if points.count > 1, lines[k].isJoined {
        let steps = points.map { "\(Vectorial.px(x($0.x))) \(Vectorial.px(y($0.y)))" }
        out += Vectorial.path("line line-\(k % 6)", "M" + steps.joined(separator: "L"))
      }
      if lines[k].isMarked {
        for point in points { out += PowerPlot.mark(k, x: x(point.x), y: y(point.y)) }
      }
    }
    // The key stands below, a line each: names are long.
    for (k, line) in lines.enumerated() {
      let at = bottom + 58 + Double(k) * PowerPlot.keyRow
      if line.isJoined {
        out += Vectorial.path(
          "line line-\(k % 6)", "M\(Vectorial.px(PowerPlot.left)) \(Vectorial.px(at - 4))h30")
      }
      if line.isMarked { out += PowerPlot.mark(k, x: PowerPlot.left + 15, y: at - 4) }
      out += Vectorial.text(line.name, "key", x: PowerPlot.left + 40, y: at)
    }
    let height = bottom + 50 + Double(lines.count) * PowerPlot.keyRow
    return Vectorial.picture(title, width: PowerPlot.width, height: height, out)
  }

  /// A shape of each line's own about a point.
  private static func mark(_ k: Int, x: Double, y: Double) -> String {
    let r = 3.6
    func p(_ dx: Double, _ dy: Double) -> String { "\(Vectorial.px(x + dx * r)) \(Vectorial.px(y + dy * r))" }
    let shapes: [[(Double, Double)]] = [
      [(-1, -1), (1, -1), (1, 1), (-1, 1)], [(0, -1.3), (1.2, 1), (-1.2, 1)],
      [(0, -1.4), (1.4, 0), (0, 1.4), (-1.4, 0)], [(-1.2, -1), (1.2, -1), (0, 1.3)],
      [(-1.4, -0.5), (1.4, -0.5), (1.4, 0.5), (-1.4, 0.5)],
      [(-0.5, -1.4), (0.5, -1.4), (0.5, 1.4), (-0.5, 1.4)],
    ]
    return Vectorial.path(
      "mark mark-\(k % 6)", "M" + shapes[k % 6].map { p($0.0, $0.1) }.joined(separator: "L") + "Z")
  }

  /// The rules of the marks, for a page or a picture of its own.
  public static let style = (0..<6).map { "svg .mark-\($0) { fill: var(--c\($0)); }" }.joined(separator: "\n")

  /// The picture with its own colours and type, as a file of its own.
  public var standalone: String { Standalone.picture(svg) }
}

/// An axis of powers of ten.
struct PowerAxis {
  private let low: Double  // log10
  private let high: Double
  let ticks: [Double]

  init(_ values: [Double]) {
    let logs = values.map(Self.log10)
    var (low, high) = (logs.min() ?? 0, logs.max() ?? 1)
    if high - low < 0.3 { (low, high) = (low - 0.5, high + 0.5) }
    let room = (high - low) * 0.04
    (self.low, self.high) = (low - room, high + room)
    var ticks: [Double] = []
    let isWide = high - low > 2.2
    for power in Int(self.low.rounded(.down))...Int(self.high.rounded(.up)) {
      for factor in isWide ? [1.0] : [1, 2, 5] {
        let tick = factor * Self.power(power)
        let at = Self.log10(tick)
        if at >= self.low, at <= self.high { ticks.append(tick) }
      }
    }
    self.ticks = ticks
  }
  func part(_ value: Double) -> Double { (Self.log10(value) - low) / (high - low) }

  func label(_ tick: Double) -> String {
    switch tick {
    case 1e9...: return NumberText.short(tick / 1e9) + "G"
    case 1e6...: return NumberText.short(tick / 1e6) + "M"
    case 1e3...: return NumberText.short(tick / 1e3) + "k"
    case 1...: return NumberText.short(tick)
    default:
      var digits = 0
      var rest = tick
      while rest < 0.999, digits < 9 {
        rest *= 10
        digits += 1
      }
      return NumberText.fixed(tick, digits)
    }
  }
  private static func log10(_ value: Double) -> Double { Double(Math.log(value)) / 2.302_585_092_994_046 }
  private static func power(_ exponent: Int) -> Double {
    var value = 1.0
    for _ in 0..<abs(exponent) { value *= 10 }
    return exponent < 0 ? 1 / value : value
  }
}
