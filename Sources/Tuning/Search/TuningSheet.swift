import Foundation
import Haptics
import Kernel
import Learning
import Scenes

/// What a search came to, for people and programs.
public struct TuningSheet: Sendable {
  /// A bench that the search did not see: the same crowd with other seeds, or another scene.
  public struct Trial: Sendable {
    public var bench: ScoreBench
    public var tuned: MappingScore
    public var others: [MappingScore]  // the start first
    public init(bench: ScoreBench, tuned: MappingScore, others: [MappingScore]) {
      (self.bench, self.tuned, self.others) = (bench, tuned, others)
    }
  }
  public typealias Worth = (knob: Knob, before: Float, after: Float, lost: Double)

  let tuner: AutoTuner
  let result: AutoTuner.Result
  let worth: [Worth]
  let tuned: Mapping
  let trials: [Trial]
  let recalled: Int
  let version: String
  let command: String

  public init(
    tuner: AutoTuner, result: AutoTuner.Result, worth: [Worth], tuned: Mapping, trials: [Trial],
    recalled: Int,
    version: String, command: String
  ) {
    (self.tuner, self.result, self.worth, self.tuned) = (tuner, result, worth, tuned)
    (self.trials, self.recalled, self.version, self.command) = (trials, recalled, version, command)
  }

  public static func number(_ value: Double) -> String { ScoreSheet.number(value) }

  private var first: AutoTuner.Trial { result.trials[0] }
  private var chosen: AutoTuner.Trial { result.trials[result.chosen] }

  private func sum(_ objective: TuningGoal.Objective, _ score: MappingScore) -> Estimate {
    score.estimate { figures in objective.value(figures) }
  }
  private func difference(_ objective: TuningGoal.Objective, _ a: MappingScore, _ b: MappingScore) -> Estimate
  {
    a.difference(from: b) { objective.value($0) }
  }

  typealias Table = (caption: String, head: [String], rows: [[String]])

  /// The changes, most valuable first.
  var changes: Table {
    (
      "What changed, and what is lost where it alone goes back",
      ["number", "before", "after", "unit", "lost"],
      worth.map { change in
        [
          change.knob.name.replacingOccurrences(of: "layers.", with: ""), NumberText.short(change.before),
          NumberText.short(change.after), change.knob.unit, Self.number(change.lost * 100) + " %",
        ]
      }
    )
  }

  /// In the crowds of the search and in those held out.
  var generalisation: Table {
    let rows = tuner.goal.objectives.map { objective -> [String] in
      let before = objective.value(first.figures)
      let after = objective.value(chosen.figures)
      let seen = after - before
      let gap = trials.first.map { trial in difference(objective, trial.tuned, trial.others[0]) }
      let held = gap.map { $0.value } ?? .nan
      return [
        objective.name, Self.number(abs(before)), Self.number(abs(after)), signed(seen), signed(held),
        gap.map { ScoreSheet.interval($0) } ?? "–",
        signed(seen - held),
      ]
    }
    return (
      "Gain in the crowds of the search and in others (more is better); the gap is what the search had fitted to its own",
      ["objective", "start", "tuned", "gain, seen", "gain, held out", "95 % interval", "gap"],
      rows
    )
  }

  private func signed(_ value: Double) -> String { (value >= 0 ? "+" : "") + Self.number(value) }

  /// Against every mapping in one unseen bench.
  func contest(_ trial: Trial) -> Table {
    var rows: [[String]] = []
    for other in [trial.tuned] + trial.others {
      var row = [other.mapping.name]
      for objective in tuner.goal.objectives {
        let own = sum(objective, other)
        row.append(Self.number(abs(own.value)))
        if other.mapping.name == tuned.name {
          row.append("")
        } else {
          let gain = difference(objective, trial.tuned, other)
          let verdict = !gain.excludes(0) ? "not shown" : gain.value > 0 ? "tuned better" : "tuned worse"
          row.append("\(signed(gain.value)) (\(ScoreSheet.interval(gain))) \(verdict)")
        }
      }
      let dose = other.estimate(.dose).value
      let tunedDose = trial.tuned.estimate(.dose).value
      row += [
        Self.number(dose), Self.number(other.estimate(.energy).value),
        other.mapping.name == tuned.name ? "" : tunedDose <= dose ? "no more" : "more",
      ]
      rows.append(row)
    }
    let heads = tuner.goal.objectives.flatMap { [$0.name, "gain of the tuned one"] }
    return (
      "Held out: \(trial.bench.source), \(trial.bench.groups) \(trial.bench.isSimulated ? "seeds" : "slices")",
      ["mapping"] + heads + ["dose m/s²", "J/min", "tuned dose is"], rows
    )
  }

