/// Finds people who stand at the very same place, by a table open at every address.
enum Coincidence {
  /// For each row the first row at the same place; rows that are not `taking` part have −1.
  static func firsts(_ places: [Point], taking: [Bool]) -> [Int32] {
    var size = 16
    while size < 2 * places.count { size *= 2 }
    var table = [Int32](repeating: -1, count: size)
    var firsts = [Int32](repeating: -1, count: places.count)
    for i in places.indices where taking[i] {
      var slot = address(places[i]) & (size - 1)
      while table[slot] >= 0, places[Int(table[slot])] != places[i] { slot = (slot + 1) & (size - 1) }
      if table[slot] < 0 { table[slot] = Int32(i) }
      firsts[i] = table[slot]
    }
    return firsts
  }

  private static func address(_ p: Point) -> Int {
    // Zero has two bit patterns.
    var h = (p.x + 0).bitPattern &* 0x9E37_79B9_7F4A_7C15
    h = (h ^ (h >> 29)) &+ (p.y + 0).bitPattern &* 0xBF58_476D_1CE4_E5B9
    h = (h ^ (h >> 32)) &* 0x94D0_49BB_1331_11EB
    return Int(truncatingIfNeeded: (h ^ (h >> 31)) >> 1)
  }
}
