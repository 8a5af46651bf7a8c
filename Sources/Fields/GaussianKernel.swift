import Kernel

/// A Gaussian on a grid, one axis of it, cut where it has fallen below a thousandth of the whole.
///
/// The bilinear deposit spreads a person with variance h²/6 an axis; the kernel has that much less, so that both
/// together have the width asked for:
///
///     σ'² = σ² − h²/6        w_k ∝ exp(−k² h² / 2σ'²)        Σ w = 1
struct GaussianKernel: Sendable {
  let weights: [Float]  // w_0 … w_radius, of 0, ±1, … cells
  var radius: Int { weights.count - 1 }

  /// `width` and `cellSize` in [m]. A width below the deposit's own leaves the deposit alone.
  init(width: Float, cellSize: Float) {
    let variance = (width * width) / (cellSize * cellSize) - 1 / 6  // [cells²]
    guard variance > 1e-3 else {
      weights = [1]
      return
    }
    let reach = max(1, Int((3.6 * variance.squareRoot()).rounded(.up)))
    let raw = (0...reach).map { Math.exp(-Float($0 * $0) / (2 * variance)) }
    let sum = raw[0] + 2 * raw.dropFirst().reduce(0, +)
    weights = raw.map { $0 / sum }
  }

  func weight(at offset: Int) -> Float {
    let k = abs(offset)
    return k < weights.count ? weights[k] : 0
  }
}
