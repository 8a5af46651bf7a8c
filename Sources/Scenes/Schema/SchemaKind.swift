import Kernel

/// A kind of value that a key may hold: what it looks like, how it is read, how a default of it is written.
struct SchemaKind<Value: Sendable>: Sendable {
  let shape: SchemaShape
  /// The value, or nil after at least one fault has been reported.
  let read: @Sendable (SourceTree, inout SchemaReader) -> Value?
  /// As JSON; nil where a default need not be stated.
  private(set) var show: @Sendable (Value) -> String? = { _ in nil }

  init(
    _ shape: SchemaShape, read: @escaping @Sendable (SourceTree, inout SchemaReader) -> Value?
  ) {
    self.shape = shape
    self.read = read
  }

  func showing(_ show: @escaping @Sendable (Value) -> String?) -> Self {
    var copy = self
    copy.show = show
    return copy
  }
  func map<Other: Sendable>(_ convert: @escaping @Sendable (Value) -> Other) -> SchemaKind<Other> {
    let read = read
    return SchemaKind<Other>(shape) { tree, reader in read(tree, &reader).map(convert) }
  }

  /// Reading gives a value; only a missing key leaves nil.
  var optional: SchemaKind<Value?> {
    let show = show
    return map { $0 }.showing { $0.flatMap(show) }
  }

  /// Keeps the place of the value.
  var located: SchemaKind<Located<Value>> {
    let read = read
    let show = show
    return SchemaKind<Located<Value>>(shape) { tree, reader in
      read(tree, &reader).map { Located(value: $0, place: tree.place) }
    }.showing { show($0.value) }
  }
}

extension SchemaKind where Value == String {
  /// Free text of at most `maximum` characters.
  static func text(maximum: Int = 2000) -> SchemaKind {
    SchemaKind(.text(maximum: maximum)) { tree, reader in
      guard let text = tree.word else {
        reader.wrongType(tree, needs: "text")
        return nil
      }
      if text.count <= maximum { return text }
      reader.report(
        .outOfRange, "\(reader.subject) has \(text.count) characters, more than \(maximum)", at: tree.place)
      return nil
    }.showing { quoted($0) }
  }

  /// What other parts of the file and overrides can refer to.
  static let name = SchemaKind(.name) { tree, reader in
    guard let text = tree.word else {
      reader.wrongType(tree, needs: "a name")
      return nil
    }
    let good = text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
    if good && (1...64).contains(text.count) { return text }
    reader.report(
      .badName, "\(reader.subject) is \(tree.inWords), which is not a name", at: tree.place,
      hint: "names are 1 to 64 letters, digits, '-' and '_'")
    return nil
  }.showing { $0.isEmpty ? nil : quoted($0) }

  /// The name of one of `things`; whether it exists is found out when the whole file is read.
  static func reference(_ things: String) -> SchemaKind {
    SchemaKind(.reference(things)) { tree, reader in
      if let text = tree.word { return text }
      reader.wrongType(tree, needs: "a name out of \(things)")
      return nil
    }.showing { quoted($0) }
  }
}

extension SchemaKind where Value == Bool {
  static let flag = SchemaKind(.flag) { tree, reader in
    if case .plain("true") = tree.content { return true }
    if case .plain("false") = tree.content { return false }
    reader.wrongType(tree, needs: "true or false")
    return nil
  }.showing { $0 ? "true" : "false" }
}

extension SchemaKind where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
  /// One word out of the cases of a type.
  static var choice: SchemaKind {
    let words = Value.allCases.map(\.rawValue)
    return SchemaKind(.choice(words)) { tree, reader in
      guard let word = tree.word else {
        reader.wrongType(tree, needs: "one of \(words.joined(separator: ", "))")
        return nil
      }
      if let value = Value(rawValue: word) { return value }
      reader.report(
        .unknownChoice, "\(reader.subject) is \(tree.inWords), not one of \(words.joined(separator: ", "))",
        at: tree.place, hint: nearestWord(to: word, in: words).map { "did you mean '\($0)'?" })
      return nil
    }.showing { quoted($0.rawValue) }
  }
}

/// `text` as a JSON string.
func quoted(_ text: String) -> String {
  var out = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": out += "\\\""
    case "\\": out += "\\\\"
    case "\n": out += "\\n"
    case "\r": out += "\\r"
    case "\t": out += "\\t"
    case _ where scalar.value < 32:
      let digits = String(scalar.value, radix: 16)
      out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: out.unicodeScalars.append(scalar)
    }
  }
  return out + "\""
}
