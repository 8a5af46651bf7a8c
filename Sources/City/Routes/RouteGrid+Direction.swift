import CLanes
import Kernel

/// Directions between cells' centres are those of the four centres around, weighted bilinearly.
///
///     north-west ─── north-east      a square between four centres; `p` stands somewhere in it. Where no wall
///         │   ·p         │           comes into the square nobody in it is hidden from a corner.
///     south-west ─── south-east
extension RouteGrid {
  /// For a place that sees its four centres and where a way leads from all of them; nil for others.
  @inline(__always)
  func quickDirection(at p: Vector2, ways: UnsafePointer<Way>) -> Vector2? {
    let q = (p - frame.origin) * perCell - 0.5
    // False for what is not a number, too.
    guard q.x >= 0, q.y >= 0, q.x < last.x, q.y < last.y else { return nil }
    let column = lanes_whole(q.x)
    let row = lanes_whole(q.y)
    let right = q.x - Float(column)
    let up = q.y - Float(row)
    let low = ways + (Int(row) &* frame.columns &+ Int(column))
    let high = low + frame.columns
    let (southWest, southEast, northWest, northEast) = (low[0], low[1], high[0], high[1])
    let flags = southWest.bits | (southEast.bits | northWest.bits | northEast.bits) & Way.lost
    if flags & (Way.crossed | Way.lost) != 0 { return nil }
    let south = southWest.direction + (southEast.direction - southWest.direction) * right
    let north = northWest.direction + (northEast.direction - northWest.direction) * right
    let sum = south + (north - south) * up
    let squared = sum.lengthSquared
    // Directions that cancel are settled by the nearest corner.
    if !(squared > RouteGrid.settled) { return nil }
    return sum / squared.squareRoot()
  }

  /// Asks the memory for what `quickDirection` reads.
  @inline(__always)
  func fetchWays(at p: Vector2, ways: UnsafePointer<Way>) {
    let q = (p - frame.origin) * perCell - 0.5
    guard q.x >= 0, q.y >= 0, q.x < last.x, q.y < last.y else { return }
    let low = ways + (Int(lanes_whole(q.y)) &* frame.columns &+ Int(lanes_whole(q.x)))
    lanes_fetch(low)
    lanes_fetch(low + frame.columns)
  }

  /// Squared length of a sum of stored directions below which it says nothing.
  private static let settled = 0.01 * Way.one * Way.one

  /// As `quickDirection`, for any place: centres that a wall hides, or that no way leads from, count for nothing.
  /// Where none is left: zero if some centre around is walkable, for then no way leads on; else towards the nearest
  /// from which one does.
  @inline(never)
  func carefulDirection(at p: Vector2, ways: UnsafePointer<Way>, walls: Walls) -> Vector2 {
    guard let (ownColumn, ownRow) = frame.cell(at: p) else { return .zero }
    let q = (p - frame.origin) * perCell - 0.5
    let column = Int(q.x.rounded(.down))
    let row = Int(q.y.rounded(.down))
    let share = Vector2(q.x - Float(column), q.y - Float(row))
    let hidden = hiddenCorners(of: column, row, from: p, ways: ways, walls: walls)
    var sum = Vector2.zero
    var heaviest: (weight: Float, direction: Vector2) = (-1, .zero)
    var isCutOff = false
    for corner in 0..<4 where hidden & (1 << corner) == 0 {
      let right = corner & 1
      let up = corner >> 1
      let cell = frame.index(column + right, row + up)
      if ways[cell].isLost {
        isCutOff = isCutOff || isWalkable(cell)
        continue
      }
      let weight = (right == 0 ? 1 - share.x : share.x) * (up == 0 ? 1 - share.y : share.y)
      let direction = ways[cell].direction
      sum += direction * weight
      if weight > heaviest.weight { heaviest = (weight, direction) }
    }
    if heaviest.weight < 0 {
      return isCutOff ? .zero : towardsNearest(p, ownColumn, ownRow, ways: ways, walls: walls)
    }
    return (sum.lengthSquared > RouteGrid.settled ? sum : heaviest.direction).normalized
  }

