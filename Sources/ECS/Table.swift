import Kernel

/// A set of columns that a snapshot saves and a hash reads. Row i of every column of an archetype belongs to one
/// entity; a table of plain state may have columns of different lengths.
///
///     struct Pedestrians: Table {
///       var positions: [Vector2]  // [m]
///       static let columns = [Column("position", \Pedestrians.positions)]
///     }
public protocol Table: Sendable {
  /// Every state column, once, in an order that never changes between two runs of one binary.
  static var columns: [Column<Self>] { get }
}

/// One column of a table with its element's type folded away: what removal, snapshots and hashes need of it.
public struct Column<Owner>: Sendable {
  public let name: String
  public let stride: Int  // [byte] of one element
  let count: @Sendable (Owner) -> Int
  let remove: @Sendable (inout Owner, [Int]) -> Void
  let fillGaps: @Sendable (inout Owner, [Int]) -> Void
  let reorder: @Sendable (inout Owner, [Int32], inout [UInt8], Workers) -> Void
  /// Makes room for so many rows.
  public let reserve: @Sendable (inout Owner, Int) -> Void
  let bytes: @Sendable (Owner) -> [UInt8]
  let load: @Sendable (inout Owner, [UInt8]) -> Void
  let hash: @Sendable (Owner, inout StableHash) -> Void

  /// `path` leads to an array whose elements are stored without holes, so that equal values have equal bytes.
  public init<Element: BitwiseCopyable & Sendable>(
    _ name: String, _ path: WritableKeyPath<Owner, [Element]> & Sendable
  ) {
    self.name = name
    stride = MemoryLayout<Element>.stride
    count = { $0[keyPath: path].count }
    remove = { owner, rows in owner[keyPath: path].remove(rows: rows) }
    fillGaps = { owner, rows in owner[keyPath: path].fillGaps(rows) }
    reorder = { owner, order, scratch, workers in
      owner[keyPath: path].reorder(by: order, &scratch, workers)
    }
    reserve = { owner, count in owner[keyPath: path].reserveCapacity(count) }
    bytes = { owner in owner[keyPath: path].withUnsafeBytes { [UInt8]($0) } }
    load = { owner, bytes in
      owner[keyPath: path] = bytes.withUnsafeBytes { raw in
        (0..<raw.count / MemoryLayout<Element>.stride).map {
          raw.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Element>.stride, as: Element.self)
        }
      }
    }
    hash = { owner, hash in hash.combine(owner[keyPath: path]) }
  }
}

extension Table {
  /// Takes rows out of every column; those that stay keep their order.
  /// `rows` rise and name each row once.
  public mutating func remove(rows: [Int]) {
    if rows.isEmpty { return }
    for column in Self.columns { column.remove(&self, rows) }
  }

  /// As `remove(rows:)`, but the last rows move into the gaps when `fillingGaps`: the cost goes with `rows`, not with
  /// the length of the columns. The least gap gets the row that stands first of those moved.
  public mutating func remove(rows: [Int], fillingGaps: Bool) {
    if !fillingGaps { return remove(rows: rows) }
    if rows.isEmpty { return }
    for column in Self.columns { column.fillGaps(&self, rows) }
  }

  /// Row i of every column becomes what row `order[i]` was.
  /// `order` names each row once.
  public mutating func reorder(by order: [Int32], workers: Workers = .one) {
    var scratch: [UInt8] = []
    for column in Self.columns { column.reorder(&self, order, &scratch, workers) }
  }

  /// Folds every column into `hash`, in order.
  public func combine(into hash: inout StableHash) {
    for column in Self.columns { column.hash(self, &hash) }
  }
}

extension Array where Element: BitwiseCopyable {
  /// Closes the gaps that `rows` (rising) leave: moves each run between two of them down at once.
  fileprivate mutating func remove(rows: [Int]) {
    guard let first = rows.first else { return }
    let count = self.count
    precondition(first >= 0 && rows[rows.count - 1] < count, "a row to remove lies in the column")
    withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      var write = first
      for (k, row) in rows.enumerated() {
        let run = row + 1..<(k + 1 < rows.count ? rows[k + 1] : count)
        (base + write).update(from: base + run.lowerBound, count: run.count)
        write += run.count
      }
    }
    removeLast(rows.count)
  }
}

extension Array where Element: BitwiseCopyable {
  /// Takes `rows` (rising) out and moves those of the last rows that stay into the gaps, in order.
  fileprivate mutating func fillGaps(_ rows: [Int]) {
    let kept = count - rows.count
    precondition(rows[0] >= 0 && rows[rows.count - 1] < count, "a row to remove lies in the column")
    withUnsafeMutableBufferPointer { buffer in
      var source = kept
      var next = rows.firstIndex { $0 >= kept } ?? rows.count  // the next of the rows at the end that leave
      for gap in rows where gap < kept {
        while next < rows.count, rows[next] == source {
          source += 1
          next += 1
        }
        buffer[gap] = buffer[source]
        source += 1
      }
    }
    removeLast(rows.count)
  }

  /// Gathers by way of `scratch`, which keeps its memory.
  fileprivate mutating func reorder(by order: [Int32], _ scratch: inout [UInt8], _ workers: Workers) {
    precondition(order.count == count, "an order names each row once")
    let size = count * MemoryLayout<Element>.stride
    if scratch.count < size { scratch = [UInt8](repeating: 0, count: size) }
    let rowsPerBlock = 16384
    scratch.withUnsafeMutableBytes { scratch in
      withUnsafeMutableBytes { own in
        let stride = MemoryLayout<Element>.stride
        let old = Rows(scratch.assumingMemoryBound(to: UInt8.self))
        let new = Rows(own.assumingMemoryBound(to: UInt8.self))
        workers.forEachBlock(rows: order.count, size: rowsPerBlock) { _, rows in
          let start = rows.lowerBound * stride
          (old.base + start).update(from: new.base + start, count: rows.count * stride)
        }
        workers.forEachBlock(rows: order.count, size: rowsPerBlock) { _, rows in
          let from = UnsafeRawPointer(old.base)
          let to = UnsafeMutableRawPointer(new.base)
          for row in rows {
            let source = Int(order[row])
            precondition(source >= 0 && source < order.count, "an order names each row once")
            to.storeBytes(
              of: from.loadUnaligned(fromByteOffset: source * stride, as: Element.self),
              toByteOffset: row * stride, as: Element.self)
          }
        }
      }
    }
  }
}
