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
  let positions = pedestrians.positions
  let members = companions.members
  let starts = companions.starts
  directions.withUnsafeMutableBufferPointer {
    let directions = Rows($0)
    speeds.withUnsafeMutableBufferPointer {
      let speeds = Rows($0)
      workers.forEachBlock(rows: companions.count, size: groupsPerBlock) { _, range in
        for group in range {
          let rows = members[Int(starts[group])..<Int(starts[group + 1])]
          guard let pack = Pack(of: rows, positions, directions, speeds) else { continue }
          for row in rows where directions[Int(row)] != .zero {
            let i = Int(row)
            let wish = pack.wish(
              at: positions[i], direction: directions[i], speed: speeds[i], settings: settings)
            directions[i] = wish.direction
            speeds[i] = wish.speed
          }
        }
      }
    }
  }
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
    for row in rows where directions[Int(row)] != .zero && positions[Int(row)].isFinite {
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

/// The rows of those who walk with others, group by group. Derived from the column of groups, and made anew when
/// that has changed.
struct Companions: Sendable {
  private(set) var members: [Int32] = []  // rows; within a group they rise
  private(set) var starts: [Int32] = [0]  // by group of two and more, and one more: where its members begin
  private var seen: [UInt32] = []  // the column that this was made of
  private var keys: [UInt32] = []
  private var spareMembers: [Int32] = []
  private var spareKeys: [UInt32] = []

  /// Groups of two and more.
  var count: Int { starts.count - 1 }

  mutating func sort(_ groups: [UInt32]) {
    if groups == seen { return }
    seen.removeAll(keepingCapacity: true)
    seen.append(contentsOf: groups)
    members.removeAll(keepingCapacity: true)
    keys.removeAll(keepingCapacity: true)
    for (row, group) in groups.enumerated() where group != 0 {
      members.append(Int32(truncatingIfNeeded: row))
      keys.append(group)
    }
    for shift in [0, 11, 22] as [UInt32] { sort(by: shift) }
    dropTheLonely()
  }

  /// One pass of a stable radix sort, by eleven bits of the group's id.
  private mutating func sort(by shift: UInt32) {
    var places = [Int](repeating: 0, count: 2049)
    for key in keys { places[Int(key >> shift & 2047) + 1] += 1 }
    if places.contains(keys.count) { return }  // all alike
    for digit in 0..<2048 { places[digit + 1] += places[digit] }
    spareKeys.resize(to: keys.count, with: 0)
    spareMembers.resize(to: keys.count, with: 0)
    for (key, member) in zip(keys, members) {
      let digit = Int(key >> shift & 2047)
      spareKeys[places[digit]] = key
      spareMembers[places[digit]] = member
      places[digit] += 1
    }
    swap(&keys, &spareKeys)
    swap(&members, &spareMembers)
  }

  /// Closes up over groups of whom one is left, and marks where each of the others begins.
  private mutating func dropTheLonely() {
    starts.removeAll(keepingCapacity: true)
    starts.append(0)
    var kept = 0
    var k = 0
    while k < keys.count {
      var end = k + 1
      while end < keys.count, keys[end] == keys[k] { end += 1 }
      if end - k > 1 {
        for place in k..<end {
          members[kept] = members[place]
          kept += 1
        }
        starts.append(Int32(kept))
      }
      k = end
    }
    members.resize(to: kept, with: 0)
  }
}
