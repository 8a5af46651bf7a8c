import Kernel
import Presentation
import Testing

@Suite struct CueLimiterTests {
  let random = CounterRandom(seed: 7)

  /// Nothing passes the ceiling, however loud; the channels are turned down together, so directions stay.
  @Test(arguments: [1, 4, 100, 1e30] as [Float])
  func nothingPassesTheCeiling(_ loudness: Float) {
    var limiter = PeakLimiter(sampleRate: 48_000)
    var stereo = (0..<9600).flatMap { i -> [Float] in
      let x = (random.uniform(.test, entity: 0, tick: i) * 2 - 1) * loudness
      return [x, x / 4]
    }
    limiter.limit(&stereo)
    #expect(stereo.allSatisfy { abs($0) <= PeakLimiter.standardCeiling })
    for i in stride(from: 0, to: stereo.count, by: 2) {
      #expect(abs(stereo[i + 1] * 4 - stereo[i]) <= 1e-5)
    }
  }

  /// Sound below the ceiling passes bit by bit.
  @Test func quietSoundIsUntouched() {
    var limiter = PeakLimiter(sampleRate: 48_000)
    let before = (0..<960).map { 0.8 * Math.sin(Float($0) * 0.1) }
    var after = before
    limiter.limit(&after)
    #expect(after == before)
  }

  /// After one loud moment the gain comes back with the release time.
  @Test func gainComesBack() {
    var limiter = PeakLimiter(sampleRate: 48_000, release: 0.08)
    var loud: [Float] = [8.91, 0]
    limiter.limit(&loud)
    #expect(abs(limiter.gain - 0.1) < 1e-4)
    var quiet = [Float](repeating: 0.01, count: 2 * 3840)  // one time constant
    limiter.limit(&quiet)
    #expect(abs(limiter.gain - (1 - 0.9 / 2.71828)) < 1e-3)
  }

  @Test func brokenSamplesBecomeZero() {
    var limiter = PeakLimiter(sampleRate: 48_000)
    var stereo: [Float] = [.nan, 0.5, .infinity, -.infinity, 0.25, 0.25]
    limiter.limit(&stereo)
    #expect(stereo == [0, 0.5, 0, 0, 0.25, 0.25])
  }
}
