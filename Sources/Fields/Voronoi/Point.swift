/// A place on the ground [m], or a displacement, in the precision in which areas are cut: x east, y north.
public typealias Point = SIMD2<Double>

extension SIMD2 where Scalar == Double {
  package func dot(_ other: Self) -> Double { x * other.x + y * other.y }
  /// z of the cross product; positive where `other` lies to the left of `self`.
  package func cross(_ other: Self) -> Double { x * other.y - y * other.x }
  package var lengthSquared: Double { x * x + y * y }
  package var length: Double { (x * x + y * y).squareRoot() }
  package var isFinite: Bool { x.isFinite && y.isFinite }
}

// The standard library's own are calls of a function, which the innermost loops cannot afford.
@inline(__always) func pointwiseMax(_ a: Point, _ b: Point) -> Point { a.replacing(with: b, where: b .> a) }
@inline(__always) func pointwiseMin(_ a: Point, _ b: Point) -> Point { a.replacing(with: b, where: b .< a) }

/// What a closed line of points says about the plane; the last point joins the first.
package enum Ring {
  /// [m²]; positive where the points run counter-clockwise. Summed round the first point, so that a small ring far
  /// from the origin keeps its digits.
  package static func signedArea(_ points: some RandomAccessCollection<Point>) -> Double {
    guard let origin = points.first else { return 0 }
    var twice = 0.0
    var a = Point.zero
    for point in points.dropFirst() {
      let b = point - origin
      twice += a.cross(b)
      a = b
    }
    return twice / 2
  }

  /// Even-odd rule; a point on an edge may fall either way.
  package static func contains(_ points: some BidirectionalCollection<Point>, _ p: Point) -> Bool {
    guard var a = points.last else { return false }
    var inside = false
    for b in points {
      if (a.y > p.y) != (b.y > p.y), p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x { inside.toggle() }
      a = b
    }
    return inside
  }

  /// Squared distance [m²] from `p` to the nearest point of the line itself; infinite for no points.
  package static func distanceSquared(_ points: some BidirectionalCollection<Point>, to p: Point) -> Double {
    guard var a = points.last else { return .infinity }
    var least = Double.infinity
    for b in points {
      least = min(least, distanceSquared(from: p, toSegment: a, b))
      a = b
    }
    return least
  }

  package static func distanceSquared(from p: Point, toSegment a: Point, _ b: Point) -> Double {
    let ab = b - a
    let l2 = ab.lengthSquared
    let t = l2 > 0 ? Swift.min(1, Swift.max(0, (p - a).dot(ab) / l2)) : 0
    return (p - (a + ab * t)).lengthSquared
  }

  /// True where every turn goes the same way or none, and the whole goes round once.
  package static func isConvex(_ points: [Point]) -> Bool {
    guard points.count > 2 else { return false }
    let sense: Double = signedArea(points) < 0 ? -1 : 1
    var rises = 0  // changes from going down to going up: one in a turn of 360°
    var wentUp: Bool?
    let n = points.count
    for i in 0..<n {
      let a = points[i]
      let b = points[(i + 1) % n]
      let c = points[(i + 2) % n]
      if (b - a).cross(c - b) * sense < 0 { return false }
      let step = b - a
      if step == .zero { continue }
      let up = step.y > 0 || (step.y == 0 && step.x > 0)
      if let wentUp, up != wentUp { rises += 1 }
      wentUp = up
    }
    return rises <= 2
  }
}
