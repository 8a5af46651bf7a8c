/// Hands out entities and takes them back. The index given back last is handed out first, so its columns are
/// part of a snapshot: after a restore the same names follow.
public struct EntityAllocator: Table, Equatable, Sendable {
  var generations: [UInt32] = []  // by index: of the entity that holds it, or that will hold it next
  var free: [UInt32] = []  // indices without an entity; the last is used first
  var occupied: [UInt8] = []  // by index: 1 while an entity holds it

  public init() {}

  public static let columns: [Column<EntityAllocator>] = [
    Column("generation", \.generations), Column("free", \.free), Column("occupied", \.occupied),
  ]

  /// Entities alive.
  public var count: Int { generations.count - free.count }

  /// Indices ever handed out: every living entity's index is below.
  public var capacity: Int { generations.count }

  /// Makes room for so many more entities at once.
  public mutating func reserve(_ more: Int) {
    let wanted = max(0, more - free.count)
    generations.reserveCapacity(generations.count + wanted)
    occupied.reserveCapacity(occupied.count + wanted)
  }

  public mutating func allocate() -> EntityID {
    if let index = free.popLast() {
      occupied[Int(index)] = 1
      return EntityID(index: index, generation: generations[Int(index)])
    }
    generations.append(0)
    occupied.append(1)
    return EntityID(index: UInt32(generations.count - 1), generation: 0)
  }

  public func isAlive(_ entity: EntityID) -> Bool {
    let i = Int(entity.index)
    return i < generations.count && occupied[i] == 1 && generations[i] == entity.generation
  }

  /// Ends an entity's life; false, and nothing happens, when it had ended already.
  @discardableResult public mutating func release(_ entity: EntityID) -> Bool {
    guard isAlive(entity) else { return false }
    generations[Int(entity.index)] &+= 1
    occupied[Int(entity.index)] = 0
    free.append(entity.index)
    return true
  }
}
