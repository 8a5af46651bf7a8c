import Haptics
import Kernel

/// A mapping's file as text, in which single values change and all else stays as it was written: comments, order, layout,
/// and keys that this version does not know.
public struct MappingText: Equatable, Sendable {
  public private(set) var text: String
  public let file: String  // for messages

  public init(_ text: String, file: String) {
    self.text = text
    self.file = file
  }

  /// What a path could not be set for.
  public struct Unwritable: Error, Equatable, Sendable {
    public var path: String
    public var reason: String
  }

  /// Every knob at which `mapping` differs from `before`, and its name, title and purpose.
  public mutating func write(_ mapping: Mapping, instead before: Mapping) throws(Unwritable) {
    for knob in mapping.knobs {
      let value = knob.value(in: mapping)
      guard value != knob.value(in: before) else { continue }
      try set(path(of: knob), to: NumberText.short(value))
    }
    for (key, now, then) in [
      ("name", mapping.name, before.name), ("title", mapping.title, before.title),
      ("purpose", mapping.purpose, before.purpose),
    ] where now != then {
      try set([key], to: MappingText.quoted(now))
    }
  }

  /// A file without `layers` has the one layer's keys at its top.
  private func path(of knob: Knob) -> [String] {
    guard knob.path.first == "layers", tree?.value(of: "layers") == nil else { return knob.path }
    return Array(knob.path.dropFirst(2))
  }

  private var tree: SourceTree? {
    var reader = TreeReader(source: SourceText(file: file))
    return reader.read(bytes: Array(text.utf8))
  }

  /// Puts `value`, as YAML writes it, at the end of `path`; elements of lists go by their `name`.
  mutating func set(_ path: [String], to value: String) throws(Unwritable) {
    let before = text
    let name = path.joined(separator: ".")
    guard let tree else { throw Unwritable(path: name, reason: "the file is no YAML") }
    put(value, at: path[...], in: tree, parent: nil)
    guard let after = self.tree, MappingText.word(at: path[...], in: after) == MappingText.unquoted(value)
    else {
      text = before
      throw Unwritable(path: name, reason: "there is no room for it in \(file)")
    }
  }

  private mutating func put(_ value: String, at path: ArraySlice<String>, in tree: SourceTree, parent: Place?)
  {
    guard let key = path.first else { return replaceScalar(at: tree.place, with: value) }
    switch tree.content {
    case .map(let entries):
      if let entry = entries.first(where: { $0.key == key }) {
        if path.count == 1, case .empty = entry.value.content {
          return  // nothing stands there whose place were known
        }
        put(value, at: path.dropFirst(), in: entry.value, parent: entry.place)
      } else {
        insert(MappingText.flow(value, path), into: entries, of: tree)
      }
    case .list(let items):
      if let item = items.first(where: { $0.value(of: "name")?.word == key }) {
        put(value, at: path.dropFirst(), in: item, parent: nil)
      }
    case .plain, .quoted, .empty: break
    }
  }

  /// `a: {b: value}` of [a, b].
  private static func flow(_ value: String, _ path: ArraySlice<String>) -> String {
    let key = path.first ?? ""
    return path.count < 2 ? "\(key): \(value)" : "\(key): {\(flow(value, path.dropFirst()))}"
  }

  // MARK: text

