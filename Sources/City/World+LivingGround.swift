import ECS
import Kernel

extension World {
  /// Opens and closes barriers; walls and ways follow at once. Whoever stands where one closes is moved to the nearest
  /// place that is left. Changes of barriers that the plan does not have are left out.
  mutating func setBarriers(_ changes: [(barrier: Int, isClosed: Bool)], workers: Workers) {
    for change in changes where barriers.closed.indices.contains(change.barrier) {
      barriers.closed[change.barrier] = change.isClosed ? 1 : 0
    }
    let wallsBefore = walls
    // A map of which only the later part is worked out anew must rest on the grid's costs.
    if !changedBarriers.isEmpty { priceRest(workers: workers) }
    let closing = followBarriers(workers: workers)
    if closing.isEmpty { return }
    moveOut(of: closing, wallsBefore: wallsBefore)
  }

  /// Opens or closes the barrier for tests.
  package mutating func setBarrier(_ barrier: Int, isClosed: Bool, workers: Workers = .one) {
    setBarriers([(barrier, isClosed)], workers: workers)
  }

  /// Brings walls, route grid, maps and entrances to the barriers' state. Returns the barriers that were open and are
  /// closed.
  @discardableResult
  mutating func followBarriers(workers: Workers) -> [Int] {
    let changed = changedBarriers
    if changed.isEmpty { return [] }
    for k in changed { entrance.outline.set(k, isClosed: barriers.closed[k] != 0) }
    walls.follow(entrance.outline)
    routes.follow(
      entrance.outline, walls: walls, regions: changed.map { plan.barriers[$0].polygon.bounds },
      workers: workers)
    return changed.filter { entrance.outline.isClosed[$0] }
  }

  /// Barriers that walls and ways have not followed yet.
  private var changedBarriers: [Int] {
    plan.barriers.indices.filter { entrance.outline.isClosed[$0] != (barriers.closed[$0] != 0) }
  }

  /// Moves everybody who stands in one of these barriers to a place beside it, in the order of entry.
  private mutating func moveOut(of closing: [Int], wallsBefore: Walls) {
    let polygons = closing.map { plan.barriers[$0].polygon }
    let rows = pedestrians.positions.indices.filter { i in
      let p = pedestrians.positions[i]
      return polygons.contains { $0.contains(p) } && !entrance.outline.isWalkable(p)
    }
    if rows.isEmpty { return }
    room.removeAll()
    var isMoving = [Bool](repeating: false, count: pedestrians.count)
    for i in rows { isMoving[i] = true }
    for i in 0..<pedestrians.count where !isMoving[i] {
      room.add(pedestrians.positions[i], radius: pedestrians.radii[i])
    }
    for i in rows {
      let p = pedestrians.positions[i]
      let radius = pedestrians.radii[i]
      let place = entrance.nearestWayOut(
        from: p, radius: radius, grid: routes.grid, walls: walls, wallsBefore: wallsBefore, room: room)
      pedestrians.positions[i] = place
      room.add(place, radius: radius)
    }
  }
}

extension Entrance {
  /// [m] as far as a place without other people is looked for.
  private static let farthestFree: Float = 3

  /// The centre of the route grid's cell nearest to `p` that a body can stand in: one that no wall parted from `p`
  /// before and nobody stands in, if there is one near; else one that no wall parted from `p`; else any. `p` where
  /// nothing is walkable.
  fileprivate func nearestWayOut(
    from p: Vector2, radius: Float, grid: RouteGrid, walls: Walls, wallsBefore: Walls, room: StandingRoom
  ) -> Vector2 {
    guard let (column, row) = grid.frame.cell(at: p) else { return p }
    let most = max(grid.frame.columns, grid.frame.rows)
    var seen: Vector2?
    var any: Vector2?
    for ring in 0...most {
      let distance = Float(ring) * grid.frame.cellSize
      if distance > Entrance.farthestFree, seen != nil { break }
      if distance > 2 * Entrance.farthestFree, any != nil { break }
      var free: (distance: Float, place: Vector2)?
      var nearest: (distance: Float, place: Vector2)?
      for cell in grid.frame.ring(ring, around: column, row) where grid.isWalkable(cell) {
        let centre = grid.centre(cell)
        guard walls.near(centre).clearance(at: centre) >= 0.5 * radius else { continue }
        if any == nil { any = centre }
        let away = (centre - p).lengthSquared
        if !wallsBefore.seesFreely(from: p, to: centre) { continue }
        if away < nearest?.distance ?? .infinity { nearest = (away, centre) }
        if room.isFree(centre, radius: radius), away < free?.distance ?? .infinity { free = (away, centre) }
      }
      if let free { return free.place }
      if seen == nil { seen = nearest?.place }
    }
    return seen ?? any ?? p
  }
}

extension GridFrame {
  /// The cells of the grid `distance` columns or rows from a cell, and no farther on either axis; row by row.
  func ring(_ distance: Int, around column: Int, _ row: Int) -> [Int] {
    var cells: [Int] = []
    for r in max(0, row - distance)...min(rows - 1, row + distance) {
      let isEnd = abs(r - row) == distance
      for c in stride(
        from: column - distance, through: column + distance, by: isEnd || distance == 0 ? 1 : 2 * distance)
      where c >= 0 && c < columns {
        cells.append(index(c, r))
      }
    }
    return cells
  }
}
