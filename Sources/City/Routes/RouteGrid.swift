import Kernel

/// The ground as the distance maps see it: which cells can be walked in, how fast, and between which neighbours.
/// Made once from the plan and shared by all maps.
struct RouteGrid: Sendable {
  let frame: GridFrame
  /// Share of free walking speed by cell: 1 away from walls, less within the clearance, 0 where the cell's centre
  /// is not walkable.
  let speeds: [Float]
  private let passes: [UInt8]

  private static let east: UInt8 = 1  // free way to the next column
  private static let north: UInt8 = 2  // free way to the next row
  private static let narrow: UInt8 = 4  // a wall stands so near that it may hide one of the cells around

  /// Where a grid would have more cells than this they are made twice as large until it has not.
  static let mostCells = 1 << 22
  /// Share of free speed right at a wall: so low that people keep off it, so high that they squeeze past.
  static let slowest: Float = 0.3

  init(ground: Ground, walls: Walls, settings: RouteSettings) {
    var size = settings.cellSize
    let frame = GridFrame(covering: ground.bounds, upTo: RouteGrid.mostCells, cellSize: &size)
    let walkable = RouteGrid.walkableCells(ground, frame)
    var speeds = [Float](repeating: 0, count: frame.count)
    var passes = [UInt8](repeating: 0, count: frame.count)
    for row in 0..<frame.rows {
      for column in 0..<frame.columns where walkable[column, row] {
        let cell = frame.index(column, row)
        let centre = frame.centre(column, row)
        let around = walls.around(centre)
        let clearance = around.clearance(at: centre)
        speeds[cell] = RouteGrid.speed(clearance: clearance, wanted: settings.clearance)
        if clearance <= 2 * size { passes[cell] |= RouteGrid.narrow }
        if column + 1 < frame.columns, walkable[column + 1, row],
          clearance > size || !around.block(centre, frame.centre(column + 1, row))
        {
          passes[cell] |= RouteGrid.east
        }
        if row + 1 < frame.rows, walkable[column, row + 1],
          clearance > size || !around.block(centre, frame.centre(column, row + 1))
        {
          passes[cell] |= RouteGrid.north
        }
      }
    }
    self.frame = frame
    self.speeds = speeds
    self.passes = passes
  }

  static func speed(clearance: Float, wanted: Float) -> Float {
    guard wanted > 0, clearance < wanted else { return 1 }
    return slowest + (1 - slowest) * clearance / wanted
  }

  func isWalkable(_ cell: Int) -> Bool { speeds[cell] > 0 }
  func opensEast(_ cell: Int) -> Bool { passes[cell] & RouteGrid.east != 0 }
  func opensNorth(_ cell: Int) -> Bool { passes[cell] & RouteGrid.north != 0 }
  func isNarrow(_ cell: Int) -> Bool { passes[cell] & RouteGrid.narrow != 0 }

  /// Neighbours that can be walked to straight from `cell`, −1 where there is none: west, east, south, north.
  @inline(__always)
  func neighbours(of cell: Int) -> (west: Int, east: Int, south: Int, north: Int) {
    let columns = frame.columns
    let own = passes[cell]
    // The last cell of a row never opens east, so the first of the next needs no look at its column.
    return (
      cell > 0 && opensEast(cell - 1) ? cell - 1 : -1,
      own & RouteGrid.east != 0 ? cell + 1 : -1,
      cell >= columns && opensNorth(cell - columns) ? cell - columns : -1,
      own & RouteGrid.north != 0 ? cell + columns : -1
    )
  }

  /// As `Ground.walkableCells`, filled polygon by polygon along the rows instead of asking every cell of all.
  static func walkableCells(_ ground: Ground, _ frame: GridFrame) -> Grid2D<Bool> {
    var grid = Grid2D(frame, filledWith: false)
    for polygon in ground.walkable { polygon.forEachCell(of: frame) { grid.cells[$0] = true } }
    for obstacle in ground.obstacles { obstacle.polygon.forEachCell(of: frame) { grid.cells[$0] = false } }
    return grid
  }
}

extension Polygon {
  /// Visits every cell whose centre the polygon contains, by the same comparison as `contains`.
  func forEachCell(of frame: GridFrame, _ visit: (Int) -> Void) {
    let box = bounds
    var crossings: [Float] = []
    for row in frame.rows(from: box.minimum.y, to: box.maximum.y) {
      let y = frame.centre(0, row).y
      crossings.removeAll(keepingCapacity: true)
      guard var a = vertices.last else { return }
      for b in vertices {
        if (a.y > y) != (b.y > y) { crossings.append((b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x) }
        a = b
      }
      crossings.sort()
      let columns = frame.columns(from: box.minimum.x, to: box.maximum.x)
      var passed = 0
      for column in columns {
        let x = frame.centre(column, row).x
        while passed < crossings.count, crossings[passed] <= x { passed += 1 }
        if (crossings.count - passed) % 2 == 1 { visit(frame.index(column, row)) }
      }
    }
  }
}
