import Kernel

/// A driven, damped oscillation, solved as a whole:
///
///     x'' + (ω₀/Q) x' + ω₀² x = (ω₀²/Q) u cos(ωt)        (amplitude u in resonance)
///
/// x is the real part of z, which is driven by u e^{jωt}. z is the sum of the steady oscillation X = H(jω) u e^{jωt} and of
/// what dies out, e^{st} and e^{s*t} with s = −α + jω_d, α = ω₀/2Q, ω_d² = ω₀² − α². z and z' go on unchanged when the drive
/// changes, so x is exact at every moment, whatever was driven before.
///
/// The envelope is that of the part of z that turns with the carrier: |X + B e^{st}|, smooth where |x| ripples.
struct Resonator: Sendable {
  private var z = Vector2.zero  // state: real and imaginary part
  private var speed = Vector2.zero  // state: z' [1/s]
  private var turn = Vector2(1, 0)  // state: e^{jωt}
  private var u: Float = 0  // state: the drive

  var rests: Bool { u == 0 && z == .zero }
  var displacement: Float { z.x }

  /// Changes the drive from this moment on.
  mutating func drive(_ u: Float) { self.u = u }

  /// One step of the constants.
  mutating func advance(_ motor: MotorConstants) {
    advance(motor, turn: motor.turn, fall: motor.fall)
  }

  /// Any other time.
  mutating func advance(_ motor: MotorConstants, seconds: Float) {
    guard seconds > 0 else { return }
    let w = motor.omega * seconds
    advance(motor, turn: Vector2(Math.cos(w), Math.sin(w)), fall: DyingStep(motor, seconds: seconds))
  }

  private mutating func advance(_ motor: MotorConstants, turn by: Vector2, fall: DyingStep) {
    let before = (motor.response * u).turned(by: turn)
    let y = z - before
    let dy = speed - before.left * motor.omega  // jω X
    turn = turn.turned(by: by)
    turn *= 1.5 - 0.5 * turn.lengthSquared  // stays a unit vector
    let after = (motor.response * u).turned(by: turn)
    z = after + y * fall.xx + dy * fall.xv
    speed = after.left * motor.omega + y * fall.vx + dy * fall.vv
  }

  /// [g] of the acceleration.
  func amplitude(_ motor: MotorConstants) -> Float {
    let steady = (motor.response * u).turned(by: turn)
    let y = z - steady
    let dy = speed - steady.left * motor.omega
    // B = (y' − s* y)/(2jω_d), and 1/j turns by −90°.
    let top = dy + y * motor.alpha + y.left * motor.dyingOmega
    let dying = Vector2(top.y, -top.x) / (2 * motor.dyingOmega)
    return (steady * motor.steadyWeight + dying * motor.dyingWeight).length
  }

  mutating func stop() { self = Resonator() }

  func hash(into hash: inout StableHash) {
    hash.combine([z, speed, turn])
    hash.combine([u])
  }
}

/// How what dies out goes on over a time: the matrix of (y, y').
struct DyingStep: Sendable {
  var xx: Float = 1
  var xv: Float = 0  // [s]
  var vx: Float = 0  // [1/s]
  var vv: Float = 1

  init() {}
  init(_ motor: MotorConstants, seconds: Float) {
    let fall = Math.exp(-motor.alpha * seconds)
    let c = fall * Math.cos(motor.dyingOmega * seconds)
    let s = fall * Math.sin(motor.dyingOmega * seconds)
    let ratio = motor.alpha / motor.dyingOmega
    xx = c + ratio * s
    xv = s / motor.dyingOmega
    vx = -s * motor.naturalOmega * motor.naturalOmega / motor.dyingOmega
    vv = c - ratio * s
  }
}

/// What a step needs of a resonant motor, worked out once for its length.
struct MotorConstants: Sendable {
  var full: Float = 0  // [g] at drive 1
  var hertz: Float = 0  // [Hz] of the carrier
  var tau: Float = 0  // [s] of the envelope
  var decay: Float = 0  // e^{−dt/τ}
  var overdrive: Float = 1
  // of a resonator
  var omega: Float = 0  // [1/s] of the carrier
  var naturalOmega: Float = 1  // [1/s]
  var alpha: Float = 0  // [1/s]
  var dyingOmega: Float = 1  // [1/s]
  var response = Vector2.zero  // H(jω)
  var turn = Vector2(1, 0)  // e^{jω dt}
  var fall = DyingStep()
  var steadyWeight: Float = 0  // [g] of acceleration for X
  var dyingWeight: Float = 0  // [g] for B
  private var band: ClosedRange<Float>?  // [Hz] of a coil that can choose
  private var ownHertz: Float = 0  // [Hz]
  private var quality: Float = 1

  init(_ kind: ActuatorKind, step: Float) {
    switch kind {
    case .eccentricMass: break  // has no resonance
    case .linearResonant(let motor):
      full = motor.fullAcceleration
      overdrive = motor.overdrive
      setResonance(motor.resonanceHertz, motor.quality)
      setCarrier(motor.driveHertz, step: step)
      // Carrier and resonance are so close that the acceleration goes with the displacement.
      steadyWeight = full
      dyingWeight = full
    case .voiceCoil(let coil):
      full = coil.fullAcceleration
      band = coil.lowestHertz...max(coil.lowestHertz, coil.highestHertz)
      ownHertz = coil.driveHertz
      setResonance(coil.resonanceHertz, coil.quality)
      setCarrier(coil.driveHertz, step: step)
      // The full acceleration is that at its own carrier; what rings does so at the resonance.
      steadyWeight = full / max(response.length, 1e-9)
      dyingWeight = steadyWeight * dyingOmega * dyingOmega / (omega * omega)
    }
  }

  private mutating func setResonance(_ hertz: Float, _ quality: Float) {
    naturalOmega = 2 * .pi * max(hertz, 1)
    self.quality = max(quality, 0.51)  // at a half and below there is no oscillation
    tau = max(2 * self.quality / naturalOmega, 1e-4)
    alpha = naturalOmega / (2 * self.quality)
    dyingOmega = max(naturalOmega * naturalOmega - alpha * alpha, 1).squareRoot()
  }

  private mutating func setCarrier(_ hertz: Float, step: Float) {
    self.hertz = hertz
    omega = 2 * .pi * hertz
    decay = Math.exp(-step / tau)
    // H = (ω₀²/Q)/(ω₀² − ω² + jωω₀/Q)
    let bottom = Vector2(naturalOmega * naturalOmega - omega * omega, omega * naturalOmega / quality)
    let top = naturalOmega * naturalOmega / quality
    response = Vector2(bottom.x, -bottom.y) * (top / bottom.lengthSquared)
    turn = Vector2(Math.cos(omega * step), Math.sin(omega * step))
    fall = DyingStep(self, seconds: step)
  }

  /// Another carrier, for a coil that can choose; held to its band.
  mutating func tune(to carrier: Float, step: Float) {
    guard let band else { return }
    let wanted = carrier > 0 ? min(max(carrier, band.lowerBound), band.upperBound) : ownHertz
    guard wanted != hertz else { return }
    let scale = steadyWeight / (omega * omega)
    setCarrier(wanted, step: step)
    steadyWeight = scale * omega * omega
  }
}
