import Kernel

extension SchemaKind {
  /// A list of `count` elements of one kind. Elements that could not be read are left out.
  static func list<Element>(_ kind: SchemaKind<Element>, count: ClosedRange<Int>, of noun: String)
    -> SchemaKind
  where Value == [Element] {
    SchemaKind(.list(kind.shape, count: count)) { tree, reader in
      guard case .list(let items) = tree.content else {
        reader.wrongType(tree, needs: "a list of \(noun)")
        return nil
      }
      guard count.contains(items.count) else {
        let limit =
          items.count < count.lowerBound ? "at least \(count.lowerBound)" : "at most \(count.upperBound)"
        reader.report(
          .wrongCount, "\(reader.subject) has \(items.count) \(noun), \(limit) are needed", at: tree.place)
        return nil
      }
      let subject = reader.subject
      defer { reader.subject = subject }
      var values: [Element] = []
      for (i, item) in items.enumerated() {
        reader.subject = "\(subject)[\(i)]"
        if let value = kind.read(item, &reader) { values.append(value) }
      }
      return values
    }.showing { $0.isEmpty ? "[]" : nil }
  }

  /// A fixed number of numbers, each with its name and range.
  static func numbers(_ items: [(name: String, range: ClosedRange<Double>)], _ unit: String) -> SchemaKind
  where Value == [Double] {
    let form = "[\(items.map(\.name).joined(separator: ", "))]"
    let shape = SchemaShape.tuple(items.map { ($0.name, .number($0.range, unit: unit)) })
    let show: @Sendable ([Double]) -> String? = { values in
      "[\(values.map { inWords($0, "") }.joined(separator: ", "))]"
    }
    return SchemaKind(shape) { tree, reader in
      guard case .list(let list) = tree.content, list.count == items.count else {
        if case .list(let list) = tree.content {
          reader.report(
            .wrongCount, "\(reader.subject) has \(list.count) numbers, but \(form) is needed", at: tree.place)
        } else {
          reader.wrongType(tree, needs: form)
        }
        return nil
      }
      let subject = reader.subject
      defer { reader.subject = subject }
      var values: [Double] = []
      for (item, element) in zip(items, list) {
        reader.subject = "\(item.name) of \(subject)"
        if let value = SchemaKind<Double>.double(item.range, unit).read(element, &reader) {
          values.append(value)
        }
      }
      return values.count == items.count ? values : nil
    }.showing(show)
  }

  /// A mapping from names of `things` to positive weights.
  static func weights(_ things: String, _ range: ClosedRange<Double>) -> SchemaKind
  where Value == [(name: Located<String>, weight: Float)]? {
    SchemaKind(.weights(things: things, .number(range, unit: ""))) { tree, reader in
      guard case .map(let entries) = tree.content else {
        reader.wrongType(tree, needs: "a mapping from names of \(things) to weights")
        return nil
      }
      guard !entries.isEmpty else {
        reader.report(.wrongCount, "\(reader.subject) is empty, at least 1 weight is needed", at: tree.place)
        return nil
      }
      let subject = reader.subject
      defer { reader.subject = subject }
      var weights: [(name: Located<String>, weight: Float)] = []
      for entry in entries {
        reader.subject = "the weight of '\(entry.key)' in \(subject)"
        // A weight that cannot be read still names something: the name is looked up all the same.
        let weight = SchemaKind<Float>.number(range).read(entry.value, &reader) ?? 1
        weights.append((Located(value: entry.key, place: entry.place), weight))
      }
      return weights
    }
  }
}
