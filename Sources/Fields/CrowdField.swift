import Kernel

/// How many, and which way, for every cell of the ground.
public struct CrowdField: Sendable, Equatable {
  public var density: Grid2D<Float>  // [1/m^2]; computed by FieldEstimator.measure, as all of these
  public var velocityX: Grid2D<Float>  // [m/s] mean of the people counted in the cell; 0 where nobody is
  public var velocityY: Grid2D<Float>  // [m/s]
  /// People whose position is not a number or lies on no walkable ground near enough: they are in no cell.
  public var outside = 0
  var scratch = FieldScratch()

  public init(_ frame: GridFrame) {
    density = Grid2D(frame, filledWith: 0)
    velocityX = density
    velocityY = density
  }

  public static func == (a: CrowdField, b: CrowdField) -> Bool {
    a.density == b.density && a.velocityX == b.velocityX && a.velocityY == b.velocityY
      && a.outside == b.outside
  }
}

/// Padded planes between deposit and field, kept for their capacity only. Three of each: mass, and momentum in x
/// and y, one after the other.
struct FieldScratch: Sendable {
  var deposit: [Float] = []
  var across: [Float] = []  // the deposit after the horizontal pass
  /// First and last column with a deposit in every row; first > last where the row is empty.
  var first: [Int] = []
  var last: [Int] = []
}
