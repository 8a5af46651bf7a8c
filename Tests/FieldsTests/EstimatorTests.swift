import Fields
import Foundation
import Kernel
import Testing

/// The other estimators: each is what its definition says, and all keep people and walls.
@Suite struct EstimatorTests {
  /// A histogram, counted otherwise.
  @Test(arguments: [0.25, 0.5, 1, 2] as [Float]) func countCounts(cellSize: Float) {
    let estimator = Crowds.estimator(Crowds.square, .count, cellSize: cellSize)
    let crowd = Crowds.scattered(3_000, over: Crowds.square.bounds)
    var heads = [Int](repeating: 0, count: estimator.frame.count)
    for p in crowd.positions {
      let cell = estimator.frame.cell(at: p)!
      heads[estimator.frame.index(cell.column, cell.row)] += 1
    }
    let field = estimator.measured(crowd)
    for (density, count) in zip(field.density.cells, heads) {
      #expect(abs(density * cellSize * cellSize - Float(count)) < 1e-4)
    }
  }

  /// The kernel written out, integrated in double precision and not normalised person by person. Width and the bound
  /// on the largest error as a share of the peak.
  @Test(
    arguments: [
      (.spline, 2.5, 0.01), (.wendland, 2.5, 0.01), (.spline, 4, 0.005), (.wendland, 4, 0.005),
    ] as [(FieldSettings.Estimator, Float, Double)])
  func compactKernelsAreTheirFormulas(kind: FieldSettings.Estimator, radius: Float, bound: Double) {
    var settings = FieldSettings()
    settings.estimator = kind
    settings.measure = .radius
    settings.width = radius
    let estimator = FieldEstimator(settings: settings, ground: Crowds.square)
    let crowd = Crowds.scattered(2_000, over: Crowds.square.bounds, seed: 8)
    let field = estimator.measured(crowd)
    let end = Double(radius)
    func kernel(_ distance: Double) -> Double {
      if kind == .wendland {
        let q = distance / end
        return q < 1 ? 7 / (.pi * end * end) * pow(1 - q, 4) * (1 + 4 * q) : 0
      }
      let (h, q) = (end / 2, distance / (end / 2))
      let value = q < 1 ? 1 - 1.5 * q * q + 0.75 * q * q * q : q < 2 ? 0.25 * pow(2 - q, 3) : 0
      return 10 / (7 * .pi * h * h) * value
    }
    var (worst, peak) = (0.0, 0.0)
    for row in stride(from: 10, to: 70, by: 3) {
      for column in stride(from: 10, to: 70, by: 3) {
        let centre = estimator.frame.centre(column, row)
        let exact = crowd.positions.reduce(0) { $0 + kernel(Double(($1 - centre).length)) }
        worst = max(worst, abs(Double(field.density[column, row]) - exact))
        peak = max(peak, exact)
      }
    }
    #expect(worst < bound * peak, "\(worst / peak)")
  }

