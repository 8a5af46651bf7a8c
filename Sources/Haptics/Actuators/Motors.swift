import Kernel

/// What the motors of a garment really do with what they are sent, advanced by one haptic tick at a time.
///
/// Eccentric mass (ERM): rotor speed s (share of the full one) lags the drive, dead below a start drive with hysteresis;
/// acceleration goes with its square, frequency with itself:
///
///     ds/dt = (u − s)/τ        a = A · s²        f = F · s
///
/// Linear resonant (LRA): the complex envelope Z of the oscillation in the frame that turns with the carrier:
///
///     dZ/dt = −(1/τ + jΔω) Z + u/τ        τ = Q/(π f₀)        Δω = 2π (f_d − f₀)        a = A · |Z|
///
/// Both are stepped by their exact solutions for a drive that holds over the step.
///
/// An LRA's driver that may overdrive pushes towards the target with `overdrive` times the full drive, and brakes as
/// hard with the carrier turned over, until the envelope is there. It has no sensor: it reckons the envelope as that
/// of a motor in resonance. For such a motor the reckoning is exact. A detuned one is pushed and braked for the same
/// times: it falls short of the target, and after the brake it rings out.
public struct Motors: Sendable {
  public private(set) var acceleration: [Float]  // [g] computed by tick
  public private(set) var frequency: [Float]  // [Hz] computed by tick; 0 at rest
  private var real: [Float]  // state: rotor speed, or Re Z
  private var imaginary: [Float]  // state: Im Z
  private var reckoned: [Float]  // state: |Z| as an overdriving driver believes it to be; 0 for others
  private var turning: [Bool]  // state: an ERM past its start drive
  private let kinds: [ActuatorKind]

  public init(_ garment: Garment) {
    kinds = garment.actuators.map(\.kind)
    acceleration = [Float](repeating: 0, count: kinds.count)
    frequency = acceleration
    real = acceleration
    imaginary = acceleration
    reckoned = acceleration
    turning = [Bool](repeating: false, count: kinds.count)
  }

  /// `drive` 0…1 per actuator held for `dt` [s].
  public mutating func tick(drive: [Float], dt: Float) {
    precondition(drive.count == kinds.count, "a drive for every actuator")
    for i in kinds.indices {
      let u = drive[i].isFinite ? min(max(drive[i], 0), 1) : 0
      switch kinds[i] {
      case .eccentricMass(let motor): turn(i, motor, u, dt)
      case .linearResonant(let motor): swing(i, motor, u, dt)
      case .voiceCoil(let coil): swing(i, LinearResonant(coil), u, dt)
      }
    }
  }

  private mutating func turn(_ i: Int, _ motor: EccentricMass, _ u: Float, _ dt: Float) {
    turning[i] = u >= (turning[i] ? motor.stopDrive : motor.startDrive)
    let target = turning[i] ? u : 0
    real[i] = target + (real[i] - target) * Math.exp(-dt / max(motor.timeConstant, 1e-4))
    if target == 0, real[i] < 1e-5 { real[i] = 0 }
    acceleration[i] = motor.fullAcceleration * real[i] * real[i]
    frequency[i] = motor.fullFrequencyHertz * real[i]
  }

  private mutating func swing(_ i: Int, _ motor: LinearResonant, _ u: Float, _ dt: Float) {
    let tau = max(motor.quality / (.pi * motor.resonanceHertz), 1e-4)
    let detune = 2 * Float.pi * (motor.driveHertz - motor.resonanceHertz)
    var left = dt
    if motor.overdrive > 1, reckoned[i] != u {
      let push = u > reckoned[i] ? motor.overdrive : -motor.overdrive
      let reach = tau * Math.log((push - reckoned[i]) / (push - u))  // [s] until the envelope is there
      advance(i, tau, detune, push, min(reach, dt))
      reckoned[i] = reach > dt ? push + (reckoned[i] - push) * Math.exp(-dt / tau) : u
      left = max(0, dt - reach)
    }
    if left > 0 { advance(i, tau, detune, u, left) }
    let envelope = (real[i] * real[i] + imaginary[i] * imaginary[i]).squareRoot()
    let still = u == 0 && envelope < 1e-5
    if still {
      real[i] = 0
      imaginary[i] = 0
    }
    acceleration[i] = still ? 0 : motor.fullAcceleration * envelope
    frequency[i] = acceleration[i] > 0 ? motor.driveHertz : 0
  }

  /// Z ← Z e + (u/τ)(e − 1)/s with s = −(1/τ + jΔω), e = exp(s dt).
  private mutating func advance(_ i: Int, _ tau: Float, _ detune: Float, _ u: Float, _ dt: Float) {
    let decay = Math.exp(-dt / tau)
    let e = Vector2(decay * Math.cos(detune * dt), -decay * Math.sin(detune * dt))
    let s = Vector2(-1 / tau, -detune)
    // (e − 1)/s
    let n = e - Vector2(1, 0)
    let q = Vector2(n.x * s.x + n.y * s.y, n.y * s.x - n.x * s.y) / s.lengthSquared
    let z = Vector2(real[i] * e.x - imaginary[i] * e.y, real[i] * e.y + imaginary[i] * e.x) + q * (u / tau)
    real[i] = z.x
    imaginary[i] = z.y
  }

  public func hash(into hash: inout StableHash) {
    hash.combine(real)
    hash.combine(imaginary)
    hash.combine(reckoned)
    hash.combine(turning)
  }
}

extension LinearResonant {
  /// A coil at its own carrier, of which `fullAcceleration` speaks; no overdrive.
  init(_ coil: VoiceCoil) {
    resonanceHertz = coil.driveHertz
    quality = coil.quality
    driveHertz = coil.driveHertz
    fullAcceleration = coil.fullAcceleration
    overdrive = 1
  }
}
