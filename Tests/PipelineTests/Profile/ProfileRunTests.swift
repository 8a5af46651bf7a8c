import Fields
import Foundation
import Kernel
import Pipeline
import Testing

@Suite struct ProfileRunTests {
  private func plan() -> ProfilePlan {
    var plan = ProfilePlan(workers: [1, 3])
    plan.people = [50, 500, 2000]
    plan.cells = [64]
    plan.quantities = ["density", "all"]
    plan.orders = [.sorted, .random]
    plan.seconds = 0.01
    plan.leastRounds = 3
    return plan
  }

  private func measured(_ plan: ProfilePlan) -> (ProfileResults, ProfileRun) {
    var results = ProfileResults(version: "test", command: "test", seed: plan.seed)
    var run = ProfileRun(plan)
    run.measure(into: &results, interrupted: { false }, progress: { _ in })
    return (results, run)
  }

  @Test func everyCaseIsMeasured() throws {
    let plan = plan()
    let (results, run) = measured(plan)
    #expect(results.rows.map(\.what) == plan.cases)
    #expect(Set(results.roofs.map(\.workers)) == [1, 3])
    for roof in results.roofs { #expect(roof.memory > 0 && roof.cache > 0 && roof.arithmetic > 0) }
    for row in results.rows {
      #expect(row.samples.count >= 3)
      #expect(row.median > 0 && row.processor > 0 && row.outside == 0)
      #expect(row.activeCells > 0)
      #expect(row.phases.map(\.phase) == ["sort", "deposit", "blur", "derive"])
      for phase in row.phases where phase.phase != "derive" { #expect(phase.busy > 0) }
    }
    // Two sets of quantities, two orders and two numbers of workers: a line through three crowds each.
    #expect(results.scalings.filter { $0.of == "people" }.count == 8)
    #expect(run.spans.count == plan.cases.count)
    let lines = results.commaSeparated.split(separator: "\n")
    #expect(lines.count == plan.cases.count + 1)
    let columns = lines[0].split(separator: ",").count
    for line in lines {
      #expect(line.split(separator: ",", omittingEmptySubsequences: false).count == columns)
    }
  }

  @Test func resultsAreReadBack() throws {
    var plan = plan()
    plan.people = [50]
    var (results, _) = measured(plan)
    results.addAccuracy(widths: [0.7], seed: 1) { false }
    let file = FileManager.default.temporaryDirectory.appending(path: "profile-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: file) }
    try results.json.write(to: file, atomically: true, encoding: .utf8)
    #expect(try ProfileResults.load(file.path) == results)
  }

  /// A clock changes no bit, and what it shows adds up.
  @Test(arguments: [1, 2, 5]) func timingChangesNothing(workers: Int) {
    let crowd = ProfileCrowd.make(people: 3000, side: 100, order: .random, seed: 4)
    let ground = Ground(
      walkable: [Polygon(Rectangle(minimum: .zero, maximum: Vector2(100, 100)))],
      obstacles: [
        Obstacle(
          name: "block", polygon: Polygon(Rectangle(minimum: Vector2(40, 40), maximum: Vector2(60, 50))))
      ])
    let estimator = FieldEstimator(settings: FieldSettings(), ground: ground)
    var (plain, timed) = (estimator.emptyField(.pressure), estimator.emptyField(.pressure))
    var timing = FieldTiming(now: { SteadyClock.now() })
    estimator.measure(crowd, into: &plain, workers: .one)
    let start = SteadyClock.now()
    estimator.measure(crowd, into: &timed, workers: Workers(workers), timing: &timing)
    let end = SteadyClock.now()
    #expect(plain == timed)
    for span in timing.spans {
      #expect(span.start >= start && span.end <= end && span.start <= span.end)
      #expect((0..<workers).contains(span.worker))
    }
    let busy = FieldTiming.Phase.allCases.reduce(0) { $0 + timing.busy($1) }
    #expect(busy <= (end - start) * UInt64(workers))
    #expect(timing.busy(.deposit) > 0 && timing.busy(.blur) > 0 && timing.busy(.sort) > 0)
    // No worker does two things at once.
    for worker in 0..<workers {
      let own = timing.spans.filter { $0.worker == worker }.sorted { $0.start < $1.start }
      for (a, b) in zip(own, own.dropFirst()) { #expect(a.end <= b.start) }
    }
  }

  @Test func crowdsAreTheSameForASeed() {
    let a = ProfileCrowd.make(people: 4000, side: 200, order: .sorted, seed: 9)
    let b = ProfileCrowd.make(people: 4000, side: 200, order: .sorted, seed: 9)
    let other = ProfileCrowd.make(people: 4000, side: 200, order: .sorted, seed: 10)
    let random = ProfileCrowd.make(people: 4000, side: 200, order: .random, seed: 9)
    #expect(a.positions == b.positions && a.velocities == b.velocities)
    #expect(a.positions != other.positions)
    func places(_ crowd: Crowd) -> Set<SIMD2<Float>> { Set(crowd.positions) }
    #expect(places(a) == places(random) && a.positions != random.positions)
    let squares = a.positions.map { Int($0.y / 2) * 1000 + Int($0.x / 2) }
    #expect(squares == squares.sorted())
    for place in a.positions { #expect(place.x > 0 && place.y > 0 && place.x < 200 && place.y < 200) }
  }

  /// Better deposits are nearer to the exact sum, finer cells too; the default within half a per cent of the peak.
  @Test func depositsStandInOrder() throws {
    let rows = ProfileAccuracy.measure(width: 0.7, seed: 1) { false }
    func error(_ deposit: String, _ cell: Double) throws -> Double {
      try #require(rows.first { $0.deposit == deposit && $0.cellSize == cell }).largest
    }
    #expect(try error("quadratic", 0.5) < 0.005)
    for cell in [0.25, 0.35, 0.5, 0.7, 1.0] {
      #expect(try error("quadratic", cell) < error("bilinear", cell))
      #expect(try error("bilinear", cell) < error("nearest", cell))
    }
    for deposit in ["quadratic", "bilinear", "nearest"] {
      #expect(try error(deposit, 0.25) < error(deposit, 0.5))
    }
  }

  /// The exact sum by its definition, person by person.
  @Test func theExactSumIsExact() {
    let places = [Vector2(3.1, 4.2), Vector2(5, 5), Vector2(9.9, 0.3)]
    let frame = GridFrame(origin: .zero, cellSize: 0.5, columns: 20, rows: 16)
    let sums = ProfileAccuracy.exact(places, frame, 0.7)
    for row in 0..<16 {
      for column in 0..<20 {
        let (x, y) = ((Double(column) + 0.5) * 0.5, (Double(row) + 0.5) * 0.5)
        let sum = places.reduce(0.0) { sum, place in
          let (dx, dy) = (x - Double(place.x), y - Double(place.y))
          return sum + exp(-(dx * dx + dy * dy) / 0.98) / (2 * Double.pi * 0.49)
        }
        #expect(abs(sums[row * 20 + column] - sum) < 1e-12)
      }
    }
  }
}