  var front: Table {
    (
      "The trade-off front: trials within the limits that no other beats in everything",
      ["trial"] + tuner.goal.objectives.map(\.name) + ["dose m/s²", "J/min"],
      result.front.sorted { a, b in
        let objective = tuner.goal.objectives[0]
        return objective.value(result.trials[a].figures) > objective.value(result.trials[b].figures)
      }.map { k in
        let figures = result.trials[k].figures
        return [k == result.chosen ? "\(k) chosen" : "\(k)"]
          + tuner.goal.objectives.map { Self.number(abs($0.value(figures))) }
          + [Self.number(figures[.dose] ?? .nan), Self.number(figures[.energy] ?? .nan)]
      }
    )
  }

  var tables: [Table] { [generalisation, changes] + trials.map(contest) + [front] }

  public var line: String {
    let words = tuner.goal.objectives.map {
      "\($0.name) \(Self.number(abs($0.value(first.figures)))) → \(Self.number(abs($0.value(chosen.figures))))"
    }
    return "\(tuned.name): " + words.joined(separator: " · ")
      + " · dose \(Self.number(first.figures[.dose] ?? .nan)) → \(Self.number(chosen.figures[.dose] ?? .nan)) m/s²"
      + " · \(result.trials.count) trials" + (recalled > 0 ? ", \(recalled) of them from before" : "")
  }

  public var text: String {
    var blocks = [line]
    if result.chosen == 0 { blocks.append("Nothing within the limits was better than what it began from.") }
    blocks += tables.filter { !$0.rows.isEmpty }.map { "\($0.caption)\n" + TextTable.text($0.head, $0.rows) }
    return blocks.joined(separator: "\n\n")
  }

  // MARK: files

  /// Where the trials lie in the first two objectives, the front in order.
  var frontPlot: Plot? {
    guard tuner.goal.objectives.count > 1 else { return nil }
    let (a, b) = (tuner.goal.objectives[0], tuner.goal.objectives[1])
    func point(_ k: Int) -> SIMD2<Double> {
      SIMD2(abs(a.value(result.trials[k].figures)), abs(b.value(result.trials[k].figures)))
    }
    return Plot(
      title: "The trade-off front", xLabel: a.name, yLabel: b.name,
      lines: [
        Plot.Line(name: "front", points: result.front.map(point).sorted { $0.x < $1.x }),
        Plot.Line(name: "start", points: [point(0)]),
        Plot.Line(name: "chosen", points: [point(result.chosen)]),
      ])
  }

  /// Levels over the source, before and after, of every layer that was tuned.
  var curvePlots: [Plot] {
    tuner.start.layers.indices.filter { tuner.start.layers[$0].source != .hazard }.map { k in
      func points(_ curve: TransferCurve, to most: Float) -> [SIMD2<Double>] {
        (0...200).map { SIMD2(Double(most) * Double($0) / 200, Double(curve(most * Float($0) / 200))) }
      }
      let (before, after) = (tuner.start.layers[k], tuned.layers[k])
      let most = max(before.curve.knee, after.curve.knee) * 1.15
      return Plot(
        title: "Curve of \(before.name)", xLabel: "\(before.source.rawValue) [\(before.source.unit)]",
        yLabel: "level",
        lines: [
          Plot.Line(name: "before", points: points(before.curve, to: most)),
          Plot.Line(name: "after", points: points(after.curve, to: most)),
        ])
    }
  }

  /// The best so far over the trials.
  var progressPlot: Plot {
    var best = -Double.infinity
    let points = result.trials.enumerated().map { k, trial -> SIMD2<Double> in
      best = max(best, tuner.merit(trial.figures, first.figures, tuner.weightings[0]))
      return SIMD2(Double(k + 1), best * 100)
    }
    return Plot(
      title: "The search", xLabel: "trials", yLabel: "gain [%]",
      lines: [Plot.Line(name: "best compromise so far", points: points)])
  }

