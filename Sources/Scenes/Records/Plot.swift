/// Lines over time as a small SVG picture. Colours and type come from the page's style, so that it follows light and
/// dark; every line has a dash of its own as well, for print and for eyes that see colours otherwise.
public struct Plot: Equatable, Sendable {
  public struct Line: Equatable, Sendable {
    public var name: String
    public var points: [SIMD2<Double>]  // x rising
    public init(name: String, points: [SIMD2<Double>]) {
      self.name = name
      self.points = points
    }
  }

  public var title: String
  public var xLabel: String  // with its unit, as "time [s]"
  public var yLabel: String
  public var lines: [Line]  // at most six are told apart

  public init(title: String, xLabel: String, yLabel: String, lines: [Line]) {
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.lines = lines
  }

  static let width = 720.0
  static let height = 250.0
  private static let left = 58.0
  private static let right = 704.0
  private static let top = 34.0
  private static let bottom = 206.0
  private static let mostPoints = 600  // of a line; more would lie in the same pixels

  public var svg: String {
    let drawn = lines.map { Plot.thinned($0.points.filter { $0.x.isFinite && $0.y.isFinite }) }
    let all = drawn.joined()
    let xs = PlotAxis(
      from: all.map(\.x).min() ?? 0, to: all.map(\.x).max() ?? 1, about: 8, whole: false)
    let ys = PlotAxis(
      from: min(0, all.map(\.y).min() ?? 0), to: max(0, all.map(\.y).max() ?? 1), about: 4, whole: true)
    func x(_ value: Double) -> Double { Plot.left + xs.part(value) * (Plot.right - Plot.left) }
    func y(_ value: Double) -> Double { Plot.bottom - ys.part(value) * (Plot.bottom - Plot.top) }

    var out = Plot.opening(title, height: Plot.height)
    for tick in ys.ticks {
      out += "<path class=\"grid\" d=\"M\(Markup.px(Plot.left)) \(Markup.px(y(tick)))H\(Markup.px(Plot.right))\"/>"
      out += "<text class=\"tick end\" x=\"\(Markup.px(Plot.left - 7))\" y=\"\(Markup.px(y(tick) + 4))\">\(ys.label(tick))</text>\n"
    }
    out += Plot.timeAxis(xs, label: xLabel, left: Plot.left, right: Plot.right, bottom: Plot.bottom)
    let middle = (Plot.top + Plot.bottom) / 2
    out += "<text class=\"axis mid\" transform=\"translate(14 \(Markup.px(middle))) rotate(-90)\">\(Markup.escaped(yLabel))</text>\n"
    for (k, points) in drawn.enumerated() where !points.isEmpty {
      // A single point is drawn as a dot: a line of no length with round ends.
      let path = points.count == 1 ? [points[0], points[0]] : points
      let steps = path.map { "\(Markup.px(x($0.x))) \(Markup.px(y($0.y)))" }
      out += "<path class=\"line line-\(k % 6)\" d=\"M\(steps.joined(separator: "L"))\"/>\n"
    }
    if all.isEmpty {
      out += "<text class=\"axis mid\" x=\"\(Markup.px((Plot.left + Plot.right) / 2))\" y=\"\(Markup.px(middle))\">nothing was recorded</text>\n"
    }
    return out + legend() + "</svg>\n"
  }

  private func legend() -> String {
    var out = ""
    var x = Plot.left
    for (k, line) in lines.enumerated() {
      out += "<path class=\"line line-\(k % 6)\" d=\"M\(Markup.px(x)) 16h26\"/>"
      out += "<text class=\"key\" x=\"\(Markup.px(x + 32))\" y=\"20\">\(Markup.escaped(line.name))</text>\n"
      x += 32 + Double(line.name.count) * 7 + 26
    }
    return out
  }

  /// The picture's opening tag and its name for those who do not see it.
  static func opening(_ title: String, height: Double) -> String {
    "<svg class=\"plot\" viewBox=\"0 0 \(Markup.px(width)) \(Markup.px(height))\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\">"
      + "<title>\(Markup.escaped(title))</title>\n"
  }

  /// The axis below a picture, with its ticks and name.
  static func timeAxis(_ axis: PlotAxis, label: String, left: Double, right: Double, bottom: Double) -> String {
    var out = "<path class=\"frame\" d=\"M\(Markup.px(left)) \(Markup.px(bottom))H\(Markup.px(right))\"/>\n"
    for tick in axis.ticks {
      let x = left + axis.part(tick) * (right - left)
      out += "<path class=\"frame\" d=\"M\(Markup.px(x)) \(Markup.px(bottom))v4\"/>"
      out += "<text class=\"tick mid\" x=\"\(Markup.px(x))\" y=\"\(Markup.px(bottom + 17))\">\(axis.label(tick))</text>\n"
    }
    out += "<text class=\"axis mid\" x=\"\(Markup.px((left + right) / 2))\" y=\"\(Markup.px(bottom + 37))\">\(Markup.escaped(label))</text>\n"
    return out
  }

  /// At most about `mostPoints` points: of each run of neighbours the least and the greatest, so that peaks stay.
  static func thinned(_ points: [SIMD2<Double>]) -> [SIMD2<Double>] {
    guard points.count > mostPoints else { return points }
    let run = (points.count + mostPoints / 2 - 1) / (mostPoints / 2)
    var out: [SIMD2<Double>] = []
    for start in stride(from: 0, to: points.count, by: run) {
      let part = start..<min(points.count, start + run)
      guard let least = part.min(by: { points[$0].y < points[$1].y }),
        let greatest = part.max(by: { points[$0].y < points[$1].y })
      else { continue }
      out.append(points[min(least, greatest)])
      if least != greatest { out.append(points[max(least, greatest)]) }
    }
    return out
  }
}
