import Kernel

/// How the density field is made.
public struct FieldSettings: Equatable, Sendable {
  /// How people become density. Sources and error bounds stand at `FieldEstimator`,
  /// `RadialKernel`, `NeighbourWidths` and `VoronoiField`.
  public enum Estimator: String, CaseIterable, Sendable {
    /// A Gaussian of any width, by deposit and blur.
    case gaussian
    /// Headcount of each cell over the cell's area: a histogram.
    case count
    /// Helbing, Johansson & Al-Abideen (2007): exp(−d²/R²)/πR² with R = 1 m, whatever the width.
    case helbing
    /// The cubic spline of smoothed particle hydrodynamics (Monaghan 1992).
    case spline
    /// Wendland's (1995) function of smoothness C².
    case wendland
    /// Each person's mass evenly over the person's Voronoi cell, exactly.
    case voronoi
    /// Wendland's function, each person's as wide as the way to the k-th nearest other person.
    case nearestNeighbours = "nearest_neighbours"

    /// Whether a person's footprint depends on where the others stand.
    public var isAdaptive: Bool { self == .voronoi || self == .nearestNeighbours }
  }
  /// How a person's unit of mass reaches the cells, before a Gaussian blurs it.
  public enum Deposit: String, CaseIterable, Sendable {
    case quadratic  // 3 × 3 cells, quadratic B-spline
    case bilinear  // 2 × 2 cells
    case nearest  // the person's own cell
  }
  /// What `width` is the measure of.
  public enum Measure: String, CaseIterable, Sendable {
    /// The standard deviation along one axis, σ.
    case deviation
    /// Full width at half maximum, as PedPy's `gaussian_width`: σ = width / (2 √(2 ln 2)) for the Gaussian.
    case halfMaximum = "half_maximum"
    /// R of exp(−d²/R²) for the Gaussian, the distance at which a compact kernel ends for the others.
    case radius
  }
  public var estimator: Estimator = .gaussian
  public var deposit: Deposit = .quadratic
  public var cellSize: Float = 0.5  // [m]
  public var width: Float = 0.7  // [m]
  public var measure: Measure = .deviation
  /// k of `nearestNeighbours`.
  public var neighbours = 10
  /// [m] Nobody's Voronoi cell reaches farther; nil: to the walls.
  public var cutOff: Float?
  public init() {}

  /// σ along one axis of the Gaussian that the settings ask for [m]; 0 for an estimator that blurs nothing.
  public var deviation: Float {
    switch estimator {
    case .helbing: return Float(0.5).squareRoot()
    case .gaussian:
      switch measure {
      case .deviation: return width
      case .halfMaximum: return width / FieldSettings.halfMaximumPerDeviation
      case .radius: return width * Float(0.5).squareRoot()
      }
    case .count, .spline, .wendland, .voronoi, .nearestNeighbours: return 0
    }
  }
  /// 2 √(2 ln 2): full width at half maximum of a Gaussian over its standard deviation.
  static let halfMaximumPerDeviation: Float = 2.354_820_0
}
