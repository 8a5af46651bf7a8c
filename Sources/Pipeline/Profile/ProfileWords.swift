import Fields
import Foundation
import Kernel
import Scenes

/// Profiles as text for a terminal.
public enum ProfileWords {
  public static func table(_ results: ProfileResults) -> String {
    var blocks: [String] = []
    let threads = results.machine.threads
    blocks.append(
      "\(results.machine.processor), \(threads) threads"
        + (results.machine.counters.isEmpty ? "" : " · hardware counters \(results.machine.counters)"))
    if !results.source.isEmpty { blocks.append("of \(results.source)") }
    if !results.roofs.isEmpty { blocks.append(roofs(results)) }
    if !results.stages.isEmpty { blocks.append(stages(results)) }
    if !results.rows.isEmpty { blocks.append(rows(results)) }
    if !results.scalings.isEmpty { blocks.append(scalings(results)) }
    if !results.accuracy.isEmpty { blocks.append(accuracy(results)) }
    if !results.peers.isEmpty { blocks.append(peers(results)) }
    for skipped in results.skipped { blocks.append("\(skipped.what): skipped, \(skipped.reason)") }
    return blocks.joined(separator: "\n\n")
  }

  private static func roofs(_ results: ProfileResults) -> String {
    table(
      ["measured here", "memory GB/s", "caches GB/s", "GFLOP/s"],
      results.roofs.map {
        [workers($0.workers), fixed($0.memory, 1), fixed($0.cache, 1), fixed($0.arithmetic, 0)]
      })
  }

  private static func stages(_ results: ProfileResults) -> String {
    table(
      ["stage", "calls", "ms/step", "ns/person"],
      results.stages.map { [$0.name, "\($0.calls)", fixed($0.perStep, 4), fixed($0.perPerson, 1)] })
  }

  private static func rows(_ results: ProfileResults) -> String {
    let phases = FieldTiming.Phase.allCases.map(\.rawValue)
    let varied = Varied(results.rows.map(\.what))
    let body = results.rows.map { row in
      varied.fields(row.what)
        + [
          "\(row.samples.count)", fixed(row.median, 3), "±\(fixed(row.spread * 100, 0)) %",
          fixed(row.processor / max(row.median, 1e-9), 1),
          fixed(row.perPerson, 1), fixed(row.perCell, 2),
        ]
        + row.phases.map { fixed($0.busy, 3) }
        + [row.phases.first { $0.phase == "blur" }.map { fixed($0.shareOfMemory * 100, 0) + " %" } ?? "–"]
    }
    return (varied.common.isEmpty ? "" : "all with \(varied.common)\n")
      + table(
        varied.names + ["rounds", "ms", "noise", "cores", "ns/person", "ns/cell"] + phases + ["blur/memory"],
        body)
      + "\nms: wall time, median. Phases: ms summed over the workers. ns/cell: of the cells that people reach."
      + "\ncores: processor time over wall time; less than the workers where something else ran beside."
  }

  private static func scalings(_ results: ProfileResults) -> String {
    let lines = results.scalings.map { fit in
      "cost ∝ \(fit.of)^\(fixed(fit.exponent.value, 2)) "
        + "(95 %: \(fixed(fit.exponent.low, 2))…\(fixed(fit.exponent.high, 2)), \(fit.points) points) · \(fit.group)"
    }
    return lines.joined(separator: "\n")
  }

  private static func accuracy(_ results: ProfileResults) -> String {
    "error against the exact sum, \(ProfileAccuracy.people) people\n"
      + table(
        ["width m", "cell m", "deposit", "largest / peak", "mean"],
        results.accuracy.map {
          [
            fixed($0.width, 2), fixed($0.cellSize, 2), $0.deposit, fixed($0.largest * 100, 2) + " %",
            fixed($0.mean * 100, 2) + " %",
          ]
        })
  }

  private static func peers(_ results: ProfileResults) -> String {
    func percent(_ value: Double?) -> String { value.map { fixed($0 * 100, 2) + " %" } ?? "–" }
    return table(
      [
        "against", "people", "cells", "ours ms", "theirs ms", "faster", "99 % sure", "our error",
        "their error", "goal", "verdict",
      ],
      results.peers.map { row in
        [
          row.title, "\(row.what.people)", "\(row.what.cells)²", fixed(row.ours, 3), fixed(row.theirs, 2),
          fixed(row.ratio.value, 1) + "×", "\(fixed(row.ratio.low, 1))…\(fixed(row.ratio.high, 1))",
          percent(row.ourError), percent(row.theirError), row.goal.map { fixed($0, 0) + "×" } ?? "–",
          row.goal.map { verdict(row.ratio, goal: $0) } ?? "–",
        ]
      })
      + "\n" + versions(results)
  }

  /// A goal is met or missed where the interval says so for certain.
  static func verdict(_ ratio: ProfileStatistics.Interval, goal: Double) -> String {
    ratio.low >= goal
      ? "met" : ratio.high < goal ? "missed" : ratio.value >= goal ? "met, just" : "missed, just"
  }

  private static func versions(_ results: ProfileResults) -> String {
    var seen: [String: String] = [:]
    for row in results.peers { seen.merge(row.versions) { a, _ in a } }
    return seen.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
  }

  /// What cases have in common apart from what was varied, which is 0 in `key`.
  static func group(_ key: ProfileCase) -> String {
    var words = [String]()
    if key.people > 0 { words.append("\(key.people) people") }
    if key.cells > 0 { words.append("\(key.cells)² cells of \(key.cellSize) m") }
    words.append("\(key.estimator) \(key.width) m, \(key.deposit), \(key.quantities), \(key.order.rawValue)")
    words.append(workers(key.workers))
    return words.joined(separator: ", ")
  }

  static func workers(_ count: Int) -> String { count == 1 ? "1 worker" : "\(count) workers" }

  static func fixed(_ value: Double, _ digits: Int) -> String {
    value.isFinite ? String(format: "%.\(digits)f", value) : "–"
  }

  static func table(_ head: [String], _ rows: [[String]]) -> String { TextTable.text(head, rows) }
}

/// Which properties of cases differ: only those need columns.
struct Varied {
  private static let properties: [(name: String, unit: String, value: @Sendable (ProfileCase) -> String)] = [
    ("people", "people", { "\($0.people)" }), ("cells", "cells", { "\($0.cells)²" }),
    ("cell", "m cells", { "\($0.cellSize)" }), ("width", "m width", { "\($0.width)" }),
    ("estimator", "", { $0.estimator }), ("deposit", "deposit", { $0.deposit }),
    ("quantities", "", { $0.quantities }), ("order", "", { $0.order.rawValue }),
    ("workers", "workers", { "\($0.workers)" }),
  ]
  private let kept: [Int]
  let common: String

  init(_ cases: [ProfileCase]) {
    var kept: [Int] = []
    var common: [String] = []
    for (k, property) in Varied.properties.enumerated() {
      if Set(cases.map(property.value)).count > 1 || k == 0 {
        kept.append(k)
      } else if let first = cases.first {
        common.append(
          property.unit.isEmpty ? property.value(first) : "\(property.value(first)) \(property.unit)")
      }
    }
    self.kept = kept
    self.common = common.joined(separator: ", ")
  }
  var names: [String] { kept.map { Varied.properties[$0].name } }
  func fields(_ what: ProfileCase) -> [String] { kept.map { Varied.properties[$0].value(what) } }
}
