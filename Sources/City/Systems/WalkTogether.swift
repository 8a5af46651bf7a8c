import Kernel

/// Groups in one block of work.
private let groupsPerBlock = 64

/// Changes where those of a group want to walk, and how fast, so that they keep together: all as fast as the slowest
/// of them, slower who is ahead of the group's middle, faster who is behind it and can, and back towards the middle
/// who is far from it. After M. Moussaïd, N. Perozo, S. Garnier, D. Helbing & G. Theraulaz, "The walking behaviour of
/// pedestrian social groups and its impact on crowd dynamics", PLoS ONE 5(4), 2010: people of a group slow down for
/// one another and are drawn to its middle beyond a distance. Who stands, by a pause or for want of a way, counts
/// as little as who has left: nobody waits for them.
func walkTogether(
  _ settings: GroupSettings, companions: inout Companions, pedestrians: Pedestrians,
  directions: inout [Vector2], speeds: inout [Float], workers: Workers
) {
  companions.sort(pedestrians.groups)
  if companions.count == 0 { return }
  let companions = companions
  directions.withUnsafeMutableBufferPointer {
    let directions = Rows($0)
    speeds.withUnsafeMutableBufferPointer {
      let speeds = Rows($0)
      workers.forEachBlock(rows: companions.count, size: groupsPerBlock) { _, range in
        for group in range {
          let rows = companions.rows(of: group)
          guard let pack = Pack(of: rows, pedestrians.positions, directions, speeds) else { continue }
          for row in rows where walks(Int(row), directions, speeds) {
            let i = Int(row)
            let wish = pack.wish(
              at: pedestrians.positions[i], direction: directions[i], speed: speeds[i], settings: settings)
            directions[i] = wish.direction
            speeds[i] = wish.speed
          }
        }
      }
    }
  }
}

/// Whether somebody wants to get on at all.
private func walks(_ row: Int, _ directions: Rows<Vector2>, _ speeds: Rows<Float>) -> Bool {
  directions[row] != .zero && speeds[row] > 0
}

/// What those of a group who walk have in common.
private struct Pack {
  let middle: Vector2  // [m]
  let speed: Float  // [m/s] of the slowest

  /// [spreads] beyond which somebody has lost the others, and walks on alone.
  private static let lost: Float = 10

  /// Nil where fewer than two walk.
  init?(
    of rows: ArraySlice<Int32>, _ positions: [Vector2], _ directions: Rows<Vector2>, _ speeds: Rows<Float>
  ) {
    var sum = SIMD2<Double>.zero
    var slowest = Float.infinity
    var count = 0
    for row in rows where walks(Int(row), directions, speeds) && positions[Int(row)].isFinite {
      sum += SIMD2<Double>(positions[Int(row)])
      slowest = min(slowest, speeds[Int(row)])
      count += 1
    }
    if count < 2 { return nil }
    middle = Vector2(sum / Double(count))
    speed = slowest
  }

  func wish(
    at p: Vector2, direction: Vector2, speed own: Float, settings: GroupSettings
  ) -> (direction: Vector2, speed: Float) {
    let spread = max(settings.spread, 0.01)
    let offset = p - middle
    let distance = offset.length
    if !(distance < Pack.lost * spread) { return (direction, own) }
    let ahead = max(-1, min(1, offset.dot(direction) / spread))
    // Ahead: down to `slowest` of the group's speed, one spread from the middle. Behind: as much faster.
    let pace = min(own, speed * (1 - (1 - settings.slowest) * ahead))
    let far = max(0, min(1, 2 * (distance / spread - 1)))  // whole half a spread beyond the spread
    if far == 0 { return (direction, pace) }
    let drawn = (direction - offset * (settings.cohesion * far / distance)).normalized
    return (drawn == .zero ? direction : drawn, pace)
  }
}
