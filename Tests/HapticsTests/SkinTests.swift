import Haptics
import Kernel
import Testing

/// Thresholds and growth of sensation.
@Suite struct SkinTests {
  let skin = SkinModel()

  @Test(
    arguments: [
      (20, -27.5), (40, -38.0), (60, -46.7), (80, -53.9), (100, -59.9), (150, -70.2), (175, -73.4),
      (200, -75.5),
      (250, -77.0), (300, -75.7), (400, -67.2), (500, -53.3),
    ] as [(Float, Float)])
  func thresholdShapeIsThePublishedOne(hertz: Float, decibels: Float) {
    #expect(abs(SkinModel.thresholdDecibels(hertz) - decibels) <= 0.051)
  }

  @Test func thresholdIsLeastAt250HertzAndConstantBeyondItsRange() {
    for hertz in 1...249 { #expect(SkinModel.thresholdDecibels(Float(hertz)) > -77) }
    for hertz in 251...900 { #expect(SkinModel.thresholdDecibels(Float(hertz)) > -77) }
    for (a, b) in [(10, 0), (10, -5), (500, 501), (500, 1e9)] as [(Float, Float)] {
      #expect(SkinModel.thresholdDecibels(a) == SkinModel.thresholdDecibels(b))
      #expect(skin.threshold(.chest, a) == skin.threshold(.chest, b))
    }
  }

  @Test func thresholdInGravitiesHangsOnTheReference() {
    #expect(abs(skin.threshold(.back, 175) - skin.threshold.value) < 1e-7)
    // −77.0 + 73.4 dB of displacement, times (250/175)²
    #expect(abs(skin.threshold(.chest, 250) / skin.threshold.value - 0.6607 * 2.0408) < 0.01)
    for hertz in stride(from: 10, through: 500, by: 7) as StrideThrough<Float> {
      let torso = skin.threshold(.chest, hertz)
      #expect(torso > 0)
      for site in BodySite.allCases {
        let there = skin.threshold(site, hertz)
        if [.forearm, .upperArm, .hand].contains(site) {
          #expect(there < torso)
        } else {
          #expect(there == torso)
        }
      }
    }
  }

  @Test func exponentFallsFromSteepToFlat() {
    #expect(skin.exponent(0) == 1 && skin.exponent(30) == 1 && skin.exponent(60) == 1)
    #expect(abs(skin.exponent(250) - 0.6) < 1e-6 && abs(skin.exponent(900) - 0.6) < 1e-6)
    // Half way in log f: √(60 · 250) Hz
    #expect(abs(skin.exponent(122.474) - 0.8) < 1e-5)
    for hertz in 61...250 { #expect(skin.exponent(Float(hertz)) < skin.exponent(Float(hertz) - 1)) }
  }

  @Test(arguments: [0.6, 0.8, 1] as [Float]) func sensationGrowsWithoutAStep(exponent: Float) {
    func felt(_ ratio: Float) -> Float { skin.magnitude(ratio, exponent: exponent) }
    #expect(felt(0) == 0 && felt(-1) == 0 && felt(.nan) == 0 && felt(1) == 1 && felt(2) == 2)
    #expect(abs(felt(2 as Float).distance(to: felt(2.0001))) < 2e-4)
    #expect(abs(felt(1.9999).distance(to: felt(2))) < 2e-4)
    #expect(abs(felt(32) - 2 * Math.pow(16, exponent)) < 1e-4)
    for step in 1...4_000 { #expect(felt(Float(step) / 100) > felt(Float(step - 1) / 100)) }
  }
}

/// What is felt of a vibration that stays, and where.
@Suite struct PerceptTests {
  static func running(_ garment: Garment, _ drive: [Float]) -> Motors {
    var motors = Motors(garment)
    for _ in 0..<200 { motors.tick(drive: drive, dt: 0.01) }
    return motors
  }

  /// What is felt once the sensation is complete and nobody has got used to anything yet.
  static func settle(_ percept: inout Percept, _ motors: Motors) {
    for _ in 0..<120 { percept.tick(motors, dt: 1e-3) }
  }

  /// ψ (1 − d (1 − e^(−t/τ))), whatever the ticks, then back with its own τ.
  @Test(arguments: [0.01, 0.5, 10] as [Float]) func aConstantVibrationFadesAndRecovers(dt: Float) {
    let garment = Garments.single(.linearResonant(LinearResonant()))
    let motors = PerceptTests.running(garment, [1])
    let skin = SkinModel()
    let (deepest, tau, recovery) = (skin.deepest.value, skin.adaptation.value, skin.recovery.value)
    var percept = Percept(garment)
    PerceptTests.settle(&percept, motors)
    let fresh = percept.intensity[0]
    let expected = skin.magnitude(
      1.35 / skin.threshold(.chest, 175), exponent: skin.exponent(175))
    #expect(abs(fresh / expected - 1) < 1e-3 && fresh > 5)
    func wait(_ seconds: Float, _ motors: Motors) {
      for _ in 0..<Int((seconds / dt).rounded()) { percept.tick(motors, dt: dt) }
    }
    wait(tau, motors)
    // Steps of e^(−dt/τ) in single precision drift by some 1e-4 over ten thousand of them.
    #expect(abs(percept.intensity[0] / fresh - (1 - deepest * (1 - Math.exp(-1)))) < 2e-3)
    wait(14 * tau, motors)
    #expect(abs(percept.intensity[0] / fresh - (1 - deepest)) < 2e-3)
    let held = percept.adaptation(of: 0)
    let still = Motors(garment)
    wait(recovery, still)
    #expect(percept.intensity[0] == 0)
    #expect(abs(percept.adaptation(of: 0) / held - Math.exp(-1)) < 2e-3)
    wait(14 * recovery, still)
    PerceptTests.settle(&percept, motors)
    #expect(abs(percept.intensity[0] / fresh - 1) < 2e-3)
  }

  /// At least (1 − deepest) of the unadapted sensation, at most all of it, however the drive jumps. Of skin that
  /// neither integrates nor masks.
  @Test func neverNegativeAndNeverMoreThanFresh() {
    let garment = Garments.vest()
    var skin = SkinModel()
    skin.integration.value = 0
    skin.masking.value = 0
    var motors = Motors(garment)
    var percept = Percept(garment, skin: skin)
    for tick in 0..<3_000 {
      let u = CounterRandom(seed: 8).uniform4(.test, entity: 0, tick: tick / 40)
      motors.tick(
        drive: (0..<32).map { u.x < 0.3 ? 0 : Float(($0 * 7 + tick / 40) % 11) / 10 }, dt: 0.01)
      percept.tick(motors, dt: tick % 100 == 0 ? 60 : 0.01)
      for i in 0..<32 {
        let f = motors.frequency[i]
        // Tables go by whole hertz.
        let fresh =
          f > 0 ? skin.sensation(motors.acceleration[i], (f + 0.5).rounded(.down), at: .chest) : 0
        #expect(percept.intensity[i] >= (1 - skin.deepest.value) * fresh - 1e-3)
        #expect(percept.intensity[i] <= fresh + 1e-3)
      }
      #expect(percept.direction.length <= 1 + 1e-5)
    }
  }

  @Test func directionPointsToTheDrivenSide() {
    let belt = Garments.belt()
    for k in 0..<16 {
      var drive = [Float](repeating: 0, count: 16)
      drive[k] = 0.8
      var percept = Percept(belt)
      percept.tick(PerceptTests.running(belt, drive), dt: 0.01)
      #expect((percept.direction - Math.unit(degrees: 22.5 * Float(k))).length < 1e-5)
      // Both neighbours as well: the same side, less clear.
      drive[(k + 1) % 16] = 0.5
      drive[(k + 15) % 16] = 0.5
      percept.tick(PerceptTests.running(belt, drive), dt: 0.01)
      #expect((percept.direction.normalized - Math.unit(degrees: 22.5 * Float(k))).length < 1e-5)
      #expect(percept.direction.length < 1)
    }
    var percept = Percept(belt)
    percept.tick(PerceptTests.running(belt, [Float](repeating: 0.7, count: 16)), dt: 0.01)
    #expect(percept.direction.length < 1e-5)
    for _ in 0..<60 { percept.tick(Motors(belt), dt: 0.01) }
    #expect(percept.direction == .zero)
  }
}
