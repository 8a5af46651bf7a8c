import ECS
import Kernel
import Testing

@Suite struct AllocatorTests {
  @Test func anIndexComesBackWithTheNextGeneration() {
    var allocator = EntityAllocator()
    let first = allocator.allocate()
    let second = allocator.allocate()
    #expect(first != second && allocator.count == 2)
    let released = allocator.release(first)
    #expect(released)
    #expect(!allocator.isAlive(first) && allocator.isAlive(second))
    let third = allocator.allocate()
    #expect(third.index == first.index && third.generation == first.generation + 1)
    #expect(!allocator.isAlive(first) && allocator.isAlive(third))
    #expect(allocator.capacity == 2)
  }

  @Test func anOldNameEndsNobody() {
    var allocator = EntityAllocator()
    let old = allocator.allocate()
    let once = allocator.release(old)
    let twice = allocator.release(old)
    let new = allocator.allocate()
    let late = allocator.release(old)
    #expect(once && !twice && !late)
    #expect(allocator.isAlive(new) && allocator.count == 1)
    #expect(!allocator.isAlive(EntityID(index: 99, generation: 0)))
  }

  /// However entities come and go, the living ones have indices of their own.
  @Test func livingEntitiesShareNoIndex() {
    var allocator = EntityAllocator()
    var living: [EntityID] = []
    let random = CounterRandom(seed: 2)
    for k in 0..<2_000 {
      let u = random.uniform4(.test, entity: UInt32(k), tick: 0)
      if u.x < 0.55 || living.isEmpty {
        living.append(allocator.allocate())
      } else {
        let released = allocator.release(living.remove(at: Int(u.y * Float(living.count))))
        #expect(released)
      }
      #expect(allocator.count == living.count)
    }
    let indices = living.map(\.index).sorted()
    #expect(zip(indices, indices.dropFirst()).allSatisfy { $0 < $1 })
    #expect(living.allSatisfy(allocator.isAlive))
  }
}
