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
/// walking body. Every constant is a setting that says where it comes from; `constants` lists them.
public struct SkinModel: Equatable, Sendable {
  /// [g] amplitude at 175 Hz that is just felt on the torso.
  public var threshold = Sourced(
    0.04,
    "3 % of a 1.35 g vibrotactor: detection at 2–6 % of maximum amplitude, Frontiers in Neuroscience 2022, 958415 [abstract]"
  )
  /// Threshold of the forearm against the torso's.
  public var forearm = Sourced(0.6, "forearm below shoulder, same study [abstract]; the ratio is an estimate")
  /// [Hz] below which the non-Pacinian channel is the more sensitive one.
  public var crossing = Sourced(
    40, "where thresholds of the channels cross, after Bolanowski et al. 1988 [unverified]")
  public var weaker = Sourced(
    0.5, "share of the weaker channel: psi = max + 0.5 min, Hollins & Roy 1996 [abstract]")
  public var steepExponent = Sourced(
    1.0, "at 30–60 Hz, S. S. Stevens, Percept. Psychophys. 3:223, 1968 [abstract]")
  public var flatExponent = Sourced(
    0.6, "at 250 Hz [unverified]; the ratio of about 2 after Stevens 1968 [abstract]")
  /// [s] until a sensation is 95 % complete.
  public var integration = Sourced(
    0.03, "a pulse turns into vibration at about 30 ms, Remache-Vinueza et al. 2025 [abstract]")
  /// By how much one other actuator at `strong` or above raises the threshold, as a share.
  public var masking = Sourced(
    0.03, "thresholds rise linearly with up to 10 maskers on the trunk [abstract]; the share is an estimate")
  public var maskers = Sourced(10, "as many add up, same study [abstract]")
  /// Multiples of the sensation at threshold: what masks in full.
  public var strong = Sourced(10, "[estimate]")
  /// By how much shaking all round raises the threshold at most, as a share.
  public var ambience = Sourced(1, "a vehicle's floor or bass in the chest doubles the threshold [estimate]")
  public var walking = Sourced(
    0.15, "per m/s: movement gates touch; the share is an estimate")
  public var adaptation = Sourced(120, "a setting, after Kaczmarek 2000 and Hahn 1966 [unverified]")
  public var recovery = Sourced(150, "a setting, 2–3 min [estimate]")
  public var deepest = Sourced(0.5, "largest share of the sensation lost to adaptation [estimate]")
  /// Smallest noticeable change of a strong vibration, as a share.
  public var weber = Sourced(0.2, "upper limb, Frontiers in Neuroscience 2022, 958415 [abstract]")
  public var torsoWeber = Sourced(
    1.25,
    "the torso notices less, Frontiers in Rehabilitation Sciences 2022, 895036 [abstract]; the factor is an estimate"
  )
  /// [degrees] by which a direction is felt too near to the midline, at most.
  public var midline = Sourced(10, "van Erp, Ergonomics 2005 [abstract]")
  /// [degrees] standard error of a clear direction ahead.
  public var spread = Sourced(8.4, "a continuous cue on a belt, Cosgun et al. 2014, N = 15 [abstract]")
  public var sideSpread = Sourced(
    1.5, "larger left and right, van Erp 2005 [abstract]; the factor is an estimate")
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

  /// [g] that is just felt at `site` and `hertz`: the more sensitive channel's.
  public func threshold(_ site: BodySite, _ hertz: Float) -> Float {
    inAcceleration(SkinModel.thresholdDecibels(hertz), site, hertz)
  }

  /// [g] that the Pacinian channel just feels: detection itself down to the crossing, below it 12 dB more an
  /// octave, but never less than detection.
  public func pacinianThreshold(_ site: BodySite, _ hertz: Float) -> Float {
    let f = clamped(hertz)
    guard f < crossing.value else { return threshold(site, f) }
    let rise = 12 * Math.log(crossing.value / f) / Math.log(2)
    let shape = max(SkinModel.thresholdDecibels(crossing.value) + rise, SkinModel.thresholdDecibels(f))
    return inAcceleration(shape, site, f)
  }

