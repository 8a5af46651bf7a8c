import ECS
import Kernel

/// What a run counts, and which id comes next. Each column has one row.
struct Ledger: Table, Equatable {
  private var ticks: [Int64] = [0]
  private var nextIDs: [UInt32] = [1]
  private var spawnedTotals: [UInt64] = [0]
  private var arrivedTotals: [UInt64] = [0]

  static let columns: [Column<Ledger>] = [
    Column("tick", \.ticks), Column("next id", \.nextIDs), Column("spawned", \.spawnedTotals),
    Column("arrived", \.arrivedTotals),
  ]

  /// Steps done.
  var tick: Int {
    get { Int(ticks[0]) }
    set { ticks[0] = Int64(newValue) }
  }
  var spawned: Int {
    get { Int(spawnedTotals[0]) }
    set { spawnedTotals[0] = UInt64(newValue) }
  }
  var arrived: Int {
    get { Int(arrivedTotals[0]) }
    set { arrivedTotals[0] = UInt64(newValue) }
  }
  var nextID: UInt32 {
    get { nextIDs[0] }
    set { nextIDs[0] = newValue }
  }
}
