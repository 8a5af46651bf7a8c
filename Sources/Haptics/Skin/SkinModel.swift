import Kernel

/// A number that others measured, or that we guessed, and where it comes from.
public struct Sourced: Equatable, Sendable {
  public var value: Float
  public var source: String
  public init(_ value: Float, _ source: String) {
    self.value = value
    self.source = source
  }
}

/// How skin turns vibration into sensation. An informed estimate: finger and arm data carried over to a clothed,
/// walking body. Every constant is a setting that says where it comes from.
public struct SkinModel: Equatable, Sendable {
  /// [g] amplitude at 175 Hz that is just felt on the torso.
  public var threshold = Sourced(
    0.04,
    "3 % of a 1.35 g vibrotactor: detection at 2–6 % of maximum amplitude, Frontiers in Neuroscience 2022, 958415 [abstract]"
  )
  /// Threshold of the forearm against the torso's.
  public var forearm = Sourced(0.6, "forearm below shoulder, same study [abstract]; the ratio is an estimate")
  public var steepExponent = Sourced(
    1.0, "at 30–60 Hz, S. S. Stevens, Percept. Psychophys. 3:223, 1968 [abstract]")
  public var flatExponent = Sourced(
    0.6, "at 250 Hz [unverified]; the ratio of about 2 after Stevens 1968 [abstract]")
  public var adaptation = Sourced(120, "s; a setting, after Kaczmarek 2000 and Hahn 1966 [unverified]")
  public var recovery = Sourced(150, "s; a setting, 2–3 min [estimate]")
  public var deepest = Sourced(0.5, "largest share of the sensation lost to adaptation [estimate]")
  public init() {}

  /// Shape of the detection threshold over frequency [dB], least at 250 Hz. Noll et al., Haptics Symposium 2022:
  ///     T(f) = |a / log₁₀(b)² · log₁₀(f/550 + b)²| − e        b = 1 − 250/550, a = 62, e = 77
  public static func thresholdDecibels(_ hertz: Float) -> Float {
    let b: Float = 1 - 250 / 550
    let f = min(max(hertz, 10), 500)
    let low = Math.log10(b)
    let at = Math.log10(f / 550 + b)
    return abs(62 / (low * low) * at * at) - 77
  }

  /// [g] that is just felt at `site` and `hertz`. The shape is one of displacement; acceleration is displacement times
  /// ω², so the threshold in g moves by f² against it, both taken relative to 175 Hz.
  public func threshold(_ site: BodySite, _ hertz: Float) -> Float {
    let f = min(max(hertz, 10), 500)
    let decibels = SkinModel.thresholdDecibels(f) - SkinModel.thresholdDecibels(175)
    let place = site == .forearm || site == .upperArm ? forearm.value : 1
    return threshold.value * place * Math.pow(10, decibels / 20) * (f * f) / (175 * 175)
  }

  /// Stevens' exponent: steep up to 60 Hz, falling with log f to flat at 250 Hz.
  public func exponent(_ hertz: Float) -> Float {
    let t = min(max(Math.log(max(hertz, 1) / 60) / Math.log(250 / 60), 0), 1)
    return steepExponent.value + (flatExponent.value - steepExponent.value) * t
  }

  /// Sensation in multiples of the one at threshold: linear up to twice the threshold, a power law above.
  public func magnitude(_ ratio: Float, exponent: Float) -> Float {
    guard ratio > 0 else { return 0 }
    return ratio < 2 ? ratio : 2 * Math.pow(ratio / 2, exponent)
  }
}
