import Foundation
import Scenes

/// A YAML file as JSON, for tests that compare the two.
func json(ofYAML text: String) throws -> String {
  var reader = TreeReader(source: SourceText(file: "test"))
  guard let tree = reader.read(bytes: Array(text.utf8)) else { throw CocoaError(.formatting) }
  return json(tree)
}

private func json(_ tree: SourceTree) -> String {
  switch tree.content {
  case .plain(let text):
    if case .number = PlainNumber.parse(text) { return text }
    return text == "true" || text == "false" ? text : string(text)
  case .quoted(let text): return string(text)
  case .empty: return "null"
  case .list(let items): return "[\(items.map(json).joined(separator: ","))]"
  case .map(let entries):
    return "{\(entries.map { "\(string($0.key)):\(json($0.value))" }.joined(separator: ","))}"
  }
}

private func string(_ text: String) -> String {
  let array = try? JSONSerialization.data(withJSONObject: [text], options: [.withoutEscapingSlashes])
  return String(decoding: array ?? Data("[\"\"]".utf8), as: UTF8.self).dropFirst().dropLast().description
}

/// Just enough of JSON schema, draft 2020-12, to hold a value against the schemas that the library writes.
struct SchemaValidator {
  let root: [String: Any]

  init(_ text: String) throws {
    let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
    guard let root = value as? [String: Any] else { throw CocoaError(.formatting) }
    self.root = root
  }

  func accepts(_ value: Any) -> Bool { accepts(value, root) }

  private func accepts(_ value: Any, _ schema: [String: Any]) -> Bool {
    if let reference = schema["$ref"] as? String {
      let name = String(reference.dropFirst("#/$defs/".count))
      guard let record = (root["$defs"] as? [String: Any])?[name] as? [String: Any] else { return false }
      return accepts(value, record)
    }
    if let choices = schema["anyOf"] as? [[String: Any]], !choices.contains(where: { accepts(value, $0) }) {
      return false
    }
    if let words = schema["enum"] as? [String], !words.contains(value as? String ?? "\0") { return false }
    if let constant = schema["const"] as? NSObject, constant != value as? NSObject { return false }
    switch schema["type"] as? String {
    case "object": return object(value, schema)
    case "array": return array(value, schema)
    case "string":
      guard let text = value as? String else { return false }
      return text.count <= schema["maxLength"] as? Int ?? .max
        && text.count >= schema["minLength"] as? Int ?? 0
    case "boolean": return isFlag(value)
    case "number", "integer":
      guard let number = value as? NSNumber, !isFlag(value) else { return false }
      let low = (schema["minimum"] as? NSNumber)?.doubleValue ?? -.infinity
      let high = (schema["maximum"] as? NSNumber)?.doubleValue ?? .infinity
      return (low...high).contains(number.doubleValue)
    default: return true
    }
  }

  private func object(_ value: Any, _ schema: [String: Any]) -> Bool {
    guard let object = value as? [String: Any] else { return false }
    for key in schema["required"] as? [String] ?? [] where object[key] == nil { return false }
    if object.count < schema["minProperties"] as? Int ?? 0 { return false }
    let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
    return object.allSatisfy { key, item in
      if let known = properties[key] { return accepts(item, known) }
      if let others = schema["additionalProperties"] as? [String: Any] { return accepts(item, others) }
      return false
    }
  }

  private func array(_ value: Any, _ schema: [String: Any]) -> Bool {
    guard let array = value as? [Any] else { return false }
    guard array.count >= schema["minItems"] as? Int ?? 0, array.count <= schema["maxItems"] as? Int ?? .max
    else {
      return false
    }
    if let each = schema["prefixItems"] as? [[String: Any]] {
      return zip(array, each).allSatisfy { accepts($0, $1) }
    }
    guard let item = schema["items"] as? [String: Any] else { return true }
    return array.allSatisfy { accepts($0, item) }
  }

  /// Foundation keeps true and false as numbers of its smallest kind.
  private func isFlag(_ value: Any) -> Bool {
    (value as? NSNumber).map { String(cString: $0.objCType) == "c" } ?? false
  }
}
