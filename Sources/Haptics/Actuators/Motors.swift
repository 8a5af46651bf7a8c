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
  private var state: [MotorState]  // state
  private var constants: [MotorConstants]  // of the motors, for steps of `step`
  private var step: Float = 0  // [s] that the constants are for
  private let kinds: [ActuatorKind]

  /// `drift` moves the resonances of linear motors from their nominal one by chance, ± that share, as springs and
  /// skin do (ASME JDSMC 2023 [abstract]); `seed` says how.
  public init(_ garment: Garment, drift: Float = 0, seed: UInt64 = 0) {
    let random = CounterRandom(seed: seed)
    kinds = garment.actuators.enumerated().map { i, actuator in
      guard drift > 0, case .linearResonant(var motor) = actuator.kind else { return actuator.kind }
      let u = random.uniform(.motorDrift, entity: UInt32(i), tick: 0)
      motor.resonanceHertz *= 1 + min(drift, 0.5) * (2 * u - 1)
      return .linearResonant(motor)
    }
    acceleration = [Float](repeating: 0, count: kinds.count)
    frequency = acceleration
    state = [MotorState](repeating: MotorState(), count: kinds.count)
    constants = kinds.map { MotorConstants($0, step: 0.01) }
    step = 0.01
  }

  /// `drive` 0…1 per actuator held for `dt` [s]; `carrier` [Hz] for motors that can choose, 0 or none leaves it to them.
  public mutating func tick(drive: [Float], carrier: [Float] = [], dt: Float) {
    precondition(drive.count == kinds.count, "a drive for every actuator")
    precondition(carrier.isEmpty || carrier.count == kinds.count, "a carrier for every actuator")
    if dt != step {
      step = dt
      constants = kinds.map { MotorConstants($0, step: dt) }
    }
    state.withUnsafeMutableBufferPointer { state in
      constants.withUnsafeMutableBufferPointer { constants in
        acceleration.withUnsafeMutableBufferPointer { acceleration in
          frequency.withUnsafeMutableBufferPointer { frequency in
            for i in state.indices {
              let u = drive[i] > 0 ? min(drive[i], 1) : 0  // what is not a number is nothing
              // Most motors rest most of the time.
              if u == 0, state[i].rests {
                acceleration[i] = 0
                frequency[i] = 0
                continue
              }
              if !carrier.isEmpty { constants[i].tune(to: carrier[i], step: dt) }
              let motion = state[i].advance(u, constants[i], dt)
              acceleration[i] = motion.acceleration
              frequency[i] = motion.frequency
            }
          }
        }
      }
    }
  }

  /// Displacement of a linear motor or coil, as a share of the one that a full drive has at its carrier; what the
  /// oscillation itself is at the end of the tick. 0 for an eccentric mass.
  package func displacement(of actuator: Int) -> Float { state[actuator].displacement }

  public func hash(into hash: inout StableHash) {
    for motor in state { motor.hash(into: &hash) }
  }
}

/// The state of one motor, whatever its kind.
private struct MotorState: Sendable {
  var speed: Float = 0  // of a rotor, 0…1
  var turning = false  // a rotor past its start drive
  var reckoned: Float = 0  // the envelope as an overdriving driver believes it to be
  var oscillation = Resonator()

  var rests: Bool { speed == 0 && reckoned == 0 && oscillation.rests }
  var displacement: Float { oscillation.displacement }

  mutating func advance(
    _ u: Float, _ motor: MotorConstants, _ dt: Float
  ) -> (acceleration: Float, frequency: Float) {
    if motor.isRotor { return turn(u, motor) }
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
      return (0, 0)
    }
    return (acceleration, acceleration > 0 ? motor.hertz : 0)
  }

  private mutating func turn(
    _ u: Float, _ motor: MotorConstants
  ) -> (acceleration: Float, frequency: Float) {
    turning = u >= (turning ? motor.stopDrive : motor.startDrive)
    let target = turning ? u : 0
    speed = target + (speed - target) * motor.decay
    if target == 0, speed < 1e-5 { speed = 0 }
    return (motor.full * speed * speed, motor.hertz * speed)
  }

  func hash(into hash: inout StableHash) {
    hash.combine([speed, reckoned])
    hash.combine([turning])
    oscillation.hash(into: &hash)
  }
}
