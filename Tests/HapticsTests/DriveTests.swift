import Haptics
import Kernel
import Testing

/// Nothing is sent that the limiter or the device does not allow, whatever is asked for.
@Suite struct DriveTests {
  static let dt: Float = 0.01  // [s]
  static let odd: [Float] = [.nan, .infinity, -.infinity, -3, 7, 1e30, 0, 1, 1e-30]

  /// Hard to please: jumps, odd numbers and slow stretches.
  static func target(_ tick: Int, _ seed: UInt64) -> Float {
    let u = CounterRandom(seed: seed).uniform4(.test, entity: 0, tick: tick)
    return u.x < 0.1 ? odd[Int(u.y * 8.99)] : u.x < 0.6 ? (u.y < 0.5 ? 0 : 1) : u.z
  }
  static func limiter(_ maximum: Float, _ rise: Float, _ fall: Float) -> Limiter {
    var limiter = Limiter()
    limiter.maximum = maximum
    limiter.risePerSecond = rise
    limiter.fallPerSecond = fall
    return limiter
  }

  @Test(arguments: [1, 15, 16, 100, 200], [1, 0.63, 0.1] as [Float])
  func slopeRangeAndLevelsHold(levels: Int, maximum: Float) {
    for (rise, fall) in [(12, 20), (1.5, 3), (500, 500)] as [(Float, Float)] {
      let limiter = DriveTests.limiter(maximum, rise, fall)
      var drive = Drive(actuators: 1, levels: levels)
      var (last, most) = (Float(0), Float(0))
      for tick in 0..<2_000 {
        drive.tick(
          target: [DriveTests.target(tick, UInt64(levels))], limiter: limiter, dt: DriveTests.dt,
          stopped: false)
        let (level, sent) = (drive.level[0], drive.sent[0])
        #expect(level >= 0 && level <= maximum)
        #expect(level - last <= rise * DriveTests.dt + 1e-6 && last - level <= fall * DriveTests.dt + 1e-6)
        // Whole steps, the next below the level; 1e-4 of a step is rounding's.
        let step = sent * Float(levels)
        #expect(abs(step - step.rounded()) < 1e-4)
        #expect(sent <= level + 1e-4 / Float(levels) && sent > level - 1 / Float(levels))
        (last, most) = (level, max(most, level))
      }
      #expect(rise < 500 || most == maximum)
    }
  }

  @Test func aWholeLevelIsSentWhole() {
    for levels in [3, 7, 10, 15, 100] {
      for k in 0...levels {
        var drive = Drive(actuators: 1, levels: levels)
        let wanted = Float(k) / Float(levels)
        drive.tick(
          target: [wanted], limiter: DriveTests.limiter(1, 1e6, 1e6), dt: DriveTests.dt, stopped: false)
        #expect(drive.sent[0] == wanted)
      }
    }
  }

  @Test func aStopIsSilentAtOnceAndStays() {
    let limiter = DriveTests.limiter(1, 12, 20)
    var drive = Drive(actuators: 3, levels: 100)
    for _ in 0..<50 { drive.tick(target: [1, 1, 0.5], limiter: limiter, dt: DriveTests.dt, stopped: false) }
    #expect(drive.sent == [1, 1, 0.5])
    for _ in 0..<20 {
      drive.tick(target: [1, 1, 0.5], limiter: limiter, dt: DriveTests.dt, stopped: true)
      #expect(drive.sent == [0, 0, 0] && drive.level == [0, 0, 0])
    }
    // Afterwards drives rise from nothing, 0.12 a tick.
    for tick in 1...8 {
      drive.tick(target: [1, 1, 0.5], limiter: limiter, dt: DriveTests.dt, stopped: false)
      #expect(abs(drive.level[0] - 0.12 * Float(tick)) < 1e-5)
      #expect(abs(drive.level[2] - min(0.5, 0.12 * Float(tick))) < 1e-5)
    }
  }

  @Test func aLowerLimitHoldsAtOnce() {
    var drive = Drive(actuators: 1, levels: 100)
    for _ in 0..<50 {
      drive.tick(
        target: [1], limiter: DriveTests.limiter(1, 12, 20), dt: DriveTests.dt, stopped: false)
    }
    for maximum in [0.4, 0, -1, .nan] as [Float] {
      drive.tick(
        target: [9], limiter: DriveTests.limiter(maximum, 12, 20), dt: DriveTests.dt, stopped: false)
      #expect(drive.sent[0] <= max(0, maximum) + 1e-6)
    }
  }
}
