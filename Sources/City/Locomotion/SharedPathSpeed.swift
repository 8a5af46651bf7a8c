import CLanes
import Kernel

/// The collision-free speed model with side steps, shared paths, lead, backing, easing and relaxation;
/// `SharedPathSpeed` says what each is for.
///
///     direction   e = normalise(e₀ − Σⱼ a·exp((lᵢⱼ − dᵢⱼ)/D)·eᵢⱼ − Σ_w a_w·exp((rᵢ − d_w)/D_w)·e_w + side steps)
///     speed       v = min(v₀, max(0, s/(headway·T))),   s = least dᵢⱼ − lᵢⱼ + lead·max(0, vⱼ·e)
///                 of those in front: e·eᵢⱼ ≥ 0 and |e⊥·xᵢⱼ| ≤ share·lᵢⱼ
extension SharedPathSpeed: DirectionFirst {
  /// Where a walker turns, and how fast the walker would go there alone.
  struct Course {
    var direction = Vector2.zero  // unit vector; zero: stands
    var willing: Float = 0  // [m/s]
    var following: Float = 0  // the path's share towards those who face the same way
  }

  var sight: Float { cutOff }
  /// A crowd of whom a quarter comes the other way is all lanes.
  private static let meetingWeight: Float = 4

  @inline(__always)
  func course(
    of walker: Walker, among neighbours: Neighbours, walls: UnsafeBufferPointer<Segment>
  ) -> Course {
    let desired = walker.desiredDirection
    if desired == .zero { return Course() }
    var urge = desired - Repulsion(strength: neighbourRepulsion, range: neighbourRange).sum(over: neighbours)
    let file = walls.isEmpty ? 0 : singleFile(of: walker, between: walls)
    if sidestep > 0, file < 1, walker.desiredSpeed > 0 {
      urge += desired.left * ((1 - file) * sideStep(of: walker, for: neighbours))
    }
    urge += Repulsion(strength: wallRepulsion, range: wallRange).sum(over: walls, on: walker)
    let direction = urge.normalized
    let effort = easing ? min(1, urge.length) : 1
    let back = max(0, -direction.dot(desired))
    return Course(
      direction: direction, willing: walker.desiredSpeed * effort * (1 + (backing - 1) * back),
      following: followingShare(of: walker, among: neighbours, file: file))
  }

  @inline(__always)
  func velocity(
    of walker: Walker, on course: Course, among neighbours: Neighbours,
    walls: UnsafeBufferPointer<Segment>, dt: Float
  ) -> Vector2 {
    let space = neighbours.space(
      along: course.direction, share: pathShare, following: course.following, lead: lead)
    let free = walker.speed(with: space, timeGap: walker.timeGap * headway)
    let wanted = course.direction * min(course.willing, free)
    if relaxation <= 0 { return wanted }
    return walker.velocity + (wanted - walker.velocity) * (dt / (relaxation + dt))
  }

  /// The path's share towards those who face the same way. Whoever is slow in a stream leaves others more room; where
  /// streams meet, people stay close behind one another instead, so that lanes form and last.
  @inline(__always)
  private func followingShare(of walker: Walker, among neighbours: Neighbours, file: Float) -> Float {
    let slow = sharingSpeed > 0 ? max(0, 1 - walker.velocity.length / sharingSpeed) : 0
    let standing = slow * max(0, 1 - Self.meetingWeight * neighbours.shareFacing(walker.desiredDirection))
    let share = pathShare + (standingShare - pathShare) * standing
    return share + max(0, 1 - share) * file
  }

  /// 1 where two bodies do not fit abreast between walls, so that people walk in single file; 0 where they do.
  @inline(__always)
  private func singleFile(of walker: Walker, between walls: UnsafeBufferPointer<Segment>) -> Float {
    let bodies = walls.freeWidth(at: walker.position, across: walker.desiredDirection) / (2 * walker.radius)
    return min(1, max(0, 4 - 2 * bodies))
  }

