/// What a verification came to, for people: one HTML page that needs nothing beside it, no network and no script.
public struct VerificationPage {
  let results: VerificationResults
  public init(_ results: VerificationResults) { self.results = results }

  public var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="generator" content="throng \(Markup.escaped(results.version))">
    <title>Verification – report</title>
    <style>
    \(ReportPage.style)
    \(BandPlot.style)
    \(GroundPicture.style)
    \(VerificationPage.style)
    </style>
    </head>
    <body>
    <header>
    <h1>Verification</h1>
    <p class="lead">Published tests and measurements, held against each model of walking.</p>
    \(results.interrupted ? "<p class=\"notice\">This verification was interrupted: some tests were not run.</p>" : "")
    </header>
    <main>
    \(overview)
    \(results.tests.map(section).joined(separator: "\n"))
    \(origin)
    </main>
    <footer><p>Made by throng \(Markup.escaped(results.version)).</p></footer>
    </body>
    </html>

    """
  }

  private var overview: String {
    let heads = results.models.map {
      "<th scope=\"col\" class=\"turned\"><span>\(Markup.escaped($0))</span></th>"
    }
    let rows = results.tests.map { test in
      let name = "<th scope=\"row\"><a href=\"#\(anchor(test))\">\(Markup.escaped(test.name))</a> "
      let cells = test.outcomes.map { cell($0.verdict.rawValue, $0.verdict) }
      return "<tr>\(name)\(Markup.escaped(test.plan.title))</th>\(cells.joined())</tr>\n"
    }
    let sums = results.models.map { model in
      let counted = results.tests.count - results.count(.notApplicable, of: model)
      return "<td class=\"verdict\">\(results.count(.passed, of: model)) of \(counted)</td>"
    }
    return """
      <section>
      <h2>All tests</h2>
      <table class="matrix">
      <caption>Whether a model meets every criterion of a test</caption>
      <thead><tr><th scope="col">test</th>\(heads.joined())</tr></thead>
      <tbody>
      \(rows.joined())<tr><th scope="row">passed</th>\(sums.joined())</tr>
      </tbody>
      </table>
      </section>
      """
  }

  private func cell(_ words: String, _ verdict: Verdict) -> String {
    "<td class=\"verdict \(verdict.kind)\">\(Markup.escaped(words))</td>"
  }
  private func anchor(_ test: TestResult) -> String {
    "\(test.plan.suite.rawValue)-\(Markup.escaped(test.plan.test))"
  }

  private func section(_ test: TestResult) -> String {
    var out =
      "<section id=\"\(anchor(test))\">\n<h2>\(Markup.escaped("\(test.name): \(test.plan.title)"))</h2>\n"
    if !test.description.isEmpty { out += "<p>\(Markup.escaped(test.description))</p>\n" }
    if !test.plan.source.isEmpty { out += "<p class=\"lead\">\(Markup.escaped(test.plan.source))</p>\n" }
    for reason in Set(test.outcomes.map(\.reason)).sorted() where !reason.isEmpty {
      out += "<p class=\"notice\">\(Markup.escaped(reason))</p>\n"
    }
    guard test.outcomes.contains(where: { !$0.criteria.isEmpty }) else { return out + "</section>" }
    let ground = GroundPicture(title: "The ground of \(test.name)", ground: test.ground)
    out +=
      "<figure>\n\(ground.svg)<figcaption>The ground; where people start is blue, exits are green.</figcaption>\n</figure>\n"
    for k in test.plan.criteria.indices where test.plan.criteria[k].isCurve { out += curve(test, k) }
    return out + figures(test) + measures(test) + "</section>"
  }

  private func curve(_ test: TestResult, _ k: Int) -> String {
    let criterion = test.plan.criteria[k]
    let measure = test.plan.measures.first { $0.name == criterion.measure }
    let judged = test.outcomes.filter { k < $0.criteria.count }
    let plot = BandPlot(
      title: criterion.label, xLabel: measure?.kind.xLabel ?? "", yLabel: measure?.kind.yLabel ?? "",
      band: criterion.band, curves: judged.map { ($0.model, $0.criteria[k].curve) })
    return
      "<figure>\n\(plot.svg)<figcaption>\(Markup.escaped(criterion.label)). Dots are medians; the band is what was measured of people.</figcaption>\n</figure>\n"
  }

  /// Criteria by models.
  private func figures(_ test: TestResult) -> String {
    let heads = results.models.map {
      "<th scope=\"col\" class=\"turned\"><span>\(Markup.escaped($0))</span></th>"
    }
    let rows = test.plan.criteria.indices.map { k in
      let limits = test.outcomes.first { k < $0.criteria.count }?.criteria[k].limits ?? ""
      let cells = test.outcomes.map { outcome -> String in
        guard k < outcome.criteria.count else { return cell(outcome.verdict.rawValue, outcome.verdict) }
        return cell(outcome.criteria[k].words, outcome.criteria[k].passed ? .passed : .failed)
      }
      let label = "\(test.plan.criteria[k].label) (\(limits))"
      return "<tr><th scope=\"row\">\(Markup.escaped(label))</th>\(cells.joined())</tr>\n"
    }
    return
      "<table class=\"matrix\">\n<caption>What was asked, and each model’s figure</caption>\n<thead><tr><th scope=\"col\">criterion</th>\(heads.joined())</tr></thead>\n<tbody>\n\(rows.joined())</tbody>\n</table>\n"
  }

  /// All that was measured, folded away.
  private func measures(_ test: TestResult) -> String {
    var rows = ""
    for (r, run) in test.plan.runs.enumerated() {
      for measure in test.plan.measures {
        let cells = test.outcomes.map { outcome -> String in
          let value = r < outcome.runs.count ? outcome.runs[r].figure(measure.name)?.value ?? .nan : .nan
          return "<td class=\"verdict\">\(NumberText.figure(value))</td>"
        }
        let unit = measure.unit.isEmpty ? "" : " [\(measure.unit)]"
        let label =
          test.plan.runs.count > 1 ? "\(run.name): \(measure.name)\(unit)" : "\(measure.name)\(unit)"
        rows += "<tr><th scope=\"row\">\(Markup.escaped(label))</th>\(cells.joined())</tr>\n"
      }
    }
    let times = test.outcomes.map { "<td class=\"verdict\">\(NumberText.fixed($0.wallSeconds, 1))</td>" }
      .joined()
    rows += "<tr><th scope=\"row\">time to compute [s]</th>\(times)</tr>\n"
    return
      "<details><summary>Everything measured</summary>\n<table class=\"matrix\">\n<tbody>\n\(rows)</tbody>\n</table>\n</details>\n"
  }

  private var origin: String {
    let facts = "on \(results.machine), in \(NumberText.fixed(results.wallSeconds, 0)) s"
    return
      "<section>\n<h2>How it was made</h2>\n<pre><code>\(Markup.escaped(results.command))</code></pre>\n<p>\(Markup.escaped(facts)). The same program gives the same figures again, with any number of workers.</p>\n</section>"
  }

  private static let style = """
    .matrix th { padding-right: .5rem; }
    .matrix .verdict { text-align: center; padding: .35rem .25rem; white-space: nowrap; }
    .matrix .turned { height: 9rem; vertical-align: bottom; padding: 0 0 .35rem; text-align: center; }
    .matrix .turned span { writing-mode: vertical-rl; transform: rotate(180deg); }
    .passed { color: var(--c2); } .passed::before { content: "✓ "; }
    .failed { color: var(--c1); font-weight: 600; } .failed::before { content: "✗ "; }
    .none { color: var(--soft); }
    section > figure { margin-top: 1rem; }
    details { margin-top: .75rem; } summary { color: var(--soft); cursor: pointer; }
    """
}

extension Verdict {
  /// A class of the page's style.
  fileprivate var kind: String {
    switch self {
    case .passed: "passed"
    case .failed: "failed"
    case .notApplicable, .notRun: "none"
    }
  }
}

extension MeasurePlan.Kind {
  fileprivate var xLabel: String {
    switch self {
    case .areaPoints: "density [1/m²]"
    case .singleFilePoints: "density [1/m]"
    case .flow: "width [m]"
    default: "run"
    }
  }
  fileprivate var yLabel: String {
    givesPoints ? "speed [m/s]" : "\(rawValue.replacing("_", with: " "))\(unit.isEmpty ? "" : " [\(unit)]")"
  }
}
