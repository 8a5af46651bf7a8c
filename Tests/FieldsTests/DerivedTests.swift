import Fields
import Foundation
import Kernel
import Testing

/// What is derived from density and velocity, against the formulas in double precision.
@Suite struct DerivedTests {
  static let everything: FieldQuantities = [
    .pressure, .flow, .divergence, .danger, .service,
  ]

  static func close(_ a: Grid2D<Float>, _ b: [Double], within bound: Double) -> Bool {
    a.cells.count == b.count && zip(a.cells, b).allSatisfy { abs(Double($0) - $1) <= bound }
  }

  /// Weighted moments cell by cell, from the slow estimator with each person worth v and |v − ⟨v⟩|².
  @Test func varianceAndPressureAreTheFormula() {
    let estimator = Crowds.estimator(Crowds.town, cellSize: 1)
    let crowd = Crowds.scattered(300, over: Crowds.town.bounds, seed: 4)
    let field = estimator.measured(crowd, DerivedTests.everything)
    let v = crowd.velocities.map { SIMD2<Double>(Double($0.x), Double($0.y)) }
    let mass = EquivalenceTests.formula(crowd, estimator).density
    let x = EquivalenceTests.formula(crowd, estimator) { v[$0].x }.density
    let y = EquivalenceTests.formula(crowd, estimator) { v[$0].y }.density
    let square = EquivalenceTests.formula(crowd, estimator) { (v[$0] * v[$0]).sum() }.density
    var counted = 0
    for i in mass.indices where mass[i] > 1e-6 {
      let mean = SIMD2(x[i], y[i]) / mass[i]
      let variance = square[i] / mass[i] - (mean * mean).sum()
      #expect(abs(Double(field.velocityX.cells[i]) - mean.x) < 1e-5)
      #expect(abs(Double(field.velocityY.cells[i]) - mean.y) < 1e-5)
      #expect(abs(Double(field.variance.cells[i]) - variance) < 1e-5)
      #expect(abs(Double(field.pressure.cells[i]) - mass[i] * variance) < 1e-5)
      #expect(abs(Double(field.flowX.cells[i]) - x[i]) < 1e-5)
      #expect(abs(Double(field.flowY.cells[i]) - y[i]) < 1e-5)
      counted += 1
    }
    #expect(counted > 500)
  }

  /// Helbing's own words, person by person, for his kernel: ρ = Σ w, U = Σ v w / Σ w, P = ρ Σ |v − U|² w / Σ w with
  /// w = exp(−d²/R²)/πR², in the open. The grid's share of the difference is the deposit's.
  @Test func pressureIsHelbings() {
    let estimator = Crowds.estimator(Crowds.square, .helbing)
    let crowd = Crowds.scattered(4_000, over: Crowds.square.bounds, seed: 6)
    let field = estimator.measured(crowd, .pressure)
    for (column, row) in [(20, 20), (33, 41), (40, 40), (52, 27), (60, 61)] {
      let centre = estimator.frame.centre(column, row)
      let weights = crowd.positions.map { exp(-Double(($0 - centre).lengthSquared)) / .pi }
      let sum = weights.reduce(0, +)
      var mean = SIMD2<Double>.zero
      for (w, v) in zip(weights, crowd.velocities) { mean += w / sum * SIMD2<Double>(v) }
      var variance = 0.0
      for (w, v) in zip(weights, crowd.velocities) {
        let d = SIMD2<Double>(v) - mean
        variance += w / sum * (d * d).sum()
      }
      #expect(abs(Double(field.density[column, row]) / sum - 1) < 0.01)
      #expect(abs(Double(field.pressure[column, row]) / (sum * variance) - 1) < 0.02)
    }
  }

  @Test func aCrowdOfOneVelocityHasNoVariance() {
    var crowd = Crowds.scattered(2_000, over: Crowds.town.bounds)
    for i in 0..<crowd.count { crowd.velocities[i] = Vector2(1.2, -0.7) }
    let field = Crowds.estimator(Crowds.town).measured(crowd, DerivedTests.everything)
    #expect(field.variance.cells.max()! < 2e-6 && field.variance.cells.min()! >= 0)
    #expect(field.pressure.cells.max()! < 1e-4)
    let turning = zip(field.divergence.cells, field.vorticity.cells).map { max(abs($0), abs($1)) }.max()!
    #expect(turning < 1e-5)
  }

