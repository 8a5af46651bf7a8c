import ECS
import Kernel

/// The one place where people appear and disappear. Whoever is told to leave twice leaves for the first reason. What
/// it costs goes with those who come or leave, not with those who are there.
func applyCommands(
  tick: Int, commands: inout Commands<Newcomer, Farewell>, pedestrians: inout Pedestrians,
  allocator: inout EntityAllocator, ledger: inout Ledger, quarantine: inout Quarantine,
  rows: inout EntityRows
) {
  if commands.isEmpty { return }
  var entering: [(EntityID, Newcomer)] = []
  var leaving: [Int] = []
  commands.drain(
    spawn: { entering.append(($0, $1)) },
    leave: { entity, farewell in
      guard allocator.release(entity), let row = rows.row(of: entity, in: pedestrians.entities) else {
        return
      }
      leaving.append(row)
      switch farewell {
      case .arrived: ledger.arrived += 1
      case .quarantined(let reason):
        quarantine.append(id: pedestrians.ids[row], tick: tick, reason: reason)
      }
    })
  if !leaving.isEmpty {
    leaving.sort()
    if pedestrians.count > mostInOrderOfEntry {
      pedestrians.remove(rows: leaving, fillingGaps: true)
      rows.note(leaving, of: pedestrians.entities)
    } else {
      pedestrians.remove(rows: leaving)
      rows.note(leaving[0]..<pedestrians.count, of: pedestrians.entities)
    }
  }
  let first = pedestrians.count
  pedestrians.reserve(entering.count)
  for (entity, newcomer) in entering { pedestrians.append(newcomer, as: entity) }
  ledger.spawned += entering.count
  rows.note(first..<pedestrians.count, of: pedestrians.entities)
}
