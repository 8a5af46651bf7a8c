/// A convex polygon round the origin that half-planes eat into. Coordinates count from the person it belongs to.
struct ConvexCell {
  private(set) var reachSquared = 0.0  // [m²] of the farthest corner
  private var corners: [Point] = []  // the first `count`; the rest is room
  private var count = 0
  private var spare: [Point] = []
  private var sides: [Double] = []

  var points: ArraySlice<Point> { corners[..<count] }

  /// Begins as a convex ring that runs counter-clockwise, moved so that `origin` comes to zero.
  mutating func begin(_ ring: [Point], relativeTo origin: Point) {
    makeRoom(ring.count)
    reachSquared = 0
    count = ring.count
    for (k, p) in ring.enumerated() {
      let q = p - origin
      corners[k] = q
      reachSquared = max(reachSquared, q.lengthSquared)
    }
  }

  /// For `count` corners.
  private mutating func makeRoom(_ count: Int) {
    guard corners.count <= count else { return }
    let more = repeatElement(Point.zero, count: count + 16 - corners.count)
    corners.append(contentsOf: more)
    spare.append(contentsOf: more)
    sides.append(contentsOf: repeatElement(0, count: corners.count - sides.count))
  }

  /// Takes away all that is nearer to `d` than to the origin.
  mutating func cut(by d: Point) {
    let limit = d.lengthSquared / 2
    // Corners that lie on the cut but for rounding stay: four people on a circle give no edge of no length.
    cut(normal: d, limit: limit, slack: limit * 1e-13)
  }

  /// False where nobody in the box can take anything away.
  func canBeCut(from low: Point, _ high: Point) -> Bool {
    corners.withUnsafeBufferPointer { points in
      for k in 0..<count {
        let v = points[k]
        let d = pointwiseMax(pointwiseMax(low - v, v - high), .zero)
        if d.lengthSquared < v.lengthSquared { return true }
      }
      return false
    }
  }

  /// Keeps what lies where x · `normal` ≤ `limit`.
  mutating func cut(normal: Point, limit: Double, slack: Double = 0) {
    let n = count
    var anyOut = false
    corners.withUnsafeBufferPointer { points in
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
    // A corner more in all geometry; where rounding lets corners in and out in turn, two for each.
    makeRoom(2 * n)
    var farthest = 0.0
    var kept = 0
    corners.withUnsafeBufferPointer { points in
      sides.withUnsafeBufferPointer { sides in
        spare.withUnsafeMutableBufferPointer { spare in
          var before = n - 1
          for k in 0..<n {
            let wasIn = sides[before] <= slack
            let isIn = sides[k] <= slack
            if wasIn != isIn {
              let share = min(1, max(0, sides[before] / (sides[before] - sides[k])))
              let p = points[before] + (points[k] - points[before]) * share
              spare[kept] = p
              kept &+= 1
              farthest = max(farthest, p.lengthSquared)
            }
            if isIn {
              spare[kept] = points[k]
              kept &+= 1
              farthest = max(farthest, points[k].lengthSquared)
            }
            before = k
          }
        }
      }
    }
    swap(&corners, &spare)
    count = kept
    reachSquared = farthest
  }
}
