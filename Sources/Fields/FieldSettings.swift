import Kernel

/// How the density field is made.
public struct FieldSettings: Equatable, Sendable {
  public enum Estimator: String, CaseIterable, Sendable { case gaussian }
  public var estimator: Estimator = .gaussian
  public var cellSize: Float = 0.5  // [m]
  public var width: Float = 0.7  // [m] σ of the Gaussian, before the correction for the deposit
  public init() {}
}
