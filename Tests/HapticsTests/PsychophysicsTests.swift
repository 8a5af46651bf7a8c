import Haptics
import Kernel
import Testing

/// Two channels, masking, integration, noticeable differences and directions.
@Suite struct PsychophysicsTests {
  let skin = SkinModel()

  @Test func quickPowerIsPower() {
    var worst: Float = 0
    for step in 1...20_000 {
      let x = Math.exp(Float(step) / 20_000 * 24 - 12)
      for y in [-1.5, -0.5, 0.3, 0.6, 0.763, 1, 2] as [Float] {
        worst = max(worst, abs(Math.quickPow(x, y) / Math.pow(x, y) - 1))
      }
    }
    #expect(worst < 4e-6, "\(worst)")
  }

  /// The more sensitive channel is detection; at the crossing both are alike; below it the Pacinian one is duller.
  @Test func detectionIsTheMoreSensitiveChannel() {
    for hertz in stride(from: 10, through: 500, by: 1) as StrideThrough<Float> {
      let pacinian = skin.pacinianThreshold(.chest, hertz)
      let other = skin.otherThreshold(.chest, hertz)
      #expect(abs(min(pacinian, other) / skin.threshold(.chest, hertz) - 1) < 1e-5)
      if hertz < 40 { #expect(pacinian >= other) }
      if hertz < 20 { #expect(pacinian > 1.1 * other) }
      if hertz > 40 { #expect(pacinian < other) }
    }
    #expect(abs(skin.pacinianThreshold(.chest, 40) / skin.otherThreshold(.chest, 40) - 1) < 1e-5)
  }

  /// max + 0.5 min, without a step where the second channel comes in, and never less for more.
  @Test func bothChannelsAddUp() {
    // At the crossing, both have the same ratio r and the same exponent 1: r + 0.5 (r − 1).
    let threshold = skin.threshold(.chest, 40)
    #expect(abs(skin.sensation(10 * threshold, 40, at: .chest) - (10 + 0.5 * 9)) < 1e-3)
    // A finger's vibrators at 175 Hz stay below the other channels' threshold.
    let strong = skin.sensation(1.35, 175, at: .chest)
    #expect(abs(strong - skin.magnitude(1.35 / 0.04, exponent: skin.exponent(175))) < 1e-4)
    for hertz in [20, 40, 60, 100, 175, 250, 400] as [Float] {
      var last: Float = 0
      for step in 1...3_000 {
        let next = skin.sensation(Float(step) / 1000, hertz, at: .back)
        #expect(next > last && next - last < 0.4)
        last = next
      }
    }
  }

  /// 95 % of the sensation after the time of integration: a short pulse is felt less than a long one of the same strength.
  @Test func shortPulsesAreFeltLess() {
    let garment = Garments.single(.linearResonant(LinearResonant()))
    let motors = PerceptTests.running(garment, [1])
    func after(_ milliseconds: Int) -> Float {
      var percept = Percept(garment)
      for _ in 0..<milliseconds { percept.tick(motors, dt: 1e-3) }
      return percept.intensity[0]
    }
    let whole = after(150)
    #expect(abs(after(30) / whole - 0.95) < 0.01)
    #expect(abs(after(10) / whole - 0.632) < 0.01)
  }

  /// One strong masker raises the threshold by 3 %, thirty-nine by no more than ten do.
  @Test func maskersAddUpToTen() {
    let garment = Garments.belt(40)
    func first(_ maskers: Int) -> Float {
      var drive = [Float](repeating: 0, count: 40)
      for i in 0...maskers { drive[i] = 1 }
      var percept = Percept(garment)
      PerceptTests.settle(&percept, PerceptTests.running(garment, drive))
      return percept.intensity[0]
    }
    let alone = first(0)
    let exponent = skin.exponent(200)
    for count in [1, 3, 10, 39] {
      let raised = 1 + 0.03 * Float(min(count, 10))
      #expect(abs(first(count) / (alone * Math.pow(raised, -exponent)) - 1) < 0.01)
    }
  }

  @Test func walkingAndShakingRaiseTheThreshold() {
    let garment = Garments.single(.linearResonant(LinearResonant()))
    let motors = PerceptTests.running(garment, [0.5])
    func felt(_ ambience: Float, _ speed: Float) -> Float {
      var percept = Percept(garment)
      for _ in 0..<100 {
        percept.tick(motors, dt: 1e-3, surroundings: WearerSurroundings(ambience: ambience, speed: speed))
      }
      return percept.intensity[0]
    }
    let n = skin.exponent(175)
    #expect(abs(felt(1, 0) / felt(0, 0) - Math.pow(2, -n)) < 1e-3)
    #expect(abs(felt(0, 1.4) / felt(0, 0) - Math.pow(1.21, -n)) < 1e-3)
    #expect(felt(7, 0) == felt(1, 0) && felt(-3, .nan) == felt(0, 0))
  }

  /// ln 2 / w from nothing to threshold; a Weber fraction of w far above, of 2 w at the threshold.
  @Test func noticeableStepsAreWebers() {
    let w: Float = 0.2
    #expect(abs(skin.jnds(from: 100, to: 100 * (1 + w), at: .forearm) - 0.9) < 0.02)  // ln 1.2 / 0.2
    #expect(abs(skin.jnds(from: 1, to: 1 + 2 * w, at: .forearm) - 0.91) < 0.02)
    // Threshold at 6 % of the full scale: some ten steps on an arm, a quarter fewer on the torso.
    let arm = skin.jnds(from: 1, to: 1 / 0.06, at: .forearm)
    #expect(
      abs(arm - 10.9) < 0.1 && abs(skin.jnds(from: 1, to: 1 / 0.06, at: .chest) * 1.25 / arm - 1) < 1e-4)
    for a in stride(from: 0, to: 30, by: 0.7) as StrideTo<Float> {
      #expect(skin.jnds(from: a, to: a, at: .chest) == 0)
      let there = skin.jnds(from: a, to: a + 1, at: .chest)
      #expect(abs(there + skin.jnds(from: a + 1, to: a, at: .chest)) < 1e-5)
      #expect(skin.noise(a + 1, at: .chest) > skin.noise(a, at: .chest))
    }
  }

  /// Drawn to the midline by at most ten degrees, not at all on it and straight to the side, mirrored alike.
  @Test func directionsAreDrawnToTheMidline() {
    let degree = Float.pi / 180
    for angle in [0, 90, 180, -90] as [Float] {
      #expect(abs(skin.feltAngle(angle * degree) / degree - angle) < 1e-3)
    }
    #expect(abs(skin.feltAngle(45 * degree) / degree - 35) < 1e-3)
    #expect(abs(skin.feltAngle(135 * degree) / degree - 145) < 1e-3)
    var last: Float = -200
    for angle in -180...180 {
      let felt = skin.feltAngle(Float(angle) * degree) / degree
      #expect(abs(felt - Float(angle)) <= 10.001 && felt > last)
      #expect(abs(felt + skin.feltAngle(Float(-angle) * degree) / degree) < 1e-3)
      last = felt
    }
  }

  @Test func aVagueDirectionIsAGuess() {
    #expect(skin.directionError(0, clarity: 0) == 90 && skin.directionError(1, clarity: 0.01) == 90)
    #expect(abs(skin.directionError(0, clarity: 1) - 8.4) < 1e-4)
    #expect(abs(skin.directionError(.pi / 2, clarity: 1) - 12.6) < 1e-3)
    let belt = Garments.belt()
    var drive = [Float](repeating: 0, count: 16)
    drive[2] = 1  // 45° to the left
    var percept = Percept(belt)
    PerceptTests.settle(&percept, PerceptTests.running(belt, drive))
    #expect(abs(Math.degrees(of: percept.feltDirection) - 35) < 0.1)
    #expect(percept.directionError < 11 && percept.jnds(of: 2) > 5 && percept.jnds(of: 3) == 0)
  }
}
