import Fields
import Foundation
import Kernel
import Scenes

/// A profile's pictures, page and files.
public struct ProfileReport {
  let results: ProfileResults
  public init(_ results: ProfileResults) { self.results = results }

  /// Time over people, a line for each way of measuring.
  var scaling: PowerPlot {
    var groups: [(name: String, points: [SIMD2<Double>])] = []
    let keys = results.rows.map { row in
      var key = row.what
      key.people = 0
      return key
    }
    let varied = Varied(keys)
    for (row, key) in zip(results.rows, keys) {
      let words = zip(varied.names, varied.fields(key)).filter { $0.0 != "people" }.map { name, value in
        ["workers", "width", "cell"].contains(name)
          ? "\(value) \(name == "workers" ? "workers" : "m \(name)")" : value
      }
      let name = words.isEmpty ? ProfileWords.group(key) : words.joined(separator: ", ")
      let point = SIMD2(Double(row.what.people), row.median)
      if let at = groups.firstIndex(where: { $0.name == name }) {
        groups[at].points.append(point)
      } else {
        groups.append((name, [point]))
      }
    }
    let shown = groups.prefix(Self.mostLines).map {
      PowerPlot.Line(name: $0.name, points: $0.points.sorted { $0.x < $1.x })
    }
    let title = "Time by people" + Self.left(groups.count, of: "ways of measuring", shown: shown.count)
    return PowerPlot(title: title, xLabel: "people", yLabel: "one measure [ms]", lines: shown)
  }

  /// More than these cannot be told apart.
  private static let mostLines = 6
  private static let mostBars = 24
  /// Says in a title that a picture does not show everything.
  private static func left(_ count: Int, of what: String, shown: Int) -> String {
    count > shown ? " (\(shown) of \(count) \(what); all are in profile.csv)" : ""
  }

  var phases: BarPlot {
    let varied = Varied(results.rows.map(\.what))
    let bars = results.rows.suffix(Self.mostBars).map { row in
      BarPlot.Bar(
        name: varied.fields(row.what).joined(separator: " · "),
        parts: row.phases.map { $0.busy * 1e6 / Double(max(1, row.what.people)) })
    }
    return BarPlot(
      title: "Time by phase"
        + Self.left(results.rows.count, of: "cases, the last", shown: bars.count),
      xLabel: "time, all workers [ns/person]",
      keys: FieldTiming.Phase.allCases.map(\.rawValue),
      bars: bars)
  }

  /// Work against memory traffic, with what the machine allows.
  var roofline: PowerPlot? {
    guard let roof = results.roofs.last, roof.memory > 0, roof.cache > 0, roof.arithmetic > 0 else {
      return nil
    }
    var lines: [PowerPlot.Line] = []
    for phase in [FieldTiming.Phase.deposit, .blur] {
      var points: [SIMD2<Double>] = []
      for row in results.rows where row.what.workers == roof.workers {
        for time in row.phases where time.phase == phase.rawValue && time.busy > 0 && time.bytes > 0 {
          let speed = time.operations / (time.busy * 1e6 / Double(row.what.workers))
          points.append(SIMD2(time.operations / time.bytes, speed))
        }
      }
      if !points.isEmpty {
        lines.append(PowerPlot.Line(name: phase.rawValue, points: points, isJoined: false))
      }
    }
    guard !lines.isEmpty else { return nil }
    let intensities = stride(from: -1.0, through: 2, by: 0.125).map { Foundation.pow(10, $0) }
    for (name, bandwidth) in [("roof of memory", roof.memory), ("roof of the caches", roof.cache)] {
      let points = intensities.map { SIMD2($0, min($0 * bandwidth, roof.arithmetic)) }
      lines.append(
        PowerPlot.Line(
          name: "\(name), \(ProfileWords.fixed(bandwidth, 1)) GB/s on \(roof.workers) workers",
          points: points,
          isMarked: false))
    }
    return PowerPlot(
      title: "Roofline", xLabel: "operations per byte that must move", yLabel: "GFLOP/s", lines: lines)
  }

  /// Error against the exact sum by the cells' size.
  var convergence: PowerPlot? {
    guard let width = results.accuracy.first?.width else { return nil }
    let lines = FieldSettings.Deposit.allCases.map { deposit in
      PowerPlot.Line(
        name: "\(deposit.rawValue) deposit, largest error over the peak",
        points: results.accuracy.filter { $0.deposit == deposit.rawValue && $0.width == width }
          .map { SIMD2($0.cellSize, $0.largest * 100) }.sorted { $0.x < $1.x })
    }
    return PowerPlot(
      title: "Error against the exact sum, kernel of \(width) m", xLabel: "size of a cell [m]",
      yLabel: "error [% of the peak]", lines: lines)
  }

