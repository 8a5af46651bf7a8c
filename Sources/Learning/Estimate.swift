/// A figure and the interval that its true value lies in with 95 % confidence.
public struct Estimate: Equatable, Sendable {
  public var value: Double
  public var low: Double
  public var high: Double
  public init(_ value: Double, low: Double, high: Double) {
    (self.value, self.low, self.high) = (value, low, high)
  }
  /// What nobody knows.
  public static let unknown = Estimate(.nan, low: .nan, high: .nan)

  public var isKnown: Bool { value.isFinite }
  /// Whether `other` lies outside; never where the interval is not known.
  public func excludes(_ other: Double) -> Bool { other < low || other > high }
}

/// Statistics over groups of samples that hang together: the seeds of a crowd, the people of a recording.
public enum Jackknife {
  /// `figures` of all groups, each with its interval from leaving out one group after the other:
  ///
  ///     s² = (n − 1)/n · Σ (θ₋ᵢ − mean θ₋)²        θ ± t(97.5 %, n − 1) · s
  ///
  /// Tukey 1958; Efron & Stein 1981 show that it does not understate s. `figures` gets the groups to use, and gives
  /// as many numbers every time; what is not a number has no interval, nor has anything of fewer than two groups.
  public static func estimates(groups: Int, _ figures: ([Int]) -> [Double]) -> [Estimate] {
    let all = Array(0..<groups)
    let whole = figures(all)
    guard groups > 1 else { return whole.map { Estimate($0, low: .nan, high: .nan) } }
    let parts = all.map { left in figures(all.filter { $0 != left }) }
    return whole.indices.map { k in interval(whole[k], parts.map { $0[k] }) }
  }

  static func interval(_ whole: Double, _ parts: [Double]) -> Estimate {
    let n = Double(parts.count)
    let mean = parts.reduce(0, +) / n
    let sum = parts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = ((n - 1) / n * sum).squareRoot() * studentT(degrees: parts.count - 1)
    return Estimate(whole, low: whole - deviation, high: whole + deviation)
  }

  /// The mean of one number for each group, with its interval.
  public static func mean(_ values: [Double]) -> Estimate {
    estimates(groups: values.count) { some in
      [some.isEmpty ? .nan : some.reduce(0) { $0 + values[$1] } / Double(some.count)]
    }[0]
  }

  /// The 97.5 % point of Student's t.
  public static func studentT(degrees: Int) -> Double {
    let table = [
      12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145,
      2.131,
    ]
    return degrees < 1
      ? .infinity : degrees <= table.count ? table[degrees - 1] : 1.96 + 2.6 / Double(degrees)
  }
}
