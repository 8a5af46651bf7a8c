import Kernel

/// How a quantity varies from person to person.
public enum Distribution: Equatable, Sendable {
  case constant(Float)
  case uniform(minimum: Float, maximum: Float)
  /// Normal, drawn again by inversion inside minimum...maximum: the tails are cut, not piled up at the limits.
  case normal(mean: Float, deviation: Float, minimum: Float, maximum: Float)
}
