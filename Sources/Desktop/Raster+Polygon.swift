import Kernel
import Presentation

// Exact area coverage by signed accumulation. Every edge adds, to the pixels it crosses, the area between itself
// and the pixel's right side, and to the next pixel the rest of the height it spans there:
//
//        column   c      c+1            cells[c]   += h · (1 − m)      m: mean distance of the edge from the
//               ┌─────┬─────┐           cells[c+1] += h · m            column's left side, h: signed height
//               │  ╲##│#####│
//               │   ╲#│#####│           running sum along the row = covered share of each pixel
//               └─────┴─────┘
//
// One row at a time, so that the buffer stays in the first-level cache.

/// How the signed area that outlines cover becomes a share of a pixel.
enum FillRule {
  case evenOdd  // inside where an odd number of outlines lies around
  case nonZero  // inside where the outlines' turns do not cancel
  case positive  // inside where the outlines of positive turn outnumber the others

  @inline(__always) func share(_ sum: Float) -> Float {
    switch self {
    case .nonZero: return min(abs(sum), 1)
    case .positive: return min(max(sum, 0), 1)
    case .evenOdd:
      let a = abs(sum)
      if a <= 1 { return a }
      let folded = a - 2 * (a / 2).rounded(.down)
      return folded > 1 ? 2 - folded : folded
    }
  }
}

/// A straight piece of an outline. Double, because a slope times a far-away start must still hit the pixel.
struct Edge {
  var top: Double  // [px] y, top < bottom
  var bottom: Double
  var x: Double  // [px] at `top`
  var slope: Double  // dx/dy
  var sign: Float  // 1: upwards, −1: downwards
}

extension Raster {
  /// Fills one or many outlines as one shape.
  func fill(_ outlines: [[Vector2]], _ colour: Colour, rule: FillRule) {
    edges.removeAll(keepingCapacity: true)
    for outline in outlines { add(outline) }
    fillEdges(colour, rule: rule)
  }

  /// Adds a closed outline to `edges`; points that are not finite are left out.
  func add(_ points: [Vector2]) {
    guard var a = points.last(where: \.isFinite) else { return }
    for b in points where b.isFinite {
      add(a, b)
      a = b
    }
  }
  @inline(__always) func add(_ a: Vector2, _ b: Vector2) {
    guard a.y != b.y else { return }
    let down = a.y < b.y
    let (p, q) = down ? (a, b) : (b, a)
    let slope = (Double(q.x) - Double(p.x)) / (Double(q.y) - Double(p.y))
    edges.append(
      Edge(top: Double(p.y), bottom: Double(q.y), x: Double(p.x), slope: slope, sign: down ? -1 : 1))
  }

  /// Fills the shape whose edges were added.
  func fillEdges(_ colour: Colour, rule: FillRule) {
    let source = colour.premultiplied
    guard source != 0, !clip.isEmpty else { return }
    edges.removeAll { $0.bottom <= Double(clip.top) || $0.top >= Double(clip.bottom) }
    guard !edges.isEmpty else { return }
    edges.sort { $0.top < $1.top }
    let span = clip.right - clip.left
    active.removeAll(keepingCapacity: true)
    var next = 0
    for y in Int(max(edges[0].top, Double(clip.top)).rounded(.down))..<clip.bottom {
      let below = Double(y + 1)
      while next < edges.count, edges[next].top < below {
        active.append(next)
        next += 1
      }
      if active.isEmpty, next == edges.count { return }
      var touched = (from: span, to: -1)
      var kept = 0
      for k in active {
        accumulate(edges[k], y, span, &touched)
        if edges[k].bottom > below {
          active[kept] = k
          kept += 1
        }
      }
      active.removeLast(active.count - kept)
      if touched.to >= 0 { sweep(y, touched.from, touched.to, span, source, rule) }
    }
  }

  /// Books what `edge` covers in row `y`, columns counted from the clip's left side.
  @inline(__always) private func accumulate(
    _ edge: Edge, _ y: Int, _ span: Int, _ touched: inout (from: Int, to: Int)
  ) {
    let y0 = max(edge.top, Double(y))
    let y1 = min(edge.bottom, Double(y + 1))
    guard y1 > y0 else { return }
    let limit = Double(span)
    let x0 = edge.x + (y0 - edge.top) * edge.slope - Double(clip.left)
    let x1 = edge.x + (y1 - edge.top) * edge.slope - Double(clip.left)
    var a = min(x0, x1)
    var b = max(x0, x1)
    var height = Float(y1 - y0) * edge.sign
    if a >= limit { return }  // all to the right: covers nothing inside
    let perX = b > a ? height / Float(b - a) : 0
    if a < 0 {  // what lies to the left covers whole pixels from the first on
      let part = b <= 0 ? height : perX * Float(-a)
      cells[0] += part
      touched = (0, max(touched.to, 0))
      if b <= 0 { return }
      height -= part
      a = 0
    }
    if b > limit {
      height -= perX * Float(b - limit)
      b = limit
    }
    let first = min(Int(a), span - 1)
    let last = min(Int(b), span - 1)
    touched = (min(touched.from, first), max(touched.to, last + 1))
    if first == last {
      let middle = Float((a + b) / 2 - Double(first))
      cells[first] += height * (1 - middle)
      cells[first + 1] += height * middle
      return
    }
    var x = a
    for column in first...last {
      let end = column == last ? b : Double(column + 1)
      let part = perX * Float(end - x)
      let middle = Float((x + end) / 2 - Double(column))
      cells[column] += part * (1 - middle)
      cells[column + 1] += part * middle
      x = end
    }
  }

  /// Sums the touched cells of a row, blends, and leaves them zero.
  @inline(__always) private func sweep(
    _ y: Int, _ from: Int, _ to: Int, _ span: Int, _ source: UInt32, _ rule: FillRule
  ) {
    let out = row(y) + clip.left
    let opaque = source >> 24 == 255
    let end = min(to + 1, span)
    var sum: Float = 0
    var x = from
    while x < end {
      sum += cells[x]
      cells[x] = 0
      let share = UInt32(rule.share(sum) * 255 + 0.5)
      var stop = x + 1
      while stop < end, cells[stop] == 0 { stop += 1 }  // a run without edges keeps its share
      blendRun(out, x, stop, source, share, opaque)
      x = stop
    }
    cells[span] = 0
    // Beyond the last touched cell the sum is what edges to the right of the clip have not closed yet.
    if x < span { blendRun(out, x, span, source, UInt32(rule.share(sum) * 255 + 0.5), opaque) }
  }

  @inline(__always) private func blendRun(
    _ out: UnsafeMutablePointer<UInt32>, _ from: Int, _ to: Int, _ source: UInt32, _ share: UInt32,
    _ opaque: Bool
  ) {
    if share == 0 { return }
    if share == 255, opaque {
      (out + from).update(repeating: source, count: to - from)
      return
    }
    let ink = share == 255 ? source : scaled(source, share)
    let keep = 255 &- ink &>> 24
    for x in from..<to { out[x] = ink &+ scaled(out[x], keep) }
  }
}
