import Kernel

/// A Gaussian on a grid, one axis of it, cut three standard deviations out.
///
/// The deposit spreads a person too (h²/4 an axis if quadratic, h²/6 if bilinear), so the kernel has that much less
/// variance than asked for, σ'² = σ² − deposit's. After a quadratic deposit B the weights are those whose footprint
/// lies nearest the Gaussian G in the mean square over all places in a cell:
///
///     ∫ (Σ_k w_|k| B(x − k) − G(x))² dx → min        Σ w = 1
///
/// One person's footprint is then within 1 % of its peak at σ = 1.4 h, within 0.3 % at 2 h. After any other deposit,
/// and where a weight so found is negative (σ < h about), w_k ∝ exp(−k²/2s²) with the s whose weights have the
/// variance σ'² in spite of the cut.
struct GaussianKernel: Sendable {
  let weights: [Float]  // w_0 … w_radius, of 0, ±1, … cells
  var radius: Int { weights.count - 1 }

  /// `deviation` σ in [cells]; nothing is blurred where the deposit is as wide already.
  init(deviation: Double, deposit: FieldSettings.Deposit) {
    let variance: Double
    switch deposit {
    case .quadratic: variance = deviation * deviation - 1 / 4
    case .bilinear: variance = deviation * deviation - 1 / 6
    // Its error is the shift to the cell's centre, which a narrower kernel does not take back.
    case .nearest: variance = deviation * deviation
    }
    guard variance > 1e-3 else {
      weights = [1]
      return
    }
    let reach = max(1, Int((3 * variance.squareRoot()).rounded(.up)))
    let nearest = deposit == .quadratic ? GaussianKernel.nearest(deviation, reach) : []
    let isUsable = !nearest.isEmpty && nearest.allSatisfy { $0 >= 0 }
    weights = (isUsable ? nearest : GaussianKernel.matched(variance, reach)).map { Float($0) }
  }

  func weight(at offset: Int) -> Float {
    let k = abs(offset)
    return k < weights.count ? weights[k] : 0
  }

  /// The Gaussian's own shape with the variance asked for, which grows with s from 0 to a box's.
  private static func matched(_ variance: Double, _ reach: Int) -> [Double] {
    var (low, high) = (0.0, 4 * variance + 1)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      let own = bell(middle, reach).enumerated().reduce(0) { $0 + Double($1.offset * $1.offset) * $1.element }
      if 2 * own < variance { low = middle } else { high = middle }
    }
    return bell(low, reach)
  }

  /// w_0 … w_reach for s² in [cells²], summing to 1 with both sides.
  private static func bell(_ square: Double, _ reach: Int) -> [Double] {
    normalised((0...reach).map { $0 == 0 ? 1 : Math.exp(-Double($0 * $0) / (2 * square)) })
  }
  private static func normalised(_ raw: [Double]) -> [Double] {
    let sum = raw[0] + 2 * raw.dropFirst().reduce(0, +)
    return raw.map { $0 / sum }
  }

  /// The normal equations of the best footprint, by elimination; their matrix is positive definite.
  private static func nearest(_ deviation: Double, _ reach: Int) -> [Double] {
    let (size, fine) = (reach + 1, 64)  // samples a cell
    var rows = [[Double]](repeating: [Double](repeating: 0, count: size + 1), count: size)
    for sample in 0..<(reach + 2) * fine {
      let x = (Double(sample) + 0.5) / Double(fine)
      let goal = Math.exp(-x * x / (2 * deviation * deviation))
      let near = max(0, Int(x) - 2)...min(reach, Int(x) + 2)
      // Both sides at once; those of −k matter about 0 alone.
      let basis = near.map { k in k == 0 ? spline(x) : spline(x - Double(k)) + spline(x + Double(k)) }
      for (j, a) in zip(near, basis) {
        for (k, b) in zip(near, basis) { rows[j][k] += a * b }
        rows[j][size] += a * goal
      }
    }
    for pivot in 0..<size {
      for row in pivot + 1..<max(pivot + 1, size) {
        let factor = rows[row][pivot] / rows[pivot][pivot]
        for column in pivot...size { rows[row][column] -= factor * rows[pivot][column] }
      }
    }
    var weights = [Double](repeating: 0, count: size)
    for row in (0..<size).reversed() {
      var rest = rows[row][size]
      for column in row + 1..<max(row + 1, size) { rest -= rows[row][column] * weights[column] }
      weights[row] = rest / rows[row][row]
    }
    return normalised(weights)
  }

  /// The quadratic B-spline, a person's share `x` cells away.
  private static func spline(_ x: Double) -> Double {
    let a = abs(x)
    return a < 0.5 ? 0.75 - a * a : a < 1.5 ? 0.5 * (1.5 - a) * (1.5 - a) : 0
  }
}
