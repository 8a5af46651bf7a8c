import Kernel

/// How many, and which way, for every cell of the ground. All grids are computed by `FieldEstimator.measure`; one
/// that was not asked for has no cells.
public struct CrowdField: Sendable, Equatable {
  public let quantities: FieldQuantities
  public var density: Grid2D<Float>  // [1/m^2]
  public var velocityX: Grid2D<Float>  // [m/s] mean of the people counted in the cell; 0 where nobody is
  public var velocityY: Grid2D<Float>  // [m/s]
  public var variance: Grid2D<Float>  // [m^2/s^2] ⟨|v − ⟨v⟩|²⟩ of the people counted in the cell
  public var pressure: Grid2D<Float>  // [1/s^2] ρ · Var(v)
  public var flowX: Grid2D<Float>  // [1/(m·s)] ρ · mean velocity
  public var flowY: Grid2D<Float>  // [1/(m·s)]
  public var divergence: Grid2D<Float>  // [1/s] ∂x vx + ∂y vy
  public var vorticity: Grid2D<Float>  // [1/s] ∂x vy − ∂y vx
  public var congestion: Grid2D<Float>  // [1/m] congestion level
  public var danger: Grid2D<Float>  // [1/m^3] crowd danger
  public var service: Grid2D<WalkwayService>
  public var timeToCollision: Grid2D<Float>  // [s] harmonic mean of the people in the cell, 5 at most
  /// People whose position is not a number or lies on no walkable ground near enough: they are in no cell.
  public var outside = 0
  var scratch = FieldScratch()
  var collisions = CollisionScratch()

  public init(_ frame: GridFrame, _ quantities: FieldQuantities = .velocity) {
    self.quantities = quantities
    let none = GridFrame(origin: frame.origin, cellSize: frame.cellSize, columns: 0, rows: 0)
    func grid(_ one: FieldQuantities) -> Grid2D<Float> {
      Grid2D(quantities.isSuperset(of: one) ? frame : none, filledWith: 0)
    }
    density = grid(.density)
    velocityX = grid(.velocity)
    velocityY = velocityX
    variance = grid(.variance)
    pressure = grid(.pressure)
    flowX = grid(.flow)
    flowY = flowX
    divergence = grid(.divergence)
    vorticity = grid(.vorticity)
    congestion = grid(.congestion)
    danger = grid(.danger)
    timeToCollision = Grid2D(
      quantities.contains(.timeToCollision) ? frame : none, filledWith: FieldEstimator.collisionHorizon)
    service = Grid2D(quantities.contains(.service) ? frame : none, filledWith: .a)
  }

  /// Cells of the tiles that somebody reaches: what the blur had to do. Computed by measure.
  public var activeCells: Int {
    scratch.active.reduce(0) { $0 + ($1 ? 1 : 0) } * Bands.strip * Bands.tile
  }

  public static func == (a: CrowdField, b: CrowdField) -> Bool {
    a.quantities == b.quantities && a.outside == b.outside && a.density == b.density
      && a.velocityX == b.velocityX && a.velocityY == b.velocityY && a.variance == b.variance
      && a.pressure == b.pressure && a.flowX == b.flowX && a.flowY == b.flowY
      && a.divergence == b.divergence && a.vorticity == b.vorticity && a.congestion == b.congestion
      && a.danger == b.danger && a.service == b.service
      && a.timeToCollision == b.timeToCollision
  }
}
