import Foundation
import Haptics
import Kernel
import Testing

/// Linear resonant actuators: times of the envelope, detuning, and the whole oscillation as oracle.
@Suite struct ResonanceTests {
  struct Case: Sendable {
    var hertz: Float
    var quality: Float
    var overdrive: Float
    var rise: Double  // [s] 0 to 90 %
    var fall: Double  // [s] 100 to 10 %
  }
  static func motor(_ hertz: Float, _ quality: Float, _ overdrive: Float, detune: Float = 0) -> LinearResonant
  {
    var motor = LinearResonant()
    motor.resonanceHertz = hertz
    motor.driveHertz = hertz + detune
    motor.quality = quality
    motor.overdrive = overdrive
    return motor
  }

  /// τ = Q/(π f₀); rise τ ln(k/(k − 0.9)); fall τ ln 10 left alone, τ ln((1 + k)/(0.1 + k)) braked.
  @Test(arguments: [
    Case(hertz: 175, quality: 15, overdrive: 1, rise: 0.0628, fall: 0.0628),
    Case(hertz: 175, quality: 15, overdrive: 2, rise: 0.0163, fall: 0.0097),
    Case(hertz: 175, quality: 8, overdrive: 1, rise: 0.0335, fall: 0.0335),
    Case(hertz: 175, quality: 8, overdrive: 2, rise: 0.0087, fall: 0.0052),
    Case(hertz: 235, quality: 20, overdrive: 1, rise: 0.0624, fall: 0.0624),
    Case(hertz: 235, quality: 20, overdrive: 2, rise: 0.0162, fall: 0.0097),
  ])
  func envelopeTimes(_ c: Case) {
    let motor = ResonanceTests.motor(c.hertz, c.quality, c.overdrive)
    let full = motor.fullAcceleration
    var motors = Motors(Garments.single(.linearResonant(motor)))
    let rise = MotorTests.time(&motors, drive: 1) { $0.acceleration[0] >= 0.9 * full }
    for _ in 0..<100 { motors.tick(drive: [1], dt: 0.01) }
    #expect(abs(motors.acceleration[0] - full) < 1e-5 && motors.frequency[0] == c.hertz)
    let fall = MotorTests.time(&motors, drive: 0) { $0.acceleration[0] <= 0.1 * full }
    // A brake turns the force over at once, which the closed form leaves out: the motor is down a little sooner or later.
    #expect(abs(rise - c.rise) < 2e-4 && abs(fall - c.fall) < (c.overdrive > 1 ? 7e-4 : 2e-4))
  }

  /// |H| five hertz beside the resonance at Q 15 and 175 Hz, 76 % in the mean of both sides, with and without
  /// overdrive: the driver does not see what is lost.
  @Test(arguments: [1, 2] as [Float], [-5, 5] as [Float])
  func fiveHertzBesideResonanceLeavesThreeQuarters(overdrive: Float, detune: Float) {
    let motor = ResonanceTests.motor(175, 15, overdrive, detune: detune)
    var motors = Motors(Garments.single(.linearResonant(motor)))
    for _ in 0..<100 { motors.tick(drive: [1], dt: 0.01) }
    let ratio = 1 + detune / 175
    let (a, b) = (1 - ratio * ratio, ratio / 15)
    let expected = 1 / 15 / (a * a + b * b).squareRoot()
    #expect(abs(motors.acceleration[0] / motor.fullAcceleration - expected) < 1e-3)
    #expect(abs(expected - 0.76) < 0.02)
  }