  public var html: String {
    func block(_ table: Table) -> PlainPage.Block {
      .table(caption: table.caption, head: table.head, rows: table.rows)
    }
    var sections = [
      PlainPage.Section(
        "Why it is better",
        [block(generalisation), block(changes)]
          + curvePlots.map { .picture(svg: $0.svg, caption: "\($0.title), before and after.") }),
      PlainPage.Section("In crowds that the search did not see", trials.map { block(contest($0)) }),
    ]
    var blocks: [PlainPage.Block] = [
      .picture(
        svg: progressPlot.svg, caption: "Weighted gain over the start, as a share of what the start has.")
    ]
    if let frontPlot {
      blocks.append(.picture(svg: frontPlot.svg, caption: "What can be had of one for what of the other."))
    }
    blocks.append(block(front))
    sections.append(PlainPage.Section("The search", blocks))
    sections.append(
      PlainPage.Section(
        "How it was made",
        [
          .text(command),
          .text(
            "Limits: "
              + tuner.goal.limits.map {
                "\($0.figure.title) at most \(Self.number($0.most)) \($0.figure.unit)"
              }
              .joined(separator: ", ") + ". Searched in \(tuner.bench.source), seeds \(tuner.bench.seeds)."),
        ]))
    return PlainPage(
      title: "\(tuned.name) on \(tuner.garment.name)", lead: line, sections: sections, version: version
    ).html
  }

  public var json: String {
    func estimate(_ e: Estimate) -> RecordJSON {
      .object([("value", .number(e.value)), ("low", .number(e.low)), ("high", .number(e.high))])
    }
    func figures(_ all: [ScoreFigure: Double]) -> RecordJSON {
      .object(ScoreFigure.allCases.map { ($0.rawValue, .number(all[$0] ?? .nan)) })
    }
    return RecordJSON.object([
      ("format", .integer(1)), ("version", .text(version)), ("command", .text(command)),
      ("mapping", .text(tuned.name)), ("start", .text(tuner.start.name)),
      ("garment", .text(tuner.garment.name)), ("trials", .integer(result.trials.count)),
      (
        "limits",
        .object(tuner.goal.limits.map { ($0.figure.rawValue, .number($0.most)) })
      ),
      ("seen", .object([("start", figures(first.figures)), ("tuned", figures(chosen.figures))])),
      (
        "changes",
        .list(
          worth.map {
            .object([
              ("number", .text($0.knob.name)), ("before", .number(Double($0.before))),
              ("after", .number(Double($0.after))), ("lost", .number($0.lost)),
            ])
          })
      ),
      (
        "front",
        .list(
          result.front.map { k in
            .object(
              [("trial", .integer(k)), ("chosen", .bool(k == result.chosen))]
                + zip(tuner.knobs, result.trials[k].values).map { ($0.name, .number(Double($1))) }
                + [("figures", figures(result.trials[k].figures))])
          })
      ),
      (
        "held_out",
        .list(
          trials.map { trial in
            .object([
              ("source", .text(trial.bench.source)), ("groups", .integer(trial.bench.groups)),
              (
                "mappings",
                .list(
                  ([trial.tuned] + trial.others).map { score in
                    .object(
                      [("mapping", .text(score.mapping.name))]
                        + score.estimates.map { ($0.figure.rawValue, estimate($0.estimate)) })
                  })
              ),
              (
                "gains",
                .list(
                  trial.others.map { other in
                    .object(
                      [("over", .text(other.mapping.name))]
                        + tuner.goal.objectives.map {
                          ($0.name, estimate(difference($0, trial.tuned, other)))
                        })
                  })
              ),
            ])
          })
      ),
    ]).written() + "\n"
  }

  /// Writes NAME.yaml, tune.json and report.html; search.csv lies there already.
  public func save(in folder: String, mapping text: String) throws(Diagnostics) -> [String] {
    let file = tuned.name.map { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." ? String($0) : "-" }
      .joined()
    try TextFile.save(text, to: "\(folder)/\(file).yaml")
    try TextFile.save(json, to: folder + "/tune.json")
    try TextFile.save(html, to: folder + "/report.html")
    return ["\(file).yaml", "report.html", "tune.json", "search.csv"]
  }
}

extension MappingScore {
  func estimate(_ value: ([ScoreFigure: Double]) -> Double) -> Estimate {
    Jackknife.estimates(groups: groups) { [value(keyed($0))] }[0]
  }
  func difference(from other: MappingScore, _ value: ([ScoreFigure: Double]) -> Double) -> Estimate {
    Jackknife.estimates(groups: groups) { [value(keyed($0)) - value(other.keyed($0))] }[0]
  }
  private func keyed(_ some: [Int]) -> [ScoreFigure: Double] {
    Dictionary(uniqueKeysWithValues: zip(ScoreFigure.allCases, figures(of: some)))
  }
}
