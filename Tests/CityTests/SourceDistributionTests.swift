import City
import Kernel
import Testing

@Suite struct SourceDistributionTests {
  static let all: [Distribution] = [
    .constant(3), .uniform(minimum: 10, maximum: 100),
    .normal(mean: 1.34, deviation: 0.26, minimum: 0.5, maximum: 2.2), .exponential(mean: 2.5),
    .logNormal(mu: 4.586, sigma: 0.967), .gamma(shape: 1.291, scale: 103.901), .gamma(shape: 0.2, scale: 3),
    .gamma(shape: 250, scale: 0.1), .weibull(scale: 139.285, shape: 1.195),
    .choice([3, 1, 2], weights: [1, 2, 5]),
    .cut(.gamma(shape: 2, scale: 1), minimum: 1, maximum: 3),
    .cut(.choice([5, 1, 3, 2], weights: [1, 1, 2, 4]), minimum: 2, maximum: 4),
    .cut(.exponential(mean: 1), minimum: 8, maximum: 9),
  ]

  /// Draws rise with the uniform number, stay inside the limits, and the distribution function undoes them.
  @Test(arguments: all.indices)
  func drawingIsTheInverseOfTheDistributionFunction(index: Int) {
    let law = SourceDistributionTests.all[index]
    var last = -Float.infinity
    for k in 0..<2_000 {
      let u = (Float(k) + 0.5) / 2_000
      let x = law.value(at: u)
      #expect(x >= last && law.limits.contains(x))
      // At or below the value lie at least u of all; below it no more.
      #expect(law.share(upTo: x) > Double(u) - 2e-6)
      #expect(law.share(below: x) < Double(u) + 2e-6)
      last = x
    }
    #expect(law.share(below: law.limits.lowerBound) == 0)
    #expect(law.share(upTo: law.limits.upperBound) == 1)
    for u in [0, Float(1).nextDown] { #expect(law.value(at: u).isFinite) }
  }

  /// Closed forms and tabled values: chi-square quantiles are gamma ones of half the degrees and scale 2.
  @Test func quantilesAreTheTabledOnes() {
    func near(_ law: Distribution, _ u: Float, _ expected: Float) {
      #expect(abs(law.value(at: u) - expected) <= 2e-5 * expected, "\(law) at \(u)")
    }
    near(.exponential(mean: 2), 0.5, 2 * 0.6931472)
    near(.weibull(scale: 3, shape: 2), 0.75, 3 * 1.1774100)
    near(.logNormal(mu: 1, sigma: 0.5), 0.5, 2.7182818)
    near(.logNormal(mu: 0, sigma: 1), 0.975, 7.0990714)  // e^1.9599640
    near(.gamma(shape: 1, scale: 4), 0.5, 4 * 0.6931472)
    near(.gamma(shape: 0.5, scale: 2), 0.95, 3.8414588)
    near(.gamma(shape: 2.5, scale: 2), 0.95, 11.070498)
    near(.gamma(shape: 5, scale: 2), 0.05, 3.9402991)
    near(.gamma(shape: 50, scale: 2), 0.99, 135.80672)
    near(.normal(mean: 0, deviation: 1, minimum: -50, maximum: 50), 0.975, 1.9599640)
    near(.cut(.exponential(mean: 1), minimum: 1, maximum: 100), 0.5, 1 + 0.6931472)
  }

  /// NIST TN 1822, test 1.1, and the other laws: draws of ten thousand people pass the Kolmogorov–Smirnov test at
  /// the level of one in a thousand, against distribution functions written down here anew.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func drawsFollowTheirLaws(seed: UInt64) {
    func distance(_ law: Distribution, _ function: (Double) -> Double) -> Double {
      let random = CounterRandom(seed: seed)
      let count = 10_000
      let drawn = (0..<count).map {
        Double(law.value(at: random.uniform(.test, entity: UInt32($0), tick: 0)))
      }.sorted()
      return drawn.enumerated().map { k, x in
        let f = function(x)
        return max(Double(k + 1) / Double(count) - f, f - Double(k) / Double(count))
      }.max()!
    }
    let most = 1.95 / 100.0
    #expect(distance(.uniform(minimum: 10, maximum: 100)) { ($0 - 10) / 90 } < most)
    #expect(
      distance(.weibull(scale: 139.285, shape: 1.195)) { 1 - Math.exp(-Math.pow($0 / 139.285, 1.195)) } < most
    )
    #expect(
      distance(.logNormal(mu: 4.586, sigma: 0.967)) {
        0.5 * Math.erfc(-(Math.log($0) - 4.586) / (0.967 * 2.0.squareRoot()))
      } < most)
    #expect(distance(.gamma(shape: 1.291, scale: 103.901)) { gammaShare(1.291, $0 / 103.901) } < most)
    #expect(distance(.exponential(mean: 7)) { 1 - Math.exp(-$0 / 7) } < most)
    // The test has teeth: a rate a tenth off fails.
    #expect(distance(.exponential(mean: 7.7)) { 1 - Math.exp(-$0 / 7) } > most)
  }

  /// ∫₀ˣ t^(a−1) e^(−t) dt / Γ(a) by Simpson's rule in s = tᵃ, where the integrand is smooth.
  private func gammaShare(_ a: Double, _ x: Double) -> Double {
    func integral(to x: Double) -> Double {
      let top = Math.pow(x, a)
      let n = 2_000
      var sum = 0.0
      for k in 0...n {
        let s = top * Double(k) / Double(n)
        sum += Math.exp(-Math.pow(s, 1 / a)) * (k == 0 || k == n ? 1 : k % 2 == 1 ? 4 : 2)
      }
      return sum * top / Double(3 * n) / a
    }
    return integral(to: x) / SourceDistributionTests.whole
  }
  /// Γ(1.291), by the same rule far out.
  private static let whole: Double = {
    let a = 1.291
    let n = 200_000
    let top = Math.pow(60, a)
    var sum = 0.0
    for k in 0...n {
      let s = top * Double(k) / Double(n)
      sum += Math.exp(-Math.pow(s, 1 / a)) * (k == 0 || k == n ? 1 : k % 2 == 1 ? 4 : 2)
    }
    return sum * top / Double(3 * n) / a
  }()

  /// Means and deviations of the laws, from draws spaced evenly.
  @Test func momentsAreTheirs() {
    func moments(_ law: Distribution) -> (mean: Double, deviation: Double) {
      let n = 200_000
      let drawn = (0..<n).map { Double(law.value(at: (Float($0) + 0.5) / Float(n))) }
      let mean = drawn.reduce(0, +) / Double(n)
      return (mean, (drawn.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(n)).squareRoot())
    }
    let gamma = moments(.gamma(shape: 1.291, scale: 103.901))
    #expect(abs(gamma.mean - 1.291 * 103.901) < 0.05)
    #expect(abs(gamma.deviation - 1.291.squareRoot() * 103.901) < 0.2)
    let exponential = moments(.exponential(mean: 4))
    #expect(abs(exponential.mean - 4) < 0.001 && abs(exponential.deviation - 4) < 0.01)
    let logNormal = moments(.logNormal(mu: 0, sigma: 0.5))
    #expect(abs(logNormal.mean - Math.exp(0.125)) < 0.001)
    let choice = moments(.choice([4, 1], weights: [1, 3]))
    #expect(abs(choice.mean - 1.75) < 1e-4)
  }

  /// Whatever the parameters, a draw is a number inside the limits and comes soon.
  @Test(arguments: [1e-30, 1e-3, 1, 1e3, 1e7, 1e30] as [Float])
  func oddParametersDrawNumbers(shape: Float) {
    let laws: [Distribution] = [
      .gamma(shape: shape, scale: 1), .cut(.gamma(shape: shape, scale: 2), minimum: 1, maximum: 2),
      .cut(.weibull(scale: 1, shape: shape), minimum: 3, maximum: 4),
      .cut(.logNormal(mu: 0, sigma: shape), minimum: 1, maximum: 1),
      .cut(.choice([], weights: []), minimum: 2, maximum: 3), .cut(.constant(9), minimum: 1, maximum: 2),
      .normal(mean: 0, deviation: shape, minimum: 1e6, maximum: 2e6),
    ]
    for law in laws {
      for u in [0, 1e-7, 0.3, 0.5, 0.9, 1 - 0x1p-24] as [Float] {
        let x = law.value(at: u)
        #expect(law.limits.contains(x), "\(law) at \(u): \(x)")
      }
    }
  }
}
