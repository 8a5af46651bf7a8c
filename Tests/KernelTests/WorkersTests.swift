import Kernel
import Synchronization
import Testing

@Suite struct WorkersTests {
  @Test(arguments: [1, 2, 3, 5, 8], [0, 1, 7, 64, 65, 1_000])
  func everyRowIsVisitedOnce(count: Int, rows: Int) {
    var visits = [Int](repeating: 0, count: rows)
    visits.withUnsafeMutableBufferPointer {
      let column = Rows($0)
      Workers(count).forEachBlock(rows: rows, size: 16) { worker, range in
        for row in range { column[row] += 1 + 1_000 * (range.lowerBound / 16) }
        if worker < 0 || worker >= count { column[range.lowerBound] = -1 }
      }
    }
    #expect(visits == (0..<rows).map { 1 + 1_000 * ($0 / 16) })
  }

  @Test func noWorkerIsOne() { #expect(Workers(0).count == 1 && Workers(-3).count == 1) }

  @Test func blocksRunOnSeveralThreadsYetAllOfThem() {
    let sum = Atomic<Int>(0)
    Workers(4).forEachBlock(rows: 10_000, size: 10) { _, range in
      for row in range { sum.wrappingAdd(row, ordering: .relaxed) }
    }
    #expect(sum.load(ordering: .relaxed) == 10_000 * 9_999 / 2)
  }
}
