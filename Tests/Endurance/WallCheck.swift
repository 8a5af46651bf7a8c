import City
import Kernel

/// Looks, tick by tick, for people in walls.
struct WallCheck {
  private let ground: GroundCheck
  /// [m] The most that a body has reached into a wall so far, and the most beyond what is allowed.
  private(set) var deepest = 0.0
  /// Bodies are soft: a centre may come as near to a wall as half of its radius. The rest is for rounding and for the
  /// hair's breadth by which a step may come nearer.
  static let softness = 0.5
  static let rounding = 2e-3  // [m]

  init(_ world: World) throws {
    ground = GroundCheck(world.plan)
    guard ground.canFail(world.plan, closed: world.barriersClosed) else {
      throw EnduranceFailure("the check of walls does not find what is in them")
    }
  }

  /// Nil where every centre is on walkable ground and no body reaches farther into a wall than it may.
  mutating func fault(in crowd: Crowd, of world: World) -> String? {
    let closed = world.barriersClosed
    for (row, position) in crowd.positions.enumerated() {
      let p = GroundCheck.Point(position)
      let radius = Double(crowd.radii[row])
      guard radius <= GroundCheck.reach else { return "the body of \(crowd.ids[row]) is \(radius) m wide" }
      guard ground.isWalkable(p, closed: closed) else {
        return "\(crowd.ids[row]) is in a wall or off the ground, at \(place(position))"
      }
      let distance = ground.distanceToWall(p, within: radius, closed: closed)
      if distance >= radius { continue }
      deepest = max(deepest, radius - distance)
      if distance < WallCheck.softness * radius - WallCheck.rounding {
        return "\(crowd.ids[row]) stands \(distance) m off a wall, with a radius of \(radius) m, "
          + "at \(place(position))"
      }
    }
    return nil
  }

  private func place(_ p: Vector2) -> String { "(\(p.x), \(p.y)) m" }
}
