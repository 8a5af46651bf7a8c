import City
import Kernel

/// The distributions of times and numbers that lean to one side. None of their values leaves the range of the
/// quantity: what limits of the file's own do not cut, the range's do.
struct SkewedRecords: Sendable {
  /// Parameters of any of them, and the limits.
  struct Draft: Sendable {
    var mean: Float = 1
    var mu: Float = 0
    var sigma: Float = 1
    var shape: Float = 1
    var scale: Float = 1
    var values: [Float] = []
    var weights: [Float]?
    var minimum: Float?
    var maximum: Float?
  }
  typealias Variant = (word: String, kind: SchemaKind<Distribution>)

  let quantity: String
  let range: ClosedRange<Double>
  let unit: String

  var variants: [Variant] { [exponential, logNormal, gamma, weibull, choice] }

  private var number: SchemaKind<Float> { .number(range, unit) }
  private var size: SchemaKind<Float> { .number(1e-4...range.upperBound, unit) }

  private func record(_ word: String, _ name: String, _ summary: String) -> SchemaRecord<Draft> {
    SchemaRecord("\(name) \(quantity)", summary, initial: Draft())
      .constant("distribution", word, "Which distribution.")
  }

  private var exponential: Variant {
    let record = record(
      "exponential", "exponential", "Exponential: as between events that know nothing of each other."
    )
    .key("mean", \.mean, size, required: true, "The mean before any tail is cut.")
    // ln 2 of the mean lies in the middle.
    let median: @Sendable (Draft) -> Float = { $0.mean * 0.693_147 }
    return cut("exponential", record, median: median) { .exponential(mean: $0.mean) }
  }

  private var logNormal: Variant {
    let record = record(
      "log_normal", "log-normal", "Its logarithm is normal: e to the power of a normal number."
    )
    .key("mu", \.mu, .number(-20...20), required: true, "Mean of the logarithm.")
    .key("sigma", \.sigma, .number(0.001...5), required: true, "Standard deviation of the logarithm.")
    let median: @Sendable (Draft) -> Float = { Math.exp($0.mu) }
    return cut("log_normal", record, median: median) { .logNormal(mu: $0.mu, sigma: $0.sigma) }
  }

  private var gamma: Variant {
    let record = record("gamma", "gamma", "Gamma: a sum of `shape` exponential times of mean `scale`.")
      .key("shape", \.shape, .number(0.05...1000), required: true, "Shape.")
      .key("scale", \.scale, size, required: true, "Scale; the mean is shape times scale.")
    // Wilson and Hilferty 1931: the cube root of a gamma number is nearly normal.
    let median: @Sendable (Draft) -> Float = { draft in
      let root = max(0, 1 - 1 / (9 * draft.shape))
      return draft.shape * draft.scale * root * root * root
    }
    return cut("gamma", record, median: median) { .gamma(shape: $0.shape, scale: $0.scale) }
  }

  private var weibull: Variant {
    let record = record("weibull", "weibull", "Weibull: exponential for a shape of 1, narrower above.")
      .key("scale", \.scale, size, required: true, "Scale, below which 63 % lie.")
      .key("shape", \.shape, .number(0.1...100), required: true, "Shape.")
    let median: @Sendable (Draft) -> Float = { $0.scale * Math.pow(0.693_147, 1 / $0.shape) }
    return cut("weibull", record, median: median) { .weibull(scale: $0.scale, shape: $0.shape) }
  }

  private var choice: Variant {
    let record = record("choice", "choice of", "One out of a few values.")
      .key("values", \.values, .list(number, count: 1...100, of: "values"), required: true, "The values.")
      .key(
        "weights", \.weights,
        SchemaKind<[Float]>.list(.number(1e-6...1e6), count: 1...100, of: "weights").optional,
        "How often each is taken, compared with the others; without it all alike."
      )
      .checking { draft, tree, reader in
        checkWeights(draft.weights, count: draft.values.count, "values", tree, &reader)
      }
    return (
      "choice",
      record.kind.map { .choice($0.values, weights: $0.weights ?? $0.values.map { _ in 1 }) }
    )
  }

  private func cut(
    _ word: String, _ record: SchemaRecord<Draft>, median: @escaping @Sendable (Draft) -> Float,
    _ made: @escaping @Sendable (Draft) -> Distribution
  ) -> Variant {
    let low = Float(range.lowerBound)
    let high = Float(range.upperBound)
    let unit = unit
    let limited =
      record
      .key("minimum", \.minimum, number.optional, "Lower limit; the tail below is cut.")
      .key("maximum", \.maximum, number.optional, "Upper limit; the tail above is cut.")
      .checking { draft, tree, reader in
        let least = draft.minimum ?? low
        let most = draft.maximum ?? high
        if least > most { return SchemaKind<Distribution>.checkOrder(least, most, tree, &reader) }
        let middle = median(draft)
        if middle >= least, middle <= most { return }
        reader.report(
          .outOfRange,
          "half of the values lie \(middle < least ? "below" : "above") \(inWords(middle, digits: 2, unit)), "
            + "outside the limits \(inWords(least, ""))...\(inWords(most, unit))",
          at: tree.place, hint: "at least a half has to be left when the tails are cut")
      }
    return (
      word,
      limited.kind.map { draft in
        let least = draft.minimum ?? low
        let most = draft.maximum ?? high
        return least < most ? .cut(made(draft), minimum: least, maximum: most) : .constant(least)
      }
    )
  }
}

/// A list of weights has one for each of the things beside it.
func checkWeights(
  _ weights: [Float]?, count: Int, _ things: String, _ tree: SourceTree, _ reader: inout SchemaReader
) {
  guard let weights, weights.count != count else { return }
  reader.report(
    .wrongCount, "there are \(weights.count) weights for \(count) \(things)",
    at: tree.value(of: "weights")?.place ?? tree.place, hint: "one weight each")
}