  /// [g] that the other channels just feel: detection itself up to the crossing, above it the same displacement.
  public func otherThreshold(_ site: BodySite, _ hertz: Float) -> Float {
    inAcceleration(SkinModel.thresholdDecibels(min(clamped(hertz), crossing.value)), site, hertz)
  }

  private func clamped(_ hertz: Float) -> Float { min(max(hertz, 10), 500) }

  /// The shape is one of displacement; acceleration is displacement times ω², so the threshold in g moves by f²
  /// against it, both taken relative to 175 Hz.
  private func inAcceleration(_ decibels: Float, _ site: BodySite, _ hertz: Float) -> Float {
    let f = clamped(hertz)
    let place = site.isArm ? forearm.value : 1
    return threshold.value * place * Math.pow(10, (decibels - SkinModel.thresholdDecibels(175)) / 20)
      * (f * f) / (175 * 175)
  }

  /// Stevens' exponent: steep up to 60 Hz, falling with log f to flat at 250 Hz.
  public func exponent(_ hertz: Float) -> Float {
    let t = min(max(Math.log(max(hertz, 1) / 60) / Math.log(250 / 60), 0), 1)
    return steepExponent.value + (flatExponent.value - steepExponent.value) * t
  }

  /// Sensation in multiples of the one at threshold: linear up to twice the threshold, a power law above.
  public func magnitude(_ ratio: Float, exponent: Float) -> Float {
    guard ratio > 0 else { return 0 }
    return ratio < 2 ? ratio : 2 * Math.quickPow(ratio * 0.5, exponent)
  }

  /// Both channels' sensation of `acceleration` [g] at `hertz`, the threshold raised to `factor` times its own. Of the
  /// weaker channel counts what is above its threshold, so that it comes in without a step.
  public func sensation(_ acceleration: Float, _ hertz: Float, at site: BodySite, raised factor: Float = 1)
    -> Float
  {
    let a = acceleration / factor
    let pacinian = magnitude(a / pacinianThreshold(site, hertz), exponent: exponent(hertz))
    let other = magnitude(a / otherThreshold(site, hertz), exponent: steepExponent.value)
    return max(pacinian, other) + weaker.value * max(min(pacinian, other) - 1, 0)
  }

  /// Just-noticeable steps from one amplitude to another, both in multiples of the threshold. Weber's fraction for
  /// strong vibrations, twice that at the threshold:
  ///     ∫ dr / (w (r + 1)) = ln((b + 1)/(a + 1)) / w
  public func jnds(from a: Float, to b: Float, at site: BodySite) -> Float {
    Math.log((max(b, 0) + 1) / (max(a, 0) + 1)) / weberFraction(site)
  }

  /// Standard deviation of what is felt of an amplitude `ratio` times the threshold, in the same unit: a difference of
  /// one noticeable step is right three times in four, which is 0.95 standard deviations between two intervals.
  public func noise(_ ratio: Float, at site: BodySite) -> Float {
    weberFraction(site) * (max(ratio, 0) + 1) / 0.954
  }

  private func weberFraction(_ site: BodySite) -> Float {
    max(weber.value * (site.isArm ? 1 : torsoWeber.value), 1e-3)
  }

  /// Where a direction is felt: nearer to the midline of chest or spine than it is. Angles in radians, 0 ahead.
  ///     θ − m sin 2θ
  public func feltAngle(_ angle: Float) -> Float {
    angle - midline.value * (.pi / 180) * Math.sin(2 * angle)
  }

  /// Standard error [degrees] of a direction felt at `angle` with `clarity` 0…1; 90 is guessing.
  public func directionError(_ angle: Float, clarity: Float) -> Float {
    guard clarity > 0 else { return 90 }
    let side = Math.sin(angle)
    return min(spread.value * (1 + (sideSpread.value - 1) * side * side) / clarity, 90)
  }
}

extension BodySite {
  /// More sensitive than the torso.
  var isArm: Bool { self == .forearm || self == .upperArm || self == .hand }
}

