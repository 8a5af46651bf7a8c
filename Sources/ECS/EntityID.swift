/// Names one entity for as long as it lives. An index is used again after its entity has left, with the next
/// generation, so that an old name never points to a newcomer.
@frozen public struct EntityID: Hashable, Comparable, Sendable, BitwiseCopyable {
  public var index: UInt32
  public var generation: UInt32

  @inlinable public init(index: UInt32, generation: UInt32) {
    self.index = index
    self.generation = generation
  }
  @inlinable public static func < (a: EntityID, b: EntityID) -> Bool {
    (a.index, a.generation) < (b.index, b.generation)
  }
}
