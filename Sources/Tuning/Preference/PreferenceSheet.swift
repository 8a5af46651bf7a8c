import Foundation
import Kernel
import Learning
import Scenes

/// A trial of asking, for people and programs.
public struct PreferenceSheet: Sendable {
  let trial: PreferenceTrial
  let version: String
  let command: String
  public init(_ trial: PreferenceTrial, version: String, command: String) {
    (self.trial, self.version, self.command) = (trial, version, command)
  }

  private static func percent(_ e: Estimate) -> String {
    String(format: "%.1f ± %.1f", e.value * 100, (e.high - e.low) * 50)
  }
  private static func needs(_ count: Int?) -> String { count.map { "\($0)" } ?? "more than were asked" }

  private var head: [String] { ["answers", "informative questions, %", "random questions, %"] }
  private var rows: [[String]] {
    trial.rows.map {
      ["\($0.answers)", PreferenceSheet.percent($0.informative), PreferenceSheet.percent($0.random)]
    }
  }
  public var line: String {
    let last = trial.rows[trial.rows.count - 1]
    return
      "after \(last.answers) answers \(PreferenceSheet.percent(last.informative)) % of the best utility, by random questions "
      + "\(PreferenceSheet.percent(last.random)) %; nine tenths need \(PreferenceSheet.needs(trial.informativeNeeds)) answers, "
      + "by random questions \(PreferenceSheet.needs(trial.randomNeeds))"
  }
  public var text: String {
    "\(trial.wearers) simulated wearers whose liking is known: utility of the setting found, as a share of the best\n"
      + TextTable.text(head, rows) + "\n" + line
  }
  public var json: String {
    func estimate(_ e: Estimate) -> RecordJSON {
      .object([("value", .number(e.value)), ("low", .number(e.low)), ("high", .number(e.high))])
    }
    return RecordJSON.object([
      ("format", .integer(1)), ("version", .text(version)), ("command", .text(command)),
      ("wearers", .integer(trial.wearers)),
      ("informative_needs", trial.informativeNeeds.map { .integer($0) } ?? .null),
      ("random_needs", trial.randomNeeds.map { .integer($0) } ?? .null),
      (
        "shares",
        .list(
          trial.rows.map {
            .object([
              ("answers", .integer($0.answers)), ("informative", estimate($0.informative)),
              ("random", estimate($0.random)),
            ])
          })
      ),
    ]).written() + "\n"
  }
  public var html: String {
    func line(_ name: String, _ part: (PreferenceTrial.Row) -> Estimate) -> Plot.Line {
      Plot.Line(name: name, points: trial.rows.map { SIMD2(Double($0.answers), part($0).value * 100) })
    }
    let plot = Plot(
      title: "Utility of the setting found", xLabel: "answers", yLabel: "share of the best [%]",
      lines: [
        line("informative questions") { $0.informative }, line("random questions") { $0.random },
        Plot.Line(
          name: "nine tenths",
          points: [
            SIMD2(Double(trial.rows[0].answers), 90),
            SIMD2(Double(trial.rows[trial.rows.count - 1].answers), 90),
          ]),
      ])
    return PlainPage(
      title: "Personalising by A or B", lead: self.line,
      sections: [
        PlainPage.Section(
          "By the number of answers",
          [
            .picture(svg: plot.svg, caption: "Mean over \(trial.wearers) simulated wearers."),
            .table(caption: "With 95 % intervals over the wearers", head: head, rows: rows),
          ]), PlainPage.Section("How it was made", [.text(command)]),
      ], version: version
    ).html
  }
  public func save(in folder: String) throws(Diagnostics) -> [String] {
    try TextFile.save(json, to: folder + "/personalise.json")
    try TextFile.save(html, to: folder + "/personalise.html")
    return ["personalise.html", "personalise.json"]
  }
}
