import Foundation
import Kernel
import Learning

/// What repeated times say, and what they do not.
public enum ProfileStatistics {
  /// The middle of `values`, the mean of the two middle ones of an even number; NaN of none.
  public static func median(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return .nan }
    let sorted = values.sorted()
    let half = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
  }

  /// Half the width of the middle half over the median: the noise of one run in the worse half of cases.
  public static func spread(_ values: [Double]) -> Double {
    guard values.count > 1 else { return 0 }
    let sorted = values.sorted()
    func quantile(_ q: Double) -> Double {
      let at = q * Double(sorted.count - 1)
      let low = Int(at)
      let high = min(low + 1, sorted.count - 1)
      return sorted[low] + (sorted[high] - sorted[low]) * (at - Double(low))
    }
    return (quantile(0.75) - quantile(0.25)) / 2 / median(values)
  }

  /// A figure with the ends of its interval of confidence.
  public struct Interval: Codable, Equatable, Sendable {
    public var value: Double
    public var low: Double
    public var high: Double
    public init(value: Double, low: Double, high: Double) {
      (self.value, self.low, self.high) = (value, low, high)
    }
    /// Whether `other` lies outside.
    public func excludes(_ other: Double) -> Bool { other < low || other > high }
  }

  /// Share of the resamples that an interval leaves out at both ends together.
  static let leftOut = 0.01
  static let resamples = 2000

  /// median(b) / median(a), with the middle 99 % of 2000 bootstrap resamples of each (Efron 1979, percentile method).
  public static func ratio(of b: [Double], to a: [Double], seed: UInt64 = 1) -> Interval {
    ratio(ofRuns: [b], to: [a], seed: seed)
  }

  /// The same where each side was run several times: the median of the runs' medians. A resample draws runs, then
  /// times within each, so that what differs from run to run counts as the noise that it is.
  public static func ratio(ofRuns b: [[Double]], to a: [[Double]], seed: UInt64 = 1) -> Interval {
    func level(_ runs: [[Double]]) -> Double { median(runs.map(median)) }
    func drawn(_ runs: [[Double]], _ number: Int) -> Double {
      var random = SplitMix(seed &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(number))
      return median(
        runs.map { run in
          let one = runs.count == 1 ? run : runs[random.below(runs.count)]
          return median(one.map { _ in one[random.below(one.count)] })
        })
    }
    let ratios = (0..<resamples).map { drawn(b, 2 * $0 + 1) / drawn(a, 2 * $0) }
    return interval(level(b) / level(a), ratios)
  }

  /// The median of b[i] / a[i], where both were measured one after the other in round i, in the same manner: what
  /// slows a machine down for a while slows both.
  public static func pairedRatio(of b: [Double], to a: [Double], seed: UInt64 = 1) -> Interval {
    let ratios = zip(a, b).map { $1 / $0 }
    let drawn = (0..<resamples).map { median(resample(ratios, seed, $0)) }
    return interval(median(ratios), drawn)
  }

  private static func resample(_ values: [Double], _ seed: UInt64, _ number: Int) -> [Double] {
    var random = SplitMix(seed &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(number))
    return values.indices.map { _ in values[random.below(values.count)] }
  }

  private static func interval(_ value: Double, _ drawn: [Double]) -> Interval {
    let sorted = drawn.filter { !$0.isNaN }.sorted()
    guard !sorted.isEmpty else { return Interval(value: value, low: .nan, high: .nan) }
    let cut = Int(Double(sorted.count) * leftOut / 2)
    return Interval(value: value, low: sorted[cut], high: sorted[sorted.count - 1 - cut])
  }

  /// The exponent k of y ∝ x^k by least squares of the logarithms, with its 95 % interval (Student's t on n − 2). Nil
  /// for fewer than three different x.
  public static func exponent(_ points: [(x: Double, y: Double)]) -> Interval? {
    let points = points.filter { $0.x > 0 && $0.y > 0 }.map { (Foundation.log($0.x), Foundation.log($0.y)) }
    guard Set(points.map(\.0)).count >= 3 else { return nil }
    let n = Double(points.count)
    let (mx, my) = (points.map(\.0).reduce(0, +) / n, points.map(\.1).reduce(0, +) / n)
    let sxx = points.reduce(0) { $0 + ($1.0 - mx) * ($1.0 - mx) }
    let sxy = points.reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) }
    let slope = sxy / sxx
    let left = points.reduce(0) { sum, p in
      let e = p.1 - my - slope * (p.0 - mx)
      return sum + e * e
    }
    let error = (left / (n - 2) / sxx).squareRoot() * studentT(degrees: points.count - 2)
    return Interval(value: slope, low: slope - error, high: slope + error)
  }

  static func studentT(degrees: Int) -> Double { Jackknife.studentT(degrees: degrees) }
}

/// Numbers by chance that are the same everywhere (Steele, Lea & Flood 2014). Profiles draw their crowds and their
/// resamples from it.
package struct SplitMix {
  private var state: UInt64
  package init(_ seed: UInt64) { state = seed }
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
  /// 0 ..< 1
  package mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
  package mutating func below(_ count: Int) -> Int { min(count - 1, Int(unit() * Double(count))) }
  /// Of the standard normal distribution (Box and Muller 1958).
  package mutating func normal() -> Double {
    (-2 * Foundation.log(1 - unit())).squareRoot() * Foundation.cos(2 * .pi * unit())
  }
}
