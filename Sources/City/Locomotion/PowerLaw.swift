import CLanes
import Kernel

/// Power law of the time to collision. I. Karamouzas, B. Skinner, S. J. Guy, "Universal power law governing pedestrian
/// interactions", Physical Review Letters 113, 238701 (2014).
///
///     E(τ) = k τ⁻² exp(−τ/τ₀)        τ: when two who keep their velocities touch; nothing for those who never do
///     F = −∇E = k exp(−τ/τ₀) τ⁻² (2/τ + 1/τ₀) (x + vτ)/√D        x, v: place and velocity seen from the other one,
///                                                                D = (x·v)² − v²(x² − l²)
///
/// The force acts along the line between the centres at the touch. It grows beyond bounds for those who will just
/// graze or are about to touch: a pair's force and the sum are capped at `greatestForce`. Bodies that overlap push
/// like springs. Walls are bodies that stand: their faces and their ends. Masses do not matter: all is per mass.
///
/// Springs without friction shake in a press: by 0.07 m/s in steps of 0.01 s, by 0.2 m/s in steps of 0.02 s. 150 left a
/// room of 10 m through 0.8, 1 and 2 m at 1.8, 3.1 and 8.8 /s. Two who meet exactly head-on stop each other.
extension PowerLaw: Locomotion {
  var sight: Float { cutOff }
  var wallSight: Float { max(Walls.near, min(cutOff, 3)) }
  var longestStep: Float { 0.01 }

  @inline(__always)
  func velocity(
    of walker: Walker, among neighbours: Neighbours, walls: UnsafeBufferPointer<Segment>, dt: Float
  ) -> Vector2 {
    var push = sum(over: neighbours, on: walker.velocity)
    for wall in walls { push += force(of: wall, on: walker) }
    push = capped(push)
    let drive = dt / max(walker.relaxation, 1e-3)
    return walker.bounded((walker.velocity + walker.wantedVelocity * drive + push * dt) / (1 + drive))
  }

  /// k exp(−τ/τ₀) τ⁻² for two `offset` [m] apart, the first seen from the second, of `velocity` [m/s] likewise, who
  /// touch `contact` [m] apart; zero for those who never will.
  package func energy(offset x: Vector2, velocity v: Vector2, contact: Float) -> Float {
    let b = x.dot(v)
    let room = x.lengthSquared - contact * contact
    let d = b * b - v.lengthSquared * room
    guard b < 0, room > 0, d > 0 else { return 0 }
    let time = room / (d.squareRoot() - b)
    return strength / (time * time) * Math.exp(-time / safeHorizon)
  }

  /// Acceleration [m/s²] of the first of them, capped.
  @inline(__always)
  package func force(offset x: Vector2, velocity v: Vector2, contact: Float) -> Vector2 {
    let b = x.dot(v)
    let room = x.lengthSquared - contact * contact
    let d = b * b - v.lengthSquared * room
    guard b < 0, room > 0, d > 0 else { return .zero }
    let root = d.squareRoot()
    let time = max(room / (root - b), PowerLaw.leastTime)
    return capped((x + v * time) * (steepness(at: time) / root))
  }

  /// −dE/dτ [m²/s³]
  @inline(__always)
  private func steepness(at time: Float) -> Float {
    strength * Math.exp(-time / safeHorizon) / (time * time) * (2 / time + 1 / safeHorizon)
  }

  @inline(__always)
  private func sum(over neighbours: Neighbours, on own: Vector2) -> Vector2 {
    let ownX = Lanes(repeating: own.x)
    let ownY = Lanes(repeating: own.y)
    let perHorizon = Lanes(repeating: 1 / safeHorizon)
    let cap = Lanes(repeating: greatestForce)
    let least = Lanes(repeating: PowerLaw.leastTime)
    let tiny = Lanes(repeating: 1e-12)
    var sumX = Lanes.zero
    var sumY = Lanes.zero
    for k in stride(from: 0, to: neighbours.vectors * Lanes.width, by: Lanes.width) {
      let wx = Lanes(neighbours.wayX + k)
      let wy = Lanes(neighbours.wayY + k)
      let distance = Lanes(neighbours.distance + k)
      let contact = Lanes(neighbours.contact + k)
      let vx = ownX - Lanes(neighbours.velocityX + k)
      let vy = ownY - Lanes(neighbours.velocityY + k)
      // x = −w·distance
      let approach = (vx * wx + vy * wy) * distance  // −x·v
      let room = (distance - contact) * (distance + contact)
      let d = approach * approach - (vx * vx + vy * vy) * room
      let root = lanes_root(lanes_max(d, tiny))
      let time = lanes_max(room / lanes_max(root + approach, tiny), least)
      let slope = (2 / time + perHorizon) / (time * time) * lanes_exp(-time * perHorizon) * strength
      // The vector between the centres at the touch is `contact` long.
      var push = lanes_min(slope * contact / root, cap) / lanes_max(contact, tiny)
      push = lanes_pick_less(.zero, approach, push, .zero)
      push = lanes_pick_less(.zero, room, push, .zero)
      push = lanes_pick_less(.zero, d, push, .zero)
      let body = lanes_max(.zero, contact - distance) * contactStiffness
      sumX += push * (vx * time - wx * distance) - body * wx
      sumY += push * (vy * time - wy * distance) - body * wy
    }
    return Vector2(lanes_sum(sumX), lanes_sum(sumY))
  }

  /// Of what the walker will touch first of a wall: its face or one of its ends.
  @inline(__always)
  private func force(of wall: Segment, on walker: Walker) -> Vector2 {
    let p = walker.position
    let v = walker.velocity
    let away = p - wall.nearest(to: p)
    let distance = away.length
    guard distance > 0, distance < wallSight else { return .zero }
    if distance < walker.radius { return away * (contactStiffness * (walker.radius - distance) / distance) }
    if v.dot(away) >= 0 { return .zero }
    let along = wall.b - wall.a
    var n = along.left.normalized
    var height = (p - wall.a).dot(n)
    if height < 0 {
      n = -n
      height = -height
    }
    let speed = -v.dot(n)
    var place = (p - wall.a).dot(along)
    if speed > 0, height > walker.radius {
      let time = max((height - walker.radius) / speed, PowerLaw.leastTime)
      place += (v * time).dot(along)
      if place >= 0, place <= along.lengthSquared { return capped(n * (steepness(at: time) / speed)) }
    }
    let end = place * 2 < along.lengthSquared ? wall.a : wall.b
    return force(offset: p - end, velocity: v, contact: walker.radius) * Segment.shareOfEnd
  }

  @inline(__always)
  private func capped(_ force: Vector2) -> Vector2 {
    let length = force.length
    return length <= greatestForce ? force : (length.isFinite ? force * (greatestForce / length) : .zero)
  }

  @inline(__always) private var safeHorizon: Float { max(horizon, 1e-6) }
  private static let leastTime: Float = 1e-3  // [s]
}
