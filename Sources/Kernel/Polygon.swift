/// An axis-parallel rectangle on the ground [m]. Empty when `minimum` is not below `maximum`.
public struct Rectangle: Equatable, Sendable {
  public var minimum: Vector2
  public var maximum: Vector2
  public init(minimum: Vector2, maximum: Vector2) {
    self.minimum = minimum
    self.maximum = maximum
  }
  /// The least rectangle round `points`; nil for none.
  public init?(around points: some Sequence<Vector2>) {
    var iterator = points.makeIterator()
    guard let first = iterator.next() else { return nil }
    var low = first
    var high = first
    while let p = iterator.next() {
      low = pointwiseMin(low, p)
      high = pointwiseMax(high, p)
    }
    self.init(minimum: low, maximum: high)
  }
  /// All of the plane.
  public static let everywhere = Rectangle(
    minimum: Vector2(-Float.infinity, -Float.infinity), maximum: Vector2(Float.infinity, Float.infinity))
  public var size: Vector2 { maximum - minimum }
  public var centre: Vector2 { (minimum + maximum) * 0.5 }
  public func union(_ other: Rectangle) -> Rectangle {
    Rectangle(
      minimum: pointwiseMin(minimum, other.minimum), maximum: pointwiseMax(maximum, other.maximum))
  }
  /// Grown by `margin` [m] on every side.
  public func grown(by margin: Float) -> Rectangle {
    Rectangle(minimum: minimum - margin, maximum: maximum + margin)
  }
  @inlinable public func contains(_ p: Vector2) -> Bool {
    p.x >= minimum.x && p.x <= maximum.x && p.y >= minimum.y && p.y <= maximum.y
  }
}

/// A simple polygon on the ground [m]; the last vertex joins the first. Either sense of turning is fine.
public struct Polygon: Equatable, Sendable {
  public var vertices: [Vector2]
  public init(_ vertices: [Vector2]) { self.vertices = vertices }
  public init(_ r: Rectangle) {
    self.init([
      r.minimum, Vector2(r.maximum.x, r.minimum.y), r.maximum, Vector2(r.minimum.x, r.maximum.y),
    ])
  }
  /// A regular polygon of `sides` corners round `centre`.
  public init(centre: Vector2, radius: Float, sides: Int = 24) {
    self.init(
      (0..<sides).map { k in
        let a = 2 * Float.pi * Float(k) / Float(sides)
        return centre + Vector2(Math.cos(a), Math.sin(a)) * radius
      })
  }

  public var bounds: Rectangle { Rectangle(around: vertices) ?? Rectangle(minimum: .zero, maximum: .zero) }

  /// [m^2]; positive when the vertices run counter-clockwise.
  public var signedArea: Float {
    guard vertices.count > 2 else { return 0 }
    var sum: Double = 0
    var a = vertices[vertices.count - 1]
    for b in vertices {
      sum += Double(a.x) * Double(b.y) - Double(a.y) * Double(b.x)
      a = b
    }
    return Float(sum / 2)
  }
  public var area: Float { abs(signedArea) }

  /// Mean of the area; the mean of the vertices where the area is zero.
  public var centroid: Vector2 {
    guard let first = vertices.first else { return .zero }
    var sum = SIMD2<Double>.zero
    var twice: Double = 0
    var a = vertices[vertices.count - 1] - first
    for vertex in vertices {
      let b = vertex - first
      let c = Double(a.x) * Double(b.y) - Double(a.y) * Double(b.x)
      sum += SIMD2(Double(a.x + b.x), Double(a.y + b.y)) * c
      twice += c
      a = b
    }
    if abs(twice) < 1e-9 { return vertices.reduce(.zero, +) / Float(vertices.count) }
    let m = sum / (3 * twice)
    return first + Vector2(Float(m.x), Float(m.y))
  }

  /// Even-odd rule; points on an edge may fall either way.
  public func contains(_ p: Vector2) -> Bool {
    var inside = false
    guard var a = vertices.last else { return false }
    for b in vertices {
      if (a.y > p.y) != (b.y > p.y), p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x { inside.toggle() }
      a = b
    }
    return inside
  }

  /// The nearest point of the outline. Needs at least one vertex.
  public func nearestOnOutline(to p: Vector2) -> Vector2 {
    precondition(!vertices.isEmpty, "a polygon without vertices has no outline")
    var best = vertices[0]
    var least = Float.infinity
    var a = vertices[vertices.count - 1]
    for b in vertices {
      let q = Polygon.nearest(on: a, b, to: p)
      let d = (q - p).lengthSquared
      if d < least {
        least = d
        best = q
      }
      a = b
    }
    return best
  }

  /// The point of the segment a–b nearest to `p`.
  @inlinable public static func nearest(on a: Vector2, _ b: Vector2, to p: Vector2) -> Vector2 {
    let ab = b - a
    let l2 = ab.lengthSquared
    if l2 == 0 { return a }
    let t = min(1, max(0, (p - a).dot(ab) / l2))
    return a + ab * t
  }

  /// The first pair of edges that cross (indices of their first vertices); nil for a simple polygon.
  public func firstCrossing() -> (Int, Int)? {
    let n = vertices.count
    guard n > 3 else { return nil }
    for i in 0..<n {
      let a = vertices[i]
      let b = vertices[(i + 1) % n]
      for j in (i + 1)..<n where j != i && (j + 1) % n != i && j != (i + 1) % n {
        let c = vertices[j]
        let d = vertices[(j + 1) % n]
        let s1 = (b - a).cross(c - a)
        let s2 = (b - a).cross(d - a)
        let s3 = (d - c).cross(a - c)
        let s4 = (d - c).cross(b - c)
        if s1 * s2 < 0, s3 * s4 < 0 { return (i, j) }
      }
    }
    return nil
  }
}
