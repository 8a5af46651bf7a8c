import ECS
import Kernel

/// The one place where people appear and disappear. Whoever is told to leave twice leaves for the first reason.
func applyCommands(
  tick: Int, commands: inout Commands<Newcomer, Farewell>, pedestrians: inout Pedestrians,
  allocator: inout EntityAllocator, ledger: inout Ledger, quarantine: inout Quarantine
) {
  if commands.isEmpty { return }
  var gone = [Farewell?](repeating: nil, count: allocator.capacity)  // by the entity's index
  var entering: [(EntityID, Newcomer)] = []
  var isAnyoneGone = false
  commands.drain(
    spawn: { entering.append(($0, $1)) },
    leave: { entity, farewell in
      if gone[Int(entity.index)] == nil { gone[Int(entity.index)] = farewell }
      isAnyoneGone = true
    })
  if isAnyoneGone {
    var rows: [Int] = []
    for (row, entity) in pedestrians.entities.enumerated() {
      guard let farewell = gone[Int(entity.index)], allocator.release(entity) else { continue }
      rows.append(row)
      switch farewell {
      case .arrived: ledger.arrived += 1
      case .quarantined(let reason):
        quarantine.append(id: pedestrians.ids[row], tick: tick, reason: reason)
      }
    }
    pedestrians.remove(rows: rows)
  }
  for (entity, newcomer) in entering {
    pedestrians.append(newcomer, as: entity)
    ledger.spawned += 1
  }
}