  /// A solid turn by ω has vorticity 2ω and no divergence, an outward flow the other way about.
  @Test(arguments: [0.3, -0.8] as [Float]) func turnsAndSpreads(rate: Float) {
    let middle = Vector2(20, 20)
    var crowd = Crowd()
    for row in 0..<160 {
      for column in 0..<160 {
        let place = Vector2(Float(column) + 0.5, Float(row) + 0.5) / 4
        crowd.add(place, (place - middle).left * rate)
      }
    }
    let turn = Crowds.estimator(Crowds.square).measured(crowd, [.divergence, .vorticity])
    for i in 0..<crowd.count { crowd.velocities[i] = (crowd.positions[i] - middle) * rate }
    let spread = Crowds.estimator(Crowds.square).measured(crowd, [.divergence, .vorticity])
    for row in 12..<68 {
      for column in 12..<68 {
        #expect(abs(turn.vorticity[column, row] - 2 * rate) < 2e-3)
        #expect(abs(turn.divergence[column, row]) < 2e-3)
        #expect(abs(spread.divergence[column, row] - 2 * rate) < 2e-3)
        #expect(abs(spread.vorticity[column, row]) < 2e-3)
      }
    }
  }

  /// Differences, ranges and products recomputed in double precision from the field's own velocity.
  @Test func congestionAndDangerAreTheirFormulas() {
    let estimator = Crowds.estimator(Crowds.town, cellSize: 0.5)
    let field = estimator.measured(Crowds.scattered(900, over: Crowds.town.bounds), DerivedTests.everything)
    let frame = estimator.frame
    func slope(_ plane: Grid2D<Float>, _ c: Int, _ r: Int, _ dc: Int, _ dr: Int) -> Double {
      func has(_ sign: Int) -> Bool {
        let (c, r) = (c + sign * dc, r + sign * dr)
        return c >= 0 && r >= 0 && c < frame.columns && r < frame.rows && field.density[c, r] > 0
      }
      let (low, high) = (has(-1) ? -1 : 0, has(1) ? 1 : 0)
      if low == high { return 0 }
      let difference =
        Double(plane[c + high * dc, r + high * dr]) - Double(plane[c + low * dc, r + low * dr])
      return difference / (Double(high - low) * Double(frame.cellSize))
    }
    var curls = [Double](repeating: 0, count: frame.count)
    for r in 0..<frame.rows {
      for c in 0..<frame.columns where field.density[c, r] > 0 {
        curls[frame.index(c, r)] = slope(field.velocityY, c, r, 1, 0) - slope(field.velocityX, c, r, 0, 1)
        let spread = slope(field.velocityX, c, r, 1, 0) + slope(field.velocityY, c, r, 0, 1)
        #expect(abs(Double(field.divergence[c, r]) - spread) < 1e-4)
      }
    }
    #expect(DerivedTests.close(field.vorticity, curls, within: 1e-4))
    for r in stride(from: 0, to: frame.rows, by: 5) {
      for c in stride(from: 0, to: frame.columns, by: 7) where field.density[c, r] > 0 {
        var (near, speeds) = ([Double](), [Double]())
        for y in max(0, r - 3)...min(frame.rows - 1, r + 3) {
          for x in max(0, c - 3)...min(frame.columns - 1, c + 3) where field.density[x, y] > 0 {
            near.append(curls[frame.index(x, y)])
            speeds.append(hypot(Double(field.velocityX[x, y]), Double(field.velocityY[x, y])))
          }
        }
        let mean = max(0.01, speeds.reduce(0, +) / Double(speeds.count))
        let level = (near.max()! - near.min()!) / mean
        #expect(abs(Double(field.congestion[c, r]) - level) < 1e-3 * max(1, level))
        let danger = Double(field.density[c, r]) * level
        #expect(abs(Double(field.danger[c, r]) - danger) < 1e-3 * max(1, danger))
      }
    }
  }

