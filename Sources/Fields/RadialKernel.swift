import Kernel

/// A kernel that ends at a distance and hangs on it alone, so that it is no product of two axes: every person is
/// stamped on the cells in reach, each the kernel's value at its centre, all together one person.
///
///     spline    W(q) = 10/7π s² · (1 − 3/2 q² + 3/4 q³ for q < 1, ¼ (2 − q)³ for q < 2)    q = d/s, R = 2 s
///               Monaghan, "Smoothed particle hydrodynamics", Annu. Rev. Astron. Astrophys. 30 (1992)
///     wendland  W(q) = 7/π R² · (1 − q)⁴ (1 + 4 q)                                         q = d/R
///               Wendland, "Piecewise polynomial, positive definite and compactly supported radial functions of
///               minimal degree", Adv. Comput. Math. 4 (1995)
///
/// Along one axis their variances are 0.31633 s² and 5/72 R². Making each stamp one whole person takes the place of
/// the constant in front: against the exact sum that costs less than 1 % of the peak at R = 5 h (FieldsTests).
struct RadialKernel: Sendable {
  enum Shape: Sendable { case spline, wendland }
  let shape: Shape
  let radius: Float  // [cells] where it ends

  /// `width` [cells], measured as `measure` says.
  init(_ shape: Shape, width: Float, measure: FieldSettings.Measure) {
    self.shape = shape
    switch measure {
    case .radius: radius = width
    case .deviation:
      let variance: Float = shape == .spline ? 0.316_326_53 / 4 : 5 / 72
      radius = width / variance.squareRoot()
    case .halfMaximum:
      var (low, high) = (Float(0), Float(1))
      for _ in 0..<30 {
        let middle = (low + high) / 2
        if RadialKernel.value(shape, middle) > 0.5 { low = middle } else { high = middle }
      }
      radius = width / (2 * low)
    }
  }

  /// Cells to either side of a person's own that a stamp may reach.
  var reach: Int { max(1, Int((radius + 0.5).rounded(.up))) }

  /// The shape at `u`, 0 at the person to 1 where it ends.
  private static func value(_ shape: Shape, _ u: Float) -> Float {
    switch shape {
    case .wendland:
      let rest = (1 - u) * (1 - u)
      return rest * rest * (1 + 4 * u)
    case .spline:
      let q = 2 * u
      if q < 1 { return 1 - q * q * (1.5 - 0.75 * q) }
      let rest = 2 - q
      return 0.25 * rest * rest * rest
    }
  }
}
