import CLanes
import Kernel

typealias Lanes = SIMD16<Float>

/// Density and velocity of a crowd by a kernel that no wall takes mass from and that reaches through none.
///
/// A person's unit of mass goes to walkable cells about the person's own that the person sees, in shares that add up
/// to one, and from each cell s to the cells round it that s sees:
///
///     ρ(t) = m(t) · Σ_s K(t − s) · S(s, t) · w(s) / n(s) / h²        n(s) = Σ_t K(t − s) · S(s, t) · m(t)
///
/// with m = 1 on walkable cells and 0 elsewhere, and S = 1 where the straight way between two centres meets no edge of
/// the ground (`SightEdges`). What a plain kernel would put into walls and behind them goes to the cells in sight, so
/// Σ ρ·h² is the number of people, obstacles hold nothing, and a crowd on one side of a wall leaves exactly nothing on
/// the other, however thin the wall. A person between walls so near to each other that no cell's centre lies between
/// them is counted in the nearest walkable cell.
///
/// Away from walls n = 1 and this is the plain kernel. There, the largest error against the exact sum of Gaussians is,
/// as a share of the peak at σ = 1.4 h (FieldsTests prove it): quadratic deposit under 0.5 % in a crowd (1 % of a lone
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
  let edges: SightEdges
  let sight: SightEdges  // as far as people collide
  let cuts: CutKernels
  let mostTaken: Int  // cut cells that one band meets
  let cells: VoronoiCells?  // of nobody yet

  /// Covers `ground`'s bounds with cells of `settings.cellSize`. `area` is the same ground as pieces that share nothing,
  /// for Voronoi cells; without it every walkable polygon is a piece, with the obstacles that begin in it as holes,
  /// which is right where no two of them meet.
  public init(settings: FieldSettings, ground: Ground, area: WalkableArea? = nil) {
    self.settings = settings
    frame = GridFrame(covering: ground.bounds, cellSize: settings.cellSize)
    walkable = ground.walkableCells(frame)
    kernel = GaussianKernel(
      deviation: Double(settings.deviation / settings.cellSize),
      deposit: FieldEstimator.deposit(settings))
    switch settings.estimator {
    case .spline: stamp = RadialKernel(.spline, settings)
    case .wendland, .nearestNeighbours: stamp = RadialKernel(.wendland, settings)
    case .gaussian, .count, .helbing, .voronoi: stamp = nil
    }
    let reach = stamp?.reach ?? 1
    let mask = walkable.cells.map { $0 ? 1 : 0 } + [Float](repeating: 0, count: Lanes.scalarCount)
    self.mask = mask
    edges = SightEdges(
      ground, frame, reach: max(kernel.radius < CutKernels.widest ? kernel.radius : 0, reach))
    sight = SightEdges(ground, frame, reach: Int((CollisionTimes.reach / frame.cellSize).rounded(.up)))
    cuts = CutKernels(frame, kernel, mask: mask, edges)
    var plain = FieldEstimator.clear(walkable, margin: kernel.radius)
    var share = FieldEstimator.shares(mask, frame, kernel, plain)
    for row in 0..<frame.rows {
      for number in cuts.cells(ofRow: row) {
        let cell = frame.index(Int(cuts.columns[number]), row)
        share[cell] = 1 / cuts.totals[number]
        plain[cell] = false
      }
    }
    self.share = share
    isOpen =
      stamp == nil
      ? FieldEstimator.open(plain, frame, edges, reach) : [Bool](repeating: false, count: frame.count)
    bands = Bands(frame, radius: kernel.radius, reach: reach)
    areOpen = bands.squares(where: isOpen)
    isClear = bands.tiles(where: walkable.cells)
    mostTaken = cuts.most(in: bands)
    cells =
      settings.estimator == .voronoi
      ? VoronoiCells(
        ground: area ?? WalkableArea(ground),
        settings: VoronoiSettings(cutOff: settings.cutOff.map { Double($0) }, isVisibilityAware: true)) : nil
  }

  public func emptyField(_ quantities: FieldQuantities = .velocity) -> CrowdField {
    CrowdField(frame, quantities)
  }

  /// 1 / n of every cell whose kernel is whole; 0 on cells nobody walks on.
  private static func shares(
    _ mask: [Float], _ frame: GridFrame, _ kernel: GaussianKernel, _ clear: [Bool]
  ) -> [Float] {
    let n = blurred(mask, frame, kernel)
    return clear.indices.map { clear[$0] ? 1 : mask[$0] > 0 ? 1 / n[$0] : 0 }
  }

  /// Cells from which a deposit meets nothing but cells that are `plain`, and no edge on the way.
  private static func open(
    _ plain: [Bool], _ frame: GridFrame, _ edges: SightEdges, _ reach: Int
  ) -> [Bool] {
    var open = clear(Grid2D(frame, plain), margin: reach)
    edges.forEachCell(within: Double(reach), frame) { column, row in open[frame.index(column, row)] = false }
    return open
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

extension Grid2D {
  fileprivate init(_ frame: GridFrame, _ cells: [Element]) {
    self.init(frame, filledWith: cells[0])
    self.cells = cells
  }
}

extension RadialKernel {
  fileprivate init(_ shape: Shape, _ settings: FieldSettings) {
    self.init(shape, width: settings.width / settings.cellSize, measure: settings.measure)
  }
}
