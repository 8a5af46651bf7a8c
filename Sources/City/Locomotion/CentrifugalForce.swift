import CLanes
import Kernel

/// Generalised centrifugal force model. M. Chraibi, A. Seyfried, A. Schadschneider, "Generalized centrifugal-force model
/// for pedestrian dynamics", Physical Review E 82, 046111 (2010), arXiv 1008.4297.
///
///     dv/dt = (v₀e₀ − v)/τ − Σⱼ K (η v₀ + v_ij)²/s·w      w: unit vector towards the other one
///                                                         K = max(0, w·eᵢ): only who is in front counts
///                                                         v_ij = max(0, (vᵢ − vⱼ)·w): and more who comes nearer
///                                                         s: between two ellipses, along w
///     ellipse: half axis a_min + a_v·v along the way walked, b_max − (b_max − b_min) v/v₀ across it
///
/// The force sets in smoothly over `smoothing` at the reach, and never exceeds K times the cap. K is nothing for those
/// who stand: all forces fade out below 5 cm/s. What differs from the paper: the ellipse of a neighbour narrows by the
/// walker's own desired speed, and is round and `widest` at rest; whoever has nowhere to go looks along the chest
/// and gives way to those who come nearer, and only to them (η v₀ is nothing). Bodies are not hard: in a press
/// they overlap. A wall pushes those straight beside it, from its nearest point.
///
/// The model keeps people far apart. 150 in a room of 10 m left it through 0.8, 1 and 2 m at 0.6, 0.7 and 1.2 /s. In a
/// corridor of 4 m, 0.2 /s from either end pass, 1 /s lock; so do four crossing streams of 1 /s over 20 m each. Steps up
/// to 0.02 s change none of that; at 0.05 s people are thrown about.
extension CentrifugalForce: Locomotion {
  var sight: Float { cutOff }
  var wallSight: Float { max(Walls.near, wallReach + mostHalfAxis) }
  var longestStep: Float { 0.01 }

  @inline(__always)
  func velocity(
    of walker: Walker, among neighbours: Neighbours, walls: UnsafeBufferPointer<Segment>, dt: Float
  ) -> Vector2 {
    let pace = walker.desiredDirection == .zero ? 0 : walker.desiredSpeed
    let own = Ellipse(of: walker, self)
    var push = sum(over: neighbours, own, velocity: walker.velocity, pace: pace)
    for wall in walls {
      guard let foot = wall.perpendicularFoot(from: walker.position) else { continue }
      let toWall = foot - walker.position
      let distance = toWall.length
      guard distance > 0, distance < wallSight else { continue }
      push += toWall * (wallPush(way: toWall / distance, distance, own, walker.velocity, pace) / distance)
    }
    let drive = dt / max(walker.relaxation, 1e-3)
    return walker.bounded((walker.velocity + walker.wantedVelocity * drive - push * dt) / (1 + drive))
  }

