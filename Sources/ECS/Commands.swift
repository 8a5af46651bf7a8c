/// Spawning and leaving, asked for by systems and carried out at one named point of the step. Carrying them out in
/// order of (system, entity) makes the result independent of the order in which they were asked for.
public struct Commands<Newcomer: Sendable, Farewell: Sendable>: Sendable {
  enum Order: Sendable {
    case spawn(Newcomer)
    case leave(Farewell)
  }
  struct Entry: Sendable {
    var system: Int
    var entity: EntityID
    var order: Order
  }
  private(set) var entries: [Entry] = []

  public init() {}
  public var isEmpty: Bool { entries.isEmpty }

  /// `entity` has been allocated by the system that asks; `system` is its place in the schedule.
  public mutating func spawn(_ newcomer: Newcomer, as entity: EntityID, system: Int) {
    entries.append(Entry(system: system, entity: entity, order: .spawn(newcomer)))
  }
  public mutating func leave(_ entity: EntityID, _ farewell: Farewell, system: Int) {
    entries.append(Entry(system: system, entity: entity, order: .leave(farewell)))
  }

  /// Hands every command over, in order of (system, entity), and forgets them.
  public mutating func drain(
    spawn: (EntityID, Newcomer) -> Void, leave: (EntityID, Farewell) -> Void
  ) {
    entries.sort { ($0.system, $0.entity) < ($1.system, $1.entity) }
    for entry in entries {
      switch entry.order {
      case .spawn(let newcomer): spawn(entry.entity, newcomer)
      case .leave(let farewell): leave(entry.entity, farewell)
      }
    }
    entries.removeAll(keepingCapacity: true)
  }
}
