import CLanes
import Kernel

/// What the motors of a garment really do with what they are sent, advanced by one haptic tick at a time.
///
/// Eccentric mass (ERM): rotor speed s (share of the full one) lags the drive, dead below a start drive with hysteresis;
/// acceleration goes with its square, frequency with itself:
///
///     ds/dt = (u − s)/τ        a = A · s²        f = F · s
///
/// Linear resonant (LRA) and voice coil: see `Resonator`, which solves the whole oscillation.
///
/// Both are stepped by their exact solutions for a drive that holds over the step.
///
/// An LRA's driver that may overdrive pushes towards the target with `overdrive` times the full drive, and brakes as
/// hard with the carrier turned over, until the envelope is there. It has no sensor: it reckons the envelope as that
/// of a motor in resonance. For such a motor the reckoning is right. A detuned one is pushed and braked for the same
/// times: it falls short of the target, and after the brake it rings out.
public struct Motors: Sendable {
  public private(set) var acceleration: [Float]  // [g] computed by tick
  public private(set) var frequency: [Float]  // [Hz] computed by tick; 0 at rest
  private var rotors: Rotors?
  private var linear: [LinearMotor]  // state
  // of each kind for steps of `step`; coils that choose have their own
  private var constants: [MotorConstants]
  private var step: Float = 0  // [s] that the constants are for
  private let kinds: [ActuatorKind]  // as the constants

  /// `drift` moves the resonances of linear motors from their nominal one by chance, ± that share, as springs and
  /// skin do (ASME JDSMC 2023 [abstract]); `seed` says how.
  public init(_ garment: Garment, drift: Float = 0, seed: UInt64 = 0) {
    let random = CounterRandom(seed: seed)
    var kinds: [ActuatorKind] = []
    var linear: [LinearMotor] = []
    for (i, actuator) in garment.actuators.enumerated() {
      var kind = actuator.kind
      if case .eccentricMass = kind { continue }
      if drift > 0, case .linearResonant(var motor) = kind {
        let u = random.uniform(.motorDrift, entity: UInt32(i), tick: 0)
        motor.resonanceHertz *= 1 + min(drift, 0.5) * (2 * u - 1)
        kind = .linearResonant(motor)
      }
      var own = kinds.count
      if case .linearResonant = kind, let known = kinds.firstIndex(of: kind) { own = known }
      if own == kinds.count { kinds.append(kind) }
      linear.append(LinearMotor(actuator: i, constants: own))
    }
    self.kinds = kinds
    self.linear = linear
    rotors = Rotors(garment)
    acceleration = [Float](repeating: 0, count: garment.actuators.count)
    frequency = acceleration
    constants = []
  }

  /// `drive` 0…1 per actuator held for `dt` [s]; `carrier` [Hz] for motors that can choose, 0 or none leaves it to them.
  public mutating func tick(drive: [Float], carrier: [Float] = [], dt: Float) {
    let count = acceleration.count
    precondition(drive.count == count, "a drive for every actuator")
    precondition(carrier.isEmpty || carrier.count == count, "a carrier for every actuator")
    if dt != step {
      step = dt
      constants = kinds.map { MotorConstants($0, step: dt) }
      rotors?.setStep(dt)
    }
    drive.withUnsafeBufferPointer { drive in
      acceleration.inPlace { acceleration in
        frequency.inPlace { frequency in
          rotors?.tick(drive.baseAddress!, acceleration, frequency)
          if linear.isEmpty { return }
          linear.withUnsafeMutableBufferPointer { linear in
            constants.withUnsafeMutableBufferPointer { constants in
              for k in linear.indices {
                let i = linear[k].actuator
                let u = drive[i] > 0 ? min(drive[i], 1) : 0  // what is not a number is nothing
                // Most motors rest most of the time.
                if u == 0, linear[k].rests {
                  acceleration[i] = 0
                  frequency[i] = 0
                  continue
                }
                let own = linear[k].constants
                if !carrier.isEmpty { constants[own].tune(to: carrier[i], step: dt) }
                acceleration[i] = linear[k].advance(u, constants[own], dt)
                frequency[i] = acceleration[i] > 0 ? constants[own].hertz : 0
              }
            }
          }
        }
      }
    }
  }

  /// Displacement of a linear motor or coil, as a share of the one that a full drive has at its carrier; what the
  /// oscillation itself is at the end of the tick. 0 for an eccentric mass.
  package func displacement(of actuator: Int) -> Float {
    linear.first { $0.actuator == actuator }?.oscillation.displacement ?? 0
  }

