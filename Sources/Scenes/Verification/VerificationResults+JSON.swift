import Kernel

extension VerificationResults {
  /// Writes `verify.json` and `report.html`; the folder has to be there.
  package func save(to folder: String) throws(Diagnostics) {
    try TextFile.save(json, to: "\(folder)/verify.json")
    try TextFile.save(VerificationPage(self).html, to: "\(folder)/report.html")
  }

  /// Every figure and verdict, keys in a fixed order; whatever is not finite is null.
  public var json: String {
    RecordJSON.object([
      ("version", .text(version)), ("machine", .text(machine)), ("command", .text(command)),
      ("models", .list(models.map { .text($0) })), ("wall_seconds", .number(wallSeconds)),
      ("interrupted", .bool(interrupted)), ("tests", .list(tests.map(\.record))),
    ]).written() + "\n"
  }
}

extension TestResult {
  fileprivate var record: RecordJSON {
    .object([
      ("suite", .text(plan.suite.rawValue)), ("test", .text(plan.test)), ("title", .text(plan.title)),
      ("source", .text(plan.source)), ("file", .text(file)), ("models", .list(outcomes.map(\.record))),
    ])
  }
}

extension ModelOutcome {
  fileprivate var record: RecordJSON {
    .object([
      ("model", .text(model)), ("verdict", .text(verdict.rawValue)), ("reason", .text(reason)),
      ("simulated_seconds", .number(simulatedSeconds)), ("wall_seconds", .number(wallSeconds)),
      ("criteria", .list(criteria.map(\.record))), ("runs", .list(runs.map(\.record))),
    ])
  }
}

extension CriterionResult {
  fileprivate var record: RecordJSON {
    .object([
      ("label", .text(label)), ("limits", .text(limits)), ("passed", .bool(passed)),
      (
        "figures",
        .list(
          parts.map {
            .object([
              ("run", .text($0.run)), ("value", .number($0.value)), ("passed", .bool($0.passed)),
            ])
          })
      ), ("curve", .list(curve.map(pair))),
    ])
  }
}

extension VariantResult {
  fileprivate var record: RecordJSON {
    .object([
      ("run", .text(name)), ("x", x.map { .number($0) } ?? .null),
      (
        "measures",
        .list(
          figures.map { figure in
            .object([
              ("measure", .text(figure.measure)), ("unit", .text(figure.unit)),
              ("value", .number(figure.value)), ("values", .list(figure.values.map { .number($0) })),
              ("points", .list(figure.points.map(pair))),
            ])
          })
      ),
    ])
  }
}

/// Four digits behind the point: points are many.
private func pair(_ point: SIMD2<Double>) -> RecordJSON {
  .list([.number((point.x * 1e4).rounded() / 1e4), .number((point.y * 1e4).rounded() / 1e4)])
}
