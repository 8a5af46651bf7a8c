import ECS
import Kernel

/// Up to so many people rows stand in order of entry. A greater crowd is kept in order of place, so that looking at
/// neighbours reads memory that lies together; the last rows then fill the gaps of those who leave.
let mostInOrderOfEntry = 4096
/// [s] between two looks at the order: people walk some 2 m in that time.
private let orderingPeriod: Float = 1.6

/// Brings the rows of a great crowd into the order of the bins, cell by cell; within a cell, and for those in no
/// cell, who stand at the end, the order stays. A function of the state alone.
func orderRows(
  tick: Int, dt: Float, bins: inout NeighbourBins, pedestrians: inout Pedestrians, rows: inout EntityRows,
  workers: Workers
) {
  let period = Int(min(max(orderingPeriod / dt, 1), 10_000).rounded())
  guard pedestrians.count > mostInOrderOfEntry, tick % period == 0 else { return }
  bins.fill(pedestrians, workers: workers)
  var order = Array(bins.rows[0..<bins.count])
  if order.count < pedestrians.count {
    var isBinned = [Bool](repeating: false, count: pedestrians.count)
    for row in order { isBinned[Int(row)] = true }
    for row in 0..<pedestrians.count where !isBinned[row] { order.append(Int32(row)) }
  }
  pedestrians.reorder(by: order, workers: workers)
  rows.note(0..<pedestrians.count, of: pedestrians.entities)
}

/// In which row each entity stands, by its index. Derived: computed by applyCommands and orderRows.
struct EntityRows: Sendable {
  private var rows: [Int32] = []

  /// Nil for an entity that stands in none.
  func row(of entity: EntityID, in entities: [EntityID]) -> Int? {
    guard entity.index < rows.count else { return nil }
    let row = Int(rows[Int(entity.index)])
    return row >= 0 && row < entities.count && entities[row] == entity ? row : nil
  }

  /// Takes down who stands in these rows now. Old entries of those who have left name others and count for nothing.
  mutating func note(_ changed: some Sequence<Int>, of entities: [EntityID]) {
    for row in changed where row < entities.count {
      let index = Int(entities[row].index)
      if index >= rows.count {
        // An eighth ahead, where an array would take twice as much.
        let room = index + 1 + index / 8 + 64
        if room > rows.capacity { rows.reserveCapacity(room) }
        rows.resize(to: room, with: -1)
      }
      rows[index] = Int32(truncatingIfNeeded: row)
    }
  }
}
