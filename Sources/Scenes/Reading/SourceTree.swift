/// Where a value was written: in the file, or in one of the `--set` overrides.
package struct Place: Equatable, Sendable {
  package var line: Int  // 1-based; of no meaning in an override
  package var column: Int  // 1-based, in characters
  var override: Int?  // index of the override that brought the value

  init(line: Int, column: Int, override: Int? = nil) {
    self.line = line
    self.column = column
    self.override = override
  }
  static let start = Place(line: 1, column: 1)
}

/// A document as it was written: scalars are still text, every value knows its place. Nothing in it has been
/// interpreted, so that no rule of YAML about types (`yes`, `0x10`, `1:30`) can slip in.
package struct SourceTree: Sendable {
  package enum Content: Sendable {
    case plain(String)  // without quotes: may be a number, a flag or text
    case quoted(String)  // with quotes or as a block: text
    case empty  // nothing, `~` or `null`
    case list([SourceTree])
    case map([Entry])
  }
  package struct Entry: Sendable {
    package var key: String
    package var place: Place  // of the key
    package var value: SourceTree
  }
  package var content: Content
  package var place: Place

  var entries: [Entry] {
    if case .map(let entries) = content { return entries }
    return []
  }
  func value(of key: String) -> SourceTree? { entries.first { $0.key == key }?.value }

  /// The words of a scalar, with or without quotes.
  var word: String? {
    switch content {
    case .plain(let text), .quoted(let text): text
    case .empty, .list, .map: nil
    }
  }

  /// The value as a person would name it in a message: `a list`, `'abc'`, `12`.
  var inWords: String {
    switch content {
    case .plain(let text): text.count <= 40 ? "'\(text)'" : "'\(text.prefix(37))...'"
    case .quoted(let text): text.count <= 40 ? "the text \"\(text)\"" : "the text \"\(text.prefix(37))...\""
    case .empty: "nothing"
    case .list: "a list"
    case .map: "a mapping"
    }
  }
}

/// A name or another value together with the place where it was written.
struct Located<Value: Sendable>: Sendable {
  var value: Value
  var place: Place
}