  @Test func serviceIsFruins() {
    let limits: [(Float, WalkwayService)] = [
      (0, .a), (0.30, .a), (0.32, .b), (0.42, .b), (0.44, .c), (0.71, .c), (0.73, .d), (1.07, .d), (1.09, .e),
      (2.14, .e), (2.16, .f), (9, .f),
    ]
    for (density, level) in limits { #expect(WalkwayService(density: density) == level) }
    let field = Crowds.estimator(Crowds.town).measured(
      Crowds.scattered(1_500, over: Crowds.town.bounds), .service)
    for i in field.density.cells.indices {
      #expect(field.service.cells[i] == WalkwayService(density: field.density.cells[i]))
    }
    #expect(Set(field.service.cells).count > 3)
  }

  @Test func whatIsNotAskedForIsNotThere() {
    let field = Crowds.estimator(Crowds.square).measured(Crowds.scattered(50, over: Crowds.square.bounds))
    for plane in [field.variance, field.pressure, field.flowX, field.vorticity, field.danger] {
      #expect(plane.cells.isEmpty)
    }
  }

  @Test(arguments: [2, 3, 5, 8]) func workersChangeNoBit(workers: Int) {
    let estimator = Crowds.estimator(Crowds.town, cellSize: 0.25)
    let crowd = Crowds.scattered(2_000, over: Crowds.town.bounds)
    let one = estimator.measured(crowd, DerivedTests.everything)
    #expect(estimator.measured(crowd, DerivedTests.everything, workers: workers) == one)
  }

  @Test func nothingStaysFromTheCrowdBefore() {
    let estimator = Crowds.estimator(Crowds.town)
    var field = estimator.emptyField(DerivedTests.everything)
    for (count, seed) in [(900, 1), (0, 2), (3, 3), (400, 4), (1, 5), (0, 6)] as [(Int, UInt64)] {
      let crowd = Crowds.scattered(count, over: Crowds.town.bounds.grown(by: 4), seed: seed)
      estimator.measure(crowd, into: &field, workers: .one)
      #expect(field == estimator.measured(crowd, DerivedTests.everything), "\(count) people")
    }
  }

  /// Eight parts make the whole, and each part is the field of its own people.
  @Test func directionsAddUp() {
    let estimator = Crowds.estimator(Crowds.town)
    let crowd = Crowds.scattered(1_200, over: Crowds.town.bounds.grown(by: 3))
    var field = estimator.emptyDirections()
    estimator.measureDirections(crowd, into: &field, workers: .one)
    let whole = estimator.measured(crowd)
    #expect(field.outside == whole.outside && field.outside > 0)
    for i in whole.density.cells.indices {
      let sum = field.densities.reduce(0) { $0 + $1.cells[i] }
      #expect(abs(sum - whole.density.cells[i]) < 1e-5)
    }
    for octant in 0..<8 {
      var part = Crowd()
      for i in 0..<crowd.count {
        let degrees = Math.degrees(of: crowd.velocities[i])
        if Int((degrees / 45 + 8.5).rounded(.down)) % 8 == octant {
          part.add(crowd.positions[i], crowd.velocities[i])
        }
      }
      #expect(part.count > 50)
      #expect(field.densities[octant] == estimator.measured(part).density)
    }
    var other = estimator.emptyDirections()
    estimator.measureDirections(crowd, into: &other, workers: Workers(3))
    #expect(other == field)
    let standing = Crowd(at: [Vector2(10, 10)], velocity: Vector2(.nan, 0))
    estimator.measureDirections(standing, into: &field, workers: .one)
    #expect(field.densities.allSatisfy { $0.cells.allSatisfy { $0 == 0 } })
  }

  @Test func historiesAreTheirIntegrals() {
    let estimator = Crowds.estimator(Crowds.square, cellSize: 1)
    var history = FieldHistory(estimator.frame)
    var sums = [SIMD3<Double>](repeating: .zero, count: estimator.frame.count)  // ∫ρ, ∫ρ², max
    var seconds = 0.0
    for step in 0..<40 {
      let dt: Float = step % 3 == 0 ? 0.05 : 0.25
      let density = estimator.measured(
        Crowds.scattered(step * 20, over: Crowds.square.bounds, seed: UInt64(step))
      ).density
      history.add(density, dt: dt, workers: Workers(1 + step % 3))
      seconds += Double(dt)
      for (i, value) in density.cells.enumerated() {
        let rho = Double(value)
        sums[i].x += rho * Double(dt)
        sums[i].y += rho * rho * Double(dt)
        sums[i].z = max(sums[i].z, rho)
      }
    }
    history.add(Grid2D(estimator.frame, filledWith: 9), dt: .nan, workers: .one)
    history.add(Grid2D(estimator.frame, filledWith: 9), dt: -1, workers: .one)
    #expect(abs(history.seconds - seconds) < 1e-9)
    #expect(DerivedTests.close(history.mean, sums.map { $0.x / seconds }, within: 1e-6))
    #expect(DerivedTests.close(history.experienced, sums.map { $0.x > 0 ? $0.y / $0.x : 0 }, within: 1e-5))
    #expect(DerivedTests.close(history.maximum, sums.map(\.z), within: 0))
  }
}

/// Times to collision against the quadratic equation solved by looking.
@Suite struct CollisionTests {
  /// The first moment, in steps of a tenth of a millisecond, at which two discs touch.
  static func time(_ x: SIMD2<Double>, _ v: SIMD2<Double>, reach: Double) -> Double? {
    (1...60_000).lazy.map { Double($0) * 1e-4 }.first { t in
      let d = x + v * t
      return (d * d).sum() <= reach * reach
    }
  }

