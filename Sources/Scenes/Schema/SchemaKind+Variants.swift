import Kernel

extension SchemaKind {
  /// A record out of several, told apart by which of their first keys is there.
  static func keyed(_ variants: [(key: String, kind: SchemaKind<Value>)]) -> SchemaKind {
    let keys = variants.map(\.key)
    return SchemaKind(.any(variants.map(\.kind.shape))) { tree, reader in
      guard case .map(let entries) = tree.content else {
        reader.wrongType(tree, needs: "a mapping with one of the keys \(keys.joined(separator: ", "))")
        return nil
      }
      let given = entries.filter { keys.contains($0.key) }
      guard let first = given.first, let kind = variants.first(where: { $0.key == first.key })?.kind else {
        let near = entries.lazy.compactMap { nearestWord(to: $0.key, in: keys) }.first
        reader.report(
          .missingKey, "\(reader.subject) needs one of the keys \(keys.joined(separator: ", "))",
          at: entries.first?.place ?? tree.place, hint: near.map { "did you mean '\($0)'?" })
        return nil
      }
      if given.count > 1 {
        reader.report(
          .conflictingKeys, "\(reader.subject) has both '\(first.key)' and '\(given[1].key)'",
          at: given[1].place, hint: "give one of them")
        return nil
      }
      return kind.read(tree, &reader)
    }
  }
}

extension SchemaKind where Value == Vector2 {
  /// A unit vector: degrees counter-clockwise from east, or any vector [x, y] along it.
  static let direction: SchemaKind = {
    let degrees = SchemaKind<Float>.number(-360...360, "degrees")
    let vector = SchemaKind<[Double]>.numbers([("x", coordinateRange), ("y", coordinateRange)], "")
    return SchemaKind(.any([degrees.shape, vector.shape])) { tree, reader in
      guard case .list = tree.content else {
        if let word = tree.word, case .notNumeric = PlainNumber.parse(word) {
          reader.wrongType(tree, needs: "degrees in -360...360, or a vector [x, y],")
          return nil
        }
        return degrees.read(tree, &reader).map { Math.unit(degrees: $0) }
      }
      guard let v = vector.read(tree, &reader) else { return nil }
      let length = (v[0] * v[0] + v[1] * v[1]).squareRoot()
      if length > 1e-6 { return Vector2(Float(v[0] / length), Float(v[1] / length)) }
      reader.report(
        .outOfRange, "\(reader.subject) is [0, 0], which is no direction", at: tree.place,
        hint: "write degrees from east, or a vector such as [0, 1]")
      return nil
    }
  }()
}
