import Kernel

/// A filmed or recorded crowd: positions by frame. Rows are sorted by frame, then by id.
public struct Recording: Equatable, Sendable {
  public var name: String
  public var framesPerSecond: Double  // [1/s]
  public var frames: [Int]  // row i's frame number as the file has it
  public var ids: [UInt32]
  public var positions: [Vector2]  // [m]
  public var walkable: [Polygon]  // outer rings from the file's geometry; empty when it has none
  public var obstacles: [Polygon]  // its holes
  /// [m] `positions` with all digits that the file gave; empty where there are no more.
  public var exactPositions: [SIMD2<Double>]
  public init(
    name: String, framesPerSecond: Double, frames: [Int], ids: [UInt32], positions: [Vector2],
    walkable: [Polygon] = [], obstacles: [Polygon] = [], exactPositions: [SIMD2<Double>] = []
  ) {
    self.name = name
    self.framesPerSecond = framesPerSecond
    self.frames = frames
    self.ids = ids
    self.positions = positions
    self.walkable = walkable
    self.obstacles = obstacles
    self.exactPositions = exactPositions
  }

  /// Digits beyond single precision are no difference.
  public static func == (a: Recording, b: Recording) -> Bool {
    a.name == b.name && a.framesPerSecond == b.framesPerSecond && a.frames == b.frames && a.ids == b.ids
      && a.positions == b.positions && a.walkable == b.walkable && a.obstacles == b.obstacles
  }
}
