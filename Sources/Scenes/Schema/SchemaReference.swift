import Haptics

extension Scene {
  /// Every key of scene, garment and mapping files with its kind, range, unit, default and meaning, as Markdown.
  public static func schemaReference() -> String { SchemaReference.text }
}

/// The schema as a page for people.
enum SchemaReference {
  static let text: String = {
    let files: [(title: String, shape: SchemaShape)] = [
      ("Scene files", SceneRecords.scene.kind.shape), ("Garment files", Garment.shape),
      ("Mapping files", Mapping.shape),
    ]
    var told: Set<String> = []
    var page = ""
    for file in files {
      page += "## \(file.title)\n\n"
      // A garment or mapping may also stand in a scene, so that its keys have been told there.
      if case .record(let record) = file.shape, told.contains(record.name) {
        page += "The keys of [\(record.name)](#\(record.name)) above.\n\n"
      }
      for record in SchemaCatalogue([file.shape]).records where told.insert(record.name).inserted {
        page += section(record)
      }
    }
    return page
  }()

  private static func section(_ record: SchemaRecordShape) -> String {
    var text = "### \(record.name)\n\n\(record.summary)\n\n"
    text += "| key | value | unit | default | meaning |\n|---|---|---|---|---|\n"
    for key in record.keys {
      let standard = key.required ? "required" : key.standard.map { "`\($0)`" } ?? "-"
      let unit = key.shape.unit.isEmpty ? "-" : key.shape.unit
      text += "| `\(key.key)` | \(words(key.shape)) | \(unit) | \(standard) | \(key.summary) |\n"
    }
    return text + "\n"
  }

  private static func words(_ shape: SchemaShape) -> String {
    switch shape {
    case .number(let range, _): inWords(range, "")
    case .whole(let lowest, let highest, _): "whole \(lowest)...\(highest)"
    case .text(let maximum): "text of at most \(maximum) characters"
    case .name: "name"
    case .flag: "`true` or `false`"
    case .choice(let words): words.map { "`\($0)`" }.joined(separator: ", ")
    case .constant(let word): "`\(word)`"
    case .list(let item, let count): "list of \(count.lowerBound)...\(count.upperBound): \(words(item))"
    case .tuple(let items): "[\(items.map(\.name).joined(separator: ", "))] with \(ranges(items))"
    case .record(let record): "mapping *\(record.name)*"
    case .weights(let things, let item): "mapping from names of \(things) to weights \(words(item))"
    case .reference(let things): "name out of \(things)"
    case .any(let shapes): alternatives(shapes)
    }
  }
  /// Mappings that stand side by side are told as one.
  private static func alternatives(_ shapes: [SchemaShape]) -> String {
    var texts: [String] = []
    var mappings: [String] = []
    func collect(_ shapes: [SchemaShape]) {
      for shape in shapes {
        switch shape {
        case .record(let record): mappings.append("*\(record.name)*")
        case .any(let inner): collect(inner)
        default: texts.append(words(shape))
        }
      }
    }
    collect(shapes)
    if !mappings.isEmpty { texts.append("mapping \(mappings.joined(separator: ", "))") }
    return texts.joined(separator: "; or ")
  }
  private static func ranges(_ items: [(name: String, shape: SchemaShape)]) -> String {
    let texts = items.map { words($0.shape) }
    if let first = texts.first, texts.allSatisfy({ $0 == first }) { return "each \(first)" }
    return zip(items, texts).map { "\($0.name) in \($1)" }.joined(separator: ", ")
  }
}
