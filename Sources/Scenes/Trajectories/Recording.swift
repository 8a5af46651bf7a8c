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
  public init(
    name: String, framesPerSecond: Double, frames: [Int], ids: [UInt32], positions: [Vector2],
    walkable: [Polygon] = [], obstacles: [Polygon] = []
  ) {
    self.name = name
    self.framesPerSecond = framesPerSecond
    self.frames = frames
    self.ids = ids
    self.positions = positions
    self.walkable = walkable
    self.obstacles = obstacles
  }
}
