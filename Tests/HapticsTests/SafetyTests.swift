import Haptics
import Kernel
import Testing

/// What holds whatever the field does.
@Suite struct SafetyTests {
  /// Requests that try to get past every limit.
  static func adversary(_ seed: UInt64, _ tick: Int, hazards: Bool, into request: inout HapticRequest) {
    let random = CounterRandom(seed: seed)
    let mood = random.uniform4(.test, entity: 1_000_000, tick: tick / 50)
    for i in request.level.indices {
      let u = random.uniform4(.test, entity: UInt32(i), tick: tick)
      switch Int(mood.x * 5) {
      case 0: request.level[i] = 1
      case 1: request.level[i] = tick % 2 == 0 ? 1 : 0
      case 2:
        request.level[i] = u.x < 0.05 ? [Float.nan, .infinity, -.infinity, -7, 1e30][Int(u.y * 4.99)] : u.z
      case 3: request.level[i] = 0.51
      default: request.level[i] = mood.y
      }
      request.hazard[i] = hazards && mood.z < 0.3 && i % 4 == 0 ? 0.3 + 0.7 * u.w : 0
      request.carrier[i] = u.y < 0.1 ? .nan : 400 * u.z
    }
  }

  @Test(arguments: 0..<12) func limitsHoldUnderAdversarialFields(seed: Int) {
    let garment = seed % 3 == 0 ? Garments.coils() : seed % 3 == 1 ? Garments.vest() : Garments.belt()
    var settings = SuitSettings()
    settings.limiter.maximum = seed % 2 == 0 ? 1 : 0.7
    settings.comfort.dutyWindow = 10
    settings.comfort.dose = 0.05
    settings.comfort.warmth = 4
    settings.feedback.pace = 2
    settings.feedback.most = 4
    var suit = HapticSuit(garment, settings, seed: UInt64(seed))
    var request = HapticRequest(actuators: garment.actuators.count)
    var last = suit.drive.level
    var (loudest, busiest): (Float, Float) = (0, 0)
    for tick in 0..<6_000 {
      SafetyTests.adversary(UInt64(seed), tick, hazards: false, into: &request)
      suit.drive(request, settings, dt: 0.01, stopped: tick % 700 > 690)
      suit.feel(settings, dt: 0.01, surroundings: WearerSurroundings(ambience: Float(tick % 3) / 2, speed: 1))
      for i in last.indices {
        let level = suit.drive.level[i]
        #expect(level >= 0 && level <= settings.limiter.maximum)
        #expect(level - last[i] <= settings.limiter.risePerSecond * 0.01 + 1e-6)
        #expect(suit.percept.intensity[i].isFinite && suit.motors.acceleration[i].isFinite)
        #expect(suit.comfort.duty(of: i) <= settings.comfort.duty)
        #expect(suit.comfort.dose(of: i) <= settings.comfort.dose)
        #expect(suit.comfort.warmth(of: i) <= settings.comfort.warmth)
      }
      if tick % 700 > 690 { #expect(suit.drive.sent.allSatisfy { $0 == 0 }) }
      last = suit.drive.level
      loudest = max(loudest, suit.comfort.duty(of: 0) / settings.comfort.duty)
      busiest = max(busiest, suit.comfort.dose(of: 0) / settings.comfort.dose)
    }
    // The limits were come near to: they are what held.
    #expect(loudest > 0.75 || busiest > 0.85, "\(loudest) \(busiest)")
  }

  /// Nothing that wears the crowd down touches a warning, and the crowd stays below it.
  @Test(arguments: 0..<6) func aWarningPassesAndTheCrowdStaysBelow(seed: Int) {
    let garment = Garments.coils()
    var settings = SuitSettings()
    settings.comfort.dutyWindow = 10
    settings.comfort.dose = 0.05
    settings.comfort.warmth = 3
    settings.feedback.least = 0.1
    settings.feedback.level = 0.5
    var suit = HapticSuit(garment, settings)
    var request = HapticRequest(actuators: 16)
    var warnings = 0
    for tick in 0..<6_000 {
      SafetyTests.adversary(UInt64(seed) + 40, tick / 20 * 20, hazards: true, into: &request)
      suit.drive(request, settings, dt: 0.01, stopped: false)
      suit.feel(settings, dt: 0.01)
      // After the limiter's ramp of thirty milliseconds.
      guard tick % 20 > 6, let strongest = request.hazard.max(), strongest > 0 else { continue }
      warnings += 1
      for i in 0..<16 {
        if request.hazard[i] > 0 {
          #expect(suit.drive.level[i] >= min(request.hazard[i], 1) - 1e-5)
        } else {
          #expect(suit.drive.level[i] <= Mapper.besideHazard * strongest + 1e-5)
        }
      }
    }
    #expect(warnings > 100)
  }

  /// A drive held at full is half as strong within the duty's window, without a step felt as one.
  /// Where a limit is met the whole picture is turned down: what was twice as strong stays twice as strong, and the
  /// feedback does not push against the limit.
  @Test func limitsKeepThePicture() {
    let garment = Garments.coils()
    let settings = SuitSettings()
    var suit = HapticSuit(garment, settings, seed: 1)
    var request = HapticRequest(actuators: 16)
    for a in 0..<16 { request.level[a] = 0.45 + 0.03 * Float(a) }
    var limited = 0
    for _ in 0..<12_000 {
      suit.drive(request, settings, dt: 0.01, stopped: false)
      // A runner's skin feels less than the mapping asks for.
      suit.feel(settings, dt: 0.01, surroundings: WearerSurroundings(ambience: 0.5, speed: 1.5))
      if suit.share < 1 { limited += 1 }
    }
    #expect(limited > 6_000 && suit.feedback.gain < settings.feedback.most)
    #expect(suit.drive.sent[15] <= settings.comfort.dutyLevel + 0.01)
    for a in 1..<16 {
      #expect(suit.drive.sent[a] > suit.drive.sent[a - 1])
      let (asked, sent) = (request.level[a] / request.level[0], suit.drive.sent[a] / suit.drive.sent[0])
      #expect(abs(asked / sent - 1) < 0.02, "\(asked) and \(sent)")
    }
  }

  @Test func comfortTurnsDownSmoothly() {
    let garment = Garments.coils()
    var settings = SuitSettings()
    settings.feedback.enabled = false
    var suit = HapticSuit(garment, settings)
    var request = HapticRequest(actuators: 16)
    for i in 0..<16 { request.level[i] = 1 }
    var last: Float = 1
    for tick in 0..<12_000 {
      suit.drive(request, settings, dt: 0.01, stopped: false)
      suit.feel(settings, dt: 0.01)
      if tick > 10 {
        #expect(suit.drive.level[0] >= last - 0.02 && suit.drive.level[0] >= 0.49)
      }
      last = suit.drive.level[0]
    }
    #expect(last < 0.56)
    let meters = suit.meters(settings)
    #expect(meters.limited == 16 && meters.duty <= 0.25 && meters.duty > 0.19)
  }

  /// Power, energy, dose and warmth of a full drive, by hand.
  @Test func metersAreTheSumsByHand() {
    var settings = SuitSettings()
    settings.comfort.enabled = false
    settings.feedback.enabled = false
    var garment = Garments.single(.eccentricMass(EccentricMass()))
    garment.transport.latency = 0
    garment.transport.jitter = 0
    var suit = HapticSuit(garment, settings)
    var request = HapticRequest(actuators: 1)
    request.level[0] = 1
    for _ in 0..<60_000 {
      suit.drive(request, settings, dt: 0.01, stopped: false)
      suit.feel(settings, dt: 0.01)
    }
    let meters = suit.meters(settings)
    #expect(abs(meters.joules / (0.255 * 600) - 1) < 2e-3)
    #expect(abs(meters.joulesPerMinute / (0.255 * 60) - 1) < 1e-2)
    #expect(abs(meters.warmth - 0.255 * 60 * (1 - Math.exp(-5))) < 0.05)
    // 1.3 g at 200 Hz: 1.3 · 9.807/√2 · 16/200 = 0.721 m/s² over ten minutes of eight hours.
    let dose = 1.3 * 9.80665 / 2.0.squareRoot() * 16 / 200 * (600.0 / 28_800).squareRoot()
    #expect(abs(Double(meters.dose) / dose - 1) < 5e-3)
    #expect(meters.zones.count == 1 && meters.zones[0].dose == meters.dose)
    #expect(meters.adaptation > 0.98 && meters.gain == 1)
  }

  /// With a fall of minutes, what is no longer asked for is cut off after the overrun and counted.
  @Test func whatStaysOnIsCutOff() {
    var settings = SuitSettings()
    settings.limiter.fallPerSecond = 0.1
    var suit = HapticSuit(Garments.coils(), settings)
    var request = HapticRequest(actuators: 16)
    for i in 0..<16 { request.level[i] = 1 }
    for _ in 0..<50 { suit.drive(request, settings, dt: 0.01, stopped: false) }
    request = HapticRequest(actuators: 16)
    for tick in 1...120 {
      suit.drive(request, settings, dt: 0.01, stopped: false)
      if tick < 99 { #expect(suit.drive.level[3] > 0.8) }
      if tick > 102 { #expect(suit.drive.sent.allSatisfy { $0 == 0 }) }
    }
    #expect(suit.drive.released == 16)
    request.level[5] = .nan
    suit.drive(request, settings, dt: 0.01, stopped: false)
    #expect(suit.meters(settings).faults == 1)
  }
}
