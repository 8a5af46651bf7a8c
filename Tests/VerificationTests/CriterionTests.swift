import Pipeline
import Scenes
import Testing

/// Criteria against figures made up by hand.
@Suite struct CriterionTests {
  private func run(_ name: String, x: Double? = nil, _ figures: [String: Double]) -> VariantResult {
    VariantResult(
      name: name, x: x,
      figures: figures.sorted { $0.key < $1.key }.map {
        .init(measure: $0.key, unit: "s", values: [$0.value])
      })
  }
  private func criterion(_ measure: String, _ change: (inout CriterionPlan) -> Void) -> CriterionPlan {
    var plan = CriterionPlan()
    plan.label = measure
    plan.measure = measure
    change(&plan)
    return plan
  }

  @Test(arguments: [(25.9, false), (26, true), (30, true), (34, true), (34.1, false)])
  func limitsIncludeTheirEnds(time: Double, passes: Bool) {
    let result = Judge.judge(
      criterion("time") {
        $0.atLeast = 26
        $0.atMost = 34
      }, [run("run", ["time": time])])
    #expect(result.passed == passes)
    #expect(result.limits == "26…34 s")
  }

  /// What a run could not say is never good enough.
  @Test func noFigureFails() {
    let plan = criterion("time") { $0.atMost = 1e9 }
    #expect(!Judge.judge(plan, [run("run", ["time": .nan])]).passed)
    #expect(!Judge.judge(plan, [run("run", [:])]).passed)
    #expect(!Judge.judge(plan, []).passed)
    #expect(!Judge.judge(plan, [run("a", ["time": 1]), run("b", ["time": .infinity])]).passed)
  }

  @Test func everyRunHasToMeetIt() {
    let plan = criterion("left") { $0.atLeast = 10 }
    let runs = [run("a", ["left": 10]), run("b", ["left": 9])]
    let result = Judge.judge(plan, runs)
    #expect(!result.passed)
    #expect(result.parts.map(\.passed) == [true, false])
    #expect(result.words == "9…10")
    var one = plan
    one.runs = ["a"]
    #expect(Judge.judge(one, runs).passed)
  }

  @Test func differencesAndRatiosOfRunsAndMeasures() {
    let runs = [run("four", ["time": 100, "half": 40]), run("two", ["time": 190, "half": 90])]
    let ratio = criterion("time") {
      $0.runs = ["two"]
      $0.over = .init(run: "four")
      $0.atLeast = 1.6
      $0.atMost = 2.4
    }
    #expect(Judge.judge(ratio, runs).parts.map(\.value) == [1.9])
    let rest = criterion("time") {
      $0.minus = .init(measure: "half")
      $0.atLeast = 0
    }
    #expect(Judge.judge(rest, runs).parts.map(\.value) == [60, 100])
  }

  @Test func aMeanOverSeedsNeedsThemAll() {
    let figure = VariantResult.Figure(measure: "m", unit: "", values: [1, 2, 6])
    #expect(figure.value == 3)
    #expect(VariantResult.Figure(measure: "m", unit: "", values: [1, .nan]).value.isNaN)
    #expect(VariantResult.Figure(measure: "m", unit: "").value.isNaN)
  }

  private let rows: [CriterionPlan.BandRow] = [
    .init(x: 1, low: 10, high: 20), .init(x: 2, low: 8, high: 12), .init(x: 4, low: 0, high: 4),
  ]

  /// A bin reaches half way to the next row; outer ones as far outwards as inwards.
  @Test func pointsGoToTheNearestRow() {
    let band = Band(rows)
    let points: [SIMD2<Double>] = [
      [0.4, 99], [0.5, 1], [1.49, 3], [1.5, 5], [2.9, 7], [3, 9], [4.9, 11], [5.1, 99],
    ]
    #expect(band.medians(of: points) == [[1, 2], [2, 6], [4, 10]])
    #expect(band.medians(of: [[2, .nan]]) == [nil, nil, nil])
    #expect(band.medians(of: [[1, 1], [1, 2], [1, 9]])[0] == [1, 2])
  }

  @Test func theBandRunsStraightFromRowToRow() {
    let band = Band(rows)
    for (point, inside) in [
      ([1, 10], true), ([1, 9.9], false), ([1.5, 9], true), ([1.5, 16], true), ([1.5, 16.1], false),
      ([3, 8], true),
      ([3, 8.1], false), ([0, 15], true), ([9, 4], true), ([9, 5], false),
    ] as [(SIMD2<Double>, Bool)] {
      #expect(band.contains(point) == inside, "\(point)")
    }
  }

  /// Two of three rows are met: enough for 0.6, not for 0.7; and a fourth row is not there.
  @Test func aCurveNeedsItsShareOfRows() {
    let runs = [run("a", x: 1, ["flow": 15]), run("b", x: 2, ["flow": 10]), run("c", x: 4, ["flow": 5])]
    func passes(_ share: Double, least: Int = 1) -> Bool {
      Judge.judge(
        criterion("flow") {
          $0.band = rows
          $0.share = share
          $0.leastRows = least
        }, runs
      ).passed
    }
    #expect(passes(0.6))
    #expect(!passes(0.7))
    #expect(passes(0.6, least: 3))
    #expect(!passes(0.6, least: 4))
  }

  /// Points outside the band's span do not count, neither for nor against.
  @Test func sharesOfPoints() {
    let figure = VariantResult.Figure(
      measure: "cloud", unit: "", values: [0],
      points: [[0, 15], [1, 15], [2, 10], [3, 99], [3, 4], [9, 99]])
    let result = Judge.judge(
      criterion("cloud") {
        $0.band = rows
        $0.counted = .points
        $0.share = 0.75
      }, [VariantResult(name: "run", x: nil, figures: [figure])])
    #expect(result.parts.map(\.value) == [0.75])
    #expect(result.passed)
  }
}
