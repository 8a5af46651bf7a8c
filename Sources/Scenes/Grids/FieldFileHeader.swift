import Fields
import Kernel

/// What a file of fields says of itself.
public struct FieldFileHeader: Equatable, Sendable {
  public var title: String
  public var scene: String
  public var seed: UInt64?  // nil for a recorded crowd
  public var version: String  // of the program
  public var settings: FieldSettings
  public var ground: Ground
  public var frame: GridFrame
  public var walkable: Grid2D<Bool>
  public var variables: [FieldVariable]  // each once

  public init(
    title: String, scene: String, seed: UInt64?, version: String, estimator: FieldEstimator, ground: Ground,
    variables: [FieldVariable]
  ) {
    self.title = title
    self.scene = scene
    self.seed = seed
    self.version = version
    settings = estimator.settings
    self.ground = ground
    frame = estimator.frame
    walkable = estimator.walkable
    self.variables = variables.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// What a field has to be asked for.
  public var quantities: FieldQuantities {
    variables.reduce(into: .density) { $0.formUnion($1.quantities) }
  }
}
