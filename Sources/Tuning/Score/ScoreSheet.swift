import Foundation
import Kernel
import Learning
import Scenes

/// Scores as a line, a table, JSON, comma-separated values.
public struct ScoreSheet: Sendable {
  let bench: ScoreBench
  let score: MappingScore
  let other: MappingScore?
  let version: String
  let command: String

  /// `other` is what the mapping is held against, scored in the same bench.
  public init(
    _ score: MappingScore, against other: MappingScore?, in bench: ScoreBench, version: String,
    command: String
  ) {
    (self.score, self.other, self.bench) = (score, other, bench)
    (self.version, self.command) = (version, command)
  }

  /// Most numbers have three figures that mean something.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    let size = abs(value)
    return String(
      format: size >= 99.95 ? "%.0f" : size >= 9.995 ? "%.1f" : size >= 0.9995 ? "%.2f" : "%.3f", value)
  }
  static func interval(_ e: Estimate) -> String {
    e.low.isFinite ? "\(number(e.low)) … \(number(e.high))" : "–"
  }
  /// Half the interval's width.
  static func plusMinus(_ e: Estimate) -> String {
    guard e.isKnown else { return "–" }
    return number(e.value) + (e.low.isFinite ? " ± \(number((e.high - e.low) / 2))" : "")
  }

  // MARK: what it is of

  var crowd: String {
    let densities = bench.meanDensities.map { String(format: "%.2f", $0) }.joined(separator: ", ")
    let groups =
      bench.isSimulated
      ? "\(bench.groups) \(bench.groups == 1 ? "seed" : "seeds")"
      : "\(bench.groups) \(bench.groups == 1 ? "slice" : "slices") of a recording"
    return "\(bench.source) · \(groups) of \(ScoreSheet.number(bench.secondsEach)) s · \(densities) people/m²"
  }

  /// The whole score on one line.
  public var line: String {
    func value(_ figure: ScoreFigure) -> String {
      ScoreSheet.number(score.estimate(figure).value)
    }
    var parts = [
      "\(value(.densityBits)) bit density", "\(value(.directionBits)) bit direction",
      "\(value(.directionError))° off", "\(value(.latency)) ms", "A(8) \(value(.dose)) m/s²",
    ]
    if !score.kinds.isEmpty {
      func foreseen(_ kind: WalkerKind) -> String {
        ScoreSheet.number(score.estimate(.prediction, kind).value)
      }
      parts.append(
        "foresees vision \(foreseen(.vision)) %, touch \(foreseen(.touch)) %, both \(foreseen(.both)) %")
      parts.append("\(value(.collisions)) collisions/min")
    }
    return "\(score.mapping.name): " + parts.joined(separator: " · ")
  }

  // MARK: tables

  typealias Table = (caption: String, head: [String], rows: [[String]])

  var figures: Table {
    let rows = score.estimates.filter { $0.estimate.isKnown }.map { figure, estimate -> [String] in
      var mark = ""
      if let target = figure.target {
        let met = figure.better == .higher ? estimate.value >= target : estimate.value <= target
        mark =
          "\(figure.better == .higher ? "≥" : "≤") \(ScoreSheet.number(target)) \(met ? "met" : "missed")"
      }
      return [
        figure.title, ScoreSheet.number(estimate.value), figure.unit,
        figure == .latency ? "–" : ScoreSheet.interval(estimate), mark,
      ]
    }
    return ("Scores of \(score.mapping.name)", ["figure", "value", "unit", "95 % interval", "target"], rows)
  }

  var service: Table? {
    let steps = score.serviceSteps
    guard !steps.isEmpty else { return nil }
    return (
      "Levels of service told apart",
      ["step"] + steps.map { "\($0.from)→\($0.to)" },
      [["d′"] + steps.map { ScoreSheet.number($0.value) }]
    )
  }

  static let walkerFigures: [ScoreFigure] = [
    .prediction, .collisions, .collisionsOnWay, .hitsFromBehind, .detour, .pace, .leastTime, .crush, .energy,
  ]

  /// Walkers of every kind, in all variants or in one.
  func walkers(_ variant: Int?) -> Table {
    let name = variant.map { " at \(bench.variants[$0])" } ?? ""
    return (
      "Walkers\(name)",
      [
        "walks by", "foresees %", "collisions/min", "per 100 m", "from behind/min", "detour", "m/s",
        "least time s", "crush %", "J/min",
      ],
      score.kinds.map { kind in
        [kind.title]
          + ScoreSheet.walkerFigures.map {
            ScoreSheet.plusMinus(score.estimate($0, kind, variant: variant))
          }
      }
    )
  }

  /// What the study of vision and touch in grasping found, and what this found.
  var study: Table? {
    guard score.kinds.contains(.both) else { return nil }
    func row(_ name: String, _ kinds: [WalkerKind]) -> [String] {
      [name] + kinds.map { ScoreSheet.plusMinus(score.estimate(.prediction, $0)) }
    }
    return (
      "Foreseen, %", ["", "vision + action", "touch + action", "all"],
      [
        row(score.mapping.name, [.vision, .touch, .both]),
        ["grasping, arXiv 1805.11085 [unverified]", "73.03", "79.34", "80.28"],
      ]
    )
  }

  var differences: Table? {
    guard let other else { return nil }
    let theirs = other.estimates
    let rows = score.differences(from: other).enumerated().compactMap { k, pair -> [String]? in
      let (figure, estimate) = pair
      guard estimate.isKnown else { return nil }
      return [
        figure.title, ScoreSheet.number(score.estimates[k].estimate.value),
        ScoreSheet.number(theirs[k].estimate.value), figure.unit,
        (estimate.value >= 0 ? "+" : "") + ScoreSheet.number(estimate.value), ScoreSheet.interval(estimate),
        ScoreSheet.verdict(figure, estimate),
      ]
    }
    return (
      "\(score.mapping.name) against \(other.mapping.name), in the same crowds",
      ["figure", score.mapping.name, other.mapping.name, "unit", "difference", "95 % interval", "verdict"],
      rows
    )
  }

  /// Whether a difference is real, in a word.
  static func verdict(_ figure: ScoreFigure, _ difference: Estimate) -> String {
    guard difference.low.isFinite else { return "one group shows nothing" }
    if difference.low == difference.high {
      return difference.value == 0
        ? "the same" : (difference.value > 0) == (figure.better == .higher) ? "better" : "worse"
    }
    guard difference.excludes(0) else { return "no difference shown" }
    return (difference.value > 0) == (figure.better == .higher) ? "better" : "worse"
  }

  var tables: [Table] {
    var all = [figures]
    if let service { all.append(service) }
    if !score.kinds.isEmpty {
      all.append(walkers(nil))
      if bench.variants.count > 1 { all += bench.variants.indices.map { walkers($0) } }
    }
    if let study { all.append(study) }
    if let differences { all.append(differences) }
    return all
  }

  /// For a terminal.
  public var text: String {
    var blocks = [line, "on \(score.garment.name) · \(crowd)"]
    blocks += tables.map { "\($0.caption)\n" + TextTable.text($0.head, $0.rows) }
    if other != nil {
      blocks.append("Of twenty differences that are none, about one lies outside its interval by chance.")
    }
    if bench.groups < 2 { blocks.append("One group shows no interval: give more seeds.") }
    return blocks.joined(separator: "\n\n")
  }

  // MARK: for programs

  private static func json(_ e: Estimate) -> RecordJSON {
    .object([("value", .number(e.value)), ("low", .number(e.low)), ("high", .number(e.high))])
  }

  private func json(_ score: MappingScore) -> RecordJSON {
    var members: [(String, RecordJSON)] = [
      ("mapping", .text(score.mapping.name)), ("garment", .text(score.garment.name)),
      (
        "figures",
        .object(
          score.estimates.map { figure, estimate in
            (
              figure.rawValue,
              .object([
                ("value", .number(estimate.value)), ("low", .number(estimate.low)),
                ("high", .number(estimate.high)), ("unit", .text(figure.unit)),
                ("better", .text(figure.better == .higher ? "higher" : "lower")),
              ])
            )
          })
      ),
      (
        "service_steps",
        .list(
          score.serviceSteps.map {
            .object([("from", .text($0.from)), ("to", .text($0.to)), ("d_prime", .number($0.value))])
          })
      ),
    ]
    let variants: [Int?] = [nil] + (bench.variants.count > 1 ? bench.variants.indices.map { $0 } : [])
    members.append(
      (
        "walkers",
        .list(
          variants.flatMap { variant in
            score.kinds.map { kind in
              .object(
                [
                  ("kind", .text(kind.rawValue)),
                  ("variant", variant.map { .text(bench.variants[$0]) } ?? .null),
                ]
                  + ScoreSheet.walkerFigures.map {
                    ($0.rawValue, ScoreSheet.json(score.estimate($0, kind, variant: variant)))
                  })
            }
          })
      ))
    return .object(members)
  }

  public var json: String {
    var members: [(String, RecordJSON)] = [
      ("format", .integer(1)), ("version", .text(version)), ("command", .text(command)),
      ("source", .text(bench.source)), ("groups", .integer(bench.groups)),
      ("seeds", .list(bench.seeds.map { .unsigned($0) })),
      ("seconds", .number(bench.secondsEach)),
      (
        "crowds",
        .list(
          zip(bench.variants, bench.meanDensities).map {
            .object([("variant", .text($0)), ("people_per_m2", .number($1))])
          })
      ),
      ("score", json(score)),
    ]
    if let other {
      members.append(("against", json(other)))
      members.append(
        (
          "differences",
          .object(
            score.differences(from: other).map { figure, estimate in
              (
                figure.rawValue,
                .object([
                  ("value", .number(estimate.value)), ("low", .number(estimate.low)),
                  ("high", .number(estimate.high)), ("verdict", .text(ScoreSheet.verdict(figure, estimate))),
                ])
              )
            })
        ))
    }
    return RecordJSON.object(members).written() + "\n"
  }

  /// A row for every figure and kind of walker.
  public var commaSeparated: String {
    var lines = ["mapping,figure,walker,variant,value,low,high,unit"]
    func add(_ name: String, _ figure: ScoreFigure, _ kind: String, _ variant: String, _ e: Estimate) {
      func word(_ x: Double) -> String { x.isFinite ? NumberText.short(x) : "" }
      lines.append(
        "\(name),\(figure.rawValue),\(kind),\(variant),\(word(e.value)),\(word(e.low)),\(word(e.high)),\(figure.unit)"
      )
    }
    for score in [score] + (other.map { [$0] } ?? []) {
      let name = score.mapping.name
      for (figure, estimate) in score.estimates where !figure.isClosedLoop {
        add(name, figure, "", "", estimate)
      }
      for variant in bench.variants.indices {
        for kind in score.kinds {
          for figure in ScoreSheet.walkerFigures {
            add(
              name, figure, kind.rawValue, bench.variants[variant],
              score.estimate(figure, kind, variant: variant))
          }
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: the page

  /// What is felt over density: the middle of the judgements and where eight of ten lie.
  static func feltPlot(_ scores: [MappingScore]) -> Plot {
    var lines: [Plot.Line] = []
    for score in scores {
      let sorted = score.impressions.sorted { $0.x < $1.x }
      let bins = min(16, sorted.count / 20)
      guard bins > 1 else { continue }
      var points: [[SIMD2<Double>]] = [[], [], []]
      for bin in 0..<bins {
        let some = sorted[bin * sorted.count / bins..<(bin + 1) * sorted.count / bins]
        let x = some.reduce(0) { $0 + $1.x } / Double(some.count)
        let felt = some.map(\.y).sorted()
        for (k, share) in [0.5, 0.1, 0.9].enumerated() {
          points[k].append(SIMD2(x, felt[Int(share * Double(felt.count - 1))]))
        }
      }
      for (k, name) in ["median", "10 %", "90 %"].enumerated() where k == 0 || scores.count == 1 {
        lines.append(Plot.Line(name: "\(score.mapping.name), \(name)", points: points[k]))
      }
    }
    return Plot(
      title: "What is felt of a density", xLabel: "people within 2.2 m [1/m²]",
      yLabel: "felt [× threshold]", lines: lines)
  }

  public var html: String {
    let scores = [score] + (other.map { [$0] } ?? [])
    func block(_ table: Table) -> PlainPage.Block {
      .table(caption: table.caption, head: table.head, rows: table.rows)
    }
    var sections = [
      PlainPage.Section(
        "What the wearer can tell",
        [
          .picture(
            svg: ScoreSheet.feltPlot(scores).svg,
            caption:
              "Every half second of every walk is one judgement. A straight, steep, narrow band is good."),
          block(figures),
        ] + (service.map { [block($0)] } ?? []))
    ]
    if !score.kinds.isEmpty {
      let bars = BarPlot(
        title: "Collisions by what walkers go by", xLabel: "collisions [1/min]", keys: ["collisions"],
        bars: score.kinds.map {
          BarPlot.Bar(name: $0.title, parts: [max(score.estimate(.collisions, $0).value, 0)])
        })
      var blocks: [PlainPage.Block] = [
        .text(
          "Bodies walk through the crowd, and nobody gives way to them. Four times a second each takes the way on which "
            + "its senses foresee the fewest collisions for the least detour. Nobody is tested in a crowd that it practised in."
        ),
        .picture(svg: bars.svg, caption: "All crowds together."), block(walkers(nil)),
      ]
      if bench.variants.count > 1 { blocks += bench.variants.indices.map { block(walkers($0)) } }
      if let study { blocks.append(block(study)) }
      sections.append(PlainPage.Section("What the wearer does with it", blocks))
    }
    if let differences {
      sections.append(
        PlainPage.Section(
          "Against \(other!.mapping.name)",
          [
            block(differences),
            .text("Of twenty differences that are none, about one lies outside its interval by chance."),
          ]))
    }
    sections.append(PlainPage.Section("How it was made", [.text(command), .text(crowd)]))
    return PlainPage(
      title: "Score of \(score.mapping.name) on \(score.garment.name)", lead: line, sections: sections,
      version: version
    ).html
  }

  /// Writes score.json, score.csv and report.html into a folder that is there; their names come back.
  public func save(in folder: String) throws(Diagnostics) -> [String] {
    try TextFile.save(json, to: folder + "/score.json")
    try TextFile.save(commaSeparated, to: folder + "/score.csv")
    try TextFile.save(html, to: folder + "/report.html")
    return ["report.html", "score.json", "score.csv"]
  }
}

extension ScoreBench {
  /// [s] of each group and variant.
  var secondsEach: Double { reels.first?.seconds ?? 0 }
}
