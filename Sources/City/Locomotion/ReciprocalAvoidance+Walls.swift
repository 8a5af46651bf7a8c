import Kernel

extension ReciprocalAvoidance {
  /// Half-planes that keep somebody off walls for the next `wallHorizon`: those of the nearest sixteen that somebody
  /// of `limit` [m/s] could meet by then. The walker alone gives way. Within the radius of a wall, nothing leads
  /// nearer.
  @inline(__always)
  func add(
    _ walls: UnsafeBufferPointer<Segment>, limit: Float, for walker: Walker, to planes: inout HalfPlanes
  ) {
    if walls.isEmpty { return }
    withUnsafeTemporaryAllocation(of: Float.self, capacity: ReciprocalAvoidance.mostWalls) { distances in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: ReciprocalAvoidance.mostWalls + 1) { numbers in
        var nearest = NearestFew(
          distances.baseAddress!, numbers.baseAddress!, most: ReciprocalAvoidance.mostWalls,
          limit: min(wallSight, walker.radius + limit * wallHorizon))
        for (k, wall) in walls.enumerated() {
          nearest.add(k, at: (wall.nearest(to: walker.position) - walker.position).length)
        }
        for k in 0..<nearest.count {
          let wall = walls[Int(nearest.numbers[k])]
          if let plane = halfPlane(of: wall, for: walker) {
            planes.add(normal: plane.normal, offset: plane.offset)
          }
        }
      }
    }
    planes.hard = planes.count
  }

  /// Velocities that meet the wall before the horizon fill a cone whose tip is cut off by the wall, thickened by the
  /// radius and brought near by the horizon. The half-plane touches it where it is nearest to the velocity.
  @inline(__always)
  private func halfPlane(of wall: Segment, for walker: Walker) -> (normal: Vector2, offset: Float)? {
    let v = walker.velocity
    let a = wall.a - walker.position
    let b = wall.b - walker.position
    let foot = Polygon.nearest(on: a, b, to: .zero)
    let distance = foot.length
    if distance <= walker.radius { return distance > 0 ? (foot / -distance, 0) : nil }
    let perHorizon = 1 / max(wallHorizon, 1e-3)
    let radius = walker.radius * perHorizon
    let endA = End(a, walker.radius)
    let endB = End(b, walker.radius)
    let isLeftA = endA.left.cross(endB.left) <= 0
    let isRightA = endA.right.cross(endB.right) >= 0
    let left = isLeftA ? endA : endB
    let right = isRightA ? endA : endB
    let fromLeft = v - left.place * perHorizon
    let fromRight = v - right.place * perHorizon
    let besideLeft = fromLeft.dot(left.left)
    let besideRight = fromRight.dot(right.right)

    if isLeftA == isRightA {
      // Seen end-on: one end alone makes the cone.
      if besideLeft < 0, besideRight < 0 { return disc(fromLeft, radius, v) }
      return left.place.cross(v) > 0 ? (left.left.left, 0) : (-right.right.left, 0)
    }
    let edge = (right.place - left.place) * perHorizon
    let along = fromLeft.dot(edge) / edge.lengthSquared
    if along < 0, besideLeft < 0 { return disc(fromLeft, radius, v) }
    if along > 1, besideRight < 0 { return disc(fromRight, radius, v) }
    var normal = edge.left.normalized
    if normal.dot(foot) > 0 { normal = -normal }
    let toEdge = along < 0 || along > 1 ? Float.infinity : abs(fromLeft.dot(normal))
    let toLeft = besideLeft < 0 ? Float.infinity : abs(fromLeft.cross(left.left))
    let toRight = besideRight < 0 ? Float.infinity : abs(fromRight.cross(right.right))
    if toEdge <= toLeft, toEdge <= toRight {
      return (normal, normal.dot(left.place) * perHorizon + radius)
    }
    return toLeft <= toRight ? (left.left.left, 0) : (-right.right.left, 0)
  }

  @inline(__always)
  private func disc(_ from: Vector2, _ radius: Float, _ v: Vector2) -> (normal: Vector2, offset: Float)? {
    let length = from.length
    if length == 0 { return nil }
    let normal = from / length
    return (normal, normal.dot(v) + radius - length)
  }

  private static let mostWalls = 16

  /// One end of a wall, seen from the walker, and the unit vectors that graze a body there on its left and right.
  private struct End {
    let place: Vector2  // [m]
    let left: Vector2
    let right: Vector2

    @inline(__always)
    init(_ place: Vector2, _ radius: Float) {
      self.place = place
      let distance = place.length
      let way = place / distance
      let sine = radius / distance
      let cosine = max(0, 1 - sine * sine).squareRoot()
      left = way * cosine + way.left * sine
      right = way * cosine - way.left * sine
    }
  }
}
