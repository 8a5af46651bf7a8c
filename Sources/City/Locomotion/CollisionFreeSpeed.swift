import CLanes
import Kernel

/// Collision-free speed model. A. Tordeux, M. Chraibi, A. Seyfried, "Collision-free speed model for pedestrian
/// dynamics", Traffic and Granular Flow '15 (2016), arXiv 1512.05597.
///
///     direction   e = normalise(e₀ − Σⱼ a·exp((lᵢⱼ − dᵢⱼ)/D)·eᵢⱼ − Σ_w a_w·exp((rᵢ − d_w)/D_w)·e_w)
///     speed       v = min(v₀, max(0, s/T)),   s = least dᵢⱼ − lᵢⱼ of those in front: e·eᵢⱼ ≥ 0 and |e⊥·xᵢⱼ| ≤ lᵢⱼ
extension CollisionFreeSpeed: DirectionFirst {
  var sight: Float { cutOff }
  @inline(__always) var looksAtVelocities: Bool { false }
  @inline(__always) func reach(speed: Float, timeGap: Float) -> Float {
    max(Repulsion(strength: neighbourRepulsion, range: neighbourRange).reach, speed * timeGap)
  }

  /// The direction: a unit vector, or zero for nowhere.
  @inline(__always)
  func course(
    of walker: Walker, among neighbours: Neighbours, walls: UnsafeBufferPointer<Segment>
  ) -> Vector2 {
    let desired = walker.desiredDirection
    if desired == .zero { return .zero }
    var urge = desired - Repulsion(strength: neighbourRepulsion, range: neighbourRange).sum(over: neighbours)
    urge += Repulsion(strength: wallRepulsion, range: wallRange).sum(over: walls, on: walker)
    return urge.normalized
  }

  @inline(__always)
  func velocity(
    of walker: Walker, on direction: Vector2, among neighbours: Neighbours,
    walls: UnsafeBufferPointer<Segment>, dt: Float
  ) -> Vector2 {
    let space = neighbours.space(along: direction, pathShare: 1)
    return direction * min(walker.desiredSpeed, walker.speed(with: space, timeGap: walker.timeGap))
  }
}

extension Walker {
  /// Speed that a gap of `space` [m] to the one in front allows.
  func speed(with space: Float, timeGap: Float) -> Float {
    timeGap > 0 ? max(0, space / timeGap) : (space > 0 ? .infinity : 0)
  }
}

/// An exponential push away from bodies or walls.
struct Repulsion {
  let strength: Float
  let range: Float  // [m]

  /// e²⁰ drowns all other terms.
  private static let most: Float = 20
  private static let nothing: Float = -14

  @inline(__always)
  init(strength: Float, range: Float) {
    self.strength = strength
    self.range = max(range, 1e-6)
  }

  /// [m] of gap beyond which a term turns nobody: e⁻¹⁴ of a strength of 8 are 7·10⁻⁶ of a unit vector. With a strength
  /// so great that it would, people are seen as far as the model sees.
  @inline(__always)
  var reach: Float { strength <= 12 ? -Repulsion.nothing * range : .infinity }

  /// Σ strength·exp(−gap/range)·way over all neighbours: subtract it.
  @inline(__always)
  func sum(over neighbours: Neighbours) -> Vector2 {
    var x = Lanes.zero
    var y = Lanes.zero
    let scale = Lanes(repeating: -1 / range)
    for v in 0..<neighbours.vectors {
      let k = v * Lanes.width
      let gap = Lanes(neighbours.distance + k) - Lanes(neighbours.contact + k)
      let push = lanes_exp(lanes_min(gap * scale, Lanes(repeating: Repulsion.most)))
      x += push * Lanes(neighbours.wayX + k)
      y += push * Lanes(neighbours.wayY + k)
    }
    return Vector2(lanes_sum(x), lanes_sum(y)) * strength
  }

  /// Σ strength·exp((radius − distance)/range)·(unit vector off the wall).
  @inline(__always)
  func sum(over walls: UnsafeBufferPointer<Segment>, on walker: Walker) -> Vector2 {
    var sum = Vector2.zero
    for wall in walls {
      let away = walker.position - wall.nearest(to: walker.position)
      let distance = away.length
      let near = (walker.radius - distance) / range
      if near > Repulsion.nothing, distance > 0 {
        sum += away * (strength * Math.exp(min(Repulsion.most, near)) / distance)
      }
    }
    return sum
  }
}

extension Neighbours {
  /// [m] to the nearest body in the path along `direction`: of those ahead whose centre lies no farther aside than
  /// `pathShare` of the two radii together. Infinite for none.
  @inline(__always)
  func space(along direction: Vector2, pathShare: Float) -> Float {
    let ex = Lanes(repeating: direction.x)
    let ey = Lanes(repeating: direction.y)
    let share = Lanes(repeating: pathShare)
    let none = Lanes(repeating: .infinity)
    var least = none
    for v in 0..<vectors {
      let k = v * Lanes.width
      let x = Lanes(wayX + k)
      let y = Lanes(wayY + k)
      let d = Lanes(distance + k)
      let c = Lanes(contact + k)
      let across = (ex * y - ey * x) * d
      let wide = lanes_max(across, -across)
      let inPath = lanes_pick_less(c * share, wide, none, d - c)
      least = lanes_min(least, lanes_pick_less(ex * x + ey * y, .zero, none, inPath))
    }
    return lanes_least(least)
  }
}
