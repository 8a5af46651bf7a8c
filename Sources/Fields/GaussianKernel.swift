import Kernel

/// A Gaussian on a grid, one axis of it, cut three standard deviations out.
///
/// The deposit spreads a person too (h²/4 an axis if quadratic, h²/6 if bilinear); the kernel has that much less, so
/// that both together have the width asked for:
///
///     σ'² = σ² − deposit's        w_k ∝ exp(−k² h² / 2s²)        Σ w = 1        Σ w k² h² = σ'²
///
/// s is the one for which the last equation holds in spite of the cut, a little more than σ'.
struct GaussianKernel: Sendable {
  let weights: [Float]  // w_0 … w_radius, of 0, ±1, … cells
  var radius: Int { weights.count - 1 }
  static let none = GaussianKernel(variance: 0)

  /// `variance` σ'² in [cells²]; nothing is blurred where it is not positive.
  init(variance: Double) {
    guard variance > 1e-3 else {
      weights = [1]
      return
    }
    let reach = max(1, Int((3 * variance.squareRoot()).rounded(.up)))
    // The variance of the cut kernel grows with s from 0 to that of a box, reach (reach + 1) / 3.
    var (low, high) = (0.0, 4 * variance + 1)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if GaussianKernel.variance(of: GaussianKernel.bell(middle, reach)) < variance {
        low = middle
      } else {
        high = middle
      }
    }
    weights = GaussianKernel.bell(low, reach).map { Float($0) }
  }

  /// w_0 … w_reach for s² in [cells²], summing to 1 with both sides.
  private static func bell(_ square: Double, _ reach: Int) -> [Double] {
    let raw = (0...reach).map { $0 == 0 ? 1 : Math.exp(-Double($0 * $0) / (2 * square)) }
    let sum = raw[0] + 2 * raw.dropFirst().reduce(0, +)
    return raw.map { $0 / sum }
  }
  private static func variance(of weights: [Double]) -> Double {
    2 * weights.enumerated().reduce(0) { $0 + Double($1.offset * $1.offset) * $1.element }
  }

  func weight(at offset: Int) -> Float {
    let k = abs(offset)
    return k < weights.count ? weights[k] : 0
  }
}
