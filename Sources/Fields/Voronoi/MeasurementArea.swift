/// An area that cells are measured against, convex or not: taken apart into signed triangles from its first corner.
///
///     A(V ∩ M) = Σ over M's edges ± A(V ∩ triangle(first corner, edge))
///
/// holds for any simple ring M, as the triangles cover what is inside once more often than what is not.
public struct MeasurementArea: Sendable {
  public let shape: AreaShape
  public let area: Double  // [m²]
  let lower: Point
  let upper: Point
  /// Convex counter-clockwise rings and the sign that each counts with.
  private let parts: [(ring: [Point], sign: Double)]

  public init(_ shape: AreaShape) {
    self.shape = shape
    area = shape.area
    let rings = shape.turned
    var low = Point(repeating: .infinity)
    var high = Point(repeating: -.infinity)
    for p in rings.joined() {
      low = pointwiseMin(low, p)
      high = pointwiseMax(high, p)
    }
    lower = low
    upper = high
    if rings.count == 1, Ring.isConvex(rings[0]) {
      parts = [(rings[0], 1)]
      return
    }
    var parts: [(ring: [Point], sign: Double)] = []
    for ring in rings where ring.count > 2 {
      for k in 1..<ring.count - 1 {
        let triangle = [ring[0], ring[k], ring[k + 1]]
        let area = Ring.signedArea(triangle)
        if area > 0 { parts.append((triangle, 1)) }
        if area < 0 { parts.append((triangle.reversed(), -1)) }
      }
    }
    self.parts = parts
  }

  /// [m²] of what a ring has in common with the area, signed like the ring.
  func overlap(_ ring: ArraySlice<Point>) -> Double {
    var low = Point(repeating: .infinity)
    var high = Point(repeating: -.infinity)
    for p in ring {
      low = pointwiseMin(low, p)
      high = pointwiseMax(high, p)
    }
    guard low.x < upper.x, low.y < upper.y, high.x > lower.x, high.y > lower.y else { return 0 }
    return parts.reduce(0) { $0 + $1.sign * MeasurementArea.common(ring, $1.ring) }
  }

  /// Signed area of `ring` within a convex ring (I. E. Sutherland and G. W. Hodgman 1974): what a cut leaves joined along
  /// an edge of the convex ring has no area there.
  private static func common(_ ring: ArraySlice<Point>, _ convex: [Point]) -> Double {
    let origin = convex[0]
    var points = ring.map { $0 - origin }
    var next: [Point] = []
    guard var a = convex.last.map({ $0 - origin }) else { return 0 }
    for corner in convex {
      let b = corner - origin
      let edge = b - a
      next.removeAll(keepingCapacity: true)
      guard var from = points.last else { return 0 }
      var fromSide = edge.cross(from - a)
      for to in points {
        let toSide = edge.cross(to - a)
        if (fromSide >= 0) != (toSide >= 0) {
          next.append(from + (to - from) * (fromSide / (fromSide - toSide)))
        }
        if toSide >= 0 { next.append(to) }
        from = to
        fromSide = toSide
      }
      swap(&points, &next)
      a = b
    }
    return Ring.signedArea(points)
  }
}

/// A straight line across which people are counted.
public struct MeasurementLine: Equatable, Sendable {
  public var start: Point
  public var end: Point
  public init(start: Point, end: Point) {
    self.start = start
    self.end = end
  }
  public var length: Double { (end - start).length }  // [m]
  /// The unit vector across it, to the right of whoever walks from start to end; zero for a line without length.
  public var normal: Point {
    let way = end - start
    return length > 0 ? Point(way.y, -way.x) / length : .zero
  }
}

extension VoronoiCells {
  /// [m²] A(Vᵢ ∩ M): what person `i`'s cell, or their share of it, has in common with the area.
  public func overlap(of i: Int, with area: MeasurementArea) -> Double {
    var sum = 0.0
    forEachRing(of: i) { sum += area.overlap($0) }
    return max(0, sum) / Double(max(1, sharers(of: i)))
  }

  /// [m] wᵢ: how much of the line lies in person `i`'s cell; nil where the two do not even touch.
  public func length(of i: Int, along line: MeasurementLine) -> Double? {
    let way = line.end - line.start
    let squared = way.lengthSquared
    guard squared > 0 else { return nil }
    var places: [Double] = []  // 0...1 along the line, where it meets edges
    var isTouched = false
    func isInside(_ p: Point) -> Bool {
      var inside = false
      forEachRing(of: i) { if Ring.contains($0, p) { inside.toggle() } }
      return inside
    }
    forEachRing(of: i) { ring in
      guard var a = ring.last else { return }
      var sideA = way.cross(a - line.start)
      for b in ring {
        let sideB = way.cross(b - line.start)
        if (sideA > 0) != (sideB > 0) || sideA == 0 || sideB == 0 {
          let turn = sideA - sideB
          let p = turn == 0 ? b : a + (b - a) * (sideA / turn)
          let place = (p - line.start).dot(way) / squared
          if place >= 0, place <= 1 {
            isTouched = true
            places.append(place)
          }
        }
        a = b
        sideA = sideB
      }
    }
    places.append(0)
    places.append(1)
    places.sort()
    var share = 0.0
    for (from, to) in zip(places, places.dropFirst()) where to > from {
      if isInside(line.start + way * ((from + to) / 2)) {
        share += to - from
        isTouched = true
      }
    }
    return isTouched ? share * squared.squareRoot() : nil
  }
}
