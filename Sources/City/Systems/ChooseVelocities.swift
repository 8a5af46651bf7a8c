import Kernel

/// What people want: who they are and where they are heading.
struct Wishes: Sendable {
  let directions: [Vector2]  // unit vectors; zero: stands
  let speeds: [Float]  // [m/s]
  let timeGaps: [Float]  // [s]
}

/// People in one block of work.
let pedestriansPerBlock = 64

/// Reads the frozen positions and velocities of all; writes each person's next velocity [m/s].
func chooseVelocities(
  model: some Locomotion, bins: NeighbourBins, walls: Walls, positions: [Vector2], velocities: [Vector2],
  radii: [Float], wishes: Wishes, ids: [UInt32], dt: Float, into chosen: inout [Vector2], workers: Workers
) {
  let most = max(1, bins.most(within: model.sight))
  chosen.withUnsafeMutableBufferPointer {
    let chosen = Rows($0)
    workers.forEachBlock(rows: positions.count, size: pedestriansPerBlock) { _, range in
      withUnsafeTemporaryAllocation(of: Neighbour.self, capacity: most) { room in
        for i in range {
          let p = positions[i]
          guard p.isFinite else {
            chosen[i] = .zero
            continue
          }
          let seen = lookAround(
            from: i, at: p, radius: radii[i], sight: model.sight, bins, walls, ids, into: room)
          let walker = Walker(
            position: p, velocity: velocities[i], radius: radii[i], desiredSpeed: wishes.speeds[i],
            timeGap: wishes.timeGaps[i], desiredDirection: wishes.directions[i])
          chosen[i] = model.velocity(
            of: walker, among: UnsafeBufferPointer(rebasing: room[..<seen]), walls: walls.near(p), dt: dt)
        }
      }
    }
  }
}

/// Fills `room` with those whom person `i` sees: nearer than `sight` [m] and not behind a wall. Returns how many.
func lookAround(
  from i: Int, at p: Vector2, radius: Float, sight: Float, _ bins: NeighbourBins, _ walls: Walls,
  _ ids: [UInt32], into room: UnsafeMutableBufferPointer<Neighbour>
) -> Int {
  var seen = 0
  let around = walls.around(p)
  // Nobody nearer than the nearest wall can be behind one.
  let clearance = around.clearance(at: p)
  bins.forEach(near: p, reach: sight) { body in
    let offset = body.position - p
    let squared = offset.lengthSquared
    guard squared < sight * sight, Int(body.row) != i else { return }
    let distance = squared.squareRoot()
    if distance >= clearance, around.block(p, body.position) { return }
    // Two who stand on the very same spot part along east and west, the lower id to the west.
    let way = distance > 0 ? offset / distance : Vector2(ids[i] < ids[Int(body.row)] ? 1 : -1, 0)
    room[seen] = Neighbour(
      way: way, distance: distance, contact: radius + body.radius, velocity: body.velocity)
    seen += 1
  }
  return seen
}
