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
    snapshot.save(congestion, as: "congestion")
    snapshot.save(quarantine, as: "quarantine")
    snapshot.save(allocator, as: "entity")
    return snapshot
  }

  /// Goes back, or on, to the moment of the snapshot. Throws, and changes nothing, when the snapshot does not fit.
  /// `workers` make walls and ways anew where the snapshot's barriers stand otherwise; the result does not depend on them.
  public mutating func restore(_ snapshot: Snapshot, workers: Workers = .one) throws(Diagnostic) {
    var world = self
    try snapshot.restore(&world.ledger, from: "ledger")
    try snapshot.restore(&world.pedestrians, from: "pedestrian")
    try snapshot.restore(&world.gates, from: "source")
    try snapshot.restore(&world.barriers, from: "barrier")
    try world.stations.restore(from: snapshot)
    try snapshot.restore(&world.congestion, from: "congestion")
    try snapshot.restore(&world.quarantine, from: "quarantine")
    try snapshot.restore(&world.allocator, from: "entity")
    guard world.barriers.closed.count == plan.barriers.count else {
      throw Diagnostic(
        "E0103", "the snapshot has \(world.barriers.closed.count) barriers, the plan \(plan.barriers.count)",
        hint: "snapshots fit only the scene that they were made from")
    }
    guard world.congestion.isLike(congestion) else {
      throw Diagnostic(
        "E0104", "the snapshot's crowds lie on another grid than the plan's",
        hint: "snapshots fit only the scene that they were made from")
    }
    world.followBarriers(workers: workers)
    world.entityRows.note(world.pedestrians.entities.indices, of: world.pedestrians.entities)
    world.restorePrices(workers: workers)
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
    congestion.combine(into: &hash)
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