  /// How strongly, to the left where positive, a walker gives way: to those ahead who come nearer if the walker goes
  /// on, most to those who come head-on, not at all to those who walk ahead as fast, nor to those who will be wide
  /// of the walker's path.
  @inline(__always)
  private func sideStep(of walker: Walker, for neighbours: Neighbours) -> Float {
    let e = walker.desiredDirection
    let ex = Lanes(repeating: e.x)
    let ey = Lanes(repeating: e.y)
    let ownX = ex * walker.desiredSpeed
    let ownY = ey * walker.desiredSpeed
    let shareScale = Lanes(repeating: 0.5 / walker.desiredSpeed)
    let nearScale = Lanes(repeating: -1 / max(sidestepRange, 1e-6))
    let ahead = Lanes(repeating: anticipation)
    let one = Lanes(repeating: 1)
    var sum = Lanes.zero
    for v in 0..<neighbours.vectors {
      let k = v * Lanes.width
      let wx = Lanes(neighbours.wayX + k)
      let wy = Lanes(neighbours.wayY + k)
      let vx = Lanes(neighbours.velocityX + k)
      let vy = Lanes(neighbours.velocityY + k)
      let d = Lanes(neighbours.distance + k)
      let c = Lanes(neighbours.contact + k)
      let approach = (ownX - vx) * wx + (ownY - vy) * wy
      let near = lanes_max(.zero, d - c - approach * ahead) * nearScale
      let lateral = ex * (wy * d + vy * ahead) - ey * (wx * d + vx * ahead)
      var step = lanes_min(one, approach * shareScale) * lanes_exp(near)
      // To the right of those who will be straight ahead or on the left, to the left of the others.
      step = lanes_pick_less(c * -0.1, lateral, -step, step)
      step = lanes_pick_less(c * 2, lanes_max(lateral, -lateral), .zero, step)
      step = lanes_pick_less(.zero, approach, step, .zero)
      sum += lanes_pick_less(.zero, ex * wx + ey * wy, step, .zero)
    }
    return lanes_sum(sum) * sidestep
  }
}

extension Neighbours {
  /// Which share of them, 0...1, faces somebody who walks along `direction`.
  @inline(__always)
  func shareFacing(_ direction: Vector2) -> Float {
    let ex = Lanes(repeating: direction.x)
    let ey = Lanes(repeating: direction.y)
    let against = Lanes(repeating: -0.5)
    var facing = 0
    for v in 0..<vectors {
      let k = v * Lanes.width
      facing &+= lanes_less(ex * Lanes(headingX + k) + ey * Lanes(headingY + k), against).nonzeroBitCount
    }
    return facing == 0 ? 0 : Float(facing) / Float(count)
  }

  /// As `space(along:pathShare:)`, but the gap to those who walk ahead grows by what they walk in `lead` [s], and the
  /// path is narrower for those who come the other way.
  @inline(__always)
  func space(along direction: Vector2, share: Float, following: Float, lead: Float) -> Float {
    let ex = Lanes(repeating: direction.x)
    let ey = Lanes(repeating: direction.y)
    let meetingShare = Lanes(repeating: share)
    let followingShare = Lanes(repeating: following)
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
      let facing = ex * Lanes(headingX + k) + ey * Lanes(headingY + k)
      let share = lanes_pick_less(facing, .zero, meetingShare, followingShare)
      let gap = d - c + lanes_max(.zero, ex * Lanes(velocityX + k) + ey * Lanes(velocityY + k)) * lead
      let inPath = lanes_pick_less(c * share, wide, none, gap)
      least = lanes_min(least, lanes_pick_less(ex * x + ey * y, .zero, none, inPath))
    }
    return lanes_least(least)
  }
}

extension UnsafeBufferPointer<Segment> {
  /// [m] between the nearest walls on the left and on the right of `direction`; infinite where one side has none.
  @inline(__always)
  func freeWidth(at p: Vector2, across direction: Vector2) -> Float {
    var left = Float.infinity
    var right = Float.infinity
    for wall in self {
      let foot = wall.nearest(to: p) - p
      let distance = foot.lengthSquared
      if direction.cross(foot) > 0 {
        left = Swift.min(left, distance)
      } else {
        right = Swift.min(right, distance)
      }
    }
    return left.squareRoot() + right.squareRoot()
  }
}
