import CLanes
import Kernel

/// Social force model with bodies. D. Helbing, I. Farkas, T. Vicsek, "Simulating dynamical features of escape panic",
/// Nature 407 (2000).
///
///     m dv/dt = m (v₀e₀ − v)/τ + Σⱼ [A exp(o/B) + k g(o)] nᵢⱼ + κ g(o) (Δvⱼᵢ·t) t      o = lᵢⱼ − dᵢⱼ, g(o) = max(0, o)
///               + Σ_w [A exp(o/B) + k g(o)] n − κ g(o) (v·t) t                         o = rᵢ − d_w
///
/// Friction brakes the sliding along bodies and walls alike. It and the driving force are taken at the new velocity:
/// a linear system of two equations, so that friction stops people and never throws them back, however strong. What
/// pushes is taken at the old places. Exponents end at 20. A corner, where two walls end, pushes once.
///
/// Bodies are springs of k/m = 1500 /s²: a packed crowd swings at up to 95 /s, which steps beyond 0.02 s make grow:
/// pressed against a closed door, people stood still to 0.1 mm/s in steps of 0.02 s, and shook at 4 m/s in steps of 0.05 s.
///
/// The model presses people through doors: 150 left a room of 10 m through 0.8, 1 and 2 m at 2.6, 3.6 and 8.5 /s, twice
/// what experiments gave. Two who meet exactly head-on stop each other.
extension SocialForce: Locomotion {
  var sight: Float { cutOff }
  var longestStep: Float { 0.01 }
  /// e⁻²⁰ of 10 kN changes the velocity of a child by a ten-millionth of a metre per second in a step.
  @inline(__always) func reach(speed: Float, timeGap: Float) -> Float {
    strength <= 1e4 ? 20 * max(range, 1e-6) : cutOff
  }

  @inline(__always)
  func velocity(
    of walker: Walker, among neighbours: Neighbours, walls: UnsafeBufferPointer<Segment>, dt: Float
  ) -> Vector2 {
    // More friction than that stops all sliding in a step.
    var contact = Contact(mostFriction: 1e3 * walker.mass / dt)
    add(neighbours, to: &contact)
    for wall in walls { add(wall, on: walker, to: &contact) }
    let drive = dt / max(walker.relaxation, 1e-3)
    let share = dt / walker.mass
    return walker.bounded(
      contact.velocity(
        from: walker.velocity + walker.wantedVelocity * drive + contact.force * share, kept: 1 + drive,
        share: share))
  }

  @inline(__always)
  private func add(_ neighbours: Neighbours, to contact: inout Contact) {
    let scale = Lanes(repeating: -1 / max(range, 1e-6))
    var forceX = Lanes.zero
    var forceY = Lanes.zero
    var xx = Lanes.zero
    var xy = Lanes.zero
    var yy = Lanes.zero
    for v in 0..<neighbours.vectors {
      let k = v * Lanes.width
      let wx = Lanes(neighbours.wayX + k)
      let wy = Lanes(neighbours.wayY + k)
      let gap = Lanes(neighbours.distance + k) - Lanes(neighbours.contact + k)
      let overlap = lanes_max(.zero, -gap)
      let push =
        lanes_exp(lanes_min(gap * scale, Lanes(repeating: SocialForce.mostExponent))) * strength
        + overlap * bodyForce
      let brake = lanes_min(overlap * friction, Lanes(repeating: contact.mostFriction))
      let sliding = wx * Lanes(neighbours.velocityY + k) - wy * Lanes(neighbours.velocityX + k)
      forceX -= push * wx + brake * sliding * wy
      forceY -= push * wy - brake * sliding * wx
      xx += brake * wy * wy
      xy -= brake * wx * wy
      yy += brake * wx * wx
    }
    contact.force += Vector2(lanes_sum(forceX), lanes_sum(forceY))
    contact.xx += lanes_sum(xx)
    contact.xy += lanes_sum(xy)
    contact.yy += lanes_sum(yy)
  }

  @inline(__always)
  private func add(_ wall: Segment, on walker: Walker, to contact: inout Contact) {
    let foot = wall.nearest(to: walker.position)
    let away = walker.position - foot
    let distance = away.length
    guard distance > 0, distance < wallSight else { return }
    let share = foot == wall.a || foot == wall.b ? Segment.shareOfEnd : 1
    let overlap = walker.radius - distance
    let n = away / distance
    let push = strength * Math.exp(min(SocialForce.mostExponent, overlap / max(range, 1e-6)))
    contact.force += n * ((push + bodyForce * max(0, overlap)) * share)
    contact.brake(along: n.left, min(contact.mostFriction, friction * max(0, overlap)) * share)
  }

  private static let mostExponent: Float = 20
}

/// What touches somebody: a force, and friction as a matrix that takes velocity away.
private struct Contact {
  let mostFriction: Float  // [kg/s]
  var force = Vector2.zero  // [N]
  var xx: Float = 0  // [kg/s] Σ κ g t tᵀ
  var xy: Float = 0
  var yy: Float = 0

  @inline(__always)
  init(mostFriction: Float) { self.mostFriction = mostFriction }

  @inline(__always)
  mutating func brake(along t: Vector2, _ friction: Float) {
    xx += friction * t.x * t.x
    xy += friction * t.x * t.y
    yy += friction * t.y * t.y
  }

  /// Solves (kept + share·matrix) v = given.
  @inline(__always)
  func velocity(from given: Vector2, kept: Float, share: Float) -> Vector2 {
    let a = kept + share * xx
    let b = share * xy
    let c = kept + share * yy
    return Vector2(c * given.x - b * given.y, a * given.y - b * given.x) / (a * c - b * b)
  }
}
