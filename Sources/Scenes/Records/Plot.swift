/// Lines over time as a small SVG picture. Colours and type come from the page's style, so that it follows
/// light and dark; every line has a dash of its own as well, for print and for eyes that see colours
/// otherwise.
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

    let middle = (Plot.top + Plot.bottom) / 2
    var out = Vectorial.uprightText(yLabel, "axis mid", x: 14, y: middle)
    for tick in ys.ticks {
      out += Vectorial.horizontal("grid", from: Plot.left, to: Plot.right, y: y(tick))
      out += Vectorial.text(ys.label(tick), "tick end", x: Plot.left - 7, y: y(tick) + 4)
    }
    out += Vectorial.timeAxis(xs, label: xLabel, left: Plot.left, right: Plot.right, bottom: Plot.bottom)
    for (k, points) in drawn.enumerated() where !points.isEmpty {
      // A single point is drawn as a dot: a line of no length with round ends.
      let path = points.count == 1 ? [points[0], points[0]] : points
      let steps = path.map { "\(Markup.px(x($0.x))) \(Markup.px(y($0.y)))" }
      out += Vectorial.path("line line-\(k % 6)", "M" + steps.joined(separator: "L"))
    }
    if all.isEmpty {
      out += Vectorial.text("nothing was recorded", "axis mid", x: (Plot.left + Plot.right) / 2, y: middle)
    }
    return Vectorial.picture(title, width: Plot.width, height: Plot.height, out + legend())
  }

  private func legend() -> String {
    var out = ""
    var x = Plot.left
    for (k, line) in lines.enumerated() {
      out += Vectorial.path("line line-\(k % 6)", "M\(Markup.px(x)) 16h26")
      out += Vectorial.text(line.name, "key", x: x + 32, y: 20)
      x += 32 + Double(line.name.count) * 7 + 26
    }
    return out
  }

  /// At most about `mostPoints` points: of each run of neighbours the least and the greatest, so that peaks
  /// stay.
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
