import ECS
import Kernel

extension World {
  /// All that a later `restore` needs, in a world of the same plan, seed and clocks.
  public func save() -> Snapshot {
    var snapshot = Snapshot()
    snapshot.save(ledger, as: "ledger")
    snapshot.save(pedestrians, as: "pedestrian")
    snapshot.save(gates, as: "source")
    snapshot.save(barriers, as: "barrier")
    stations.save(into: &snapshot)
    snapshot.save(quarantine, as: "quarantine")
    snapshot.save(allocator, as: "entity")
    return snapshot
  }

  /// Goes back, or on, to the moment of the snapshot. Throws, and changes nothing, when the snapshot does not fit.
  public mutating func restore(_ snapshot: Snapshot) throws(Diagnostic) {
    var world = self
    try snapshot.restore(&world.ledger, from: "ledger")
    try snapshot.restore(&world.pedestrians, from: "pedestrian")
    try snapshot.restore(&world.gates, from: "source")
    try snapshot.restore(&world.barriers, from: "barrier")
    try world.stations.restore(from: snapshot)
    try snapshot.restore(&world.quarantine, from: "quarantine")
    try snapshot.restore(&world.allocator, from: "entity")
    self = world
  }

  /// xxHash64 over every state column. Two runs with equal hashes at a tick have, for all that matters, equal state.
  public func hash() -> UInt64 {
    var hash = StableHash()
    ledger.combine(into: &hash)
    pedestrians.combine(into: &hash)
    gates.combine(into: &hash)
    barriers.combine(into: &hash)
    stations.combine(into: &hash)
    quarantine.combine(into: &hash)
    allocator.combine(into: &hash)
    return hash.value
  }

  /// Test hook: puts a person at `position`, whatever it is. False when nobody has that id.
  @discardableResult package mutating func inject(position: Vector2, id: UInt32) -> Bool {
    guard let row = pedestrians.ids.firstIndex(of: id) else { return false }
    pedestrians.positions[row] = position
    return true
  }
}
