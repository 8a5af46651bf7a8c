import Haptics
import Kernel
import Testing

/// The whole way from target to percept, and the hash that stands for its state.
@Suite struct SuitTests {
  static let kinds: [ActuatorKind] = MotorTests.kinds

  static func hash(_ suit: HapticSuit) -> UInt64 {
    var hash = StableHash()
    suit.hash(into: &hash)
    return hash.value
  }
  static func asking(_ level: Float) -> HapticRequest {
    var request = HapticRequest(actuators: 1)
    request.level[0] = level
    return request
  }
  static func run(_ suit: inout HapticSuit, _ target: Float, ticks: Int, stopped: Bool = false) {
    for _ in 0..<ticks {
      suit.drive(SuitTests.asking(target), SuitSettings(), dt: 0.01, stopped: stopped)
      suit.feel(dt: 0.01)
    }
  }

  /// Every part of the state shows: drive, motor, skin; and nothing else does.
  @Test(arguments: kinds) func theHashIsTheState(kind: ActuatorKind) {
    let garment = Garments.single(kind)
    var suit = HapticSuit(garment)
    let rest = SuitTests.hash(suit)
    #expect(rest == SuitTests.hash(HapticSuit(garment)))
    suit.drive(SuitTests.asking(1), SuitSettings(), dt: 0.01, stopped: false)
    let driven = SuitTests.hash(suit)
    #expect(driven != rest)
    SuitTests.run(&suit, 1, ticks: 50)
    // Under a constant drive the level stands still, and so does the motor in the end: the skin goes on.
    let running = SuitTests.hash(suit)
    SuitTests.run(&suit, 1, ticks: 1)
    #expect(SuitTests.hash(suit) != running)
    // Stopped, the level is the same in every tick: motor and skin go on.
    SuitTests.run(&suit, 1, ticks: 1, stopped: true)
    let stopped = SuitTests.hash(suit)
    SuitTests.run(&suit, 1, ticks: 1, stopped: true)
    #expect(SuitTests.hash(suit) != stopped)

    var a = HapticSuit(garment)
    var b = HapticSuit(garment)
    for tick in 0..<200 {
      let target = CounterRandom(seed: 6).uniform(.test, entity: 0, tick: tick)
      SuitTests.run(&a, target, ticks: 1)
      SuitTests.run(&b, target, ticks: 1)
      #expect(SuitTests.hash(a) == SuitTests.hash(b))
    }
  }

  @Test(arguments: kinds) func aStopIsNoDriveAtOnceAndNothingFeltSoonAfter(kind: ActuatorKind) {
    var suit = HapticSuit(Garments.single(kind))
    SuitTests.run(&suit, 1, ticks: 100)
    #expect(suit.percept.intensity[0] > 1 && suit.drive.sent == [1])
    SuitTests.run(&suit, 1, ticks: 1, stopped: true)
    #expect(suit.drive.sent == [0])
    // The device's own way: 20 ± 5 ms.
    SuitTests.run(&suit, 1, ticks: 3, stopped: true)
    #expect(suit.line.drive == [0])
    SuitTests.run(&suit, 1, ticks: 80, stopped: true)
    #expect(suit.drive.sent == [0])
    #expect(suit.motors.acceleration[0] == 0 && suit.percept.intensity[0] == 0)
    SuitTests.run(&suit, 1, ticks: 1)
    #expect(suit.drive.level[0] == Limiter().risePerSecond * 0.01)
  }

  @Test(arguments: kinds) func whatIsNotANumberIsFeltAsNothing(kind: ActuatorKind) {
    var suit = HapticSuit(Garments.single(kind))
    for odd in [.nan, .infinity, -.infinity] as [Float] {
      SuitTests.run(&suit, odd, ticks: 5)
      #expect(suit.drive.sent == [0] && suit.motors.acceleration == [0] && suit.percept.intensity == [0])
    }
  }
}
