import Foundation
import Pipeline
import Testing

@Suite struct ProfileStatisticsTests {
  /// Times about `middle` with a noise of some per cent and now and then a run that took twice as long.
  private func times(_ middle: Double, count: Int, noise: Double, seed: UInt64) -> [Double] {
    var random = SplitMix(seed)
    return (0..<count).map { _ in
      middle * (1 + noise * random.normal()) * (random.unit() < 0.05 ? 2 : 1)
    }
  }

  @Test func mediansAndSpreads() {
    #expect(ProfileStatistics.median([3, 1, 2]) == 2)
    #expect(ProfileStatistics.median([4, 1, 2, 3]) == 2.5)
    #expect(ProfileStatistics.median([]).isNaN)
    #expect(ProfileStatistics.spread([5, 5, 5]) == 0)
    // Quartiles of 1...9 are 3 and 7.
    #expect(abs(ProfileStatistics.spread([1, 2, 3, 4, 5, 6, 7, 8, 9]) - 2.0 / 5) < 1e-12)
  }

  @Test(arguments: [0.5, 1.0, 1.7, 2.0]) func exponentsAreFoundAgain(exponent: Double) throws {
    var random = SplitMix(7)
    let points = (0..<12).map { k -> (x: Double, y: Double) in
      let x = pow(10, Double(k % 6))
      return (x, 3 * pow(x, exponent) * exp(0.02 * random.normal()))
    }
    let fit = try #require(ProfileStatistics.exponent(points))
    #expect(abs(fit.value - exponent) < 0.01)
    #expect(!fit.excludes(exponent))
    #expect(fit.high - fit.low < 0.05)
    #expect(ProfileStatistics.exponent(Array(points.prefix(2))) == nil)
  }

  /// Two sets of times of the same thing: the interval holds 1, all but about one in a hundred times.
  @Test func noiseAloneIsNoChange() {
    var wrong = 0
    for seed in 0..<UInt64(200) {
      let a = times(3, count: 15, noise: 0.04, seed: 2 * seed)
      let b = times(3, count: 15, noise: 0.04, seed: 2 * seed + 1)
      if ProfileStatistics.ratio(of: b, to: a).excludes(1) { wrong += 1 }
    }
    #expect(wrong <= 8, "\(wrong) of 200")
  }

  @Test(arguments: [0.8, 0.9, 1.1, 1.3]) func changesBeyondNoiseAreFound(factor: Double) {
    let a = times(3, count: 40, noise: 0.02, seed: 1)
    let b = times(3 * factor, count: 40, noise: 0.02, seed: 2)
    let ratio = ProfileStatistics.ratio(of: b, to: a)
    #expect(ratio.excludes(1))
    #expect(!ratio.excludes(factor), "\(ratio)")
  }

  /// A machine that gets slower while it is being measured slows both alike: pairs do not mind.
  @Test func pairsForgiveASlowMachine() {
    var random = SplitMix(3)
    let drift = (0..<30).map { 1 + Double($0) / 10 }
    let a = drift.map { $0 * (1 + 0.01 * random.normal()) }
    let b = drift.map { 2 * $0 * (1 + 0.01 * random.normal()) }
    let paired = ProfileStatistics.pairedRatio(of: b, to: a)
    let apart = ProfileStatistics.ratio(of: b, to: a)
    #expect(!paired.excludes(2))
    #expect((paired.high - paired.low) * 10 < apart.high - apart.low)
  }
}