  /// Bit k is set where the corner 0: south-west, 1: south-east, 2: north-west, 3: north-east of a square lies off the
  /// grid or cannot be seen from `p`.
  private func hiddenCorners(
    of column: Int, _ row: Int, from p: Vector2, ways: UnsafePointer<Way>, walls: Walls
  ) -> Int {
    let isOff = (
      west: column < 0, south: row < 0, east: column + 1 >= frame.columns, north: row + 1 >= frame.rows
    )
    var hidden = (isOff.west ? 0b0101 : 0) | (isOff.east ? 0b1010 : 0)
    hidden |= (isOff.south ? 0b0011 : 0) | (isOff.north ? 0b1100 : 0)
    if hidden == 0, !ways[frame.index(column, row)].isCrossed { return 0 }
    let low = frame.centre(column, row)
    let x = SIMD4<Float>(low.x, low.x + frame.cellSize, low.x, low.x + frame.cellSize)
    let y = SIMD4<Float>(low.y, low.y, low.y + frame.cellSize, low.y + frame.cellSize)
    let isShort = 1.5 * frame.cellSize <= Walls.near
    for wall in isShort ? walls.near(p) : walls.around(p) { hidden |= wall.bitsCrossed(x: x, y: y, from: p) }
    if !links.isEmpty {
      links.forEach(near: p) { k in
        let bits = links.edges[k].line.bitsCrossed(x: x, y: y, from: p)
        hidden |= bits
      }
    }
    return hidden
  }

  /// [cells] as far as a way back is looked for.
  private static let farthestRing = 12

  /// For a place none of whose centres around is walkable: in a cleft, or just off the ground.
  private func towardsNearest(
    _ p: Vector2, _ column: Int, _ row: Int, ways: UnsafePointer<Way>, walls: Walls
  ) -> Vector2 {
    var nearest: (distance: Float, way: Vector2) = (.infinity, .zero)
    var nearestSeen = nearest
    for ring in 1...RouteGrid.farthestRing {
      for r in max(0, row - ring)...min(frame.rows - 1, row + ring) {
        for c in max(0, column - ring)...min(frame.columns - 1, column + ring)
        where (abs(r - row) == ring || abs(c - column) == ring) && !ways[frame.index(c, r)].isLost {
          let way = frame.centre(c, r) - p
          let distance = way.lengthSquared
          if distance < nearest.distance { nearest = (distance, way) }
          if distance < nearestSeen.distance, walls.seesFreely(from: p, to: p + way) {
            nearestSeen = (distance, way)
          }
        }
      }
      if nearestSeen.distance < .infinity { break }
    }
    return (nearestSeen.distance < .infinity ? nearestSeen.way : nearest.way).normalized
  }
}

extension Segment {
  /// Bit k is set where the way from `p` to (x, y)[k] meets the wall; as `crosses`, for four at once.
  @inline(__always)
  fileprivate func bitsCrossed(x: SIMD4<Float>, y: SIMD4<Float>, from p: Vector2) -> Int {
    let along = b - a
    let ownSide = along.cross(p - a)
    let theirSide = along.x * (y - a.y) - along.y * (x - a.x)
    let sides = theirSide * ownSide
    let pqx = x - p.x
    let pqy = y - p.y
    let toA = a - p
    let toB = b - p
    let ends = (pqx * toA.y - pqy * toA.x) * (pqx * toB.y - pqy * toB.x)
    let meets = (sides .<= 0) .& (ends .<= 0)
    // Running along the wall does not meet it.
    let counts = ownSide == 0 ? theirSide .!= 0 : SIMDMask(repeating: true)
    var bits = 0
    for k in 0..<4 where meets[k] && counts[k] { bits |= 1 << k }
    return bits
  }
}
