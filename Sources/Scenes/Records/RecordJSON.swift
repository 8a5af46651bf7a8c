/// Values on their way to JSON (RFC 8259): keys keep their order, numbers that are not finite become null.
package indirect enum RecordJSON {
  case null
  case bool(Bool)
  case integer(Int)
  case unsigned(UInt64)
  case number(Double)
  case text(String)
  case list([RecordJSON])
  case object([(String, RecordJSON)])

  /// All on one line.
  package var packed: String {
    switch self {
    case .list(let items): return "[" + items.map(\.packed).joined(separator: ",") + "]"
    case .object(let members):
      return "{" + members.map { "\(quoted($0.0)):\($0.1.packed)" }.joined(separator: ",") + "}"
    default: return written()
    }
  }

  /// Indented by two spaces, lists on one line.
  package func written(indent: Int = 0) -> String {
    switch self {
    case .null: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .integer(let value): return "\(value)"
    case .unsigned(let value): return "\(value)"
    case .number(let value): return value.isFinite ? NumberText.short(value) : "null"
    case .text(let value): return quoted(value)
    case .list(let items): return "[" + items.map { $0.written(indent: indent) }.joined(separator: ", ") + "]"
    case .object(let members):
      if members.isEmpty { return "{}" }
      let inner = String(repeating: "  ", count: indent + 1)
      let lines = members.map { "\(inner)\(quoted($0.0)): \($0.1.written(indent: indent + 1))" }
      return "{\n" + lines.joined(separator: ",\n") + "\n" + String(repeating: "  ", count: indent) + "}"
    }
  }
}
