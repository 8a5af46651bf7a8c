import ECS

/// The changing side of the plan's sources: row i belongs to source i.
struct Gates: Table, Equatable {
  var announced: [UInt64] = []  // people who have come so far, the initial ones included
  var waiting: [UInt64] = []  // of those, people who have found no room yet
  var open: [UInt8] = []  // 0: nobody comes; events say

  static let columns: [Column<Gates>] = [
    Column("announced", \.announced), Column("waiting", \.waiting),
    Column("open", \.open),
  ]

  init(count: Int) {
    announced = [UInt64](repeating: 0, count: count)
    waiting = announced
    open = [UInt8](repeating: 1, count: count)
  }

  /// Lets up to `people` more come to gate `i`, no more than `limit` in all.
  mutating func announce(_ people: Int, at i: Int, limit: Int?) {
    let room = limit.map { max(0, UInt64(max(0, $0)) - min(announced[i], UInt64(max(0, $0)))) }
    let come = min(UInt64(max(0, people)), room ?? .max)
    announced[i] += come
    waiting[i] += come
  }
}
