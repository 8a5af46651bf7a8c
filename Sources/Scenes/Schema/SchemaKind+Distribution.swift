import City
import Kernel

/// A quantity that varies from person to person: a number, or a distribution.
extension SchemaKind where Value == Distribution {
  private struct Constant: Sendable { var value: Float = 0 }
  private struct Uniform: Sendable {
    var minimum: Float = 0
    var maximum: Float = 0
  }
  private struct Normal: Sendable {
    var mean: Float = 0
    var deviation: Float = 0
    var minimum: Float?
    var maximum: Float?
  }

  /// `quantity` names the records in the schema; every value lies in `range`.
  static func distribution(
    _ quantity: String, _ range: ClosedRange<Double>, _ unit: String, hint: String? = nil
  ) -> SchemaKind {
    let number = SchemaKind<Float>.number(range, unit, hint: hint)
    let constant = SchemaRecord("constant \(quantity)", "The same for everybody.", initial: Constant())
      .constant("distribution", "constant", "Which distribution.")
      .key("value", \.value, number, required: true, "The value.")
    let uniform = SchemaRecord("uniform \(quantity)", "Evenly spread between two limits.", initial: Uniform())
      .constant("distribution", "uniform", "Which distribution.")
      .key("minimum", \.minimum, number, required: true, "The lower limit.")
      .key("maximum", \.maximum, number, required: true, "The upper limit.")
      .checking { draft, tree, reader in checkOrder(draft.minimum, draft.maximum, tree, &reader) }
    let normal = SchemaRecord(
      "normal \(quantity)", "A normal distribution whose tails are cut at two limits.", initial: Normal()
    )
    .constant("distribution", "normal", "Which distribution.")
    .key("mean", \.mean, number, required: true, "The mean before the tails are cut.")
    .key(
      "deviation", \.deviation, .number(0...(range.upperBound - range.lowerBound), unit), required: true,
      "The standard deviation before the tails are cut."
    )
    .key(
      "minimum", \.minimum, number.optional, "The lower limit; without it three deviations below the mean."
    )
    .key(
      "maximum", \.maximum, number.optional, "The upper limit; without it three deviations above the mean."
    )
    .checking { draft, tree, reader in
      let low = draft.minimum ?? draft.mean
      let high = draft.maximum ?? draft.mean
      if draft.minimum != nil, draft.maximum != nil { checkOrder(low, high, tree, &reader) }
      guard low <= high || draft.minimum == nil || draft.maximum == nil else { return }
      guard draft.mean < low || draft.mean > high else { return }
      let limits = "\(inWords(min(low, high), ""))...\(inWords(max(low, high), unit))"
      reader.report(
        .outOfRange, "mean is \(inWords(draft.mean, "")), outside the limits \(limits)",
        at: tree.value(of: "mean")?.place ?? tree.place)
    }
    let tagged = SchemaKind.tagged(
      "distribution",
      [
        ("constant", constant.kind.map { .constant($0.value) }),
        (
          "uniform",
          uniform.kind.map {
            flat($0.minimum, $0.maximum) ?? .uniform(minimum: $0.minimum, maximum: $0.maximum)
          }
        ),
        ("normal", normal.kind.map { distribution($0, within: range) }),
      ] + SkewedRecords(quantity: quantity, range: range, unit: unit).variants)
    return SchemaKind(.any([number.shape, tagged.shape])) { tree, reader in
      if case .map = tree.content { return tagged.read(tree, &reader) }
      return number.read(tree, &reader).map { .constant($0) }
    }.showing(show)
  }

  private static func flat(_ minimum: Float, _ maximum: Float) -> Distribution? {
    minimum == maximum ? .constant(minimum) : nil
  }
  private static func distribution(_ draft: Normal, within range: ClosedRange<Double>) -> Distribution {
    let low = draft.minimum ?? max(Float(range.lowerBound), draft.mean - 3 * draft.deviation)
    let high = draft.maximum ?? min(Float(range.upperBound), draft.mean + 3 * draft.deviation)
    if draft.deviation == 0 || low == high { return .constant(draft.mean) }
    return .normal(mean: draft.mean, deviation: draft.deviation, minimum: low, maximum: high)
  }
  static func checkOrder(
    _ minimum: Float, _ maximum: Float, _ tree: SourceTree, _ reader: inout SchemaReader
  ) {
    guard minimum > maximum else { return }
    reader.report(
      .reversed, "minimum is \(inWords(minimum, "")), above maximum \(inWords(maximum, ""))",
      at: tree.value(of: "minimum")?.place ?? tree.place)
  }

  /// Defaults are numbers, or spread round one.
  @Sendable private static func show(_ value: Distribution) -> String? {
    func text(_ x: Float) -> String { inWords(x, "") }
    switch value {
    case .constant(let x): return text(x)
    case .uniform(let low, let high):
      return #"{"distribution": "uniform", "minimum": \#(text(low)), "maximum": \#(text(high))}"#
    case .normal(let mean, let deviation, let low, let high):
      return #"{"distribution": "normal", "mean": \#(text(mean)), "deviation": \#(text(deviation)), "#
        + #""minimum": \#(text(low)), "maximum": \#(text(high))}"#
    case .exponential, .logNormal, .gamma, .weibull, .choice, .cut: return nil
    }
  }
}
