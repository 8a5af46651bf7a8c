/// A convex polygon round the origin that half-planes eat into. Coordinates count from the person it belongs to.
struct ConvexCell {
  private(set) var points: [Point] = []
  private(set) var reachSquared = 0.0  // [m²] of the farthest corner
  private var spare: [Point] = []
  private var sides: [Double] = []

  /// Begins as a convex ring that runs counter-clockwise, moved so that `origin` comes to zero.
  mutating func begin(_ ring: [Point], relativeTo origin: Point) {
    points.removeAll(keepingCapacity: true)
    reachSquared = 0
    for p in ring {
      let q = p - origin
      points.append(q)
      reachSquared = max(reachSquared, q.lengthSquared)
    }
  }

  /// Takes away all that is nearer to `d` than to the origin.
  mutating func cut(by d: Point) {
    let limit = d.lengthSquared / 2
    // Corners that lie on the cut but for rounding stay: four people on a circle give no edge of no length.
    cut(normal: d, limit: limit, slack: limit * 1e-13)
  }

  /// False where nobody in the box can take anything away.
  func canBeCut(from low: Point, _ high: Point) -> Bool {
    points.withUnsafeBufferPointer { points in
      for v in points {
        let d = pointwiseMax(pointwiseMax(low - v, v - high), .zero)
        if d.lengthSquared < v.lengthSquared { return true }
      }
      return false
    }
  }

  /// Keeps what lies where x · `normal` ≤ `limit`.
  mutating func cut(normal: Point, limit: Double, slack: Double = 0) {
    let n = points.count
    if sides.count < n { sides.append(contentsOf: repeatElement(0, count: n + 16 - sides.count)) }
    var anyOut = false
    points.withUnsafeBufferPointer { points in
      sides.withUnsafeMutableBufferPointer { sides in
        for k in 0..<n {
          let side = points[k].x * normal.x + points[k].y * normal.y - limit
          sides[k] = side
          anyOut = anyOut || side > slack
        }
      }
    }
    if anyOut { trim(n, slack) }
  }

  private mutating func trim(_ n: Int, _ slack: Double) {
    spare.removeAll(keepingCapacity: true)
    var farthest = 0.0
    var before = n - 1
    for k in 0..<n {
      let wasIn = sides[before] <= slack
      let isIn = sides[k] <= slack
      if wasIn != isIn {
        let share = min(1, max(0, sides[before] / (sides[before] - sides[k])))
        let p = points[before] + (points[k] - points[before]) * share
        spare.append(p)
        farthest = max(farthest, p.lengthSquared)
      }
      if isIn {
        spare.append(points[k])
        farthest = max(farthest, points[k].lengthSquared)
      }
      before = k
    }
    swap(&points, &spare)
    reachSquared = farthest
  }
}