  /// One width, three measures of it, one field; PedPy's constant is 2.35482.
  @Test func measuresOfWidthAreOne() {
    let crowd = Crowds.scattered(500, over: Crowds.town.bounds)
    func field(_ kind: FieldSettings.Estimator, _ width: Float, _ measure: FieldSettings.Measure) -> [Float] {
      var settings = FieldSettings()
      settings.estimator = kind
      settings.width = width
      settings.measure = measure
      return FieldEstimator(settings: settings, ground: Crowds.town).measured(crowd).density.cells
    }
    func same(_ a: [Float], _ b: [Float]) -> Bool { zip(a, b).allSatisfy { abs($0 - $1) < 1e-4 } }
    let plain = field(.gaussian, 0.8, .deviation)
    #expect(same(plain, field(.gaussian, 0.8 * 2.35482, .halfMaximum)))
    #expect(same(plain, field(.gaussian, 0.8 * Float(2).squareRoot(), .radius)))
    #expect(same(field(.helbing, 3, .deviation), field(.gaussian, 1, .radius)))
    #expect(!same(plain, field(.gaussian, 0.8, .radius)))
    // Half of the peak at half of the width, and the variance asked for: by the compact kernels' own shapes.
    #expect(
      same(field(.wendland, 0.7, .deviation), field(.wendland, 0.7 * (72 / 5 as Float).squareRoot(), .radius))
    )
    #expect(
      same(
        field(.spline, 0.7, .deviation), field(.spline, 0.7 * 2 / Float(0.316_326_53).squareRoot(), .radius)))
  }

  /// Many seeded crowds on both grounds: headcount, walls, workers, order of the columns, mirror.
  @Test(arguments: FieldSettings.Estimator.allCases) func lawsHoldForEveryEstimator(
    kind: FieldSettings.Estimator
  ) {
    for cellSize in [0.5, 1.25] as [Float] {
      for ground in [Crowds.square, Crowds.town] {
        let estimator = Crowds.estimator(ground, kind, cellSize: cellSize)
        let blocked = Crowds.blocked(estimator.frame, ground)
        var reused = estimator.emptyField(.pressure)
        for seed in 1...40 as ClosedRange<UInt64> {
          var crowd = Crowds.scattered(Int(seed) * 12, over: ground.bounds.grown(by: 3), seed: seed)
          crowd.add(Vector2(.nan, 3))
          crowd.add(Vector2(10, 10), Vector2(.infinity, 0))
          crowd.add(Vector2(10, 10))
          estimator.measure(crowd, into: &reused, workers: Workers(1 + Int(seed) % 4))
          let field = estimator.measured(crowd, .pressure)
          #expect(reused == field)
          #expect(field.outside > 0)
          let expected = Double(crowd.count - field.outside)
          #expect(abs(field.headcount - expected) < 2e-5 * expected)
          let bad = field.density.cells.indices.count { i in
            let values = [field.density.cells[i], field.velocityX.cells[i], field.pressure.cells[i]]
            // Exact cells reach as far as the ground does, also in a grid cell whose centre lies in a wall.
            let isBlocked = kind == .voronoi ? blocked[i] : !estimator.walkable.cells[i]
            return !values.allSatisfy(\.isFinite) || values[0] < 0 || (isBlocked && values != [0, 0, 0])
          }
          #expect(bad == 0)
        }
      }
    }
  }

  /// A mirrored crowd has the mirrored field, but for the order of sums.
  @Test(arguments: FieldSettings.Estimator.allCases) func mirrorsMirror(kind: FieldSettings.Estimator) {
    let estimator = Crowds.estimator(Crowds.square, kind)
    for seed in 1...20 as ClosedRange<UInt64> {
      // Off the borders between cells, where a mirror changes the cell.
      let crowd = Crowds.scattered(400, over: Crowds.square.bounds, seed: seed)
      var other = crowd
      for i in 0..<crowd.count {
        other.positions[i].x += 0x1p-12
        other.positions[i].x = 40 - other.positions[i].x
      }
      var shifted = crowd
      for i in 0..<crowd.count { shifted.positions[i].x += 0x1p-12 }
      let (a, b) = (estimator.measured(shifted), estimator.measured(other))
      var worst: Float = 0
      for row in 0..<80 {
        for column in 0..<80 {
          worst = max(worst, abs(a.density[column, row] - b.density[79 - column, row]))
        }
      }
      #expect(worst < 2e-5)
    }
  }

  /// Any order of people gives the same field to rounding, and people in order of place are no special case.
  @Test func orderHardlyMatters() {
    let estimator = Crowds.estimator(Crowds.town)
    let crowd = Crowds.scattered(5_000, over: Crowds.town.bounds)
    var sorted = Crowd()
    for i in crowd.positions.indices.sorted(by: { crowd.positions[$0].y < crowd.positions[$1].y }) {
      sorted.add(crowd.positions[i], crowd.velocities[i])
    }
    let (a, b) = (estimator.measured(crowd), estimator.measured(sorted))
    #expect(a.outside == b.outside)
    #expect(zip(a.density.cells, b.density.cells).allSatisfy { abs($0 - $1) < 2e-5 })
  }

  /// Wide kernels reach over several strips and bands.
  @Test(arguments: [3, 6] as [Float]) func wideKernelsKeepEverybody(width: Float) {
    let ground = Ground(walkable: [Crowds.box(0, 0, 60, 90)])
    let estimator = Crowds.estimator(ground, cellSize: 0.25, width: width)
    let crowd = Crowds.scattered(300, over: ground.bounds)
    let field = estimator.measured(crowd, workers: 2)
    #expect(abs(field.headcount - 300) < 0.01)
    #expect(field == estimator.measured(crowd))
    let place = estimator.frame.centre(120, 180)
    let exact = crowd.positions.reduce(0) { sum, p in
      sum + exp(-Double((p - place).lengthSquared / (2 * width * width))) / Double(2 * .pi * width * width)
    }
    #expect(abs(Double(field.density[120, 180]) / exact - 1) < 0.02)
  }
}