  /// Σ of the forces per mass [m/s²], towards whom they come from.
  @inline(__always)
  private func sum(over neighbours: Neighbours, _ own: Ellipse, velocity: Vector2, pace: Float) -> Vector2 {
    let one = Lanes(repeating: 1)
    let narrowing = (widest - narrowest) / max(own.pace, 1e-6)
    var sumX = Lanes.zero
    var sumY = Lanes.zero
    for k in stride(from: 0, to: neighbours.vectors * Lanes.width, by: Lanes.width) {
      let wx = Lanes(neighbours.wayX + k)
      let wy = Lanes(neighbours.wayY + k)
      let vx = Lanes(neighbours.velocityX + k)
      let vy = Lanes(neighbours.velocityY + k)
      let squared = vx * vx + vy * vy
      let speed = lanes_root(squared)
      let a = lanes_max(speed * lengthPerSpeed + lengthAtRest, Lanes(repeating: Ellipse.leastAxis))
      let b = lanes_max(widest - speed * narrowing, Lanes(repeating: max(narrowest, Ellipse.leastAxis)))
      let perB = one / (b * b)
      let forward = wx * vx + wy * vy
      let theirs = one / lanes_root(perB + forward * forward / (squared + own.slow) * (one / (a * a) - perB))
      let ahead = lanes_max(.zero, wx * own.forward.x + wy * own.forward.y)
      let mine = one / lanes_root(own.perSide + ahead * ahead * (own.perLength - own.perSide))
      let space = Lanes(neighbours.distance + k) - mine - theirs
      let approach = lanes_max(.zero, wx * velocity.x + wy * velocity.y - forward)
      let urge = approach + neighbourStrength * pace
      let push = lanes_min(
        urge * urge / lanes_max(space, Lanes(repeating: CentrifugalForce.leastSpace)),
        Lanes(repeating: neighbourCap))
      let onset = lanes_max(.zero, lanes_min(one, (neighbourReach - space) / max(smoothing, 1e-6)))
      let force = push * ahead * onset * onset * (3 - 2 * onset)
      sumX += force * wx
      sumY += force * wy
    }
    return Vector2(lanes_sum(sumX), lanes_sum(sumY)) * own.attention
  }

  @inline(__always)
  private func wallPush(
    way w: Vector2, _ distance: Float, _ own: Ellipse, _ velocity: Vector2, _ pace: Float
  ) -> Float {
    let ahead = w.dot(own.forward)
    if ahead <= 0 { return 0 }
    let mine = 1 / (own.perSide + ahead * ahead * (own.perLength - own.perSide)).squareRoot()
    let space = distance - mine
    let urge = wallStrength * pace + max(0, velocity.dot(w))
    let onset = max(0, min(1, (wallReach - space) / max(smoothing, 1e-6)))
    let push = min(wallCap, urge * urge / max(space, CentrifugalForce.leastSpace))
    return push * own.attention * ahead * onset * onset * (3 - 2 * onset)
  }

  /// [m] of the longest body taken into account when looking for walls: somebody who runs.
  private var mostHalfAxis: Float { min(2, lengthAtRest + lengthPerSpeed * 2.5) }
  private static let leastSpace: Float = 1e-3  // [m]
}

extension Segment {
  /// The point of the wall straight beside `p`; nil where the wall does not reach that far.
  fileprivate func perpendicularFoot(from p: Vector2) -> Vector2? {
    let along = b - a
    let place = (p - a).dot(along)
    let length = along.lengthSquared
    return place >= 0 && place <= length && length > 0 ? a + along * (place / length) : nil
  }
}

/// The walker's own body as an ellipse: 1/a² and 1/b² [1/m²].
private struct Ellipse {
  let forward: Vector2
  let perLength: Float
  let perSide: Float
  let pace: Float  // [m/s]
  let attention: Float  // 0...1: share of the forces that counts
  /// [m²/s²] speed squared at which a neighbour's way of walking begins to shape the ellipse.
  let slow: Float = 0.0025

  @inline(__always)
  init(of walker: Walker, _ model: CentrifugalForce) {
    forward = (walker.velocity + walker.heading * 0.05).normalized
    pace = walker.desiredSpeed
    let squared = walker.velocity.lengthSquared
    let speed = squared.squareRoot()
    attention = walker.desiredDirection == .zero ? 1 : speed / (squared + slow).squareRoot()
    let a = model.lengthAtRest + model.lengthPerSpeed * speed
    let b = model.widest - (model.widest - model.narrowest) * speed / max(pace, 1e-6)
    perLength = Ellipse.perSquare(a)
    perSide = Ellipse.perSquare(max(b, model.narrowest))
  }

  static let leastAxis: Float = 1e-3  // [m]
  @inline(__always)
  private static func perSquare(_ axis: Float) -> Float {
    let safe = max(axis, leastAxis)
    return 1 / (safe * safe)
  }
}
