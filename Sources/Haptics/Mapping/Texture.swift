/// How a level that a curve has set is turned into vibration over time.
public enum Texture: Equatable, Sendable {
  case steady(Steady)
  case flutter(Flutter)
  case pulses(Pulses)
  case grains(Grains)
  case stroke(Stroke)
  case effect(PlayedEffect)
}

/// A vibration that stands as long as the level does.
public struct Steady: Equatable, Sendable {
  public var carrierHertz: Float = 0  // [Hz] for motors that can choose; 0: the motor's own
  public init() {}
}

/// A slow swell, each actuator in a phase of its own.
public struct Flutter: Equatable, Sendable {
  public var rateHertz: Float = 6  // [Hz]
  public var depth: Float = 0.5  // 0…1 share of the level that comes and goes
  public var carrierHertz: Float = 0  // [Hz]
  public init() {}
}

/// Bursts, the faster the higher the level: short ones feel more urgent (Rurenko et al., Sensors 2025).
public struct Pulses: Equatable, Sendable {
  public var slowestHertz: Float = 1.5  // [Hz] bursts at the lowest level
  public var fastestHertz: Float = 8  // [Hz] at level 1
  public var duty: Float = 0.5  // 0.05…1 share of a period that vibrates
  public var carrierHertz: Float = 0  // [Hz]
  public init() {}
}

/// Sand: grains that fall by chance, a Poisson stream per zone. The curve's level and the relative speed of the
/// people set how many; granularity, timbre and strength are separate.
///
///     rate = mostGrains · level · (|v_rel| + resting)/(1 + resting)        grain: a half-cosine of `duration`
///
/// After Strohmeier & Hornbæk, CHI 2017 (granularity and timbre make the quality, amplitude the strength); rates
/// and durations are settings. Motors that cannot follow get the level with a flutter instead.
public struct Grains: Equatable, Sendable {
  /// [1/s] per zone at level 1 and 1 m/s; 20–80 reads as sand, above 100 as a buzz.
  public var mostGrains: Float = 60
  public var resting: Float = 0.3  // [m/s] added to the relative speed, so that a standing crowd trickles
  public var duration: Float = 0.012  // [s] of one grain
  public var strength: Float = 0.8  // 0…1 median amplitude of a grain
  public var spread: Float = 0.35  // sigma of the amplitudes' logarithm
  public var swell: Float = 0.3  // 0…1 share of the strength that follows the level
  public var carrierHertz: Float = 120  // [Hz] timbre: 60 dull … 175 bright
  public var flutter = Flutter()  // for motors that are too slow
  public init() {}
}

/// Apparent motion over the rows of a garment, again and again: upwards it warns fastest (Gray, Ho & Spence 2014).
public struct Stroke: Equatable, Sendable {
  public enum Direction: String, CaseIterable, Sendable { case up, down }
  public var direction = Direction.up
  public var duration: Float = 0.3  // [s] of one stroke over all rows
  public var slowestHertz: Float = 0.8  // [Hz] strokes at the lowest level
  public var fastestHertz: Float = 2.5  // [Hz] at level 1
  public var carrierHertz: Float = 0  // [Hz]
  public init() {}
}

/// An effect that was made elsewhere, played while the level is above zero and as strong as it is.
public struct PlayedEffect: Equatable, Sendable {
  public var file = ""  // as the mapping names it
  public var repeats = true
  public var effect: HapticEffect?  // nil until it is laid onto the wearer's garment
  public init() {}
}

extension Texture {
  /// [Hz] that it asks of motors that can choose; 0 leaves it to them.
  public var carrierHertz: Float {
    switch self {
    case .steady(let texture): texture.carrierHertz
    case .flutter(let texture): texture.carrierHertz
    case .pulses(let texture): texture.carrierHertz
    case .grains(let texture): texture.carrierHertz
    case .stroke(let texture): texture.carrierHertz
    case .effect: 0
    }
  }
}
