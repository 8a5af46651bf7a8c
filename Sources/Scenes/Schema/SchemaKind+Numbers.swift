import Kernel

/// The finite decimal that `tree` holds, whatever its range.
func readDecimal(_ tree: SourceTree, _ reader: inout SchemaReader, needs: String) -> Double? {
  guard case .plain(let text) = tree.content else {
    if case .quoted(let text) = tree.content, case .number = PlainNumber.parse(text) {
      reader.wrongType(tree, needs: needs, hint: "remove the quotes")
    } else {
      reader.wrongType(tree, needs: needs)
    }
    return nil
  }
  switch PlainNumber.parse(text) {
  case .number(let value): return value
  case .notFinite:
    reader.report(
      .notPlainNumber, "\(reader.subject) is \(tree.inWords), but \(needs) is needed", at: tree.place,
      hint: "every number is finite")
  case .notPlain:
    reader.report(
      .notPlainNumber, "\(reader.subject) is \(tree.inWords), but \(needs) is needed", at: tree.place,
      hint: "write a plain decimal such as 12, 0.25 or 2e-3, without unit")
  case .notNumeric: reader.wrongType(tree, needs: needs)
  }
  return nil
}

/// `1.3 m/s`, `7`
func inWords(_ value: Double, _ unit: String) -> String {
  let short = value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  return unit.isEmpty ? short : "\(short) \(unit)"
}
/// The shortest decimal that reads back as the same `Float`.
func inWords(_ value: Float, _ unit: String) -> String {
  let short = value == value.rounded() && abs(value) < 1e7 ? "\(Int(value))" : "\(value)"
  return unit.isEmpty ? short : "\(short) \(unit)"
}
/// To `digits` digits after the point.
func inWords(_ value: Float, digits: Int, _ unit: String) -> String {
  var scale = 1.0
  for _ in 0..<digits { scale *= 10 }
  return inWords((Double(value) * scale).rounded() / scale, unit)
}
func inWords(_ range: ClosedRange<Double>, _ unit: String) -> String {
  "\(inWords(range.lowerBound, ""))...\(inWords(range.upperBound, unit))"
}

extension SchemaKind where Value == Double {
  /// A number in `range`, in `unit`.
  static func double(_ range: ClosedRange<Double>, _ unit: String = "", hint: String? = nil) -> SchemaKind {
    let needs = "a number in \(Scenes.inWords(range, unit))"
    return SchemaKind(.number(range, unit: unit)) {
      tree, reader in
      guard let value = readDecimal(tree, &reader, needs: needs) else { return nil }
      if range.contains(value) { return value }
      reader.report(
        .outOfRange, "\(reader.subject) is \(inWords(value, "")), outside \(Scenes.inWords(range, unit))",
        at: tree.place, hint: hint)
      return nil
    }.showing { $0.isFinite ? inWords($0, "") : nil }
  }
}

extension SchemaKind where Value == Float {
  /// A number in `range`, in `unit`.
  static func number(_ range: ClosedRange<Double>, _ unit: String = "", hint: String? = nil) -> SchemaKind {
    SchemaKind<Double>.double(range, unit, hint: hint).map { Float($0) }.showing { inWords($0, "") }
  }
}

extension SchemaKind where Value == Int {
  static func whole(_ range: ClosedRange<Int>, _ unit: String = "", hint: String? = nil) -> SchemaKind {
    let span = "\(range.lowerBound)...\(range.upperBound)" + (unit.isEmpty ? "" : " \(unit)")
    let shape = SchemaShape.whole(lowest: "\(range.lowerBound)", highest: "\(range.upperBound)", unit: unit)
    return SchemaKind(shape) { tree, reader in
      let needs = "a whole number in \(span)"
      guard let value = readDecimal(tree, &reader, needs: needs) else { return nil }
      guard case .plain(let text) = tree.content, let whole = PlainNumber.whole(text, as: Int.self) else {
        guard value == value.rounded() else {
          reader.wrongType(tree, needs: needs)
          return nil
        }
        if let whole = Int(exactly: value), range.contains(whole) { return whole }
        reader.report(
          .outOfRange, "\(reader.subject) is \(tree.inWords), outside \(span)", at: tree.place, hint: hint)
        return nil
      }
      if range.contains(whole) { return whole }
      reader.report(.outOfRange, "\(reader.subject) is \(whole), outside \(span)", at: tree.place, hint: hint)
      return nil
    }.showing { "\($0)" }
  }

  /// A time in seconds, kept as whole milliseconds. `range` is in milliseconds.
  static func milliseconds(_ range: ClosedRange<Int>) -> SchemaKind {
    let seconds = Double(range.lowerBound) / 1000...Double(range.upperBound) / 1000
    return SchemaKind(.number(seconds, unit: "s")) { tree, reader in
      guard let value = SchemaKind<Double>.double(seconds, "s").read(tree, &reader) else { return nil }
      let rounded = (value * 1000).rounded()
      if abs(value * 1000 - rounded) < 1e-6 { return Int(rounded) }
      reader.report(
        .notMultiple, "\(reader.subject) is \(inWords(value, "s")), not a whole number of milliseconds",
        at: tree.place, hint: "write at most three digits after the point")
      return nil
    }.showing { "\(Double($0) / 1000)" }
  }
}

extension SchemaKind where Value == UInt64 {
  /// Any whole number of 64 bits.
  static let word = SchemaKind(
    .whole(lowest: "0", highest: "\(UInt64.max)", unit: "")
  ) { tree, reader in
    let needs = "a whole number in 0...\(UInt64.max)"
    guard let number = readDecimal(tree, &reader, needs: needs), case .plain(let text) = tree.content else {
      return nil
    }
    if let value = PlainNumber.whole(text, as: UInt64.self) ?? UInt64(exactly: number) { return value }
    guard number == number.rounded() else {
      reader.wrongType(tree, needs: needs)
      return nil
    }
    reader.report(.outOfRange, "\(reader.subject) is \(tree.inWords), but \(needs) is needed", at: tree.place)
    return nil
  }.showing { "\($0)" }
}
