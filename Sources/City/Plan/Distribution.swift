import Kernel

/// How a quantity varies from person to person. All are drawn by inversion of one uniform number.
public enum Distribution: Equatable, Sendable {
  case constant(Float)
  case uniform(minimum: Float, maximum: Float)
  /// Normal, drawn again by inversion inside minimum...maximum: the tails are cut, not piled up at the limits.
  case normal(mean: Float, deviation: Float, minimum: Float, maximum: Float)
  case exponential(mean: Float)
  /// exp of a normal of mean `mu` and deviation `sigma`.
  case logNormal(mu: Float, sigma: Float)
  case gamma(shape: Float, scale: Float)
  case weibull(scale: Float, shape: Float)
  /// Each value as often as its weight says (> 0).
  case choice([Float], weights: [Float])
  /// Another one with its tails cut at limits, not piled up there.
  indirect case cut(Distribution, minimum: Float, maximum: Float)
}
