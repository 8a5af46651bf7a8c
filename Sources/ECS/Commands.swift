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
  private var turns: [CommandTurn] = []  // scratch

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
    // A list of plain numbers: sorting generic entries takes memory for each.
    turns.removeAll(keepingCapacity: true)
    for (place, entry) in entries.enumerated() {
      turns.append(CommandTurn(system: entry.system, entity: entry.entity, place: place))
    }
    turns.sort { ($0.system, $0.entity, $0.place) < ($1.system, $1.entity, $1.place) }
    for turn in turns {
      let entry = entries[turn.place]
      switch entry.order {
      case .spawn(let newcomer): spawn(entry.entity, newcomer)
      case .leave(let farewell): leave(entry.entity, farewell)
      }
    }
    entries.removeAll(keepingCapacity: true)
  }
}

/// When a command is carried out, and where it stands in the list of what was asked for.
private struct CommandTurn: Sendable {
  var system: Int
  var entity: EntityID
  var place: Int
}
