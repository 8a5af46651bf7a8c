import Kernel

/// How the crowd round a wearer becomes sound.
public struct CueSettings: Equatable, Sendable {
  /// Murmurs round the listener, evenly spread, the first straight ahead; 4...32.
  public var directions = 8
  /// Effective talkers N_eff of one direction at which its murmur sounds at level 1. A crowd of even density ρ
  /// all round, out to 4.5 m, has N_eff ≈ 2.2 m² · ρ in each of eight directions: level 1 at about 3.7 /m².
  public var fullPresence: Float = 8
  /// [dB] of loudness between the faintest crowd and the fullest; at most 12, so that a thin crowd is still heard
  /// beside a thick one.
  public var range: Float = 12
  public var smoothing: Float = 0.25  // [s] time constant of the presence
  /// [1/m^2] own density at which `dense` sounds: Fruin's border between levels of service E and F.
  public var earconDensity: Float = 2.17
  public var hysteresis: Float = 0.15  // `clear` sounds at (1 − hysteresis) · earconDensity
  public var refractory: Float = 4  // [s] at least between two earcons
  public var duck: Float = 9  // [dB] by which the murmur steps back for an earcon
  public var duckSeconds: Float = 1.5  // [s] for which it does

  public init() {}

  /// Level of one effective talker [dB re level 1]: L1 in L = L1 + 10 · log10 N_eff.
  public var singleTalkerLevel: Float { -10 * Math.log10(max(fullPresence, 1e-6)) }
}
