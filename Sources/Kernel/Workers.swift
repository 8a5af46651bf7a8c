import Synchronization

/// A number of threads to spread blocks over. Results never depend on it: blocks are cut by the count of rows
/// alone, and each block writes only its own rows.
public struct Workers: Equatable, Sendable {
  public let count: Int
  public init(_ count: Int) { self.count = max(1, count) }
  public static let one = Workers(1)

  /// Calls `body(worker, range)` once for every block of at most `size` rows out of 0..<rows, in any order and
  /// possibly at the same time. `body` may write only what belongs to its range, and to scratch memory of its worker,
  /// 0..<count: a worker does one block after the other.
  public func forEachBlock(
    rows: Int, size: Int, _ body: @Sendable (_ worker: Int, _ range: Range<Int>) -> Void
  ) {
    precondition(size > 0, "a block has rows")
    let blocks = (rows + size - 1) / size
    if count == 1 || blocks < 2 {
      for block in 0..<blocks { body(0, block * size..<min(rows, (block + 1) * size)) }
      return
    }
    let next = Atomic<Int>(0)
    WorkerPool.shared.run(helpers: min(count, blocks) - 1) { worker in
      while true {
        let block = next.add(1, ordering: .relaxed).oldValue
        if block >= blocks { return }
        body(worker, block * size..<min(rows, (block + 1) * size))
      }
    }
  }
}

/// A column's memory, handed to blocks that write disjoint rows of it.
@frozen public struct Rows<Element>: @unchecked Sendable {
  public let base: UnsafeMutablePointer<Element>
  public let count: Int
  @inlinable public init(_ buffer: UnsafeMutableBufferPointer<Element>) {
    // An empty array may have no address; no row of it is ever touched.
    base = buffer.baseAddress ?? UnsafeMutablePointer(bitPattern: MemoryLayout<Element>.alignment)!
    count = buffer.count
  }
  @inlinable public subscript(row: Int) -> Element {
    get { base[row] }
    nonmutating set { base[row] = newValue }
  }
}
