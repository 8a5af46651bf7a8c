import CLanes
import Kernel

/// The collision-free speed model with side steps, backing, easing, relaxation and a path that two bodies may share;
/// `SharedPathSpeed` says what each is for.
///
///     direction   e = normalise(e₀ − Σⱼ a·exp((lᵢⱼ − dᵢⱼ)/D)·eᵢⱼ − Σ_w a_w·exp((rᵢ − d_w)/D_w)·e_w + side steps)
///     speed       v = min(v₀, max(0, s/T)),   s = least dᵢⱼ − lᵢⱼ of those in front: e·eᵢⱼ ≥ 0 and |e⊥·xᵢⱼ| ≤ share·lᵢⱼ
extension SharedPathSpeed: Locomotion {
  var sight: Float { cutOff }

  @inline(__always)
  func velocity(
    of walker: Walker, among neighbours: Neighbours, walls: UnsafeBufferPointer<Segment>, dt: Float
  ) -> Vector2 {
    let wanted = wanted(by: walker, among: neighbours, walls: walls)
    if relaxation <= 0 { return wanted }
    return walker.velocity + (wanted - walker.velocity) * (dt / (relaxation + dt))
  }

  @inline(__always)
  private func wanted(
    by walker: Walker, among neighbours: Neighbours, walls: UnsafeBufferPointer<Segment>
  ) -> Vector2 {
    let desired = walker.desiredDirection
    if desired == .zero { return .zero }
    var urge = desired - Repulsion(strength: neighbourRepulsion, range: neighbourRange).sum(over: neighbours)
    if sidestep > 0, walker.desiredSpeed > 0 { urge += desired.left * sideStep(of: walker, for: neighbours) }
    urge += Repulsion(strength: wallRepulsion, range: wallRange).sum(over: walls, on: walker)
    let direction = urge.normalized
    if direction == .zero { return .zero }
    let effort = easing ? min(1, urge.length) : 1
    let back = max(0, -direction.dot(desired))
    let willing = walker.desiredSpeed * effort * (1 + (backing - 1) * back)
    let space = neighbours.space(along: direction, pathShare: pathShare)
    return direction * min(willing, walker.speed(with: space))
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
