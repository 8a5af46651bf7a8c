import Fields
import Foundation
import Kernel
import Testing

/// The fast measure against the formula written out, and against itself elsewhere and with more hands.
@Suite struct EquivalenceTests {
  /// w_0 … w_r of a Gaussian cut at three deviations, whose own variance is `variance` [cells²].
  static func taps(_ variance: Double) -> [Double] {
    guard variance > 1e-3 else { return [1] }
    let reach = max(1, Int((3 * variance.squareRoot()).rounded(.up)))
    func cut(_ square: Double) -> [Double] {
      let bell = (0...reach).map { exp(-Double($0 * $0) / (2 * square)) }
      let sum = 2 * bell.reduce(0, +) - 1
      return bell.map { $0 / sum }
    }
    var (low, high) = (1e-3, 100.0)
    while high - low > 1e-9 {
      let middle = (low + high) / 2
      let own = cut(middle).enumerated().reduce(0) { $0 + 2 * Double($1.offset * $1.offset) * $1.element }
      if own < variance { low = middle } else { high = middle }
    }
    return cut(low)
  }

  /// The same of the kernel nearest a Gaussian after a quadratic deposit: one weight after the other until all stand, not by elimination.
  static func nearestTaps(_ deviation: Double) -> [Double] {
    let plain = taps(deviation * deviation - 1 / 4)
    guard plain.count > 1 else { return plain }
    let samples = stride(from: -Double(plain.count) - 2 + 1 / 128, to: Double(plain.count) + 2, by: 1 / 64)
    let basis = plain.indices.map { k in
      samples.map { x in
        k == 0 ? share(.quadratic, x) : share(.quadratic, x - Double(k)) + share(.quadratic, x + Double(k))
      }
    }
    let goal = samples.map { exp(-$0 * $0 / (2 * deviation * deviation)) }
    let matrix = basis.map { a in basis.map { b in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } } }
    let right = basis.map { a in zip(a, goal).reduce(0) { $0 + $1.0 * $1.1 } }
    var taps = plain
    for _ in 0..<4_000 {
      for k in taps.indices {
        let rest = taps.indices.reduce(right[k]) { $1 == k ? $0 : $0 - matrix[k][$1] * taps[$1] }
        taps[k] = rest / matrix[k][k]
      }
    }
    let sum = 2 * taps.reduce(0, +) - taps[0]
    return taps.contains { $0 < 0 } ? plain : taps.map { $0 / sum }
  }

  /// Share of a person `d` cells away along one axis.
  static func share(_ deposit: FieldSettings.Deposit, _ d: Double) -> Double {
    switch deposit {
    case .quadratic: abs(d) <= 0.5 ? 0.75 - d * d : abs(d) < 1.5 ? 0.5 * (1.5 - abs(d)) * (1.5 - abs(d)) : 0
    case .bilinear: max(0, 1 - abs(d))
    case .nearest: d > -0.5 && d <= 0.5 ? 1 : 0
    }
  }

  /// Double precision and no shortcuts: every person, every cell. `worth` is what each person adds.
  static func formula(
    _ crowd: Crowd, _ estimator: FieldEstimator, on ground: Ground = Crowds.town,
    worth: (Int) -> Double = { _ in 1 }
  ) -> (density: [Double], outside: Int) {
    let (frame, settings) = (estimator.frame, estimator.settings)
    let walkable = estimator.walkable.cells
    let h = Double(settings.cellSize)
    let own: [FieldSettings.Deposit: Double] = [.quadratic: 1 / 4, .bilinear: 1 / 6, .nearest: 0]
    let deviation = Double(settings.deviation) / h
    let taps =
      settings.deposit == .quadratic
      ? nearestTaps(deviation) : taps(deviation * deviation - own[settings.deposit]!)
    func kernel(_ dc: Int, _ dr: Int) -> Double {
      abs(dc) < taps.count && abs(dr) < taps.count ? taps[abs(dc)] * taps[abs(dr)] : 0
    }
    let sight = SightOracle(ground, frame)
    func centre(_ cell: Int) -> SIMD2<Double> {
      SIMD2(Double(cell % frame.columns), Double(cell / frame.columns)) + 0.5
    }
    func spread(_ source: Int, _ body: (_ cell: Int, _ weight: Double) -> Void) {
      let (row, column) = source.quotientAndRemainder(dividingBy: frame.columns)
      for r in max(0, row - taps.count)...min(frame.rows - 1, row + taps.count) {
        for c in max(0, column - taps.count)...min(frame.columns - 1, column + taps.count) {
          let cell = frame.index(c, r)
          let weight = kernel(c - column, r - row)
          if walkable[cell], weight > 0, sight.sees(centre(source), centre(cell)) { body(cell, weight) }
        }
      }
    }
    var mass = [Double](repeating: 0, count: frame.count)
    var outside = 0
    for (i, p) in crowd.positions.enumerated() {
      let q = SIMD2<Double>((p - frame.origin) / frame.cellSize) - 0.5
      func shares(from place: SIMD2<Double>) -> [(Int, Double)] {
        walkable.indices.compactMap { cell in
          let d = centre(cell) - 0.5 - q
          let one = share(settings.deposit, d.x) * share(settings.deposit, d.y)
          return walkable[cell] && one > 0 && sight.sees(place, centre(cell)) ? (cell, one) : nil
        }
      }
      var found = shares(from: q + 0.5)
      if found.reduce(0, { $0 + $1.1 }) <= 1e-6 {
        let near = walkable.indices.compactMap { cell -> (rank: Double, cell: Int)? in
          let d = centre(cell) - 0.5 - q
          let square = d.x * d.x + d.y * d.y
          guard walkable[cell], square < 9 else { return nil }
          return (square + (sight.sees(q + 0.5, centre(cell)) ? 0 : 9), cell)
        }
        guard let nearest = near.min(by: { $0.rank < $1.rank }) else {
          outside += 1
          continue
        }
        found = shares(from: centre(nearest.cell))
        if found.reduce(0, { $0 + $1.1 }) <= 1e-6 { found = [(nearest.cell, 1)] }
      }
      let sum = found.reduce(0) { $0 + $1.1 }
      for (cell, share) in found { mass[cell] += worth(i) * share / sum }
    }
    var density = [Double](repeating: 0, count: frame.count)
    for source in mass.indices where mass[source] != 0 {
      var n = 0.0
      spread(source) { _, weight in n += weight }
      spread(source) { cell, weight in density[cell] += weight * mass[source] / (n * h * h) }
    }
    return (density, outside)
  }

  @Test(arguments: [0.5, 1, 3] as [Float], FieldSettings.Deposit.allCases)
  func measureIsTheFormula(cellSize: Float, deposit: FieldSettings.Deposit) {
    for width in [0.7, 1.1] as [Float] {
      let estimator = Crowds.estimator(Crowds.town, cellSize: cellSize, width: width, deposit: deposit)
      let crowd = Crowds.scattered(150, over: Crowds.town.bounds.grown(by: 1), seed: 9)
      let field = estimator.measured(crowd)
      let expected = EquivalenceTests.formula(crowd, estimator)
      #expect(field.outside == expected.outside)
      let most = expected.density.max()!
      let worst = zip(field.density.cells, expected.density).map { abs(Double($0) - $1) }.max()!
      // Single precision: shares, weights, quotient n and two sums of a dozen terms.
      #expect(worst < 2e-6 * most)
    }
  }

  /// The short way for density alone and the long one with velocities come to the same density.
  @Test func densityAloneIsTheSameDensity() {
    let estimator = Crowds.estimator(Crowds.town)
    let crowd = Crowds.scattered(3_000, over: Crowds.town.bounds)
    let (alone, all) = (
      estimator.measured(crowd, [.density]), estimator.measured(crowd, [.danger, .pressure])
    )
    #expect(alone.density == all.density && alone.velocityX.cells.isEmpty)
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

/// Every edge against every line of sight, in cells.
struct SightOracle {
  var edges: [(a: SIMD2<Double>, b: SIMD2<Double>)] = []

  init(_ ground: Ground, _ frame: GridFrame) {
    for polygon in ground.walkable + ground.obstacles.map(\.polygon) {
      let places = polygon.vertices.map {
        (SIMD2<Double>($0) - SIMD2<Double>(frame.origin)) / Double(frame.cellSize)
      }
      edges += places.indices.map { (places[$0], places[($0 + 1) % places.count]) }
    }
  }

  /// False where an edge lies across the way or touches it, unless either end stands on the edge's line.
  func sees(_ p: SIMD2<Double>, _ q: SIMD2<Double>) -> Bool {
    func side(_ a: SIMD2<Double>, _ b: SIMD2<Double>, _ c: SIMD2<Double>) -> Double {
      let (u, v) = (b - a, c - a)
      return u.x * v.y - u.y * v.x
    }
    return !edges.contains { a, b in
      side(a, b, p) * side(a, b, q) < 0 && side(p, q, a) * side(p, q, b) <= 0
    }
  }
}
