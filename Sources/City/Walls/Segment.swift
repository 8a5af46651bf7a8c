import Kernel

/// A straight piece of wall, from `a` to `b` [m].
struct Segment: Equatable, Sendable, BitwiseCopyable {
  var a: Vector2
  var b: Vector2

  func nearest(to p: Vector2) -> Vector2 { Polygon.nearest(on: a, b, to: p) }

  /// True where p–q meets the wall, its ends included. Running along the wall does not meet it.
  func crosses(_ p: Vector2, _ q: Vector2) -> Bool {
    let ab = b - a
    let sideP = ab.cross(p - a)
    let sideQ = ab.cross(q - a)
    if sideP * sideQ > 0 || (sideP == 0 && sideQ == 0) { return false }
    let pq = q - p
    return pq.cross(a - p) * pq.cross(b - p) <= 0
  }

  /// True where all of `piece` lies on this segment, within a tenth of a millimetre.
  func covers(_ piece: Segment) -> Bool {
    let far = max(
      (nearest(to: piece.a) - piece.a).lengthSquared, (nearest(to: piece.b) - piece.b).lengthSquared)
    return far < 1e-8
  }

  var bounds: Rectangle { Rectangle(minimum: pointwiseMin(a, b), maximum: pointwiseMax(a, b)) }
}