  private var lines: [String] {
    get { text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
    set { text = newValue.joined(separator: "\n") }
  }

  private mutating func replaceScalar(at place: Place, with value: String) {
    var lines = lines
    guard lines.indices.contains(place.line - 1) else { return }
    var characters = Array(lines[place.line - 1])
    let start = place.column - 1
    guard characters.indices.contains(start) else { return }
    var end = start
    if let quote = characters[start...].first, quote == "\"" || quote == "'" {
      end += 1
      while end < characters.count, characters[end] != quote { end += characters[end] == "\\" ? 2 : 1 }
      end = min(end + 1, characters.count)
    } else if characters[start] == ">" || characters[start] == "|" {
      // A block goes on for as long as lines are indented deeper than its key.
      let indent = lines[place.line - 1].prefix { $0 == " " }.count
      var next = place.line
      while next < lines.count,
        lines[next].allSatisfy(\.isWhitespace) || lines[next].prefix(while: { $0 == " " }).count > indent
      {
        next += 1
      }
      // Empty lines at its end belong to what follows.
      while next > place.line, lines[next - 1].allSatisfy(\.isWhitespace) { next -= 1 }
      lines.removeSubrange(place.line..<next)
      end = characters.count
    } else {
      let isFlow = MappingText.isInFlow(characters, before: start)
      while end < characters.count {
        let c = characters[end]
        if isFlow, c == "," || c == "}" || c == "]" { break }
        if c == "#", end > 0, characters[end - 1].isWhitespace { break }
        end += 1
      }
      while end > start, characters[end - 1].isWhitespace { end -= 1 }
    }
    characters.replaceSubrange(start..<end, with: Array(value))
    lines[place.line - 1] = String(characters)
    self.lines = lines
  }

  private static func isInFlow(_ characters: [Character], before end: Int) -> Bool {
    var depth = 0
    for c in characters[..<end] {
      if c == "{" || c == "[" { depth += 1 }
      if c == "}" || c == "]" { depth -= 1 }
    }
    return depth > 0
  }

  private mutating func insert(_ words: String, into entries: [SourceTree.Entry], of tree: SourceTree) {
    var lines = lines
    let at = tree.place
    if lines.indices.contains(at.line - 1) {
      var characters = Array(lines[at.line - 1])
      if characters.indices.contains(at.column - 1), characters[at.column - 1] == "{" {
        characters.insert(contentsOf: Array(words + (entries.isEmpty ? "" : ", ")), at: at.column)
        lines[at.line - 1] = String(characters)
        self.lines = lines
        return
      }
    }
    // After the last entry that stands on one line.
    let short = entries.last { entry in
      switch entry.value.content {
      case .plain, .quoted:
        let line = lines[entry.place.line - 1]
        return entry.value.place.line == entry.place.line && !line.hasSuffix(">") && !line.hasSuffix("|")
          && !line.hasSuffix(">-") && !line.hasSuffix("|-")
      case .empty, .list, .map: return false
      }
    }
    guard let short else { return }
    let indent = String(repeating: " ", count: short.place.column - 1)
    lines.insert(indent + words, at: short.place.line)
    self.lines = lines
  }

  private static func word(at path: ArraySlice<String>, in tree: SourceTree) -> String? {
    guard let key = path.first else { return tree.word }
    switch tree.content {
    case .map(let entries):
      return entries.first { $0.key == key }.flatMap { word(at: path.dropFirst(), in: $0.value) }
    case .list(let items):
      return items.first { $0.value(of: "name")?.word == key }.flatMap { word(at: path.dropFirst(), in: $0) }
    case .plain, .quoted, .empty: return nil
    }
  }

  static func quoted(_ text: String) -> String {
    let plain = text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing(
      "\n", with: "\\n")
    return plain && !text.isEmpty ? text : "\"\(escaped)\""
  }
  private static func unquoted(_ value: String) -> String {
    guard value.hasPrefix("\""), value.hasSuffix("\""), value.count > 1 else { return value }
    return String(value.dropFirst().dropLast()).replacing("\\n", with: "\n").replacing("\\\"", with: "\"")
      .replacing("\\\\", with: "\\")
  }
}

extension Mapping {
  /// The text of the mapping called `name` in `library`, or in the file of that path.
  public static func text(of name: String, from library: Library) throws(Diagnostics) -> MappingText {
    let path = library.path(of: name, in: folder, beside: nil) ?? name
    return MappingText(String(decoding: try SourceText.bytes(path: path), as: UTF8.self), file: path)
  }
}
