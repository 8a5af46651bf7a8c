/// A polygon with holes [m]. Rings are open, the last point joins the first; either sense of turning is fine.
public struct AreaShape: Equatable, Sendable {
  public var outline: [Point]
  public var holes: [[Point]]
  public init(outline: [Point], holes: [[Point]] = []) {
    self.outline = outline
    self.holes = holes
  }

  /// [m²]
  public var area: Double {
    abs(Ring.signedArea(outline)) - holes.reduce(0) { $0 + abs(Ring.signedArea($1)) }
  }

  /// All rings, the outline counter-clockwise and the holes clockwise: what is inside lies to the left of every edge.
  package var turned: [[Point]] {
    func turned(_ ring: [Point], left: Bool) -> [Point] {
      (Ring.signedArea(ring) > 0) == left ? ring : ring.reversed()
    }
    return [turned(outline, left: true)] + holes.map { turned($0, left: false) }
  }

  /// Strictly inside: a point on an edge is not.
  public func containsStrictly(_ p: Point) -> Bool {
    var inside = false
    for ring in [outline] + holes {
      guard var a = ring.last else { continue }
      for b in ring {
        let turn = (b - a).cross(p - a)
        let low = pointwiseMin(a, b)
        let high = pointwiseMax(a, b)
        if turn == 0, p.x >= low.x, p.x <= high.x, p.y >= low.y, p.y <= high.y { return false }
        if (a.y > p.y) != (b.y > p.y), (b.y > a.y) == (turn > 0) { inside.toggle() }
        a = b
      }
    }
    return inside
  }
}
