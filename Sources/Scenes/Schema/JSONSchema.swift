import Haptics

extension Scene {
  /// JSON schema of scene files, draft 2020-12: for editors that complete and check while one writes.
  public static func jsonSchema() -> String {
    JSONSchema.text(SceneRecords.scene.kind.shape, title: "Throng scene")
  }
}
extension Garment {
  /// JSON schema of garment files, draft 2020-12.
  public static func jsonSchema() -> String { JSONSchema.text(shape, title: "Throng garment") }
}
extension Mapping {
  /// JSON schema of mapping files, draft 2020-12.
  public static func jsonSchema() -> String { JSONSchema.text(shape, title: "Throng mapping") }
}

/// The schema as JSON, every record under `$defs`.
enum JSONSchema {
  /// A JSON value whose objects keep the order of their keys.
  private indirect enum Value {
    case raw(String)
    case object([(String, Value)])
    case array([Value])
    static func text(_ text: String) -> Value { .raw(quoted(text)) }
  }

  /// No space and no ASCII sign but '-' and '_'; written without Unicode classes, which not all validators know.
  private static let namePattern = "^[^\\s!-,./:-@\\[-^`{-~]+$"

  static func text(_ shape: SchemaShape, title: String) -> String {
    let records = SchemaCatalogue([shape]).records
    let root = Value.object(
      [
        ("$schema", .text("https://json-schema.org/draft/2020-12/schema")), ("title", .text(title)),
      ] + members(shape) + [("$defs", .object(records.map { (identifier($0.name), object($0)) }))])
    return written(root, indent: "") + "\n"
  }

  private static func object(_ record: SchemaRecordShape) -> Value {
    var members: [(String, Value)] = [("type", .text("object")), ("description", .text(record.summary))]
    members.append(("properties", .object(record.keys.map { ($0.key, property($0)) })))
    let required = record.keys.filter(\.required).map { Value.text($0.key) }
    if !required.isEmpty { members.append(("required", .array(required))) }
    members.append(("additionalProperties", .raw("false")))
    return .object(members)
  }

  private static func property(_ key: SchemaRecordShape.Key) -> Value {
    let unit = key.shape.unit.isEmpty ? "" : " [\(key.shape.unit)]"
    var list = members(key.shape) + [("description", .text(key.summary + unit))]
    if let standard = key.standard { list.append(("default", .raw(standard))) }
    return .object(list)
  }

  private static func members(_ shape: SchemaShape) -> [(String, Value)] {
    switch shape {
    case .number(let range, _):
      return [
        ("type", .text("number")), ("minimum", .raw(inWords(range.lowerBound, ""))),
        ("maximum", .raw(inWords(range.upperBound, ""))),
      ]
    case .whole(let lowest, let highest, _):
      return [("type", .text("integer")), ("minimum", .raw(lowest)), ("maximum", .raw(highest))]
    case .text(let maximum): return [("type", .text("string")), ("maxLength", .raw("\(maximum)"))]
    case .name:
      return [
        ("type", .text("string")), ("pattern", .text(namePattern)), ("minLength", .raw("1")),
        ("maxLength", .raw("64")),
      ]
    case .flag: return [("type", .text("boolean"))]
    case .choice(let words): return [("enum", .array(words.map { .text($0) }))]
    case .constant(let word):
      return [("const", PlainNumber.parse(word) == .notNumeric ? .text(word) : .raw(word))]
    case .list(let item, let count):
      return [
        ("type", .text("array")), ("items", .object(members(item))),
        ("minItems", .raw("\(count.lowerBound)")),
        ("maxItems", .raw("\(count.upperBound)")),
      ]
    case .tuple(let items):
      return [
        ("type", .text("array")), ("prefixItems", .array(items.map { .object(members($0.shape)) })),
        ("minItems", .raw("\(items.count)")), ("maxItems", .raw("\(items.count)")),
      ]
    case .record(let record): return [("$ref", .text("#/$defs/\(identifier(record.name))"))]
    case .weights(_, let item):
      return [
        ("type", .text("object")), ("additionalProperties", .object(members(item))),
        ("minProperties", .raw("1")),
      ]
    case .reference: return [("type", .text("string"))]
    case .any(let shapes): return [("anyOf", .array(shapes.map { .object(members($0)) }))]
    }
  }

  private static func identifier(_ name: String) -> String { String(name.map { $0 == " " ? "_" : $0 }) }

  private static func written(_ value: Value, indent: String) -> String {
    let inner = indent + "  "
    switch value {
    case .raw(let text): return text
    case .array(let items):
      let texts = items.map { written($0, indent: inner) }
      let line = "[\(texts.joined(separator: ", "))]"
      if line.count + indent.count < 100, !line.contains("\n") { return line }
      return "[\n\(texts.map { inner + $0 }.joined(separator: ",\n"))\n\(indent)]"
    case .object(let members):
      let texts = members.map { "\(quoted($0)): \(written($1, indent: inner))" }
      let line = "{\(texts.joined(separator: ", "))}"
      if line.count + indent.count < 100, !line.contains("\n") { return line }
      return "{\n\(texts.map { inner + $0 }.joined(separator: ",\n"))\n\(indent)}"
    }
  }
}
