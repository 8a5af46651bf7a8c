import Kernel

/// Spots in a waiting area: a square lattice of places where a body stands off the walls.
struct WaitingLattice: Sendable {
  private let frame: GridFrame
  private let spotOfCell: [Int32]  // −1: none
  let spots: [Vector2]  // [m]; at least one

  /// [m] between neighbours: 1.8 people to the square metre.
  static let spacing: Float = 0.75
  private static let closest: Float = 0.5  // [m]
  /// [m] from walls.
  static let clearance: Float = 0.3
  private static let mostCells = 1 << 16

  /// As `WaitingPlan` says, closer together where it lets people go only when there are more of them.
  init(_ plan: WaitingPlan, outline: Outline, walls: Walls, grid: RouteGrid) {
    var spacing = WaitingLattice.spacing
    self.init(plan.polygon, spacing: spacing, outline: outline, walls: walls, grid: grid)
    guard case .whenFull(let full) = plan.release else { return }
    while spots.count < full, spacing > WaitingLattice.closest {
      spacing *= 0.9
      self.init(plan.polygon, spacing: spacing, outline: outline, walls: walls, grid: grid)
    }
  }

  private init(_ polygon: Polygon, spacing: Float, outline: Outline, walls: Walls, grid: RouteGrid) {
    var size = spacing
    let box = polygon.bounds
    var frame = GridFrame(covering: box, upTo: WaitingLattice.mostCells, cellSize: &size)
    // Whole cells, in the middle of the area.
    frame.origin = box.centre - Vector2(Float(frame.columns), Float(frame.rows)) * (size / 2)
    var spots: [Vector2] = []
    var spotOfCell = [Int32](repeating: -1, count: frame.count)
    for row in 0..<frame.rows {
      for column in 0..<frame.columns {
        let p = frame.centre(column, row)
        guard polygon.contains(p), outline.isWalkable(p),
          walls.near(p).clearance(at: p) >= WaitingLattice.clearance
        else { continue }
        spotOfCell[frame.index(column, row)] = Int32(spots.count)
        spots.append(p)
      }
    }
    if spots.isEmpty {
      let centre = polygon.centroid
      spots = [
        outline.isWalkable(centre)
          ? centre : grid.nearestWalkable(to: centre).map { grid.centre($0) } ?? centre
      ]
      frame = GridFrame(origin: spots[0] - size / 2, cellSize: size, columns: 1, rows: 1)
      spotOfCell = [0]
    }
    self.frame = frame
    self.spots = spots
    self.spotOfCell = spotOfCell
  }

  /// The spot nearest to `p` of those that the fewest have taken; the lower of two equally near. `taken` counts
  /// people by spot.
  func nearestFree(to p: Vector2, taken: [Int32]) -> Int32 {
    let least = taken.min() ?? 0
    let q = (p - frame.origin) / frame.cellSize
    let column = Int(min(max(q.x, 0), Float(frame.columns - 1)))
    let row = Int(min(max(q.y, 0), Float(frame.rows - 1)))
    var best: Int32 = 0
    var nearest = Float.infinity
    for ring in 0...max(frame.columns, frame.rows) {
      // Whatever lies in this ring or beyond is at least so far from p's own cell.
      let gap = Float(ring - 1) * frame.cellSize
      if gap > 0, gap * gap > nearest { break }
      for r in max(0, row - ring)...min(frame.rows - 1, row + ring) {
        let isEdge = abs(r - row) == ring
        for c in stride(from: column - ring, through: column + ring, by: isEdge || ring == 0 ? 1 : 2 * ring)
        where c >= 0 && c < frame.columns {
          let spot = spotOfCell[frame.index(c, r)]
          guard spot >= 0, taken[Int(spot)] == least else { continue }
          let distance = (spots[Int(spot)] - p).lengthSquared
          if distance < nearest || (distance == nearest && spot < best) { (best, nearest) = (spot, distance) }
        }
      }
    }
    return best
  }

  /// Whether somebody who stands at `p` has not come to the spot.
  func isAway(_ p: Vector2, from spot: Int32) -> Bool {
    let least = 0.9 * frame.cellSize
    return (p - spots[Int(spot)]).lengthSquared > least * least
  }

  /// The spot beside `spot` that is nearest to `p`, if that is nearer than `spot` itself and no wall is in between.
  func neighbour(of spot: Int32, nearerTo p: Vector2, walls: Walls) -> Int32? {
    var best: Int32?
    var nearest = (spots[Int(spot)] - p).lengthSquared
    forEachNeighbour(of: spot, walls: walls) { next in
      let distance = (spots[Int(next)] - p).lengthSquared
      if distance < nearest { (best, nearest) = (next, distance) }
    }
    return best
  }

  /// Visits the spots, eight at the most, beside `spot` and behind no wall.
  func forEachNeighbour(of spot: Int32, walls: Walls, _ visit: (Int32) -> Void) {
    let own = spots[Int(spot)]
    guard let (column, row) = frame.cell(at: own) else { return }
    for r in max(0, row - 1)...min(frame.rows - 1, row + 1) {
      for c in max(0, column - 1)...min(frame.columns - 1, column + 1) {
        let next = spotOfCell[frame.index(c, r)]
        if next >= 0, next != spot, walls.leavesOpen(own, spots[Int(next)]) { visit(next) }
      }
    }
  }
}