  public func hash(into hash: inout StableHash) {
    rotors?.hash(into: &hash)
    for motor in linear { motor.hash(into: &hash) }
  }
}

/// The eccentric masses of a garment, in columns over all its actuators.
private struct Rotors: Sendable {
  private var speed: [Float]  // state: of the rotor, 0…1
  private var threshold: [Float]  // state: drive from which it turns on; the stop drive of one that turns
  private let full: [Float]  // [g]; 0 of other motors
  private let hertz: [Float]
  private let start: [Float]
  private let stop: [Float]
  private let tau: [Float]  // [s]
  private var decay: [Float]  // e^{−dt/τ}

  init?(_ garment: Garment) {
    let motors = garment.actuators.map { actuator -> EccentricMass? in
      if case .eccentricMass(let motor) = actuator.kind { motor } else { nil }
    }
    if motors.allSatisfy({ $0 == nil }) { return nil }
    speed = [Float](repeating: 0, count: motors.count)
    decay = speed
    full = motors.map { $0?.fullAcceleration ?? 0 }
    hertz = motors.map { $0?.fullFrequencyHertz ?? 0 }
    start = motors.map { $0?.startDrive ?? 2 }
    stop = motors.map { $0?.stopDrive ?? 2 }
    tau = motors.map { max($0?.timeConstant ?? 1, 1e-4) }
    threshold = start
  }

  mutating func setStep(_ dt: Float) { decay = tau.map { Math.exp(-dt / $0) } }

  mutating func tick(
    _ drive: UnsafePointer<Float>, _ acceleration: UnsafeMutablePointer<Float>,
    _ frequency: UnsafeMutablePointer<Float>
  ) {
    let count = speed.count
    speed.inPlace { speed in
      threshold.inPlace { threshold in
        for i in stride(from: 0, to: count, by: 16) {
          let u = lanes_min(lanes_max(Lanes(drive, i, of: count), Lanes(0)), Lanes(1))
          let least = Lanes(threshold, i, of: count)
          let target = lanes_pick_less(u, least, Lanes(0), u)
          lanes_pick_less(u, least, Lanes(start, i, of: count), Lanes(stop, i, of: count))
            .store(threshold, i, of: count)
          var s = target + (Lanes(speed, i, of: count) - target) * Lanes(decay, i, of: count)
          s = lanes_pick_less(s + target, Lanes(1e-5), Lanes(0), s)
          s.store(speed, i, of: count)
          (s * s * Lanes(full, i, of: count)).store(acceleration, i, of: count)
          (s * Lanes(hertz, i, of: count)).store(frequency, i, of: count)
        }
      }
    }
  }

  func hash(into hash: inout StableHash) {
    hash.combine(speed)
    hash.combine(threshold)
  }
}

/// The state of one resonant actuator or voice coil.
private struct LinearMotor: Sendable {
  let actuator: Int
  let constants: Int
  var reckoned: Float = 0  // the envelope as an overdriving driver believes it to be
  var oscillation = Resonator()

  init(actuator: Int, constants: Int) {
    self.actuator = actuator
    self.constants = constants
  }

  var rests: Bool { reckoned == 0 && oscillation.rests }

  /// The acceleration [g] after `dt` [s] at drive `u`.
  mutating func advance(_ u: Float, _ motor: MotorConstants, _ dt: Float) -> Float {
    if motor.overdrive > 1, reckoned != u {
      let push = u > reckoned ? motor.overdrive : -motor.overdrive
      let reach = motor.tau * Math.log((push - reckoned) / (push - u))  // [s] until the envelope is there
      if reach < dt {
        oscillation.drive(push)
        oscillation.advance(motor, seconds: reach)
        reckoned = u
        oscillation.drive(u)
        oscillation.advance(motor, seconds: dt - reach)
      } else {
        oscillation.drive(push)
        oscillation.advance(motor)
        reckoned = push + (reckoned - push) * motor.decay
      }
    } else {
      oscillation.drive(u)
      oscillation.advance(motor)
      if motor.overdrive > 1 { reckoned = u }
    }
    let acceleration = oscillation.amplitude(motor)
    if u == 0, reckoned == 0, acceleration < 1e-5 * motor.full {
      oscillation.stop()
      return 0
    }
    return acceleration
  }

  func hash(into hash: inout StableHash) {
    hash.combine([reckoned])
    oscillation.hash(into: &hash)
  }
}
