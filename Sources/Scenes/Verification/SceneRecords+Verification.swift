import Kernel

/// Keys of a scene that proves something.
extension SceneRecords {
  static let variant = SchemaRecord(
    "verification run", "The scene with some values changed.", initial: VerificationPlan.Variant(name: "")
  )
  .key("name", \.name, .name, required: true, "Name for criteria.")
  .key(
    "set", \.overrides, .list(.text(), count: 0...200, of: "overrides"),
    "Values laid over the scene, path=value each."
  )
  .key("x", \.x, SchemaKind<Double>.double(-1e6...1e6).optional, "What varies from run to run, for curves.")

  static let exemption = SchemaRecord(
    "exemption", "Why a test says nothing.", initial: VerificationPlan.Exemption()
  )
  .key(
    "models", \.models,
    .list(.reference("locomotion models"), count: 1...20, of: "models"),
    "Models to which the test does not apply; without it to none at all."
  )
  .key("reason", \.reason, .text(), required: true, "Why.")

  static let operand = SchemaRecord(
    "operand", "Another figure.", initial: CriterionPlan.Operand()
  )
  .key(
    "measure", \.measure, SchemaKind<String>.reference("measures").optional,
    "Which measure; without it the criterion's own."
  )
  .key("run", \.run, SchemaKind<String>.reference("runs").optional, "Of which run; without it the same one.")

  static let bandRow = SchemaKind<[Double]>.numbers(
    [("x", -1e6...1e6), ("low", -1e6...1e6), ("high", -1e6...1e6)], ""
  ).map { CriterionPlan.BandRow(x: $0[0], low: $0[1], high: $0[2]) }

  static let criterion = SchemaRecord("criterion", "What a figure has to be.", initial: CriterionPlan())
    .key("label", \.label, .text(maximum: 200), required: true, "What is asked, in a few words.")
    .key("measure", \.measure, .reference("measures"), required: true, "Which measure.")
    .key(
      "run", \.runs, SchemaKind<String>.reference("runs").map { [$0] },
      "Of which run; without it every run has to meet it, and a curve is made of all runs together."
    )
    .key("runs", \.runs, .list(.reference("runs"), count: 1...100, of: "runs"), "Of which runs, instead.")
    .key(
      "minus", \.minus, operand.kind.map { CriterionPlan.Operand?.some($0) }, "Taken away from the figure."
    )
    .key(
      "over", \.over, operand.kind.map { CriterionPlan.Operand?.some($0) }, "The figure is divided by it."
    )
    .key("at_least", \.atLeast, SchemaKind<Double>.double(-1e9...1e9).optional, "Least figure that passes.")
    .key("at_most", \.atMost, SchemaKind<Double>.double(-1e9...1e9).optional, "Greatest figure that passes.")
    .key(
      "band", \.band, .list(bandRow, count: 1...500, of: "rows"),
      "Rows of x, lower and upper limit: the measure has to run between them."
    )
    .key("counted", \.counted, .choice, "What of the curve has to lie in the band.")
    .key("share", \.share, .double(0...1), "Share of what is counted that has to lie in the band.")
    .key("least_rows", \.leastRows, .whole(1...500), "Rows of the band that the curve has to reach.")
    .checking { criterion, tree, reader in
      if criterion.band.isEmpty, criterion.atLeast == nil, criterion.atMost == nil {
        reader.report(
          .missingKey, "a criterion needs 'at_least', 'at_most' or 'band'", at: tree.place)
      }
      if zip(criterion.band, criterion.band.dropFirst()).contains(where: { !($0.x < $1.x) })
        || criterion.band.contains(where: { $0.low > $0.high })
      {
        reader.report(
          .reversed, "rows of a band go by rising x, each from its lower to its upper limit",
          at: (tree.value(of: "band") ?? tree).place)
      }
    }

  static let verification = SchemaRecord(
    "verification", "What the scene proves: `throng verify` runs it and judges.", initial: VerificationPlan()
  )
  .key("suite", \.suite, .choice, required: true, "Which collection of tests it belongs to.")
  .key("test", \.test, .text(maximum: 20), required: true, "The collection's own number of the test.")
  .key("title", \.title, .text(maximum: 200), required: true, "One line for people.")
  .key("source", \.source, .text(), "Where geometry and limits come from.")
  .key("long", \.isLong, .flag, "Left out of a quick verification.")
  .key(
    "runs", \.runs, .list(variant.kind, count: 1...100, of: "runs"), "Variants of the scene; without it one."
  )
  .key(
    "seeds", \.seeds, .list(SchemaKind<UInt64>.word, count: 1...100, of: "seeds"),
    "Seeds with which each run is done; figures are means over them."
  )
  .key("measures", \.measures, .list(measure.kind, count: 0...200, of: "measures"), "What is measured.")
  .key("criteria", \.criteria, .list(criterion.kind, count: 0...200, of: "criteria"), "What has to be.")
  .key(
    "not_applicable", \.exemptions, .list(exemption.kind, count: 0...20, of: "exemptions"),
    "Why the test says nothing, in general or of some models."
  )
  .checking { plan, tree, reader in checkNames(plan, tree, &reader) }

  /// Criteria refer to runs and measures of the same test.
  private static func checkNames(
    _ plan: VerificationPlan, _ tree: SourceTree, _ reader: inout SchemaReader
  ) {
    let measures = plan.measures.map(\.name)
    let runs = plan.runs.map(\.name)
    func known(_ name: String?, _ names: [String], _ noun: String) {
      guard let name, !names.contains(name) else { return }
      reader.report(
        .unknownName, "the verification has no \(noun) '\(name)'",
        at: (tree.value(of: "criteria") ?? tree).place,
        hint: suggestion(for: name, among: names, called: "\(noun)s"))
    }
    for criterion in plan.criteria {
      known(criterion.measure, measures, "measure")
      for name in criterion.runs { known(name, runs, "run") }
      for other in [criterion.minus, criterion.over] {
        known(other?.measure, measures, "measure")
        known(other?.run, runs, "run")
      }
    }
    for (names, noun) in [(measures, "measure"), (runs, "run")] where Set(names).count < names.count {
      reader.report(.duplicateName, "two \(noun)s of the verification have one name", at: tree.place)
    }
    if plan.criteria.isEmpty, plan.exemptions.allSatisfy({ !$0.models.isEmpty }) {
      reader.report(.missingKey, "verification needs 'criteria', or 'not_applicable'", at: tree.place)
    }
  }
}
