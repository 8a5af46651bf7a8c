import CLanes
import Kernel

extension BinColumns {
  /// Packs those whom somebody at `p` sees: nearer than `sight` [m], not behind a wall, and not at `place` of the
  /// sorted columns, where the person stands. `ids` settles who of two on the very same spot stands where. The ways
  /// are offsets [m] until `finish` has made unit vectors of them.
  @inline(__always)
  func lookAround(
    from place: Int, at p: Vector2, radius own: Float, sight: Float, velocities: Bool,
    _ walls: UnsafeBufferPointer<Segment>, _ ids: UnsafePointer<UInt32>, into room: NeighbourRoom
  ) -> Int {
    let seen = gather(
      from: place, at: p, radius: own, sight: sight, velocities: velocities, ids, into: room)
    return walls.isEmpty ? seen : room.drop(behind: walls, from: p, of: seen, velocities: velocities)
  }

  @inline(__always)
  private func pack(
    _ k: Int, _ dx: Lanes, _ dy: Lanes, own: Lanes, _ velocities: Bool, into room: NeighbourRoom,
    _ pack: (UnsafeMutablePointer<Float>, Lanes) -> Void
  ) {
    pack(room.wayX, dx)
    pack(room.wayY, dy)
    pack(room.contact, lanes_load(radius + k) + own)
    if velocities {
      pack(room.velocityX, lanes_load(velocityX + k))
      pack(room.velocityY, lanes_load(velocityY + k))
      pack(room.headingX, lanes_load(headingX + k))
      pack(room.headingY, lanes_load(headingY + k))
    }
  }

  /// The lanes from `k` on that belong to the run, without that of the person at `place`.
  @inline(__always)
  private func others(than place: Int, from k: Int, to end: Int) -> UInt32 {
    let left = min(UInt32(truncatingIfNeeded: end &- k), 16)
    let ownLane = UInt(bitPattern: place &- k)
    let person: UInt32 = ownLane < 16 ? 1 &<< UInt32(truncatingIfNeeded: ownLane) : 0
    return ((1 &<< left) &- 1) & ~person
  }

  @inline(__always)
  private func gather(
    from place: Int, at p: Vector2, radius own: Float, sight: Float, velocities: Bool,
    _ ids: UnsafePointer<UInt32>, into room: NeighbourRoom
  ) -> Int {
    let px = Lanes(repeating: p.x)
    let py = Lanes(repeating: p.y)
    let squaredSight = Lanes(repeating: sight * sight)
    let samePlace = Lanes(repeating: nearest * nearest)
    let ownRadius = Lanes(repeating: own)
    var seen = 0
    forEachRun(near: p, reach: sight) { first, end in
      var k = first
      while k < end {
        let dx = lanes_load(x + k) - px
        let dy = lanes_load(y + k) - py
        let squared = dx * dx + dy * dy
        let bits = lanes_less(squared, squaredSight) & others(than: place, from: k, to: end)
        // Most vectors have few of the people around in them, and writing is what takes longest here.
        if bits.nonzeroBitCount <= 8 {
          pack(k, dx, dy, own: ownRadius, velocities, into: room.after(seen)) { lanes_pack_few($0, $1, bits) }
        } else {
          pack(k, dx, dy, own: ownRadius, velocities, into: room.after(seen)) { lanes_pack($0, $1, bits) }
        }
        let same = lanes_less(squared, samePlace) & bits
        if same != 0 { part(same, of: bits, from: place, at: k, ids, ways: room.wayX + seen) }
        seen &+= bits.nonzeroBitCount
        k &+= Lanes.width
      }
    }
    return seen
  }

  /// Those on the very same spot part along east and west, the lower id to the west: mends what was packed. Rare,
  /// so kept out of the loop.
  @inline(never)
  private func part(
    _ same: UInt32, of bits: UInt32, from place: Int, at k: Int, _ ids: UnsafePointer<UInt32>,
    ways: UnsafeMutablePointer<Float>
  ) {
    for lane in 0..<Lanes.width where same & (1 << lane) != 0 {
      let packed = (bits & ((1 << lane) - 1)).nonzeroBitCount
      ways[packed] = parting(from: place, k + lane, ids)
    }
  }

  /// [m] to the east of somebody at `place` for somebody on the very same spot.
  func parting(from place: Int, _ other: Int, _ ids: UnsafePointer<UInt32>) -> Float {
    ids[Int(rows[place])] < ids[Int(rows[other])] ? 2 * nearest : -2 * nearest
  }
}

/// [m] No two positions on a map are as near as that but equal ones.
let nearest: Float = 1e-9

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

  /// Turns the offsets of the first `count`, a whole number of vectors, into unit vectors and distances.
  @inline(__always)
  func finish(_ count: Int) {
    let far = Lanes(repeating: Neighbours.far / 2)
    var k = 0
    while k < count {
      let dx = lanes_load(wayX + k)
      let dy = lanes_load(wayY + k)
      let d = lanes_root(dx * dx + dy * dy)
      let perDistance = lanes_pick_less(d, far, 1 / d, .zero)
      lanes_store(distance + k, d)
      lanes_store(wayX + k, dx * perDistance)
      lanes_store(wayY + k, dy * perDistance)
      k &+= Lanes.width
    }
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
