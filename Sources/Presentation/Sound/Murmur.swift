import Kernel

/// The murmur of a crowd some way off, made of synthetic talkers alone.
///
///     talkers ──► sum ──► walls (sparse echoes, 10–150 ms) ──► air (low pass) ──► rumble out (high pass) ──► RMS
///
/// The loop is a ring: phrases, echoes and filters all run on across its end, so it repeats without a seam.
public struct Murmur: Equatable, Sendable {
  public var talkers = 16  // per loop, 1...64
  public var seconds: Float = 8  // [s] length of the loop, 2...60
  public var sampleRate = 24_000  // [Hz], 16 000...48 000
  public static let rootMeanSquare: Float = 0.1  // of every loop

  public init() {}

  /// The loop of one direction; another `sector` or `seed` gives unrelated voices.
  public func loop(sector: Int, seed: UInt64) -> [Float] {
    var ring = babble(sector: sector, seed: seed)
    echo(&ring, draws: Draws(seed: seed, entity: entity(sector, 255)))
    ringFilter(&ring, cutOff: 5000, highPass: false)
    ringFilter(&ring, cutOff: 150, highPass: true)
    normalise(&ring)
    return ring
  }

  /// The bare sum of the talkers: its power grows with their number.
  package func babble(sector: Int, seed: UInt64) -> [Float] {
    let count = Int(min(max(seconds.isFinite ? seconds : 8, 2), 60) * Float(rate))
    var ring = [Float](repeating: 0, count: count)
    for k in 0..<min(max(talkers, 1), 64) {
      var talker = Talker(rate: rate, draws: Draws(seed: seed, entity: entity(sector, k)))
      talker.speak(into: &ring)
    }
    return ring
  }

  var rate: Int { min(max(sampleRate, 16_000), 48_000) }
  private func entity(_ sector: Int, _ voice: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: sector) &* 256 &+ UInt32(voice)
  }

  /// Sparse reflections that blur the words: a dozen and a half echoes whose amplitude falls to a tenth in 0.15 s.
  private func echo(_ ring: inout [Float], draws: Draws) {
    var draws = draws
    let dry = ring
    for tap in 0..<18 {
      let delay = 0.010 + 0.140 * (Float(tap) + draws.next()) / 18  // [s]
      let sign: Float = draws.next() < 0.5 ? -1 : 1
      let gain = sign * 0.6 * Math.exp(-delay / 0.065)
      let shift = Int(delay * Float(rate)) % ring.count
      for i in 0..<shift { ring[i] += gain * dry[i + ring.count - shift] }
      for i in shift..<ring.count { ring[i] += gain * dry[i - shift] }
    }
  }

  /// First-order filter at `cutOff` [Hz], run round the ring once to settle and once to write.
  private func ringFilter(_ ring: inout [Float], cutOff: Float, highPass: Bool) {
    let a = 1 - Math.exp(-2 * .pi * cutOff / Float(rate))
    var low: Float = 0
    for x in ring { low += a * (x - low) }
    for i in ring.indices {
      low += a * (ring[i] - low)
      ring[i] = highPass ? ring[i] - low : low
    }
  }

  private func normalise(_ ring: inout [Float]) {
    let mean = ring.reduce(0.0) { $0 + Double($1) } / Double(ring.count)
    let power = ring.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(ring.count)
    guard power > 0 else { return }
    let gain = Double(Murmur.rootMeanSquare) / power.squareRoot()
    for i in ring.indices { ring[i] = Float((Double(ring[i]) - mean) * gain) }
  }
}

/// Numbers of one voice, drawn one after the other: the n-th is a function of seed, voice and n.
struct Draws {
  let random: CounterRandom
  let entity: UInt32
  var tick = 0
  var block = SIMD4<Float>.zero

  init(seed: UInt64, entity: UInt32) {
    random = CounterRandom(seed: seed)
    self.entity = entity
  }
  /// Uniform in [0, 1).
  mutating func next() -> Float {
    if tick % 4 == 0 { block = random.uniform4(.murmur, entity: entity, tick: tick / 4) }
    defer { tick += 1 }
    return block[tick % 4]
  }
  mutating func next(_ low: Float, _ high: Float) -> Float { low + (high - low) * next() }
}