/// One constant of the skin model, for lists and files.
public struct SkinConstant: Sendable {
  public let name: String
  public let unit: String
  public let range: ClosedRange<Double>
  public let summary: String
  public let path: WritableKeyPath<SkinModel, Float> & Sendable
  public let source: KeyPath<SkinModel, String> & Sendable
}

extension SkinModel {
  public static let constants: [SkinConstant] = [
    SkinConstant(
      name: "threshold", unit: "g", range: 0.001...1, summary: "Amplitude at 175 Hz just felt on the torso.",
      path: \.threshold.value, source: \.threshold.source),
    SkinConstant(
      name: "forearm", unit: "", range: 0.1...3, summary: "An arm's threshold against the torso's.",
      path: \.forearm.value, source: \.forearm.source),
    SkinConstant(
      name: "crossing", unit: "Hz", range: 10...250,
      summary: "Below it the Pacinian channel is the duller one.",
      path: \.crossing.value, source: \.crossing.source),
    SkinConstant(
      name: "weaker", unit: "", range: 0...1, summary: "Share that the weaker channel adds.",
      path: \.weaker.value, source: \.weaker.source),
    SkinConstant(
      name: "steep_exponent", unit: "", range: 0.2...2, summary: "Growth of sensation up to 60 Hz.",
      path: \.steepExponent.value, source: \.steepExponent.source),
    SkinConstant(
      name: "flat_exponent", unit: "", range: 0.2...2, summary: "Growth of sensation from 250 Hz.",
      path: \.flatExponent.value, source: \.flatExponent.source),
    SkinConstant(
      name: "integration", unit: "s", range: 0.001...1, summary: "Time until a sensation is 95 % complete.",
      path: \.integration.value, source: \.integration.source),
    SkinConstant(
      name: "masking", unit: "", range: 0...0.1, summary: "Rise of the threshold by one strong masker.",
      path: \.masking.value, source: \.masking.source),
    SkinConstant(
      name: "maskers", unit: "", range: 0...40, summary: "Maskers that add up.", path: \.maskers.value,
      source: \.maskers.source),
    SkinConstant(
      name: "strong", unit: "× threshold", range: 1...100, summary: "Sensation that masks in full.",
      path: \.strong.value, source: \.strong.source),
    SkinConstant(
      name: "ambience", unit: "", range: 0...5, summary: "Rise of the threshold when everything shakes.",
      path: \.ambience.value, source: \.ambience.source),
    SkinConstant(
      name: "walking", unit: "s/m", range: 0...2, summary: "Rise of the threshold for each m/s.",
      path: \.walking.value, source: \.walking.source),
    SkinConstant(
      name: "adaptation", unit: "s", range: 1...3600, summary: "Time constant of getting used to it.",
      path: \.adaptation.value, source: \.adaptation.source),
    SkinConstant(
      name: "recovery", unit: "s", range: 1...3600, summary: "Time constant of recovery.",
      path: \.recovery.value, source: \.recovery.source),
    SkinConstant(
      name: "deepest", unit: "", range: 0...0.9, summary: "Largest share lost to adaptation.",
      path: \.deepest.value, source: \.deepest.source
    ),
    SkinConstant(
      name: "weber", unit: "", range: 0.01...1, summary: "Smallest noticeable change of strength.",
      path: \.weber.value, source: \.weber.source),
    SkinConstant(
      name: "torso_weber", unit: "", range: 0.5...5, summary: "The torso's Weber fraction against the arm's.",
      path: \.torsoWeber.value, source: \.torsoWeber.source),
    SkinConstant(
      name: "midline", unit: "degrees", range: 0...25, summary: "Bias of directions towards the midline.",
      path: \.midline.value, source: \.midline.source),
    SkinConstant(
      name: "spread", unit: "degrees", range: 0.5...45, summary: "Standard error of a clear direction ahead.",
      path: \.spread.value, source: \.spread.source),
    SkinConstant(
      name: "side_spread", unit: "", range: 1...5, summary: "The same to the sides, against ahead.",
      path: \.sideSpread.value, source: \.sideSpread.source),
  ]
}
