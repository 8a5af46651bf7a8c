import Fields
import Foundation
import Kernel
import Testing

/// The fast measure against the formula written out, and against itself elsewhere and with more hands.
@Suite struct EquivalenceTests {
  /// Double precision and no shortcuts: every person, every cell.
  static func formula(_ crowd: Crowd, _ estimator: FieldEstimator) -> (density: [Double], outside: Int) {
    let (frame, settings) = (estimator.frame, estimator.settings)
    let walkable = estimator.walkable.cells
    let h = Double(settings.cellSize)
    let variance = Double(settings.width * settings.width) / (h * h) - 1 / 6  // [cells²]
    let reach = variance > 1e-3 ? max(1, Int((3.6 * variance.squareRoot()).rounded(.up))) : 0
    func bell(_ k: Int) -> Double { k == 0 ? 1 : exp(-Double(k * k) / (2 * variance)) }
    let total = (-reach...reach).reduce(0) { $0 + bell($1) }
    func kernel(_ dc: Int, _ dr: Int) -> Double {
      abs(dc) > reach || abs(dr) > reach ? 0 : bell(dc) * bell(dr) / (total * total)
    }
    func spread(_ source: Int, _ body: (_ cell: Int, _ weight: Double) -> Void) {
      let (row, column) = source.quotientAndRemainder(dividingBy: frame.columns)
      for cell in walkable.indices where walkable[cell] {
        let (r, c) = cell.quotientAndRemainder(dividingBy: frame.columns)
        let weight = kernel(c - column, r - row)
        if weight > 0 { body(cell, weight) }
      }
    }
    var mass = [Double](repeating: 0, count: frame.count)
    var outside = 0
    for p in crowd.positions {
      let q = SIMD2<Double>((p - frame.origin) / frame.cellSize) - 0.5
      var shares: [(Int, Double)] = []
      var nearest: (distance: Double, cell: Int) = (9, -1)
      for cell in walkable.indices where walkable[cell] {
        let (r, c) = cell.quotientAndRemainder(dividingBy: frame.columns)
        let d = SIMD2(Double(c), Double(r)) - q
        let share = max(0, 1 - abs(d.x)) * max(0, 1 - abs(d.y))
        if share > 0 { shares.append((cell, share)) }
        let distance = d.x * d.x + d.y * d.y
        if distance < nearest.distance { nearest = (distance, cell) }
      }
      let sum = shares.reduce(0) { $0 + $1.1 }
      if sum > 1e-6 {
        for (cell, share) in shares { mass[cell] += share / sum }
      } else if nearest.cell >= 0 {
        mass[nearest.cell] += 1
      } else {
        outside += 1
      }
    }
    var density = [Double](repeating: 0, count: frame.count)
    for source in mass.indices where mass[source] > 0 {
      var n = 0.0
      spread(source) { _, weight in n += weight }
      spread(source) { cell, weight in density[cell] += weight * mass[source] / (n * h * h) }
    }
    return (density, outside)
  }

  @Test(arguments: [0.5, 1, 3] as [Float], [0.7, 1.1] as [Float])
  func measureIsTheFormula(cellSize: Float, width: Float) {
    let estimator = Crowds.estimator(Crowds.town, cellSize: cellSize, width: width)
    let crowd = Crowds.scattered(150, over: Crowds.town.bounds.grown(by: 1), seed: 9)
    let field = estimator.measured(crowd)
    let expected = EquivalenceTests.formula(crowd, estimator)
    #expect(field.outside == expected.outside)
    let most = expected.density.max()!
    let worst = zip(field.density.cells, expected.density).map { abs(Double($0) - $1) }.max()!
    // Single precision: shares, weights, quotient n and two sums of a dozen terms. Measured: 2.7e-7.
    #expect(worst < 1e-6 * most)
  }

  @Test(arguments: [2, 3, 5, 8]) func workersChangeNoBit(workers: Int) {
    for ground in [Crowds.square, Crowds.town] {
      let estimator = Crowds.estimator(ground)
      let crowd = Crowds.scattered(2_000, over: ground.bounds)
      #expect(estimator.measured(crowd, workers: workers) == estimator.measured(crowd))
    }
  }

  /// A field that has held other crowds is as good as a new one.
  @Test func nothingStaysFromTheCrowdBefore() {
    let estimator = Crowds.estimator(Crowds.town)
    var field = estimator.emptyField()
    for (count, seed) in [(900, 1), (0, 2), (3, 3), (400, 4), (1, 5), (0, 6)] as [(Int, UInt64)] {
      let crowd = Crowds.scattered(count, over: Crowds.town.bounds.grown(by: 4), seed: seed)
      estimator.measure(crowd, into: &field, workers: .one)
      #expect(field == estimator.measured(crowd), "\(count) people")
    }
    #expect(field == estimator.emptyField())
  }

  /// All coordinates are multiples of 1/1024 m below 2¹² m, so that every difference is exact.
  @Test(arguments: [0.25, 0.5, 1, 3] as [Float], [Vector2(12, -9), Vector2(-600, 1_200)])
  func groundAndCrowdMoveTogether(cellSize: Float, shift: Vector2) {
    func moved(_ polygon: Polygon) -> Polygon { Polygon(polygon.vertices.map { $0 + shift }) }
    func grid(_ polygon: Polygon) -> Polygon {
      Polygon(polygon.vertices.map { ($0 * 1024).rounded(.down) / 1024 })
    }
    var here = Crowds.town
    for i in here.obstacles.indices { here.obstacles[i].polygon = grid(here.obstacles[i].polygon) }
    var there = here
    there.walkable = here.walkable.map(moved)
    for i in there.obstacles.indices { there.obstacles[i].polygon = moved(here.obstacles[i].polygon) }
    let crowd = Crowds.scattered(500, over: here.bounds.grown(by: 2))
    var away = crowd
    for i in 0..<away.count { away.positions[i] += shift }
    let a = Crowds.estimator(here, cellSize: cellSize).measured(crowd)
    let b = Crowds.estimator(there, cellSize: cellSize).measured(away)
    #expect(a.density.cells == b.density.cells && a.outside == b.outside)
    #expect(a.velocityX.cells == b.velocityX.cells && a.velocityY.cells == b.velocityY.cells)
  }

  @Test func aCrowdOfOneVelocityHasThatVelocity() {
    let estimator = Crowds.estimator(Crowds.town)
    var crowd = Crowds.scattered(700, over: Crowds.town.bounds)
    let velocity = Vector2(-0.7, 1.3)
    for i in 0..<crowd.count { crowd.velocities[i] = velocity }
    let field = estimator.measured(crowd)
    for i in field.density.cells.indices {
      let v = Vector2(field.velocityX.cells[i], field.velocityY.cells[i])
      if field.density.cells[i] > 0 {
        #expect((v - velocity).length < 3e-6)
      } else {
        #expect(v == .zero)
      }
    }
  }
}
