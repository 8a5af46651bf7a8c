import Kernel

/// The way to one destination from everywhere.
struct DistanceMap: Sendable {
  let destination: Polygon
  private let bounds: Rectangle
  let distances: [Float]  // [m] by cell of the route grid, priced near walls; infinite: cannot be reached
  /// True where the destination holds no walkable cell's centre, so that the cells next to it stand for it.
  private let isReplaced: Bool

  init(to destination: Polygon, on grid: RouteGrid) {
    self.destination = destination
    bounds = destination.bounds
    var marching = FastMarching(grid)
    let distances = marching.solve(to: destination)
    self.distances = distances
    isReplaced = !distances.indices.contains { distances[$0] == 0 && destination.contains(grid.centre($0)) }
  }

  /// True once a body of `radius` [m] touches the destination, or is in a cell that stands for it.
  func isReached(at p: Vector2, radius: Float, on grid: RouteGrid) -> Bool {
    if bounds.grown(by: radius).contains(p), destination.distance(to: p) <= radius { return true }
    guard isReplaced, let (column, row) = grid.frame.cell(at: p) else { return false }
    return distances[grid.frame.index(column, row)] == 0
  }

  /// Nobody whose body does not touch this has reached the destination.
  var reachBox: Rectangle {
    if !isReplaced { return bounds }
    let far = Vector2(repeating: .infinity)
    return Rectangle(minimum: -far, maximum: far)
  }

  /// Unit vector along which the distance falls fastest: the cells' own directions, weighted bilinearly, those
  /// behind a wall left out. Where no cell around can reach the destination: towards the nearest that can. Zero
  /// where there is none, and at the destination.
  func direction(at p: Vector2, on grid: RouteGrid, walls: Walls) -> Vector2 {
    let frame = grid.frame
    guard let (ownColumn, ownRow) = frame.cell(at: p) else { return .zero }
    let q = (p - frame.origin) / frame.cellSize - 0.5
    let column = Int(q.x.rounded(.down))
    let row = Int(q.y.rounded(.down))
    let share = Vector2(q.x - Float(column), q.y - Float(row))
    let own = frame.index(ownColumn, ownRow)
    let isNarrow = grid.isNarrow(own) || distances[own] == .infinity
    var sum = Vector2.zero
    var heaviest: (weight: Float, direction: Vector2) = (0, .zero)
    for corner in 0..<4 {
      let right = corner & 1
      let up = corner >> 1
      let c = column + right
      let r = row + up
      guard c >= 0, r >= 0, c < frame.columns, r < frame.rows else { continue }
      let cell = frame.index(c, r)
      guard distances[cell] < .infinity else { continue }
      if isNarrow, !walls.seesFreely(from: p, to: frame.centre(c, r)) { continue }
      let weight = (right == 0 ? 1 - share.x : share.x) * (up == 0 ? 1 - share.y : share.y)
      let direction = downhill(cell, grid)
      sum += direction * weight
      if weight > heaviest.weight { heaviest = (weight, direction) }
    }
    if heaviest.weight == 0 { return towardsNearest(p, ownColumn, ownRow, grid) }
    return sum.lengthSquared > 0.01 ? sum.normalized : heaviest.direction
  }

  /// Unit vector down the upwind gradient at a cell's centre: the difference that the solver used.
  private func downhill(_ cell: Int, _ grid: RouteGrid) -> Vector2 {
    let around = grid.neighbours(of: cell)
    let here = distances[cell]
    func slope(_ less: Int, _ more: Int) -> Float {
      let low = less >= 0 ? distances[less] : .infinity
      let high = more >= 0 ? distances[more] : .infinity
      if min(low, high) >= here { return 0 }
      return low < high ? low - here : here - high
    }
    return Vector2(slope(around.west, around.east), slope(around.south, around.north)).normalized
  }

  /// [cells] as far as a way back is looked for.
  private static let farthestRing = 12

  private func towardsNearest(_ p: Vector2, _ column: Int, _ row: Int, _ grid: RouteGrid) -> Vector2 {
    let frame = grid.frame
    for ring in 1...DistanceMap.farthestRing {
      var best: Vector2?
      var least = Float.infinity
      for r in max(0, row - ring)...min(frame.rows - 1, row + ring) {
        for c in max(0, column - ring)...min(frame.columns - 1, column + ring)
        where (abs(r - row) == ring || abs(c - column) == ring) && distances[frame.index(c, r)] < .infinity {
          let way = frame.centre(c, r) - p
          if way.lengthSquared < least {
            least = way.lengthSquared
            best = way
          }
        }
      }
      if let best { return best.normalized }
    }
    return .zero
  }

  /// Distance left from `p` [m]; infinite where the destination cannot be reached.
  func distance(at p: Vector2, on grid: RouteGrid) -> Float {
    guard let (column, row) = grid.frame.cell(at: p) else { return .infinity }
    return distances[grid.frame.index(column, row)]
  }
}
