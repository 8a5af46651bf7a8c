import Fields
import Foundation
import Kernel
import Pipeline
import Testing

@Suite struct ProfileFilesTests {
  private func results(_ factor: [Int: Double], seed: UInt64, threads: Int = 2) -> ProfileResults {
    var results = ProfileResults(version: "test", command: "test", seed: 1)
    results.machine.threads = threads
    var random = SplitMix(seed)
    for people in [100, 1000, 10_000] {
      let what = ProfileCase(
        people: people, cells: 64, cellSize: 0.5, width: 0.7, estimator: "gaussian", deposit: "quadratic",
        quantities: "density", order: .sorted, workers: 1)
      let middle = Double(people) / 1000 * factor[people, default: 1]
      let samples = (0..<40).map { _ in middle * (1 + 0.02 * random.normal()) }
      results.rows.append(
        ProfileResults.Row(
          what: what, samples: samples, processor: middle, activeCells: 4096, outside: 0, phases: []))
    }
    return results
  }

  @Test func comparisonsFindWhatChanged() throws {
    let before = results([:], seed: 1)
    let after = results([1000: 1.2, 10_000: 0.8], seed: 2)
    let found = ProfileComparison(before, after)
    #expect(found.lines.map(\.verdict) == [.same, .slower, .faster])
    // What one can be sure of: less than the median says.
    #expect(found.worst > 1.03 && found.worst < 1.2 / 1.12)
    #expect(found.doubts.isEmpty)
    #expect(ProfileComparison(before, results([:], seed: 3)).worst == 1)
    #expect(!ProfileComparison(before, results([:], seed: 3, threads: 8)).doubts.isEmpty)
    var fewer = after
    fewer.rows.removeFirst()
    #expect(ProfileComparison(before, fewer).onlyBefore.map(\.people) == [100])
    #expect(ProfileComparison(fewer, before).onlyAfter.map(\.people) == [100])
  }

  /// Runs of one program that differ as runs do are the same; several runs show what one pair cannot.
  @Test func noiseBetweenRunsIsNoChange() {
    func runs(_ factor: Double, _ seed: UInt64) -> [ProfileResults] {
      let drifts = [1, 1.03, 0.98, 1.01, 0.99]
      return drifts.enumerated().map { k, drift in
        results([100: drift, 1000: drift * factor, 10_000: drift], seed: seed + UInt64(k))
      }
    }
    let busy = results([100: 1.1, 1000: 1.1, 10_000: 0.91], seed: 8)
    #expect(ProfileComparison(results([:], seed: 9), busy).lines.map(\.verdict) == [.same, .same, .same])
    let one = ProfileComparison([runs(1, 10)[0]], [runs(1.09, 20)[0]])
    #expect(one.lines.map(\.verdict) == [.same, .same, .same] && one.worst == 1)
    let several = ProfileComparison(runs(1, 10), runs(1.15, 20))
    #expect(several.lines.map(\.verdict) == [.same, .slower, .same])
    #expect(several.allowanceOfOne < one.allowanceOfOne / 2)
  }

  /// Stages of one scene are compared; those of two are not.
  @Test func stagesAreCompared() {
    func scene(_ name: String, _ step: Double) -> ProfileResults {
      var results = ProfileResults(version: "test", command: "test", seed: 1)
      results.source = name
      results.stages = [.init(name: "step", calls: 10, perStep: step, perPerson: 1)]
      return results
    }
    let found = ProfileComparison(scene("square", 1), scene("square", 2))
    #expect(found.lines.map(\.verdict) == [.slower] && found.lines.first?.stage == "step")
    #expect(found.text.contains("step"))
    let others = ProfileComparison(scene("square", 1), scene("street", 2))
    #expect(others.lines.isEmpty && others.doubts.contains { $0.contains("street") })
  }

  /// The rules of the Trace Event Format that viewers rely on.
  @Test func tracesAreWellFormed() throws {
    let crowd = ProfileCrowd.make(people: 2000, side: 64, order: .sorted, seed: 4)
    let ground = Ground(walkable: [Polygon(Rectangle(minimum: .zero, maximum: Vector2(64, 64)))])
    let estimator = FieldEstimator(settings: FieldSettings(), ground: ground)
    var field = estimator.emptyField(.velocity)
    var timing = FieldTiming(now: { SteadyClock.now() })
    var trace = ProfileTrace()
    for _ in 0..<3 {
      estimator.measure(crowd, into: &field, workers: Workers(2), timing: &timing)
      trace.add("a \"quoted\" name", timing.spans)
    }
    let parsed = try #require(
      try JSONSerialization.jsonObject(with: Data(trace.json.utf8)) as? [String: Any])
    let events = try #require(parsed["traceEvents"] as? [[String: Any]])
    let spans = events.filter { $0["ph"] as? String == "X" }
    #expect(spans.count == trace.events.count)
    #expect(events.filter { $0["ph"] as? String == "M" }.count == events.count - spans.count)
    var byTrack: [Int: [(Double, Double)]] = [:]
    for span in spans {
      let start = try #require(span["ts"] as? Double)
      let length = try #require(span["dur"] as? Double)
      #expect(start >= 0 && length >= 0)
      #expect((span["name"] as? String)?.isEmpty == false && span["pid"] as? Int == 1)
      byTrack[try #require(span["tid"] as? Int), default: []].append((start, start + length))
    }
    // Spans of one track lie apart or within one another.
    for (_, spans) in byTrack {
      var open: [Double] = []
      for (start, end) in spans.sorted(by: { ($0.0, -$0.1) < ($1.0, -$1.1) }) {
        while let last = open.last, last <= start + 1e-6 { open.removeLast() }
        if let last = open.last { #expect(end <= last + 1e-6) }
        open.append(end)
      }
    }
  }

  @Test func reportsHoldTheirPictures() throws {
    var results = results([:], seed: 1)
    results.roofs = [ProfileRoofs(memory: 20, cache: 60, arithmetic: 90, workers: 1)]
    results.addAccuracy(widths: [0.7], seed: 1) { false }
    let folder = FileManager.default.temporaryDirectory.appending(path: "profile-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = try ProfileReport(results).save(in: folder.path)
    #expect(
      Set(files) == [
        "profile.json", "profile.csv", "report.html", "scaling.svg", "phases.svg", "convergence.svg",
      ])
    for file in files where file.hasSuffix(".svg") || file.hasSuffix(".html") {
      let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      #expect(!text.contains("NaN") && !text.contains("nan\""))
    }
    let svg = try String(contentsOf: folder.appending(path: "scaling.svg"), encoding: .utf8)
    #expect(svg.components(separatedBy: "mark-0").count > 3)
  }
}
