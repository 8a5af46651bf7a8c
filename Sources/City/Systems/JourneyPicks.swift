import Kernel

/// Rows that a scan of everybody has picked, in rising order. Scratch: kept for its capacity.
struct JourneyPicks: Sendable {
  private(set) var rows: [Int32] = []
  private var room: [Int32] = []
  private var counts: [Int32] = []

  private static let rowsPerBlock = 1024

  /// Asks about every row, in blocks; each block writes those it picks where its own rows would stand. A block that
  /// `isDull` has none to pick.
  @inline(__always)
  mutating func pick(
    from count: Int, workers: Workers, unless isDull: @Sendable (Range<Int>) -> Bool = { _ in false },
    where isPicked: @Sendable (Int) -> Bool
  ) {
    room.resize(to: count, with: 0)
    counts.resize(to: (count + JourneyPicks.rowsPerBlock - 1) / JourneyPicks.rowsPerBlock, with: 0)
    room.withUnsafeMutableBufferPointer {
      let room = Rows($0)
      counts.withUnsafeMutableBufferPointer {
        let counts = Rows($0)
        workers.forEachBlock(rows: count, size: JourneyPicks.rowsPerBlock) { _, range in
          var next = range.lowerBound
          if !isDull(range) {
            for i in range where isPicked(i) {
              room[next] = Int32(truncatingIfNeeded: i)
              next += 1
            }
          }
          counts[range.lowerBound / JourneyPicks.rowsPerBlock] = Int32(next - range.lowerBound)
        }
      }
    }
    rows.removeAll(keepingCapacity: true)
    for (block, count) in counts.enumerated() where count > 0 {
      let start = block * JourneyPicks.rowsPerBlock
      rows.append(contentsOf: room[start..<start + Int(count)])
    }
  }

  /// Brings the rows into the order in which their people's ids rise.
  mutating func sort(by ids: [UInt32]) {
    rows.sort { ids[Int($0)] < ids[Int($1)] }
  }
}

/// Sums of whole numbers over everybody, several at once. Scratch.
struct JourneyCounts: Sendable {
  private(set) var sums: [Int] = []
  private var partial: [Int32] = []

  private static let rowsPerBlock = 8192

  /// `count(i, add)` calls `add(k)` for each sum k, 0 ..< sums, that person i counts for.
  @inline(__always)
  mutating func count(
    _ number: Int, over rows: Int, workers: Workers,
    _ body: @Sendable (_ range: Range<Int>, _ sums: Rows<Int32>) -> Void
  ) {
    let blocks = (rows + JourneyCounts.rowsPerBlock - 1) / JourneyCounts.rowsPerBlock
    partial.removeAll(keepingCapacity: true)
    partial.resize(to: blocks * number, with: 0)
    partial.withUnsafeMutableBufferPointer { buffer in
      let all = Rows(buffer)
      workers.forEachBlock(rows: rows, size: JourneyCounts.rowsPerBlock) { _, range in
        let own = range.lowerBound / JourneyCounts.rowsPerBlock * number
        body(range, Rows(UnsafeMutableBufferPointer(start: all.base + own, count: number)))
      }
    }
    sums.removeAll(keepingCapacity: true)
    sums.resize(to: number, with: 0)
    for block in 0..<blocks {
      for k in 0..<number { sums[k] += Int(partial[block * number + k]) }
    }
  }
}
