import CLanes
import Kernel

typealias Lanes = SIMD16<Float>

/// Density and velocity of a crowd by a kernel that no obstacle takes mass from.
///
/// A person's unit of mass goes to walkable cells about the person's own, in shares that add up to one, and from each
/// cell s to the cells round it:
///
///     ρ(t) = m(t) · Σ_s K(t − s) · w(s) / n(s) / h²        n(s) = Σ_t K(t − s) · m(t)
///
/// with m = 1 on walkable cells and 0 elsewhere. What a plain kernel would put into walls goes to the walkable
/// cells of the same neighbourhood, so Σ ρ·h² is the number of people and obstacles hold nothing. K reaches across
/// a wall that is thinner than the kernel. Away from walls n = 1 and this is the plain kernel. There, the largest
/// error against the exact sum of Gaussians is, as a share of the peak at σ = 1.4 h (FieldsTests prove it):
/// quadratic deposit under 0.5 % in a crowd (1 % of a lone
/// person's own), bilinear under 2 %, nearest cell some 10 %. `RadialKernel` has the compact ones.
public struct FieldEstimator: Sendable {
  public let settings: FieldSettings
  public let frame: GridFrame
  public let walkable: Grid2D<Bool>
  let kernel: GaussianKernel
  let stamp: RadialKernel?
  let mask: [Float]  // 1 on walkable cells, and a lane of zeros after the last
  let share: [Float]  // 1 / n; 0 on cells nobody walks on
  /// Cells from which nothing of a person's mass meets a wall or the grid's border.
  let isOpen: [Bool]
  let areOpen: [Bool]  // whether all cells of a square of 16 by 16 are
  let isClear: [Bool]  // whether all cells of a tile are walkable
  let bands: Bands

  /// Covers `ground`'s bounds with cells of `settings.cellSize`.
  public init(settings: FieldSettings, ground: Ground) {
    self.settings = settings
    frame = GridFrame(covering: ground.bounds, cellSize: settings.cellSize)
    walkable = ground.walkableCells(frame)
    kernel = GaussianKernel(
      deviation: Double(settings.deviation / settings.cellSize),
      deposit: settings.estimator == .count ? .nearest : settings.deposit)
    switch settings.estimator {
    case .spline: stamp = RadialKernel(.spline, settings)
    case .wendland: stamp = RadialKernel(.wendland, settings)
    case .gaussian, .count, .helbing: stamp = nil
    }
    let reach = stamp?.reach ?? 1
    let mask = walkable.cells.map { $0 ? 1 : 0 } + [Float](repeating: 0, count: Lanes.scalarCount)
    self.mask = mask
    let n = FieldEstimator.blurred(mask, frame, kernel)
    let clear = FieldEstimator.clear(walkable, margin: kernel.radius)
    share = walkable.cells.indices.map { clear[$0] ? 1 : mask[$0] > 0 ? 1 / n[$0] : 0 }
    isOpen =
      stamp == nil
      ? FieldEstimator.clear(walkable, margin: kernel.radius + reach)
      : [Bool](repeating: false, count: frame.count)
    bands = Bands(frame, radius: kernel.radius, reach: reach)
    areOpen = bands.squares(where: isOpen)
    isClear = bands.tiles(where: walkable.cells)
  }

  public func emptyField(_ quantities: FieldQuantities = .velocity) -> CrowdField {
    CrowdField(frame, quantities)
  }

  /// The plain two passes, for the normalisation: once, when the ground is known.
  private static func blurred(_ values: [Float], _ frame: GridFrame, _ kernel: GaussianKernel) -> [Float] {
    var across = values
    var out = values
    for row in 0..<frame.rows {
      for column in 0..<frame.columns {
        var sum: Float = 0
        for k in -kernel.radius...kernel.radius where column + k >= 0 && column + k < frame.columns {
          sum += kernel.weight(at: k) * values[frame.index(column + k, row)]
        }
        across[frame.index(column, row)] = sum
      }
    }
    for row in 0..<frame.rows {
      for column in 0..<frame.columns {
        var sum: Float = 0
        for k in -kernel.radius...kernel.radius where row + k >= 0 && row + k < frame.rows {
          sum += kernel.weight(at: k) * across[frame.index(column, row + k)]
        }
        out[frame.index(column, row)] = sum
      }
    }
    return out
  }

  /// True on cells with nothing but walkable cells up to `margin` to every side.
  private static func clear(_ walkable: Grid2D<Bool>, margin: Int) -> [Bool] {
    let frame = walkable.frame
    let side = 2 * margin + 1
    var rows = [Bool](repeating: false, count: frame.count)
    for row in 0..<frame.rows {
      var run = 0  // walkable cells in a row up to here
      for column in 0..<frame.columns {
        run = walkable[column, row] ? run + 1 : 0
        if run >= side { rows[frame.index(column - margin, row)] = true }
      }
    }
    var both = [Bool](repeating: false, count: frame.count)
    var runs = [Int](repeating: 0, count: frame.columns)
    for row in 0..<frame.rows {
      for column in 0..<frame.columns {
        runs[column] = rows[frame.index(column, row)] ? runs[column] + 1 : 0
        if runs[column] >= side { both[frame.index(column, row - margin)] = true }
      }
    }
    return both
  }
}

extension RadialKernel {
  fileprivate init(_ shape: Shape, _ settings: FieldSettings) {
    self.init(shape, width: settings.width / settings.cellSize, measure: settings.measure)
  }
}
