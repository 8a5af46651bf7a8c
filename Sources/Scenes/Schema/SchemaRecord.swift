import Kernel

/// A key of a record: declared once, and from that read, checked, documented.
struct SchemaField<Owner: Sendable>: Sendable {
  let shape: SchemaRecordShape.Key
  let read: @Sendable (inout Owner, SourceTree, inout SchemaReader) -> Void

  /// `path` says where the value goes; the owner's initial value there is the default.
  init<Value: Sendable>(
    _ key: String, _ path: WritableKeyPath<Owner, Value> & Sendable, _ kind: SchemaKind<Value>,
    required: Bool = false, from initial: Owner, _ summary: String
  ) {
    shape = SchemaRecordShape.Key(
      key: key, shape: kind.shape, required: required,
      standard: required ? nil : kind.show(initial[keyPath: path]), summary: summary)
    read = { owner, tree, reader in
      if let value = kind.read(tree, &reader) { owner[keyPath: path] = value }
    }
  }

  /// A key that is read only to be checked, such as the one that tells a kind of record from another.
  init(constant key: String, _ value: String, _ summary: String) {
    shape = SchemaRecordShape.Key(
      key: key, shape: .constant(value), required: false, standard: nil, summary: summary)
    read = { _, _, _ in }
  }

  private init(
    _ shape: SchemaRecordShape.Key,
    _ read: @escaping @Sendable (inout Owner, SourceTree, inout SchemaReader) -> Void
  ) {
    self.shape = shape
    self.read = read
  }
}

/// A mapping with fixed keys that becomes an `Owner`.
struct SchemaRecord<Owner: Sendable>: Sendable {
  typealias Check = @Sendable (Owner, SourceTree, inout SchemaReader) -> Void

  let name: String
  let summary: String
  let initial: Owner
  private(set) var fields: [SchemaField<Owner>] = []
  /// What no single key can tell; called only when all keys were fine.
  private var check: Check?
  /// A record inside this one whose keys people may take for keys of this one.
  private var hosted: (path: String, keys: [String])?

  init(_ name: String, _ summary: String, initial: Owner) {
    self.name = name
    self.summary = summary
    self.initial = initial
  }

  func key<Value: Sendable>(
    _ key: String, _ path: WritableKeyPath<Owner, Value> & Sendable, _ kind: SchemaKind<Value>,
    required: Bool = false, _ summary: String
  ) -> Self {
    adding(SchemaField(key, path, kind, required: required, from: initial, summary))
  }
  func constant(_ key: String, _ value: String, _ summary: String) -> Self {
    adding(SchemaField(constant: key, value, summary))
  }
  func checking(_ check: @escaping Check) -> Self {
    var copy = self
    copy.check = check
    return copy
  }
  /// Unknown keys that are keys of `record`, at the path `path` of this one, get a hint of it.
  func hosting(_ record: SchemaRecordShape, at path: String) -> Self {
    var copy = self
    copy.hosted = (path, record.keys.map(\.key))
    return copy
  }
  private func adding(_ field: SchemaField<Owner>) -> Self {
    var copy = self
    copy.fields.append(field)
    return copy
  }

  var shape: SchemaRecordShape {
    SchemaRecordShape(name: name, summary: summary, keys: fields.map(\.shape))
  }
  var kind: SchemaKind<Owner> { SchemaKind(.record(shape)) { tree, reader in read(tree, &reader) } }

  /// The owner with every key that could be read; nil only when `tree` is no mapping.
  func read(_ tree: SourceTree, _ reader: inout SchemaReader) -> Owner? {
    guard case .map(let entries) = tree.content else {
      let keys = fields.prefix(4).map(\.shape.key).joined(separator: ", ")
      reader.wrongType(tree, needs: "a mapping (\(keys)\(fields.count > 4 ? " ..." : ""))")
      return nil
    }
    var owner = initial
    let before = reader.faults.count
    let outer = reader.subject
    for entry in entries {
      guard let field = fields.first(where: { $0.shape.key == entry.key }) else {
        reader.report(
          .unknownKey, "unknown key '\(entry.key)' in \(name)", at: entry.place,
          // Beyond the faults that are shown there is no need for the work of a suggestion.
          hint: reader.isFull ? nil : hint(for: entry.key))
        continue
      }
      reader.subject = entry.key
      field.read(&owner, entry.value, &reader)
    }
    reader.subject = outer
    for field in fields where field.shape.required && tree.value(of: field.shape.key) == nil {
      reader.report(
        .missingKey, "\(name) needs the key '\(field.shape.key)'", at: tree.place, hint: field.shape.hint)
    }
    if reader.faults.count == before { check?(owner, tree, &reader) }
    return owner
  }

  private func hint(for key: String) -> String? {
    if let hosted, hosted.keys.contains(key) { return "'\(key)' belongs in '\(hosted.path)'" }
    return suggestion(for: key, among: fields.map(\.shape.key), called: "keys")
  }
}

extension SchemaKind {
  /// A record out of several, told apart by the word at `tag`.
  static func tagged(
    _ tag: String, standard: String? = nil, _ variants: [(word: String, kind: SchemaKind<Value>)]
  ) -> SchemaKind {
    let words = variants.map(\.word)
    return SchemaKind(.any(variants.map(\.kind.shape))) { tree, reader in
      guard case .map = tree.content else {
        reader.wrongType(tree, needs: "a mapping with the key '\(tag)'")
        return nil
      }
      guard let value = tree.value(of: tag) else {
        if let kind = variants.first(where: { $0.word == standard })?.kind { return kind.read(tree, &reader) }
        reader.report(
          .missingKey, "\(reader.subject) needs the key '\(tag)'", at: tree.place,
          hint: "one of \(words.joined(separator: ", "))")
        return nil
      }
      guard let kind = variants.first(where: { $0.word == value.word })?.kind else {
        let near = value.word.flatMap { nearestWord(to: $0, in: words) }
        reader.report(
          .unknownChoice, "\(tag) is \(value.inWords), not one of \(words.joined(separator: ", "))",
          at: value.place, hint: near.map { "did you mean '\($0)'?" })
        return nil
      }
      return kind.read(tree, &reader)
    }
  }
}
