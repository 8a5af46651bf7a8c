/// What a key may hold, as data: the Markdown reference and the JSON schema are written from it.
indirect enum SchemaShape: Sendable {
  case number(ClosedRange<Double>, unit: String)
  case whole(lowest: String, highest: String, unit: String)
  case text(maximum: Int)
  case name
  case flag
  case choice([String])
  case constant(String)
  case list(SchemaShape, count: ClosedRange<Int>)
  case tuple([(name: String, shape: SchemaShape)])
  case record(SchemaRecordShape)
  /// A mapping whose keys are names of `things`.
  case weights(things: String, SchemaShape)
  /// The name of something that the file declares elsewhere.
  case reference(String)
  case any([SchemaShape])

  /// Unit of the number that the shape is about; empty without one.
  var unit: String {
    switch self {
    case .number(_, let unit), .whole(_, _, let unit): unit
    case .list(let item, _): item.unit
    case .tuple(let items): items.first?.shape.unit ?? ""
    case .weights(_, let item): item.unit
    case .any(let shapes): shapes.map(\.unit).first { !$0.isEmpty } ?? ""
    default: ""
    }
  }
}

/// A mapping with fixed keys.
struct SchemaRecordShape: Sendable {
  struct Key: Sendable {
    var key: String
    var shape: SchemaShape
    var required: Bool
    var standard: String?  // JSON text of the default; nil: none worth stating
    var summary: String

    /// The summary as a hint: no capital, no full stop.
    var hint: String {
      let line = summary.hasSuffix(".") ? String(summary.dropLast()) : summary
      return line.prefix(1).lowercased() + line.dropFirst()
    }
  }
  var name: String  // unique over the schema
  var summary: String
  var keys: [Key]
}