  /// The brake knows nothing of the phase: near resonance it beats letting go, farther off it may not. But it is over
  /// after τ ln 1.5 = 11 ms, and from then on the motor rings out.
  @Test(arguments: [-12, -8, -3, 0, 3, 8, 12] as [Float]) func aBrakedMotorRingsOut(detune: Float) {
    var braked = Motors(Garments.single(.linearResonant(ResonanceTests.motor(175, 15, 2, detune: detune))))
    for _ in 0..<100 { braked.tick(drive: [1], dt: 0.01) }
    let steady = braked.acceleration[0]
    for _ in 0..<2 { braked.tick(drive: [0], dt: 0.01) }
    // Let go, e^(−20 ms/27.3 ms) = 0.48 would be left.
    if abs(detune) <= 3 { #expect(braked.acceleration[0] < 0.48 * steady) }
    var last = braked.acceleration[0]
    for _ in 0..<50 {
      braked.tick(drive: [0], dt: 0.01)
      // e^(−10 ms/27.3 ms) = 0.693 a tick
      #expect(braked.acceleration[0] <= 0.694 * last)
      last = braked.acceleration[0]
    }
    #expect(last == 0)
  }

  /// x'' + (ω₀/Q) x' + ω₀² x = (ω₀²/Q) u cos(ω_d t), fourth-order Runge–Kutta in double precision.
  struct Oscillator {
    var (x, v, t) = (0.0, 0.0, 0.0)
    let w0: Double
    let wd: Double
    let q: Double
    init(_ motor: LinearResonant) {
      w0 = 2 * .pi * Double(motor.resonanceHertz)
      wd = 2 * .pi * Double(motor.driveHertz)
      q = Double(motor.quality)
    }
    mutating func step(_ u: Double, _ dt: Double) {
      func slope(_ x: Double, _ v: Double, _ t: Double) -> (Double, Double) {
        (v, w0 * w0 / q * u * cos(wd * t) - w0 / q * v - w0 * w0 * x)
      }
      let a = slope(x, v, t)
      let b = slope(x + a.0 * dt / 2, v + a.1 * dt / 2, t + dt / 2)
      let c = slope(x + b.0 * dt / 2, v + b.1 * dt / 2, t + dt / 2)
      let d = slope(x + c.0 * dt, v + c.1 * dt, t + dt)
      x += dt / 6 * (a.0 + 2 * b.0 + 2 * c.0 + d.0)
      v += dt / 6 * (a.1 + 2 * b.1 + 2 * c.1 + d.1)
      t += dt
    }
  }

  struct Motion: Sendable {
    var kind: ActuatorKind
    var hertz: Float
    var quality: Float
    var carrier: Float
    var overdrive: Float
  }
  static func linear(_ hertz: Float, _ quality: Float, _ overdrive: Float, _ detune: Float) -> Motion {
    Motion(
      kind: .linearResonant(motor(hertz, quality, overdrive, detune: detune)), hertz: hertz, quality: quality,
      carrier: hertz + detune, overdrive: overdrive)
  }
  static func coil(_ carrier: Float) -> Motion {
    Motion(kind: .voiceCoil(VoiceCoil()), hertz: 65, quality: 1.5, carrier: carrier, overdrive: 1)
  }
  static let motions: [Motion] =
    [8, 15, 20].flatMap { quality in
      [1, 2].flatMap { overdrive in [-4, 0, 4].map { linear(175, quality, overdrive, $0) } }
    } + [linear(235, 20, 2, 0), coil(40), coil(65), coil(120), coil(250)]

  /// Driven up, held at a quarter, let go: the motion itself against the whole equation in small steps, at every
  /// millisecond, and the envelope against its crests. As shares of the steady amplitude at full drive.
  @Test(arguments: motions) func motionIsThatOfTheWholeEquation(_ c: Motion) {
    let tau = Double(c.quality) / (.pi * Double(c.hertz))
    let k = Double(c.overdrive)
    // What an overdriving driver feeds: from 0 to 1, 1 to 1/4 and 1/4 to 0, each from its own millisecond on.
    let stages = [(0.0, 0.0, 1.0), (0.1, 1.0, 0.25), (0.16, 0.25, 0.0)].map { start, from, to in
      let push = to > from ? k : -k
      return (
        start: start, to: to, push: push, end: k > 1 ? start + tau * log((push - from) / (push - to)) : start
      )
    }
    var resonance = LinearResonant()
    (resonance.resonanceHertz, resonance.driveHertz, resonance.quality) = (c.hertz, c.carrier, c.quality)
    var oscillator = Oscillator(resonance)
    var motors = Motors(Garments.single(c.kind))
    var worst = 0.0
    var moved: [Double] = []  // |x| of every part
    var envelopes: [Double] = []
    let parts = 400  // of a millisecond
    for millisecond in 0..<240 {
      let stage = stages.last { $0.start <= Double(millisecond) * 1e-3 + 1e-9 }!
      motors.tick(drive: [Float(stage.to)], carrier: [c.carrier], dt: 1e-3)
      for part in 0..<parts {
        // A switch of the push within a part is met at its own time.
        let now = Double(millisecond) * 1e-3 + Double(part) * 1e-3 / Double(parts)
        let next = now + 1e-3 / Double(parts)
        if now < stage.end, stage.end < next {
          oscillator.step(stage.push, stage.end - now)
          oscillator.step(stage.to, next - stage.end)
        } else {
          oscillator.step(now < stage.end ? stage.push : stage.to, 1e-3 / Double(parts))
        }
        moved.append(abs(oscillator.x))
      }
      worst = max(worst, abs(Double(motors.displacement(of: 0)) - oscillator.x))
      envelopes.append(Double(motors.acceleration[0]))
    }
    // Crests of one period round each millisecond; the steady one is that at the end of the full drive.
    let period = Int(Double(parts) * 1000 / Double(c.carrier))
    func crest(_ millisecond: Int) -> Double {
      let middle = (millisecond + 1) * parts
      return moved[max(0, middle - period / 2)..<min(moved.count, middle + period / 2)].max() ?? 0
    }
    let steady = crest(97)
    let full = envelopes[97] / steady
    #expect(worst < 0.003 * steady, "\(worst / steady)")
    if case .linearResonant = c.kind {
      let off = (0..<236).map { abs(envelopes[$0] / full - crest($0)) / steady }
      // A crest is the greatest within a period, and so biased wherever the envelope climbs or falls within one.
      #expect(off.reduce(0, +) / 236 < 0.035)
    }
  }
}
