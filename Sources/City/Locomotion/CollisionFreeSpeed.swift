import Kernel

/// Collision-free speed model. A. Tordeux, M. Chraibi, A. Seyfried, "Collision-free speed model for pedestrian
/// dynamics", Traffic and Granular Flow '15 (2016), arXiv 1512.05597.
///
///     direction   e = normalise(e₀ − Σⱼ a·exp((lᵢⱼ − dᵢⱼ)/D)·eᵢⱼ − Σ_w a_w·exp((rᵢ − d_w)/D_w)·e_w + side steps)
///     speed       v = min(v₀, max(0, s/T)),   s = least dᵢⱼ − lᵢⱼ of those in front: e·eᵢⱼ ≥ 0 and |e⊥·xᵢⱼ| ≤ share·lᵢⱼ
///
/// Side steps, backing, easing, relaxation and the path's share are additions; `CollisionFreeSpeed` says what
/// each is for.
extension CollisionFreeSpeed: Locomotion {
  var sight: Float { cutOff }

  func velocity(
    of walker: Walker, among neighbours: UnsafeBufferPointer<Neighbour>, walls: ArraySlice<Segment>, dt: Float
  ) -> Vector2 {
    let urge = urge(of: walker, among: neighbours, walls: walls)
    let direction = urge.normalized
    let effort = easing ? min(1, urge.length) : 1
    let wanted = direction * speed(of: walker, along: direction, effort: effort, among: neighbours)
    if relaxation <= 0 { return wanted }
    return walker.velocity + (wanted - walker.velocity) * (dt / (relaxation + dt))
  }

  /// Terms below e⁻²⁰ times their strength change no bit of a unit vector; e²⁰ drowns all others.
  private static let nothing: Float = -20
  private static let everything: Float = 20

  /// Desire and repulsion together: the direction before it is made a unit vector.
  private func urge(
    of walker: Walker, among neighbours: UnsafeBufferPointer<Neighbour>, walls: ArraySlice<Segment>
  ) -> Vector2 {
    let desired = walker.desiredDirection
    if desired == .zero { return .zero }
    var sum = desired
    var aside: Float = 0  // along desired.left
    let reach = -CollisionFreeSpeed.nothing * neighbourRange
    for neighbour in neighbours {
      if neighbour.gap < reach {
        sum -=
          neighbour.way
          * (neighbourRepulsion
            * Math.exp(min(CollisionFreeSpeed.everything, -neighbour.gap / neighbourRange)))
      }
      aside += sideStep(of: walker, for: neighbour)
    }
    sum += desired.left * aside
    for wall in walls {
      let away = walker.position - wall.nearest(to: walker.position)
      let distance = away.length
      let near = (walker.radius - distance) / wallRange
      if near > CollisionFreeSpeed.nothing, distance > 0 {
        sum += away / distance * (wallRepulsion * Math.exp(min(CollisionFreeSpeed.everything, near)))
      }
    }
    return sum
  }

  /// How strongly, to the left where positive, a walker gives way to one neighbour: to those ahead who come nearer
  /// if the walker goes on, most to those who come head-on, not at all to those who walk ahead as fast.
  private func sideStep(of walker: Walker, for neighbour: Neighbour) -> Float {
    let desired = walker.desiredDirection
    if sidestep <= 0 || desired.dot(neighbour.way) <= 0 { return 0 }
    let approach = (desired * walker.desiredSpeed - neighbour.velocity).dot(neighbour.way)
    if approach <= 0 || walker.desiredSpeed <= 0 { return 0 }
    let near = -max(0, neighbour.gap - approach * anticipation) / sidestepRange
    if near <= CollisionFreeSpeed.nothing { return 0 }
    let share = min(1, approach / (2 * walker.desiredSpeed))
    let predicted = neighbour.way * neighbour.distance + neighbour.velocity * anticipation
    let lateral = desired.cross(predicted)
    // Somebody who will be wide of the walker's path needs no room.
    if abs(lateral) > 2 * neighbour.contact { return 0 }
    let side: Float = lateral > -0.1 * neighbour.contact ? -1 : 1
    return side * sidestep * share * Math.exp(near)
  }

  private func speed(
    of walker: Walker, along direction: Vector2, effort: Float,
    among neighbours: UnsafeBufferPointer<Neighbour>
  ) -> Float {
    if direction == .zero { return 0 }
    var space = Float.infinity
    for neighbour in neighbours where neighbour.gap < space {
      if direction.dot(neighbour.way) < 0 { continue }
      let aside = abs(direction.cross(neighbour.way)) * neighbour.distance
      if aside <= neighbour.contact * pathShare { space = neighbour.gap }
    }
    let back = max(0, -direction.dot(walker.desiredDirection))
    let willing = walker.desiredSpeed * effort * (1 + (backing - 1) * back)
    let free = walker.timeGap > 0 ? max(0, space / walker.timeGap) : (space > 0 ? .infinity : 0)
    return min(willing, free)
  }
}
