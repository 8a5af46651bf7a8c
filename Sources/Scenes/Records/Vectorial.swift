/// The few elements that the report's pictures are drawn with (SVG 1.1). Coordinates are in units of the view box,
/// y down; `kind` names classes of the page's style.
enum Vectorial {
  static func px(_ value: Double) -> String { Markup.px(value) }

  /// `words` as plain text at (x, y), its base line.
  static func text(_ words: String, _ kind: String, x: Double, y: Double) -> String {
    "<text class=\"\(kind)\" x=\"\(px(x))\" y=\"\(px(y))\">\(Markup.escaped(words))</text>\n"
  }

  /// The same, reading upwards.
  static func uprightText(_ words: String, _ kind: String, x: Double, y: Double) -> String {
    let turn = "translate(\(px(x)) \(px(y))) rotate(-90)"
    return "<text class=\"\(kind)\" transform=\"\(turn)\">\(Markup.escaped(words))</text>\n"
  }

  static func path(_ kind: String, _ steps: String) -> String { "<path class=\"\(kind)\" d=\"\(steps)\"/>\n" }

  static func horizontal(_ kind: String, from x0: Double, to x1: Double, y: Double) -> String {
    path(kind, "M\(px(x0)) \(px(y))H\(px(x1))")
  }

  /// `paint` is what follows its size: a class or a fill.
  static func box(x: Double, y: Double, width: Double, height: Double, _ paint: String) -> String {
    "<rect x=\"\(px(x))\" y=\"\(px(y))\" width=\"\(px(width))\" height=\"\(px(height))\" \(paint)/>\n"
  }

  /// A whole picture, named for those who do not see it.
  static func picture(_ title: String, width: Double, height: Double, _ body: String) -> String {
    let size = "viewBox=\"0 0 \(px(width)) \(px(height))\""
    let space = "xmlns=\"http://www.w3.org/2000/svg\""
    return
      "<svg class=\"plot\" \(size) role=\"img\" \(space)>\n<title>\(Markup.escaped(title))</title>\n\(body)</svg>\n"
  }

  /// The axis below a picture, with its ticks and name.
  static func timeAxis(_ axis: PlotAxis, label: String, left: Double, right: Double, bottom: Double) -> String
  {
    var out = horizontal("frame", from: left, to: right, y: bottom)
    for tick in axis.ticks {
      let x = left + axis.part(tick) * (right - left)
      out += path("frame", "M\(px(x)) \(px(bottom))v4")
      out += text(axis.label(tick), "tick mid", x: x, y: bottom + 17)
    }
    return out + text(label, "axis mid", x: (left + right) / 2, y: bottom + 37)
  }
}
