import Kernel

/// `--set path=value`: values laid over a tree before it is read, so that they are checked like the file's own.
/// A path names keys from the top, joined by points; elements of a list go by index or by their `name`.
struct Overrides {
  let source: SourceText
  private(set) var diagnostics: [Diagnostic] = []

  init(source: SourceText) { self.source = source }

  mutating func laid(over tree: SourceTree) -> SourceTree {
    var tree = tree
    for (i, text) in source.overrides.enumerated() {
      guard let (path, value) = parse(text, number: i) else { continue }
      lay(value, at: path[...], over: &tree, number: i, walked: "the scene")
    }
    return tree
  }

  private mutating func parse(_ text: String, number: Int) -> (path: [String], value: SourceTree)? {
    guard let equals = text.firstIndex(of: "=") else {
      fault(.badOverride, "there is no '='", number, hint: "write path=value, such as field.cell_size=0.25")
      return nil
    }
    let path = text[..<equals].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard !path.contains(""), path.count <= TextGuard.maximumDepth else {
      fault(
        .badOverride, "'\(text[..<equals])' is not a path", number,
        hint: "write keys joined by points, such as field.cell_size=0.25")
      return nil
    }
    let words = String(text[text.index(after: equals)...])
    if words.allSatisfy(\.isWhitespace) {
      fault(.badOverride, "there is no value after '='", number)
      return nil
    }
    var reader = TreeReader(source: source, override: number)
    let value = reader.read(words)
    diagnostics += reader.diagnostics
    return reader.diagnostics.isEmpty ? value.map { (path, $0) } : nil
  }

  private mutating func lay(
    _ value: SourceTree, at path: ArraySlice<String>, over tree: inout SourceTree, number: Int, walked: String
  ) {
    guard let step = path.first else {
      tree = value
      return
    }
    let inside = walked == "the scene" ? step : "\(walked).\(step)"
    switch tree.content {
    case .map(var entries):
      if let i = entries.firstIndex(where: { $0.key == step }) {
        lay(value, at: path.dropFirst(), over: &entries[i].value, number: number, walked: inside)
      } else if walked == "the scene", let list = absent(step, value, path.dropFirst(), number: number) {
        if let list { entries.append(SourceTree.Entry(key: step, place: value.place, value: list)) }
      } else {
        entries.append(SourceTree.Entry(key: step, place: value.place, value: made(value, path.dropFirst())))
      }
      tree.content = .map(entries)
    case .list(var items):
      guard let i = element(step, of: items, number: number, walked: walked) else { return }
      lay(value, at: path.dropFirst(), over: &items[i], number: number, walked: inside)
      tree.content = .list(items)
    case .empty: tree = made(value, path)
    case .plain, .quoted:
      fault(
        .overrideNoTarget, "\(walked) is \(tree.inWords), with nothing called '\(step)' in it", number)
    }
  }

  /// For a list that the file leaves out: the one with the profile that every scene has, where that is meant; nil
  /// inside for one that has nothing to change, which is told. Nil for any other key.
  private mutating func absent(
    _ key: String, _ value: SourceTree, _ path: ArraySlice<String>, number: Int
  ) -> SourceTree?? {
    guard ["profiles", "journeys", "sources", "wearers", "events", "floors"].contains(key),
      let name = path.first
    else {
      return nil
    }
    guard key == "profiles", name == Overrides.standardProfile, path.count > 1 else {
      fault(
        .overrideNoTarget, "the scene has no \(key), so no '\(name)' to change", number,
        hint: "write \(key) into the file first")
      return .some(nil)
    }
    var profile = made(value, path.dropFirst())
    if case .map(let entries) = profile.content {
      let called = SourceTree(content: .plain(name), place: value.place)
      profile.content = .map([SourceTree.Entry(key: "name", place: value.place, value: called)] + entries)
    }
    return SourceTree(content: .list([profile]), place: value.place)
  }

  /// The name of the profile that a scene without any has.
  private static let standardProfile = "adult"

  /// Mappings of one key each down to the value.
  private func made(_ value: SourceTree, _ path: ArraySlice<String>) -> SourceTree {
    path.reversed().reduce(value) { inner, key in
      SourceTree(
        content: .map([SourceTree.Entry(key: key, place: value.place, value: inner)]), place: value.place)
    }
  }

  private mutating func element(_ step: String, of items: [SourceTree], number: Int, walked: String) -> Int? {
    if let index = PlainNumber.whole(step, as: Int.self) {
      if items.indices.contains(index) { return index }
      let range = items.isEmpty ? "it is empty" : "it has 0...\(items.count - 1)"
      fault(.overrideNoTarget, "\(walked) has no element \(index): \(range)", number)
      return nil
    }
    let names = items.map { $0.value(of: "name")?.word ?? "" }
    if let index = names.firstIndex(of: step) { return index }
    fault(
      .overrideNoTarget, "\(walked) has no element called '\(step)'", number,
      hint: suggestion(for: step, among: names.filter { !$0.isEmpty }, called: "named elements"))
    return nil
  }

  private mutating func fault(_ code: SceneCode, _ message: String, _ number: Int, hint: String? = nil) {
    let place = Place(line: 1, column: 1, override: number)
    diagnostics.append(source.diagnostic(code, message, at: place, hint: hint))
  }
}
