/// A named polygon: an exit, a waypoint, a source's area.
public struct Area: Equatable, Sendable {
  public var name: String
  public var polygon: Polygon
  public init(name: String, polygon: Polygon) {
    self.name = name
    self.polygon = polygon
  }
}

/// Something that nobody walks through.
public struct Obstacle: Equatable, Sendable {
  public enum Kind: String, CaseIterable, Sendable { case building, church, wall, kiosk, water, green, other }
  public var name: String
  public var kind: Kind
  public var polygon: Polygon
  public init(name: String, kind: Kind = .other, polygon: Polygon) {
    self.name = name
    self.kind = kind
    self.polygon = polygon
  }
}

/// The ground that a crowd walks on, simulated or filmed: walkable is what lies in any walkable polygon and in
/// no obstacle.
public struct Ground: Equatable, Sendable {
  public var walkable: [Polygon]
  public var obstacles: [Obstacle]
  public var exits: [Area]
  public var waypoints: [Area]
  public var sources: [Area]

  public init(
    walkable: [Polygon], obstacles: [Obstacle] = [], exits: [Area] = [], waypoints: [Area] = [],
    sources: [Area] = []
  ) {
    self.walkable = walkable
    self.obstacles = obstacles
    self.exits = exits
    self.waypoints = waypoints
    self.sources = sources
  }

  /// Of the walkable polygons.
  public var bounds: Rectangle {
    Rectangle(around: walkable.lazy.flatMap(\.vertices)) ?? Rectangle(minimum: .zero, maximum: .one)
  }
  public func isWalkable(_ p: Vector2) -> Bool {
    walkable.contains { $0.contains(p) } && !obstacles.contains { $0.polygon.contains(p) }
  }
  /// True where the centre of the cell is walkable.
  public func walkableCells(_ frame: GridFrame) -> Grid2D<Bool> {
    var grid = Grid2D(frame, filledWith: false)
    for row in 0..<frame.rows {
      for column in 0..<frame.columns { grid[column, row] = isWalkable(frame.centre(column, row)) }
    }
    return grid
  }
}
