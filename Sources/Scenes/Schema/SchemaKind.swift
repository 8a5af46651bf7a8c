import Kernel

/// A kind of value that a key may hold: what it looks like, how it is read, how a default of it is written.
struct SchemaKind<Value: Sendable>: Sendable {
  let shape: SchemaShape
  /// The value, or nil after at least one fault has been reported.
  let read: @Sendable (SourceTree, inout SchemaReader) -> Value?
  /// As JSON; nil where a default need not be stated.
  let show: @Sendable (Value) -> String?

  init(
    _ shape: SchemaShape, show: @escaping @Sendable (Value) -> String? = { _ in nil },
    read: @escaping @Sendable (SourceTree, inout SchemaReader) -> Value?
  ) {
    self.shape = shape
    self.show = show
    self.read = read
  }

  func map<Other: Sendable>(
    show: @escaping @Sendable (Other) -> String? = { _ in nil }, _ convert: @escaping @Sendable (Value) -> Other
  ) -> SchemaKind<Other> {
    SchemaKind<Other>(shape, show: show) { tree, reader in read(tree, &reader).map(convert) }
  }

  /// Reading gives a value; only a missing key leaves nil.
  var optional: SchemaKind<Value?> {
    let show = show
    return map(show: { $0.flatMap(show) }) { $0 }
  }

  /// Keeps the place of the value.
  var located: SchemaKind<Located<Value>> {
    SchemaKind<Located<Value>>(shape, show: { show($0.value) }) { tree, reader in
      read(tree, &reader).map { Located(value: $0, place: tree.place) }
    }
  }
}

extension SchemaKind where Value == String {
  /// Free text of at most `maximum` characters.
  static func text(maximum: Int = 2000) -> SchemaKind {
    SchemaKind(.text(maximum: maximum), show: { quoted($0) }) { tree, reader in
      switch tree.content {
      case .plain(let text), .quoted(let text):
        if text.count <= maximum { return text }
        reader.report(
          .outOfRange, "\(reader.subject) has \(text.count) characters, more than \(maximum)", at: tree.place)
      default: reader.wrongType(tree, needs: "text")
      }
      return nil
    }
  }

  /// What other parts of the file and overrides can refer to.
  static let name = SchemaKind(.name, show: { $0.isEmpty ? nil : quoted($0) }) { tree, reader in
    switch tree.content {
    case .plain(let text), .quoted(let text):
      let good = text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
      if good && (1...64).contains(text.count) { return text }
      reader.report(
        .badName, "\(reader.subject) is \(tree.inWords), which is not a name", at: tree.place,
        hint: "names are 1 to 64 letters, digits, '-' and '_'")
    default: reader.wrongType(tree, needs: "a name")
    }
    return nil
  }

  /// The name of one of `things`; whether it exists is found out when the whole file is read.
  static func reference(_ things: String) -> SchemaKind {
    SchemaKind(.reference(things), show: { quoted($0) }) { tree, reader in
      switch tree.content {
      case .plain(let text), .quoted(let text): return text
      default:
        reader.wrongType(tree, needs: "a name out of \(things)")
        return nil
      }
    }
  }
}

extension SchemaKind where Value == Bool {
  static let flag = SchemaKind(.flag, show: { $0 ? "true" : "false" }) { tree, reader in
    if case .plain("true") = tree.content { return true }
    if case .plain("false") = tree.content { return false }
    reader.wrongType(tree, needs: "true or false")
    return nil
  }
}

extension SchemaKind where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
  /// One word out of the cases of a type.
  static var choice: SchemaKind {
    let words = Value.allCases.map(\.rawValue)
    return SchemaKind(.choice(words), show: { quoted($0.rawValue) }) { tree, reader in
      switch tree.content {
      case .plain(let text), .quoted(let text):
        if let value = Value(rawValue: text) { return value }
        reader.report(
          .unknownChoice, "\(reader.subject) is \(tree.inWords), not one of \(words.joined(separator: ", "))",
          at: tree.place, hint: nearestWord(to: text, in: words).map { "did you mean '\($0)'?" })
      default: reader.wrongType(tree, needs: "one of \(words.joined(separator: ", "))")
      }
      return nil
    }
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
