import Kernel

/// What the wearer feels of it: intensity per actuator after threshold, growth and adaptation, and one direction.
public struct Percept: Sendable {
  public private(set) var intensity: [Float]  // multiples of the sensation at threshold; computed by tick
  /// In the wearer's frame: x ahead, y to the left. Length 0…1: how clear it is.
  public private(set) var direction = Vector2.zero
  private var adapted: [Float]  // state: sensation that the skin has got used to
  private let sites: [BodySite]
  private let sides: [Vector2]
  public var skin = SkinModel()

  public init(_ garment: Garment) {
    sites = garment.actuators.map(\.site)
    sides = garment.actuators.map(\.direction)
    intensity = [Float](repeating: 0, count: sites.count)
    adapted = intensity
  }

  /// Advances by `dt` [s] under the motors' motion.
  ///     G' = (deepest·ψ − G)/τ, τ shorter on the way up than on the way down        felt = ψ − G, at least (1 − deepest)·ψ
  public mutating func tick(_ motors: Motors, dt: Float) {
    var weighted = Vector2.zero
    var energy: Float = 0
    for i in sites.indices {
      let f = motors.frequency[i]
      let sensation =
        f > 0
        ? skin.magnitude(motors.acceleration[i] / skin.threshold(sites[i], f), exponent: skin.exponent(f)) : 0
      let goal = skin.deepest.value * sensation
      let tau = goal > adapted[i] ? skin.adaptation.value : skin.recovery.value
      adapted[i] += (goal - adapted[i]) * (1 - Math.exp(-dt / max(tau, 1e-3)))
      intensity[i] = max(sensation - adapted[i], (1 - skin.deepest.value) * sensation)
      let power = intensity[i] * intensity[i]
      weighted += sides[i] * power
      energy += power
    }
    direction = energy > 0 ? weighted / energy : .zero
  }

  /// The sensation that the skin has got used to, in the units of `intensity`; at most `skin.deepest` of what was felt.
  public func adaptation(of actuator: Int) -> Float { adapted[actuator] }

  public func hash(into hash: inout StableHash) { hash.combine(adapted) }
}