  /// The pictures that there is something for, by file name.
  var pictures: [(name: String, svg: String, caption: String)] {
    var all: [(String, String, String)] = []
    if !results.rows.isEmpty {
      all.append(("scaling", scaling.svg, "Median wall time of one measure; a straight line is a power law."))
      all.append(("phases", phases.svg, "Where the time goes, summed over the workers, for each person."))
    }
    if let roofline {
      all.append(
        (
          "roofline", roofline.svg,
          "What each phase reckons in a second against what it must move from memory. Below a roof there is room."
        ))
    }
    if let convergence {
      all.append(("convergence", convergence.svg, "\(ProfileAccuracy.people) people on 30 by 30 m."))
    }
    return all
  }

  public var html: String {
    var sections = [PlainPage.Section]()
    if !results.rows.isEmpty {
      let varied = Varied(results.rows.map(\.what))
      let rows = results.rows.map { row in
        varied.fields(row.what) + [
          ProfileWords.fixed(row.median, 3), ProfileWords.fixed(row.spread * 100, 1),
          ProfileWords.fixed(row.perPerson, 1), ProfileWords.fixed(row.perCell, 2),
        ] + row.phases.map { ProfileWords.fixed($0.busy, 3) }
      }
      let head =
        varied.names + ["ms", "noise %", "ns/person", "ns/cell"]
        + FieldTiming.Phase.allCases.map { "\($0.rawValue) ms" }
      sections.append(
        PlainPage.Section(
          "Cases",
          [.table(caption: varied.common.isEmpty ? "" : "All with \(varied.common)", head: head, rows: rows)])
      )
    }
    if !results.scalings.isEmpty {
      sections.append(
        PlainPage.Section(
          "How cost grows",
          [
            .table(
              caption: "Exponent k of cost ∝ n^k with its 95 % interval",
              head: ["group", "of", "k", "from", "to"],
              rows: results.scalings.map {
                [
                  $0.group, $0.of, ProfileWords.fixed($0.exponent.value, 2),
                  ProfileWords.fixed($0.exponent.low, 2),
                  ProfileWords.fixed($0.exponent.high, 2),
                ]
              })
          ]))
    }
    if !pictures.isEmpty {
      sections.append(
        PlainPage.Section("Pictures", pictures.map { .picture(svg: $0.svg, caption: $0.caption) }))
    }
    if !results.stages.isEmpty {
      sections.append(
        PlainPage.Section(
          "Stages of a step",
          [
            .table(
              caption: results.source, head: ["stage", "calls", "ms a step", "ns a person"],
              rows: results.stages.map {
                [
                  $0.name, "\($0.calls)", ProfileWords.fixed($0.perStep, 4),
                  ProfileWords.fixed($0.perPerson, 1),
                ]
              })
          ]))
    }
    if !results.peers.isEmpty { sections.append(PlainPage.Section("Peers", [peers])) }
    sections.append(machine)
    return PlainPage(
      title: "Density-field profile", lead: results.command,
      notice: results.interrupted ? "This profile was interrupted: it ends before its time." : "",
      sections: sections, version: results.version
    ).html
  }

  private var peers: PlainPage.Block {
    .table(
      caption: "On the same people, in turn, in the same call; errors against the exact sum over its peak",
      head: [
        "peer", "people", "cells", "ours ms", "theirs ms", "faster", "99 % from", "to", "our error %",
        "their error %",
      ],
      rows: results.peers.map { row in
        [
          row.title, "\(row.what.people)", "\(row.what.cells)²", ProfileWords.fixed(row.ours, 3),
          ProfileWords.fixed(row.theirs, 2), ProfileWords.fixed(row.ratio.value, 1),
          ProfileWords.fixed(row.ratio.low, 1), ProfileWords.fixed(row.ratio.high, 1),
          ProfileWords.fixed((row.ourError ?? .nan) * 100, 2),
          ProfileWords.fixed((row.theirError ?? .nan) * 100, 2),
        ]
      })
  }

  private var machine: PlainPage.Section {
    let roofs = results.roofs.map {
      [
        "\($0.workers)", ProfileWords.fixed($0.memory, 1), ProfileWords.fixed($0.cache, 1),
        ProfileWords.fixed($0.arithmetic, 0),
      ]
    }
    return PlainPage.Section(
      "Machine",
      [
        .text(
          "\(results.machine.processor), \(results.machine.threads) threads; hardware counters \(results.machine.counters); seed \(results.seed)."
        ),
        .table(
          caption: "Measured in the same call", head: ["workers", "memory GB/s", "caches GB/s", "GFLOP/s"],
          rows: roofs),
      ])
  }

  /// Writes profile.json, profile.csv, report.html and the pictures into `folder`; returns their names.
  public func save(in folder: String) throws(Diagnostics) -> [String] {
    try OutputFolder.make(folder)
    var files = [
      ("profile.json", results.json), ("profile.csv", results.commaSeparated), ("report.html", html),
    ]
    if !results.rows.isEmpty {
      files.append(("scaling.svg", scaling.standalone))
      files.append(("phases.svg", phases.standalone))
    }
    if let roofline { files.append(("roofline.svg", roofline.standalone)) }
    if let convergence { files.append(("convergence.svg", convergence.standalone)) }
    for (name, text) in files { try TextFile.save(text, to: "\(folder)/\(name)") }
    return files.map(\.0)
  }
}
