import Kernel

/// A standing adult of about 1.75 m, from the knees up, arms hanging; [m], x to one side, y up. Drawn by hand
/// after common anthropometric proportions: it shows where an actuator sits and measures nothing.
enum BodyOutline {
  /// One side of trunk, arm and thigh, from the neck down and back to the middle.
  private static let side: [Vector2] = [
    Vector2(0.050, 1.520), Vector2(0.056, 1.470), Vector2(0.100, 1.440), Vector2(0.165, 1.418),
    Vector2(0.208, 1.378), Vector2(0.228, 1.300), Vector2(0.244, 1.180), Vector2(0.262, 1.070),
    Vector2(0.278, 0.950), Vector2(0.288, 0.860), Vector2(0.300, 0.800), Vector2(0.294, 0.730),
    Vector2(0.272, 0.722), Vector2(0.256, 0.790), Vector2(0.244, 0.860), Vector2(0.226, 0.960),
    Vector2(0.206, 1.080), Vector2(0.190, 1.190), Vector2(0.178, 1.275), Vector2(0.168, 1.190),
    Vector2(0.152, 1.090), Vector2(0.152, 1.030), Vector2(0.170, 0.940), Vector2(0.180, 0.860),
    Vector2(0.176, 0.760), Vector2(0.166, 0.660), Vector2(0.088, 0.660), Vector2(0.060, 0.740),
    Vector2(0.012, 0.815),
  ]
  static let trunk: [Vector2] = smooth(side + side.reversed().map { Vector2(-$0.x, $0.y) })
  static let headCentre = Vector2(0, 1.612)
  static let headSize = Vector2(0.076, 0.106)  // half axes
  static let head: [Vector2] = (0..<40).map { k in
    headCentre + Math.unit(degrees: Float(k) * 9) * headSize
  }
  static let bounds = Rectangle(minimum: Vector2(-0.30, 0.66), maximum: Vector2(0.30, 1.72))

  /// A closed Catmull–Rom curve through `points`, three pieces each.
  static func smooth(_ points: [Vector2]) -> [Vector2] {
    let n = points.count
    guard n > 2 else { return points }
    return (0..<n).flatMap { i -> [Vector2] in
      let p0 = points[(i + n - 1) % n]
      let p1 = points[i]
      let p2 = points[(i + 1) % n]
      let p3 = points[(i + 2) % n]
      return [0, 1.0 / 3, 2.0 / 3].map { (t: Float) -> Vector2 in
        let a = 2 * p1
        let b = (p2 - p0) * t
        let c = (2 * p0 - 5 * p1 + 4 * p2 - p3) * (t * t)
        let d = (3 * p1 - p0 - 3 * p2 + p3) * (t * t * t)
        return (a + b + c + d) * 0.5
      }
    }
  }
}
