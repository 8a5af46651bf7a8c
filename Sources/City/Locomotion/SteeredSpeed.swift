import CLanes
import Kernel

/// The collision-free speed model with steering: version 3 in JuPedSim 1.4.2, told by its formulas.
///
///     reference  e_r = normalise(e₀ + Σ_w a_w exp((rᵢ − d_w)/D_w) e_w)
///     relevant   of those ahead, x = e_r·xᵢⱼ > 0 along and y = e_r × xᵢⱼ across: greatest w = exp(−x/R_x − |y|/R_y)
///     heading    turned from e_r by θ,  dθ/dt = (θ* − θ)/t,  θ* = −θ_max tanh(w y/(|y| + 5 cm))
///     speed      v = max(−backing, min(v₀, s/T)),  s = 0.85·space along the heading + 0.15·space along e₀
///
/// θ is read off the way walked and starts within θ_max; whoever stands turns at once. Others are seen two centimetres
/// farther left than they are: of two who meet exactly head-on, each would otherwise wait for the other.
///
/// The model jams at doors. Of 150 in a room of 10 m, 23 came through 0.8 m and 28 through 1 m before an arch stood for
/// good; 1.2, 1.6 and 2 m passed 1.3, 1.6 and 1.9 /s. In a corridor of 4 m, 0.5 /s from either end pass at 1 m/s;
/// 1 /s lock.
extension SteeredSpeed: Locomotion {
  var sight: Float { cutOff }
  @inline(__always) var looksAtVelocities: Bool { false }

  @inline(__always)
  func velocity(
    of walker: Walker, among neighbours: Neighbours, walls: UnsafeBufferPointer<Segment>, dt: Float
  ) -> Vector2 {
    let desired = walker.desiredDirection
    if desired == .zero || walker.desiredSpeed <= 0 { return .zero }
    let urge = desired + Repulsion(strength: wallRepulsion, range: wallRange).sum(over: walls, on: walker)
    let reference = urge.isFinite && urge != .zero ? urge.normalized : walker.heading
    let wanted = greatestTurn * turn(for: neighbours, along: reference)
    let angle = angle(of: walker, from: reference, towards: wanted, dt: dt)
    let direction = Vector2(Math.cos(angle), Math.sin(angle)).turned(by: reference)
    let blend = SteeredSpeed.blend
    let space =
      neighbours.space(along: direction, pathShare: 1) * (1 - blend)
      + neighbours.space(along: desired, pathShare: 1) * blend
    let free = walker.timeGap > 0 ? space / walker.timeGap : (space > 0 ? .infinity : -.infinity)
    return walker.bounded(direction * max(-backing, min(walker.desiredSpeed, free)))
  }

  /// [rad] of the heading from `reference`, to the left where positive, after `dt`.
  @inline(__always)
  private func angle(of walker: Walker, from reference: Vector2, towards wanted: Float, dt: Float) -> Float {
    var course = walker.course
    if course == .zero || turning <= dt { return wanted }
    // Whoever backs looks the other way.
    if reference.dot(course) < 0, walker.velocity.length <= 1.01 * backing { course = -course }
    let now = Math.atan2(reference.cross(course), reference.dot(course))
    let from = max(-greatestTurn, min(greatestTurn, now))
    return from + (wanted - from) * (dt / turning)
  }

  /// −1...1, to the left where positive: away from the most relevant of those ahead.
  @inline(__always)
  private func turn(for neighbours: Neighbours, along e: Vector2) -> Float {
    let perX = 1 / max(rangeAhead, 1e-6)
    let perY = 1 / max(rangeAside, 1e-6)
    let nobody = Lanes(repeating: .infinity)
    var least = nobody  // exponents of the weights
    var sides = Lanes.zero  // [m]
    for k in stride(from: 0, to: neighbours.vectors * Lanes.width, by: Lanes.width) {
      let wx = Lanes(neighbours.wayX + k)
      let wy = Lanes(neighbours.wayY + k)
      let d = Lanes(neighbours.distance + k)
      let x = (wx * e.x + wy * e.y) * d
      let y = (wy * e.x - wx * e.y) * d
      let exponent = lanes_pick_less(.zero, x, x * perX + lanes_max(y, -y) * perY, nobody)
      sides = lanes_pick_less(exponent, least, y, sides)
      least = lanes_min(exponent, least)
    }
    let exponent = lanes_least(least)
    guard exponent < 87 else { return 0 }
    var side: Float = 0
    for k in 0..<Lanes.width where least[k] == exponent { side = sides[k] }
    side += SteeredSpeed.bias
    let pull = Math.exp(-exponent) * side / (abs(side) + SteeredSpeed.smoothing)
    return 1 - 2 / (1 + Math.exp(-2 * pull))
  }

  private static let smoothing: Float = 0.05  // [m]
  private static let bias: Float = 0.02  // [m]
  private static let blend: Float = 0.15
}
