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
