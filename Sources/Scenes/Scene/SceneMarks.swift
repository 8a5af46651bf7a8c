/// Where each value of a scene was written, by its path, such as `geometry.exits.2.polygon`.
struct SceneMarks: Sendable {
  private(set) var source: SourceText
  let paths: ScenePaths
  private var places: [String: Place] = [:]

  init(_ tree: SourceTree, source: SourceText, paths: ScenePaths) {
    self.source = source
    self.paths = paths
    walk(tree, path: "")
  }
  private mutating func walk(_ tree: SourceTree, path: String) {
    places[path] = tree.place
    let prefix = path.isEmpty ? "" : path + "."
    switch tree.content {
    case .list(let items): for (i, item) in items.enumerated() { walk(item, path: "\(prefix)\(i)") }
    case .map(let entries): for entry in entries { walk(entry.value, path: prefix + entry.key) }
    default: break
    }
  }

  func isGiven(_ path: String) -> Bool { places[path] != nil }

  /// The place of the value at `path`, or of the innermost value round it.
  func place(of path: String) -> Place? {
    var path = path[...]
    while true {
      if let place = places[String(path)] { return place }
      guard let dot = path.lastIndex(of: ".") else { return places[""] }
      path = path[..<dot]
    }
  }
}
