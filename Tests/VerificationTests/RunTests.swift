import Foundation
import Kernel
import Pipeline
import Scenes
import Testing

/// Scenes whose figures are known beforehand, run through the whole of it.
@Suite struct RunTests {
  private func verify(
    _ cases: [VerificationCase], workers: Int = 2, interrupted: @escaping @Sendable () -> Bool = { false }
  ) throws -> VerificationResults {
    try Verification(cases: cases, models: ["shared_path"], workers: Workers(workers)).run(
      command: "throng verify", interrupted: interrupted, progress: { _ in })
  }

  /// One person walks 19.7 m at 1 m/s and passes a line, two doors to choose from.
  private let walk = """
    format: 1
    duration: 40
    geometry:
      walkable: [{rectangle: [0, 0, 21, 2]}]
      exits:
        - {name: far, polygon: {rectangle: [20, 0, 21, 2]}}
        - {name: near, polygon: {rectangle: [0, 0, 0.05, 2]}}
    profiles: [{name: walker, desired_speed: 1}]
    journeys: [{name: go, stages: [far]}]
    sources: [{name: s, area: {rectangle: [0.48, 0.9, 0.52, 1.1]}, initial: 1}]
    verification:
      suite: rimea
      test: walk
      title: A walk
      runs:
        - {name: slow}
        - {name: fast, set: [profiles.walker.desired_speed=2]}
      measures:
        - {name: time, of: travel_time}
        - {name: speed, of: walking_speed, area: {rectangle: [5, 0, 15, 2]}}
        - {name: wish, of: desired_speed}
        - {name: far, of: left, exit: far}
        - {name: near, of: left, exit: near}
        - {name: crossed, of: crossings, line: [[10, 0], [10, 2]]}
        - {name: late, of: start_lateness}
        - {name: outside, of: outside}
        - {name: lost, of: quarantined}
        - {name: points, of: area_points, area: {rectangle: [8, 0, 12, 2]}, period: 0.5, method: classic}
      criteria:
        - {label: speed, measure: speed, run: slow, at_least: 0.99, at_most: 1.01}
    """

  @Test func aWalkIsMeasured() throws {
    let results = try verify([try Places.made(walk)])
    let outcome = results.tests[0].outcomes[0]
    #expect(outcome.verdict == .passed)
    for (run, speed) in zip(outcome.runs, [1.0, 2.0]) {
      func figure(_ name: String) -> Double { run.figure(name)?.value ?? .nan }
      #expect(abs(figure("time") - 19.3 / speed) < 0.3)
      #expect(abs(figure("speed") - speed) < 0.01)
      #expect(figure("wish") == speed)
      #expect(figure("far") == 1)
      #expect(figure("near") == 0)
      #expect(figure("crossed") == 1)
      #expect(figure("late") >= 0 && figure("late") < 0.4)
      #expect(figure("outside") == 0)
      #expect(figure("lost") == 0)
      // 8 m² and one person in them for 4 m: as many looks as fall into that time.
      let points = run.figure("points")?.points ?? []
      #expect(abs(Double(points.count) - 4 / speed / 0.5) <= 1)
      #expect(points.allSatisfy { abs($0.x - 0.125) < 1e-5 && abs($0.y - speed) < 0.01 })
    }
  }

  @Test func workersChangeNothing() throws {
    let made = try Places.made(walk)
    var texts: [String] = []
    for workers in [1, 2, 3, 5] {
      var results = try verify([made], workers: workers)
      results.wallSeconds = 0
      for k in results.tests[0].outcomes.indices { results.tests[0].outcomes[k].wallSeconds = 0 }
      texts.append(results.json)
    }
    #expect(Set(texts).count == 1)
  }

  @Test func whatDoesNotApplyIsNotRun() throws {
    let text = walk.replacing(
      "  measures:", with: "  not_applicable: [{models: [shared_path], reason: it says nothing}]\n  measures:"
    )
    let results = try verify([try Places.made(text)])
    #expect(results.tests[0].outcomes[0].verdict == .notApplicable)
    #expect(results.tests[0].outcomes[0].reason == "it says nothing")
    #expect(results.passes("shared_path"))
  }

  @Test func anInterruptedTestIsNeitherPassedNorFailed() throws {
    let results = try verify([try Places.made(walk)], interrupted: { true })
    #expect(results.interrupted)
    #expect(results.tests[0].outcomes[0].verdict == .notRun)
    #expect(!results.passes("shared_path"))
  }

  /// The page and the table of figures hold every test, and what a scene says cannot break out of the page.
  @Test func resultsAreWritten() throws {
    let text = walk.replacing("title: A walk", with: "title: \"<script>alert(1)</script>\"")
    let results = try verify([try Places.made(text)])
    let html = VerificationPage(results).html
    #expect(html.contains("rimea walk"))
    #expect(!html.contains("<script>"))
    let object = try JSONSerialization.jsonObject(with: Data(results.json.utf8)) as? [String: Any]
    let tests = try #require(object?["tests"] as? [[String: Any]])
    let models = try #require(tests[0]["models"] as? [[String: Any]])
    #expect(models[0]["verdict"] as? String == "pass")
    #expect((models[0]["runs"] as? [Any])?.count == 2)
  }
}
