import City
import Foundation

/// The test whether values may come from a distribution.
package enum KolmogorovSmirnov {
  /// Greatest distance between the values' own distribution and the one asked about, whose share below x is `below`.
  package static func distance(of values: [Double], _ below: (Double) -> Double) -> Double {
    let sorted = values.sorted()
    let n = Double(sorted.count)
    var greatest = 0.0
    for (i, x) in sorted.enumerated() {
      let share = below(x)
      greatest = max(greatest, Double(i + 1) / n - share, share - Double(i) / n)
    }
    return greatest
  }

  /// Chance of a distance at least as great when the values do come from the distribution; not a number for no
  /// values. Asymptotic series with Stephens' correction for small samples, as in Press et al., "Numerical Recipes",
  /// 3rd edition, section 14.3.3.
  package static func probability(of values: [Double], _ below: (Double) -> Double) -> Double {
    guard !values.isEmpty else { return .nan }
    let root = Double(values.count).squareRoot()
    return tail((root + 0.12 + 0.11 / root) * distance(of: values, below))
  }

  /// Q(λ) = 2 Σ (−1)^(k−1) exp(−2 k² λ²).
  package static func tail(_ lambda: Double) -> Double {
    if lambda < 0.2 { return 1 }  // 1 to twelve digits
    var sum = 0.0
    for k in 1...100 {
      let term = exp(-2 * Double(k * k) * lambda * lambda)
      sum += k % 2 == 1 ? term : -term
      if term < 1e-15 { break }
    }
    return min(1, max(0, 2 * sum))
  }
}

extension Distribution {
  /// Share of people below `x`, by halving the inverse.
  package func share(below x: Double) -> Double {
    var low: Float = 0
    var high: Float = 1
    for _ in 0..<24 {
      let middle = (low + high) / 2
      if Double(value(at: middle)) < x { low = middle } else { high = middle }
    }
    return Double(low + high) / 2
  }
}
