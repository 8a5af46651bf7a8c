import CLanes
import Kernel

extension BinColumns {
  /// Packs those whom somebody at `p` sees: nearer than `sight` [m], not behind a wall, and not at `place` of the
  /// sorted columns, where the person stands. `ids` settles who of two on the very same spot stands where.
  @inline(__always)
  func lookAround(
    from place: Int, at p: Vector2, radius own: Float, sight: Float, velocities: Bool,
    _ walls: UnsafeBufferPointer<Segment>, _ ids: UnsafePointer<UInt32>, into room: NeighbourRoom
  ) -> Neighbours {
    var seen = gather(from: place, at: p, radius: own, sight: sight, velocities: velocities, into: room) {
      dx, _, _, _ in dx
    }
    if !walls.isEmpty { seen = room.drop(behind: walls, from: p, of: seen, velocities: velocities) }
    if room.finish(seen) {
      // Somebody stands on the very same spot. So rare that looking again costs nothing.
      seen = gather(from: place, at: p, radius: own, sight: sight, velocities: velocities, into: room) {
        parted($0, $1, $2, from: place, at: $3, ids)
      }
      if !walls.isEmpty { seen = room.drop(behind: walls, from: p, of: seen, velocities: velocities) }
      _ = room.finish(seen)
    }
    return room.padded(seen, velocities: velocities)
  }

  /// Packs offsets in the columns of the ways; `finish` makes ways and distances of them.
  @inline(__always)
  private func gather(
    from place: Int, at p: Vector2, radius own: Float, sight: Float, velocities: Bool,
    into room: NeighbourRoom,
    _ settled: (_ dx: Lanes, _ squared: Lanes, _ bits: UInt32, _ k: Int) -> Lanes
  ) -> Int {
    let px = Lanes(repeating: p.x)
    let py = Lanes(repeating: p.y)
    let squaredSight = Lanes(repeating: sight * sight)
    let ownRadius = Lanes(repeating: own)
    var seen = 0
    forEachRun(near: p, reach: sight) { first, end in
      var k = first
      while k < end {
        let dx = lanes_load(x + k) - px
        let dy = lanes_load(y + k) - py
        let squared = dx * dx + dy * dy
        // Not those of the next run, nor the person.
        let left = min(UInt32(truncatingIfNeeded: end &- k), 16)
        let ownLane = UInt(bitPattern: place &- k)
        let person: UInt32 = ownLane < 16 ? 1 &<< UInt32(truncatingIfNeeded: ownLane) : 0
        let bits = lanes_less(squared, squaredSight) & ((1 &<< left) &- 1) & ~person
        lanes_pack(room.wayX + seen, settled(dx, squared, bits, k), bits)
        lanes_pack(room.wayY + seen, dy, bits)
        lanes_pack(room.contact + seen, lanes_load(radius + k) + ownRadius, bits)
        if velocities {
          lanes_pack(room.velocityX + seen, lanes_load(velocityX + k), bits)
          lanes_pack(room.velocityY + seen, lanes_load(velocityY + k), bits)
          lanes_pack(room.headingX + seen, lanes_load(headingX + k), bits)
          lanes_pack(room.headingY + seen, lanes_load(headingY + k), bits)
        }
        seen &+= bits.nonzeroBitCount
        k &+= Lanes.width
      }
    }
    return seen
  }

  /// Two on the very same spot part along east and west, the lower id to the west.
  private func parted(
    _ dx: Lanes, _ squared: Lanes, _ bits: UInt32, from place: Int, at k: Int, _ ids: UnsafePointer<UInt32>
  ) -> Lanes {
    var same = lanes_less(squared, Lanes(repeating: samePlace * samePlace)) & bits
    var dx = dx
    while same != 0 {
      let lane = same.trailingZeroBitCount
      dx[lane] = ids[Int(rows[place])] < ids[Int(rows[k + lane])] ? 2 * samePlace : -2 * samePlace
      same &= same - 1
    }
    return dx
  }
}

/// [m] No two positions on a map are as near as that but equal ones.
private let samePlace: Float = 1e-9

extension NeighbourRoom {
  /// Closes up over those whom a wall hides from `p`. Offsets stand in the columns of the ways.
  @inline(__always)
  fileprivate func drop(
    behind walls: UnsafeBufferPointer<Segment>, from p: Vector2, of count: Int, velocities: Bool
  ) -> Int {
    var kept = 0
    var k = 0
    while k < count {
      let qx = lanes_load(wayX + k)
      let qy = lanes_load(wayY + k)
      var hidden: UInt32 = 0
      for wall in walls { hidden |= wall.bitsCrossed(x: qx, y: qy, from: p) }
      var bits = ~hidden & 0xFFFF
      if count - k < Lanes.width { bits &= (1 << UInt32(count - k)) - 1 }
      if kept == k, bits == 0xFFFF {
        kept += Lanes.width
      } else {
        let c = lanes_load(contact + k)
        lanes_pack(wayX + kept, qx, bits)
        lanes_pack(wayY + kept, qy, bits)
        lanes_pack(contact + kept, c, bits)
        if velocities {
          let vx = lanes_load(velocityX + k)
          let vy = lanes_load(velocityY + k)
          let hx = lanes_load(headingX + k)
          let hy = lanes_load(headingY + k)
          lanes_pack(velocityX + kept, vx, bits)
          lanes_pack(velocityY + kept, vy, bits)
          lanes_pack(headingX + kept, hx, bits)
          lanes_pack(headingY + kept, hy, bits)
        }
        kept += bits.nonzeroBitCount
      }
      k += Lanes.width
    }
    return kept
  }

  /// Turns offsets into unit vectors and distances. True where somebody has no way, being on the same spot.
  @inline(__always)
  fileprivate func finish(_ count: Int) -> Bool {
    var same: UInt32 = 0
    var k = 0
    while k < count {
      let dx = lanes_load(wayX + k)
      let dy = lanes_load(wayY + k)
      let d = lanes_root(dx * dx + dy * dy)
      let perDistance = 1 / d
      lanes_store(distance + k, d)
      lanes_store(wayX + k, dx * perDistance)
      lanes_store(wayY + k, dy * perDistance)
      let left = min(UInt32(truncatingIfNeeded: count &- k), 16)
      same |= lanes_less(d, Lanes(repeating: samePlace)) & ((1 &<< left) &- 1)
      k &+= Lanes.width
    }
    return same != 0
  }
}

extension Segment {
  /// Bit k is set where the way from `p` to p + (x, y)[k] meets the wall; as `crosses`, for sixteen at once.
  @inline(__always)
  func bitsCrossed(x: Lanes, y: Lanes, from p: Vector2) -> UInt32 {
    let near = a - p
    let far = b - p
    let along = b - a
    let ownSide = near.cross(along)  // = along × (p − a)
    let theirSide = (y - near.y) * along.x - (x - near.x) * along.y
    let nearSide = x * near.y - y * near.x
    let farSide = x * far.y - y * far.x
    let sides = theirSide * ownSide
    // On opposite sides of the wall's line, or one of the two on it; and the wall's ends on opposite sides of the way.
    var bits = ~lanes_less(.zero, sides) & ~lanes_less(.zero, nearSide * farSide) & 0xFFFF
    if ownSide == 0 {
      let wide = lanes_max(theirSide, -theirSide)
      bits &= lanes_less(.zero, wide)
    }
    return bits
  }
}
