import Foundation
import Kernel

/// What changed from one profile to another beyond the noise of both.
public struct ProfileComparison: Codable, Equatable, Sendable {
  public enum Verdict: String, Codable, Sendable { case faster, slower, same }
  public struct Line: Codable, Equatable, Sendable {
    public var what: ProfileCase
    public var before: Double  // [ms] median
    public var after: Double  // [ms]
    public var ratio: ProfileStatistics.Interval  // after / before
    public var verdict: Verdict
  }
  /// A change that even without any noise nobody would act on.
  static let least = 0.01

  public var lines: [Line]
  public var onlyBefore: [ProfileCase]
  public var onlyAfter: [ProfileCase]
  /// Why the two may not be comparable at all.
  public var doubts: [String]

  public init(_ before: ProfileResults, _ after: ProfileResults) {
    lines = []
    for row in after.rows {
      guard let old = before.rows.first(where: { $0.what == row.what }) else { continue }
      let ratio = ProfileStatistics.ratio(of: row.samples, to: old.samples)
      var verdict = Verdict.same
      if ratio.low > 1, ratio.value > 1 + Self.least { verdict = .slower }
      if ratio.high < 1, ratio.value < 1 - Self.least { verdict = .faster }
      lines.append(
        Line(what: row.what, before: old.median, after: row.median, ratio: ratio, verdict: verdict))
    }
    onlyBefore = before.rows.map(\.what).filter { what in !after.rows.contains { $0.what == what } }
    onlyAfter = after.rows.map(\.what).filter { what in !before.rows.contains { $0.what == what } }
    doubts = []
    if before.machine.processor != after.machine.processor || before.machine.threads != after.machine.threads
    {
      doubts.append("other machines: \(before.machine.processor) and \(after.machine.processor)")
    }
    for roof in after.roofs {
      guard let old = before.roof(roof.workers), old.arithmetic > 0 else { continue }
      let change = roof.arithmetic / old.arithmetic
      if change < 0.9 || change > 1.1 {
        doubts.append(
          String(
            format:
              "the machine itself reckons %.2f times as fast with %d workers: was something else running?",
            change, roof.workers))
      }
    }
    if before.seed != after.seed { doubts.append("other crowds: seeds \(before.seed) and \(after.seed)") }
  }

  /// The case that got slower the most [1]; 1 where none did.
  public var worst: Double { lines.filter { $0.verdict == .slower }.map(\.ratio.value).max() ?? 1 }

  public var text: String {
    let varied = Varied(lines.map(\.what))
    let body = lines.map { line in
      varied.fields(line.what)
        + [
          ProfileWords.fixed(line.before, 3), ProfileWords.fixed(line.after, 3),
          ProfileWords.fixed(line.ratio.value, 3),
          "\(ProfileWords.fixed(line.ratio.low, 3))…\(ProfileWords.fixed(line.ratio.high, 3))",
          line.verdict == .same ? "no change beyond noise" : line.verdict.rawValue,
        ]
    }
    var blocks = doubts.map { "doubt: \($0)" }
    if !varied.common.isEmpty, !lines.isEmpty { blocks.append("all with \(varied.common)") }
    blocks.append(
      ProfileWords.table(varied.names + ["before ms", "after ms", "ratio", "99 % sure", "verdict"], body))
    for (words, cases) in [("only in the first", onlyBefore), ("only in the second", onlyAfter)]
    where !cases.isEmpty {
      blocks.append("\(words): \(cases.map(ProfileWords.group).joined(separator: "; "))")
    }
    return blocks.joined(separator: "\n")
  }

  public var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let data = try? encoder.encode(self) else { return "{}" }
    return String(decoding: data, as: UTF8.self)
  }
}
