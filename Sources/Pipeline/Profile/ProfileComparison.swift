import Foundation
import Kernel

/// What changed from one state of the program to another, beyond the noise within and between runs.
public struct ProfileComparison: Codable, Equatable, Sendable {
  public enum Verdict: String, Codable, Sendable { case faster, slower, same }
  public struct Line: Codable, Equatable, Sendable {
    public var what: ProfileCase?  // nil of a stage
    public var stage: String?  // nil of a case
    public var before: Double  // [ms] median, of a stage mean
    public var after: Double  // [ms]
    public var ratio: ProfileStatistics.Interval  // after / before
    public var verdict: Verdict
  }
  /// Two runs of one program on one machine differ by more than the times within each of them say: another place in
  /// memory, another clock rate, neighbours on the machine. Six identical runs of 8 s on two shared cores differed by up
  /// to 3 % on one worker and by up to 32 % on two; a busy machine makes the former 12 %.
  public static func betweenRuns(workers: Int) -> Double { workers == 1 ? 0.12 : 0.35 }

  public var lines: [Line] = []
  public var onlyBefore: [ProfileCase] = []
  public var onlyAfter: [ProfileCase] = []
  /// By how much the intervals were widened at both ends for what differs between runs, 0.1 for 10 %: on one worker, and
  /// on several.
  public var allowanceOfOne = 0.0
  public var allowanceOfSeveral = 0.0
  /// Why the two may not be comparable at all.
  public var doubts: [String] = []

  public init(_ before: ProfileResults, _ after: ProfileResults) { self.init([before], [after]) }

  /// Each side may have been run several times; the more runs, the smaller a change that shows.
  public init(_ before: [ProfileResults], _ after: [ProfileResults]) {
    guard let old = before.first, let new = after.first else { return }
    let runs = Double(min(before.count, after.count))
    let drift = Self.drift(before, after)
    allowanceOfOne = max(Self.betweenRuns(workers: 1), drift) / runs.squareRoot()
    allowanceOfSeveral = max(Self.betweenRuns(workers: 2), drift) / runs.squareRoot()
    for what in Self.cases(after) {
      let (a, b) = (Self.samples(of: what, in: before), Self.samples(of: what, in: after))
      if a.isEmpty { continue }
      add(
        what: what, before: ProfileStatistics.median(a.map(ProfileStatistics.median)),
        after: ProfileStatistics.median(b.map(ProfileStatistics.median)),
        ProfileStatistics.ratio(ofRuns: b, to: a))
    }
    for stage in new.stages where old.source == new.source {
      let times = [before, after].map { runs in
        runs.compactMap { run in run.stages.first { $0.name == stage.name }?.perStep }.filter { $0 > 0 }
      }
      if times[0].isEmpty || times[1].isEmpty { continue }
      add(
        stage: stage.name, before: ProfileStatistics.median(times[0]),
        after: ProfileStatistics.median(times[1]),
        ProfileStatistics.ratio(ofRuns: times[1].map { [$0] }, to: times[0].map { [$0] }))
    }
    let (ours, theirs) = (Self.cases(before), Self.cases(after))
    onlyBefore = ours.filter { !theirs.contains($0) }
    onlyAfter = theirs.filter { !ours.contains($0) }
    if old.machine.processor != new.machine.processor || old.machine.threads != new.machine.threads {
      doubts.append("other machines: \(old.machine.processor) and \(new.machine.processor)")
    }
    if Set((before + after).map(\.seed)).count > 1 { doubts.append("other crowds: the seeds differ") }
    if old.source != new.source {
      doubts.append("other scenes: '\(old.source)' and '\(new.source)'; their stages are not compared")
    }
  }

  private mutating func add(
    what: ProfileCase? = nil, stage: String? = nil, before: Double, after: Double,
    _ within: ProfileStatistics.Interval
  ) {
    var ratio = within
    let allowance = what?.workers == 1 ? allowanceOfOne : allowanceOfSeveral
    ratio.low /= 1 + allowance
    ratio.high *= 1 + allowance
    let verdict: Verdict = ratio.low > 1 ? .slower : ratio.high < 1 ? .faster : .same
    lines.append(
      Line(what: what, stage: stage, before: before, after: after, ratio: ratio, verdict: verdict))
  }

  private static func cases(_ runs: [ProfileResults]) -> [ProfileCase] {
    runs.flatMap { $0.rows.map(\.what) }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
  private static func samples(of what: ProfileCase, in runs: [ProfileResults]) -> [[Double]] {
    runs.compactMap { run in run.rows.first { $0.what == what }?.samples }.filter { !$0.isEmpty }
  }

  /// How much the machine itself, which reckons and moves memory before every profile, differed: the greatest change
  /// of its roofs, 0.1 for 10 %.
  private static func drift(_ before: [ProfileResults], _ after: [ProfileResults]) -> Double {
    var most = 0.0
    for roof in after[0].roofs {
      for reading in [\ProfileRoofs.memory, \.arithmetic] {
        let levels = [before, after].map { runs in
          ProfileStatistics.median(runs.compactMap { $0.roof(roof.workers)?[keyPath: reading] })
        }
        guard levels[0] > 0, levels[1] > 0 else { continue }
        most = max(most, max(levels[0] / levels[1], levels[1] / levels[0]) - 1)
      }
    }
    return most
  }

  /// How much slower some case has become at least, as far as one can be sure [1]; 1 where none has.
  public var worst: Double { lines.filter { $0.verdict == .slower }.map(\.ratio.low).max() ?? 1 }

  public var text: String {
    let cases = lines.compactMap(\.what)
    let varied = Varied(cases)
    func figures(_ line: Line) -> [String] {
      [
        ProfileWords.fixed(line.before, 3), ProfileWords.fixed(line.after, 3),
        ProfileWords.fixed(line.ratio.value, 3),
        "\(ProfileWords.fixed(line.ratio.low, 3))…\(ProfileWords.fixed(line.ratio.high, 3))",
        line.verdict == .same ? "no change beyond noise" : line.verdict.rawValue,
      ]
    }
    let head = ["before ms", "after ms", "ratio", "99 % sure", "verdict"]
    var blocks = doubts.map { "doubt: \($0)" }
    if !varied.common.isEmpty, !cases.isEmpty { blocks.append("all with \(varied.common)") }
    let ofCases = lines.compactMap { line in line.what.map { varied.fields($0) + figures(line) } }
    if !ofCases.isEmpty { blocks.append(ProfileWords.table(varied.names + head, ofCases)) }
    let ofStages = lines.compactMap { line in line.stage.map { [$0] + figures(line) } }
    if !ofStages.isEmpty { blocks.append(ProfileWords.table(["stage"] + head, ofStages)) }
    blocks.append(
      "The ends hold what differs from run to run: \(ProfileWords.fixed(allowanceOfOne * 100, 0)) % on one worker, "
        + "\(ProfileWords.fixed(allowanceOfSeveral * 100, 0)) % on several. More runs of each show smaller changes."
    )
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
