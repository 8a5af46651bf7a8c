import Yams

/// The parser's nodes to a `SourceTree`: keys become text, keys given twice are reported at the later place.
struct Conversion {
  struct Fault {
    var code: SceneCode
    var message: String
    var place: Place
    var hint: String?
  }
  let renamed: [Character]
  let override: Int?
  private(set) var faults: [Fault] = []
  private(set) var overBudget = false
  private var nodes = 0

  init(renamed: [Character], override: Int?) {
    self.renamed = renamed
    self.override = override
  }

  mutating func tree(_ node: Node, depth: Int) -> SourceTree {
    let here = place(node)
    nodes += 1
    if depth > TextGuard.maximumDepth || nodes > TreeReader.maximumNodes {
      if !overBudget {
        overBudget = true
        let limit =
          depth > TextGuard.maximumDepth
          ? "are nested deeper than \(TextGuard.maximumDepth) levels"
          : "are more than \(TreeReader.maximumNodes)"
        faults.append(Fault(code: .tooDeep, message: "the values \(limit)", place: here))
      }
      return SourceTree(content: .empty, place: here)
    }
    switch node {
    case .scalar(let scalar): return SourceTree(content: content(scalar), place: here)
    case .sequence(let sequence):
      var list: [SourceTree] = []
      for item in sequence {
        list.append(tree(item, depth: depth + 1))
        if overBudget { break }
      }
      return SourceTree(content: .list(list), place: here)
    case .mapping(let mapping): return SourceTree(content: .map(entries(mapping, depth: depth)), place: here)
    case .alias: return SourceTree(content: .empty, place: here)  // refused before parsing
    }
  }

  private mutating func entries(_ mapping: Node.Mapping, depth: Int) -> [SourceTree.Entry] {
    var entries: [SourceTree.Entry] = []
    var firstLine: [String: Int] = [:]
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key else {
        faults.append(
          Fault(code: .syntax, message: "a key must be a word", place: place(key), hint: "write `key: value`")
        )
        continue
      }
      let name = KeyMarker.original(of: scalar.string, renamed: renamed) ?? scalar.string
      let here = place(key)
      let item = SourceTree.Entry(key: name, place: here, value: tree(value, depth: depth + 1))
      if overBudget { break }
      if let line = firstLine.updateValue(here.line, forKey: name) {
        faults.append(
          Fault(
            code: .duplicateKey, message: "the key '\(name)' is given twice, first on line \(line)",
            place: here, hint: "remove one of the two"))
        continue
      }
      entries.append(item)
    }
    return entries
  }

  private func content(_ scalar: Node.Scalar) -> SourceTree.Content {
    guard scalar.style == .plain || scalar.style == .any else { return .quoted(scalar.string) }
    return ["", "~", "null"].contains(scalar.string) ? .empty : .plain(scalar.string)
  }
  private func place(_ node: Node) -> Place {
    if let override { return Place(line: 1, column: 1, override: override) }
    return Place(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
  }
}
