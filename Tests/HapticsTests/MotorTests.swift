import Haptics
import Kernel
import Testing

/// Eccentric masses, and what holds for every motor.
@Suite struct MotorTests {
  /// [s] in steps of 0.1 ms until `condition` holds for a motor under a constant drive.
  static func time(_ motors: inout Motors, drive: Float, until condition: (Motors) -> Bool) -> Double {
    for step in 1...20_000 {
      motors.tick(drive: [drive], dt: 1e-4)
      if condition(motors) { return Double(step) * 1e-4 }
    }
    return .infinity
  }

  /// τ 40 ms: speed τ ln 10 = 92.1 ms, acceleration τ ln(1/(1 − √0.9)) = 118.8 ms, fall τ ln √10 = 46.1 ms.
  @Test func eccentricMassRisesAndFallsAsItsRotor() {
    let erm = EccentricMass()
    let garment = Garments.single(.eccentricMass(erm))
    var motors = Motors(garment)
    let speed = MotorTests.time(&motors, drive: 1) { $0.frequency[0] >= 0.9 * erm.fullFrequencyHertz }
    motors = Motors(garment)
    let rise = MotorTests.time(&motors, drive: 1) { $0.acceleration[0] >= 0.9 * erm.fullAcceleration }
    for _ in 0..<100 { motors.tick(drive: [1], dt: 0.01) }
    let fall = MotorTests.time(&motors, drive: 0) { $0.acceleration[0] <= 0.1 * erm.fullAcceleration }
    #expect(abs(speed - 0.0921) < 2e-4)
    #expect(abs(rise - 0.1188) < 2e-4)
    #expect(abs(fall - 0.0461) < 2e-4)
  }

  /// Frequency goes with the drive, acceleration with its square.
  @Test(arguments: [0.2, 0.5, 0.8, 1] as [Float]) func frequencyAndAccelerationAreTied(drive: Float) {
    let erm = EccentricMass()
    var motors = Motors(Garments.single(.eccentricMass(erm)))
    for _ in 0..<100 { motors.tick(drive: [drive], dt: 0.01) }
    #expect(abs(motors.frequency[0] - drive * erm.fullFrequencyHertz) < 1e-3)
    #expect(abs(motors.acceleration[0] - drive * drive * erm.fullAcceleration) < 1e-5)
  }

  @Test func aRotorStartsLaterThanItStops() {
    var motors = Motors(Garments.single(.eccentricMass(EccentricMass())))  // starts at 0.15, stops below 0.08
    func settle(_ drive: Float) -> Float {
      for _ in 0..<100 { motors.tick(drive: [drive], dt: 0.01) }
      return motors.frequency[0]
    }
    #expect(settle(0.1) == 0 && settle(0.149) == 0)
    #expect(settle(0.15) > 29)
    #expect(settle(0.1) > 19 && settle(0.08) > 15)
    #expect(settle(0.079) == 0)
    #expect(settle(0.1) == 0)
    #expect(motors.acceleration[0] == 0)
  }

  static let kinds: [ActuatorKind] = {
    var mute = LinearResonant()
    mute.overdrive = 1
    var detuned = LinearResonant()
    detuned.driveHertz = 181
    return [
      .eccentricMass(EccentricMass()), .linearResonant(mute), .linearResonant(LinearResonant()),
      .linearResonant(detuned), .voiceCoil(VoiceCoil()),
    ]
  }()

  /// Exact steps: a tick of 10 ms may be cut anywhere. The difference is single precision.
  @Test(arguments: kinds) func howATickIsCutDoesNotMatter(kind: ActuatorKind) {
    let garment = Garments.single(kind)
    let cuts: [[Float]] = [
      [3, 7], [1, 1, 8], [9.9, 0.1], [Float](repeating: 1, count: 10), [Float](repeating: 0.1, count: 100),
    ]
    for cut in cuts {
      var whole = Motors(garment)
      var parts = Motors(garment)
      for tick in 0..<60 {
        let u = CounterRandom(seed: 2).uniform4(.test, entity: 0, tick: tick / 3)
        let drive = u.x < 0.3 ? 0 : u.y
        whole.tick(drive: [drive], dt: 0.01)
        for part in cut { parts.tick(drive: [drive], dt: part * 1e-3) }
        #expect(abs(whole.acceleration[0] - parts.acceleration[0]) < 2e-5, "tick \(tick)")
        #expect(abs(whole.frequency[0] - parts.frequency[0]) < 2e-3, "tick \(tick)")
      }
    }
  }

  /// Whatever came before, one second without drive is silence, and nothing ever exceeds the overdrive.
  @Test(arguments: kinds) func everyMotorComesToRest(kind: ActuatorKind) {
    var motors = Motors(Garments.single(kind))
    for tick in 0..<500 {
      let u = CounterRandom(seed: 3).uniform4(.test, entity: 0, tick: tick)
      motors.tick(drive: [u.x < 0.2 ? .nan : u.x < 0.4 ? 50 : u.y], dt: 0.01)
      #expect(motors.acceleration[0] >= 0 && motors.acceleration[0] < 2 * 1.35)
      if tick % 50 == 49 {
        var rest = motors
        for _ in 0..<100 { rest.tick(drive: [0], dt: 0.01) }
        #expect(rest.acceleration[0] == 0 && rest.frequency[0] == 0)
      }
    }
  }
}
