import Kernel

/// Collects what is wrong while a tree is read, and knows what the value being read is called.
struct SchemaReader {
  let source: SourceText
  /// The value being read, as a message names it: a key, or a key with the index of an element.
  var subject = "the file"
  private(set) var faults: [(place: Place, diagnostic: Diagnostic)] = []

  static let shown = 100
  var isFull: Bool { faults.count >= SchemaReader.shown }

  init(source: SourceText) { self.source = source }

  mutating func report(
    _ code: SceneCode, _ message: String, at place: Place, hint: String? = nil,
    severity: Diagnostic.Severity = .error
  ) {
    faults.append((place, source.diagnostic(code, message, at: place, hint: hint, severity: severity)))
  }

  /// `subject` needs to be something else than `tree` is.
  mutating func wrongType(_ tree: SourceTree, needs: String, hint: String? = nil) {
    if case .empty = tree.content {
      report(
        .wrongType, "\(subject) has no value; \(needs) is needed", at: tree.place,
        hint: hint ?? "write a value, or remove the key to use its default")
    } else {
      report(.wrongType, "\(subject) is \(tree.inWords), but \(needs) is needed", at: tree.place, hint: hint)
    }
  }

  /// In the order of the text, those of overrides last; only the first hundred.
  var diagnostics: [Diagnostic] {
    let sorted = faults.enumerated().sorted { a, b in
      let x = a.element.place
      let y = b.element.place
      return (x.override ?? -1, x.line, x.column, a.offset) < (y.override ?? -1, y.line, y.column, b.offset)
    }
    let all = sorted.map(\.element.diagnostic)
    guard all.count > SchemaReader.shown else { return all }
    return all.prefix(SchemaReader.shown) + [
      source.diagnostic(.moreFaults, "\(all.count - SchemaReader.shown) more faults are not listed", at: nil)
    ]
  }
}

/// `did you mean 'x'?`, or all that is known where there are few, or nothing.
func suggestion(for word: String, among known: [String], called noun: String) -> String? {
  if let near = nearestWord(to: word, in: known) { return "did you mean '\(near)'?" }
  if known.isEmpty { return "there are no \(noun)" }
  if known.count <= 24 { return "\(noun): \(known.joined(separator: ", "))" }
  return nil
}