  /// Two people alone: the field is their time, wherever either is counted.
  @Test(arguments: FieldSettings.Estimator.allCases) func twoWhoMeet(kind: FieldSettings.Estimator) {
    let estimator = Crowds.estimator(Crowds.square, kind)
    for seed in 1...30 as ClosedRange<UInt64> {
      let u = CounterRandom(seed: seed).uniform4(.test, entity: 0, tick: 0)
      var crowd = Crowd()
      crowd.add(Vector2(20, 20), Vector2(1.4, u.x - 0.5))
      crowd.add(Vector2(21.5 + 2 * u.y, 20.2 - 0.4 * u.z), Vector2(-u.w, 0.1))
      let x = SIMD2<Double>(crowd.positions[0] - crowd.positions[1])
      let time = CollisionTests.time(x, SIMD2<Double>(crowd.velocities[0] - crowd.velocities[1]), reach: 0.4)
      let field = estimator.measured(crowd, .timeToCollision)
      for i in field.density.cells.indices {
        let expected = field.density.cells[i] > 1e-6 ? min(5, time ?? 5) : 5
        if field.density.cells[i] == 0 || field.density.cells[i] > 1e-6 {
          #expect(abs(Double(field.timeToCollision.cells[i]) - expected) < 2e-3 * expected, "seed \(seed)")
        }
      }
    }
  }

  /// Who stands, who walks apart, who walks side by side and who is behind a wall collides with nobody.
  @Test func whoDoesNotCollide() {
    func least(_ ground: Ground, _ people: [(Vector2, Vector2)]) -> Float {
      var crowd = Crowd()
      for (place, velocity) in people { crowd.add(place, velocity) }
      return Crowds.estimator(ground).measured(crowd, .timeToCollision, workers: 2).timeToCollision.cells
        .min()!
    }
    let (a, b, ahead) = (Vector2(20, 20), Vector2(22, 20), Vector2(1.3, 0))
    #expect(least(Crowds.square, []) == 5)
    #expect(least(Crowds.square, [(a, .zero), (b, .zero)]) == 5)
    #expect(least(Crowds.square, [(a, -ahead), (b, ahead)]) == 5)
    #expect(least(Crowds.square, [(a, ahead), (b, ahead)]) == 5)
    #expect(abs(least(Crowds.square, [(a, ahead), (b, .zero)]) - 1.6 / 1.3) < 1e-3)
    // Overlapping and closing in: the least time there is; overlapping and parting: none.
    #expect(abs(least(Crowds.square, [(a, ahead), (a + Vector2(0.3, 0), .zero)]) - 0.1) < 1e-4)
    #expect(least(Crowds.square, [(a, -ahead), (a + Vector2(0.3, 0), .zero)]) == 5)
    #expect(least(Crowds.square, [(a, ahead), (a, -ahead), (Vector2(.nan, 0), ahead)]) == 5)
    let walled = WallTests.parted(at: 7)
    #expect(least(walled, [(Vector2(6, 6), ahead), (Vector2(8, 6), -ahead)]) == 5)
    #expect(least(walled, [(Vector2(4, 6), ahead), (Vector2(6, 6), -ahead)]) < 1)
  }

  @Test func steadyFromFieldToField() {
    let estimator = Crowds.estimator(Crowds.town)
    var field = estimator.emptyField(.timeToCollision)
    for seed in 1...12 as ClosedRange<UInt64> {
      let crowd = Crowds.scattered(
        Int(seed) % 4 * 150, over: Crowds.town.bounds.grown(by: 2), seed: seed)
      estimator.measure(crowd, into: &field, workers: Workers(Int(seed) % 3 + 1))
      #expect(field == estimator.measured(crowd, .timeToCollision))
    }
    #expect(field.timeToCollision.cells.allSatisfy { $0 == 5 })
  }
}
