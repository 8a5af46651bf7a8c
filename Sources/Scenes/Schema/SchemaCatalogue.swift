/// All records that a shape is made of, each once, in the order in which a reader meets them.
struct SchemaCatalogue {
  private(set) var records: [SchemaRecordShape] = []
  private var known: Set<String> = []

  init(_ shapes: [SchemaShape]) { for shape in shapes { walk(shape) } }

  private mutating func walk(_ shape: SchemaShape) {
    switch shape {
    case .record(let record):
      guard known.insert(record.name).inserted else { return }
      records.append(record)
      for key in record.keys { walk(key.shape) }
    case .list(let item, _), .weights(_, let item): walk(item)
    case .tuple(let items): for item in items { walk(item.shape) }
    case .any(let shapes): for shape in shapes { walk(shape) }
    case .number, .whole, .text, .name, .flag, .choice, .constant, .reference: break
    }
  }
}
