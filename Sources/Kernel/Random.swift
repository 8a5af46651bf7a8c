/// Philox4x32-10: ten rounds of a keyed bijection of 128 bits.
/// Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
@frozen public struct Philox4x32: Sendable {
  @inlinable public static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var c = counter
    var k = key
    for round in 0..<10 {
      if round > 0 { k = k &+ SIMD2(0x9E37_79B9, 0xBB67_AE85) }
      let p0 = UInt64(0xD251_1F53) &* UInt64(c.x)
      let p1 = UInt64(0xCD9E_8D57) &* UInt64(c.z)
      c = SIMD4(
        UInt32(truncatingIfNeeded: p1 >> 32) ^ c.y ^ k.x, UInt32(truncatingIfNeeded: p1),
        UInt32(truncatingIfNeeded: p0 >> 32) ^ c.w ^ k.y, UInt32(truncatingIfNeeded: p0))
    }
    return c
  }
}

/// What a draw is for. A stream's number is part of every result: append, never renumber.
public enum RandomStream: UInt32, Sendable {
  case arrivals = 1
  case entryPlace = 2
  case profile = 3
  case journey = 4
  case parameters = 5
  case headingNoise = 6
  case murmur = 7
  case test = 8
  case groupSize = 16
  case batch = 17
  case filling = 18
  case choice = 24
  case service = 25
  case waiting = 26
  case redirect = 27
  case grains = 28
  case motorDrift = 29
  case transport = 30
  case seats = 31
  case judgement = 32
  case practice = 33
  case goals = 34
  case shuffle = 35
  case questions = 36
  case simulatedWearer = 37
}

/// Chance as a function of who, when and what for: the same seed, stream, entity and tick give the same
/// numbers in any order of asking and on any number of workers.
@frozen public struct CounterRandom: Sendable {
  public let seed: UInt64
  @inlinable public init(seed: UInt64) { self.seed = seed }

  /// Four independent words.
  @inlinable public func bits4(_ stream: RandomStream, entity: UInt32, tick: Int) -> SIMD4<UInt32> {
    let t = UInt64(bitPattern: Int64(tick))
    return Philox4x32.block(
      counter: SIMD4(
        entity, stream.rawValue, UInt32(truncatingIfNeeded: t), UInt32(truncatingIfNeeded: t >> 32)),
      key: SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)))
  }
  /// Four independent numbers, uniform in [0, 1): multiples of 2⁻²⁴.
  @inlinable public func uniform4(_ stream: RandomStream, entity: UInt32, tick: Int) -> SIMD4<Float> {
    let b = bits4(stream, entity: entity, tick: tick) &>> 8
    return SIMD4<Float>(Float(b.x), Float(b.y), Float(b.z), Float(b.w)) * 0x1p-24
  }
  @inlinable public func uniform(_ stream: RandomStream, entity: UInt32, tick: Int) -> Float {
    uniform4(stream, entity: entity, tick: tick).x
  }
}
