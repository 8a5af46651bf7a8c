import Kernel

/// The bytes of every state column at one moment, and of nothing else.
public struct Snapshot: Equatable, Sendable {
  public struct Section: Equatable, Sendable {
    public var name: String  // table.column
    public var stride: Int  // [byte] of one element
    public var bytes: [UInt8]
  }
  public private(set) var sections: [Section] = []

  public init() {}

  /// Saves every column of `table` under `name`.
  public mutating func save<T: Table>(_ table: T, as name: String) {
    for column in T.columns {
      sections.append(
        Section(name: "\(name).\(column.name)", stride: column.stride, bytes: column.bytes(table)))
    }
  }

  /// Fills every column of `table` from the sections saved under `name`. Throws when a column is missing or was
  /// made of elements of another size; `table` is then unchanged.
  public func restore<T: Table>(_ table: inout T, from name: String) throws(Diagnostic) {
    var restored = table
    for column in T.columns {
      let full = "\(name).\(column.name)"
      guard let section = sections.first(where: { $0.name == full }) else {
        throw Diagnostic(
          "E0101", "the snapshot holds no column \(full)",
          hint: "snapshots fit only the version of the program that made them")
      }
      guard section.stride == column.stride, section.bytes.count % column.stride == 0 else {
        throw Diagnostic(
          "E0102",
          "column \(full) of the snapshot has elements of \(section.stride) bytes, \(column.stride) expected",
          hint: "snapshots fit only the version of the program that made them")
      }
      column.load(&restored, section.bytes)
    }
    table = restored
  }

  /// The first column, and its first row, in which two snapshots part; nil when they are alike.
  public func firstDifference(from other: Snapshot) -> (column: String, row: Int)? {
    for (mine, theirs) in zip(sections, other.sections) where mine != theirs {
      if mine.name != theirs.name { return (mine.name, 0) }
      let shared = zip(mine.bytes, theirs.bytes)
      let byte = shared.enumerated().first { $0.element.0 != $0.element.1 }?.offset
      return (mine.name, (byte ?? min(mine.bytes.count, theirs.bytes.count)) / mine.stride)
    }
    if sections.count == other.sections.count { return nil }
    let longer = sections.count > other.sections.count ? sections : other.sections
    return (longer[min(sections.count, other.sections.count)].name, 0)
  }
}
