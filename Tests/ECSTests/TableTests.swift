import ECS
import Kernel
import Testing

struct Birds: Table, Equatable {
  var entities: [EntityID] = []
  var heights: [Float] = []  // [m]
  var flags: [UInt8] = []

  static let columns: [Column<Birds>] = [
    Column("entity", \.entities), Column("height", \.heights), Column("flag", \.flags),
  ]

  static func flock(_ count: Int) -> Birds {
    var birds = Birds()
    for k in 0..<count {
      birds.entities.append(EntityID(index: UInt32(k), generation: 0))
      birds.heights.append(Float(k) + 0.5)
      birds.flags.append(UInt8(k % 7))
    }
    return birds
  }
}

@Suite struct TableTests {
  /// Removing rows is filtering: the others keep order and values in every column.
  @Test(arguments: [0, 1, 2, 17, 100], [1, 2, 3, 10])
  func removalKeepsOrder(count: Int, every: Int) {
    var birds = Birds.flock(count)
    let rows = (0..<count).filter { $0 % every == 0 }
    let kept = (0..<count).filter { $0 % every != 0 }
    birds.remove(rows: rows)
    #expect(birds.entities.map { Int($0.index) } == kept)
    #expect(birds.heights == kept.map { Float($0) + 0.5 })
    #expect(birds.flags == kept.map { UInt8($0 % 7) })
  }

  /// Filling gaps from the end leaves the same birds as closing up, each with all of its columns, and moves no more
  /// than leave.
  @Test(arguments: [1, 2, 17, 100], [1, 2, 3, 10])
  func fillingGapsKeepsTheSameRows(count: Int, every: Int) {
    for offset in 0..<every {
      let rows = (0..<count).filter { ($0 + offset) % every == 0 }
      var birds = Birds.flock(count)
      birds.remove(rows: rows, fillingGaps: true)
      var closed = Birds.flock(count)
      closed.remove(rows: rows, fillingGaps: false)
      #expect(birds.heights.sorted() == closed.heights)
      #expect(birds.entities.map { Float($0.index) + 0.5 } == birds.heights)
      #expect(birds.flags == birds.entities.map { UInt8($0.index % 7) })
      let moved = birds.entities.enumerated().count { $0.offset != Int($0.element.index) }
      #expect(moved <= rows.count)
    }
  }

  /// Every column follows the same permutation; its inverse brings everything back.
  @Test(arguments: [0, 1, 2, 31, 1_000])
  func reorderingMovesWholeRows(count: Int) {
    let random = CounterRandom(seed: 7)
    let order = (0..<count).sorted {
      random.uniform(.test, entity: UInt32($0), tick: 0) < random.uniform(.test, entity: UInt32($1), tick: 0)
    }.map { Int32($0) }
    var birds = Birds.flock(count)
    birds.reorder(by: order)
    #expect(birds.entities.map(\.index) == order.map { UInt32($0) })
    #expect(birds.heights == order.map { Float($0) + 0.5 })
    #expect(birds.flags == order.map { UInt8($0 % 7) })
    var inverse = [Int32](repeating: 0, count: count)
    for (row, source) in order.enumerated() { inverse[Int(source)] = Int32(row) }
    birds.reorder(by: inverse)
    #expect(birds == Birds.flock(count))
  }

  @Test(arguments: [[0], [9], [0, 9], [3, 4, 5], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], []])
  func removalAtTheEnds(rows: [Int]) {
    var birds = Birds.flock(10)
    birds.remove(rows: rows)
    #expect(birds.heights == (0..<10).filter { !rows.contains($0) }.map { Float($0) + 0.5 })
  }

  @Test func snapshotRoundTripIsBitwise() throws {
    var birds = Birds.flock(33)
    birds.heights[3] = -0.0
    birds.heights[4] = .nan
    var snapshot = Snapshot()
    snapshot.save(birds, as: "bird")
    var other = Birds.flock(2)
    try snapshot.restore(&other, from: "bird")
    #expect(other.entities == birds.entities && other.flags == birds.flags)
    #expect(other.heights.map(\.bitPattern) == birds.heights.map(\.bitPattern))
    var again = Snapshot()
    again.save(other, as: "bird")
    #expect(again == snapshot)
    #expect(again.firstDifference(from: snapshot) == nil)
    #expect(snapshot.sections.map(\.name) == ["bird.entity", "bird.height", "bird.flag"])
  }

  @Test func aSnapshotThatDoesNotFitChangesNothing() {
    var snapshot = Snapshot()
    snapshot.save(EntityAllocator(), as: "bird")
    var birds = Birds.flock(5)
    #expect(throws: Diagnostic.self) { try snapshot.restore(&birds, from: "bird") }
    #expect(throws: Diagnostic.self) { try snapshot.restore(&birds, from: "fish") }
    #expect(birds == Birds.flock(5))
  }

  @Test func differencesAreNamedByColumnAndRow() {
    var changed = Birds.flock(20)
    changed.heights[13] += 1
    var one = Snapshot()
    one.save(Birds.flock(20), as: "bird")
    var other = Snapshot()
    other.save(changed, as: "bird")
    let difference = one.firstDifference(from: other)
    #expect(difference?.column == "bird.height" && difference?.row == 13)
    #expect(Snapshot().firstDifference(from: one)?.column == "bird.entity")
  }

  @Test func hashSeesEveryColumn() {
    func hash(_ birds: Birds) -> UInt64 {
      var hash = StableHash()
      birds.combine(into: &hash)
      return hash.value
    }
    let plain = Birds.flock(9)
    #expect(hash(plain) == hash(Birds.flock(9)))
    var changed = plain
    changed.heights[8] = changed.heights[8].nextUp
    #expect(hash(changed) != hash(plain))
    changed = plain
    changed.flags[0] = 1
    #expect(hash(changed) != hash(plain))
    changed = plain
    changed.entities[4].generation = 1
    #expect(hash(changed) != hash(plain))
  }
}
