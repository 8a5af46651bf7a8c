import Kernel

/// How a garment makes up for what its wearer loses of it.
public struct FeedbackSettings: Equatable, Sendable {
  public var enabled = true
  /// 0.5…1.5 of the sensation that a fresh, resting skin would have: the level that the wearer wants held.
  public var level: Float = 1
  public var pace: Float = 12  // [s] in which most of a loss is made up for; 2...600
  public var least: Float = 0.5  // smallest gain; 0.1...1
  public var most: Float = 2  // largest gain; 1...4
  /// 0…1 vibration all round that the wearer is in.
  public var ambience: Float = 0
  public init() {}
}

/// Holds the perceived level by turning the crowd's gain, closed over the modelled skin: what is felt now against what
/// a fresh, resting skin would feel of the same request at gain 1.
///
///     wanted = level · fresh · factor^n · ψ(u/gain)/ψ(u)
///     e = ln(wanted) − ln(felt)        (both averaged over `smoothing`)
///     d ln(gain)/dt = e / (p · pace)        gain within least…most
///
/// n is Stevens' exponent, ψ(u) the sensation of a settled motor at drive u, p how it grows with u. The loop is an
/// integrator behind one lag: with pace T and smoothing S it does not overshoot as long as 4 S ≤ T, and rings from
/// there on. The integrator stops at its limits, so that nothing winds up. In silence the gain goes back to 1 as the
/// skin recovers. A warning is not its business.
public struct Feedback: Sendable {
  public private(set) var gain: Float = 1  // computed by tick
  static let smoothing: Float = 1  // [s]
  static let every = 8  // ticks between two turns
  private var logGain: Float = 0  // state
  private var expected: Float = 0  // state: averaged sensation of a fresh, resting skin at gain 1
  private var felt: Float = 0  // state: averaged
  private var atRest: Float = 1  // state: ψ(u/gain)/ψ(u) of the garment
  private var ticks = 0  // state: since the last turn
  private var shares: Float = 0  // state: sum over those ticks
  private var sum = SensationTotal()  // state: over those ticks
  private var step: Float = 0
  private var share: Float = 0  // of the way to the average in one step
  private let settled: SettledSensation

  public init(_ garment: Garment, skin: SkinModel) { settled = SettledSensation(garment, skin) }

  /// One haptic tick of `dt` [s] after the percept; `drive` is what the motors were fed, `share` what the limits had left
  /// of it. While they leave less than all the gain does not rise: it would but push against them.
  public mutating func tick(
    _ percept: Percept, drive: [Float], _ settings: FeedbackSettings, dt: Float, share: Float = 1
  ) {
    guard settings.enabled else {
      (gain, logGain, expected, felt, atRest) = (1, 0, 0, 0, 1)
      (ticks, shares, sum) = (0, 0, SensationTotal())
      return
    }
    let total = percept.total
    sum.fresh += total.fresh
    sum.felt += total.felt
    sum.exponent += total.exponent * total.fresh
    sum.factor += total.factor * total.fresh
    shares += min(max(share, 1e-3), 1)
    ticks += 1
    guard ticks == Feedback.every else { return }
    turn(percept.skin, drive: drive, settings, seconds: dt * Float(Feedback.every))
    (ticks, shares, sum) = (0, 0, SensationTotal())
  }

  /// Turns the gain after a few ticks; the garment's levels change little in between.
  private mutating func turn(
    _ skin: SkinModel, drive: [Float], _ settings: FeedbackSettings, seconds dt: Float
  ) {
    if dt != step {
      step = dt
      share = 1 - Math.exp(-dt / Feedback.smoothing)
    }
    let left = shares / Float(Feedback.every)
    atRest = settled.share(of: drive, at: gain * left) ?? atRest
    let fresh = sum.fresh / Float(Feedback.every)
    let n = fresh > 0 ? max(sum.exponent / sum.fresh, 0.2) : 1
    let factor = fresh > 0 ? max(sum.factor / sum.fresh, 1) : 1
    let wanted = fresh > 0 ? settings.level * fresh * Math.quickPow(factor, n) * atRest : 0
    expected += (wanted - expected) * share
    felt += (sum.felt / Float(Feedback.every) - felt) * share
    let low = Math.log(min(max(settings.least, 0.05), 1))
    let high = Math.log(min(max(settings.most, 1), 8))
    if expected > 0.05 {
      let loss = min(max(Math.log(expected / max(felt, 0.02 * expected)), -1), 1)
      let turn = left < 0.995 ? min(loss, 0) : loss
      logGain += turn * dt / (n * settled.power * max(settings.pace, 0.01))
    } else {
      logGain -= logGain * min(dt / max(skin.recovery.value, dt), 1)
    }
    logGain = min(max(logGain, low), high)
    gain = Math.exp(logGain)
  }

  public func hash(into hash: inout StableHash) {
    hash.combine([logGain, expected, felt, atRest, sum.fresh, sum.felt, sum.exponent, sum.factor, shares])
    hash.combine([ticks])
  }
}

/// What fresh skin feels of each settled motor, over its drive.
private struct SettledSensation: Sendable {
  private static let steps = 64
  private var tables: [[Float]] = []  // ψ at drive k/64
  private var tableOf: [Int] = []  // of every actuator
  /// How acceleration grows with drive: 2 for eccentric masses, 1 for the rest; their mean.
  private(set) var power: Float = 1

  init(_ garment: Garment, _ skin: SkinModel) {
    var known: [(kind: ActuatorKind, arm: Bool)] = []
    var powers: Float = 0
    for actuator in garment.actuators {
      if case .eccentricMass = actuator.kind { powers += 2 } else { powers += 1 }
      let arm = actuator.site.isArm
      if let k = known.firstIndex(where: { $0.kind == actuator.kind && $0.arm == arm }) {
        tableOf.append(k)
        continue
      }
      tableOf.append(known.count)
      known.append((actuator.kind, arm))
      tables.append(
        (0...SettledSensation.steps).map { k in
          let (acceleration, hertz) = SettledSensation.motion(
            actuator.kind, Float(k) / Float(SettledSensation.steps))
          return skin.sensation(acceleration, hertz, at: actuator.site)
        })
    }
    power = powers / Float(max(garment.actuators.count, 1))
  }

  private static func motion(_ kind: ActuatorKind, _ u: Float) -> (Float, Float) {
    switch kind {
    case .eccentricMass(let motor):
      u >= motor.stopDrive ? (motor.fullAcceleration * u * u, motor.fullFrequencyHertz * u) : (0, 0)
    case .linearResonant(let motor): (motor.fullAcceleration * u, motor.driveHertz)
    case .voiceCoil(let coil): (coil.fullAcceleration * u, coil.driveHertz)
    }
  }

  /// Sensation at `drive / gain` against that at `drive`, over all that are driven; nil where none is.
  func share(of drive: [Float], at gain: Float) -> Float? {
    var (now, rest): (Float, Float) = (0, 0)
    for i in drive.indices where drive[i] > 0 {
      now += value(tableOf[i], drive[i])
      rest += value(tableOf[i], drive[i] / gain)
    }
    return now > 0 ? rest / now : nil
  }

  private func value(_ table: Int, _ u: Float) -> Float {
    let x = min(max(u, 0), 1) * Float(SettledSensation.steps)
    let k = min(Int(x), SettledSensation.steps - 1)
    let row = tables[table]
    return row[k] + (row[k + 1] - row[k]) * (x - Float(k))
  }
}
