import Fields
import Kernel
import Testing

/// Nobody is lost, nobody is invented, and nobody stands in a wall.
@Suite struct ConservationTests {
  static let sizes: [Float] = [0.25, 0.5, 1, 3]
  static let counts = [0, 1, 17, 4_000]

  /// Single precision adds up to a few parts in a million over the field.
  @Test(arguments: sizes, counts)
  func integralOfDensityIsTheHeadcount(cellSize: Float, count: Int) {
    for (k, ground) in [Crowds.square, Crowds.town].enumerated() {
      let estimator = Crowds.estimator(ground, cellSize: cellSize)
      for seed in 1...3 as ClosedRange<UInt64> {
        let crowd = Crowds.scattered(count, over: ground.bounds.grown(by: 4 * max(1, cellSize)), seed: seed)
        let field = estimator.measured(crowd)
        let expected = Double(count - field.outside)
        #expect(
          abs(field.headcount - expected) <= 1e-5 * max(1, expected), "ground \(k), seed \(seed)")
        #expect(count < 1_000 || (field.outside > 0 && field.outside < count))
      }
    }
  }

  @Test(arguments: sizes) func momentumIsTheSumOfVelocities(cellSize: Float) {
    let estimator = Crowds.estimator(Crowds.town, cellSize: cellSize)
    var crowd = Crowds.scattered(1_000, over: Crowds.town.bounds)
    for i in 0..<crowd.count where !Crowds.town.isWalkable(crowd.positions[i]) {
      crowd.positions[i] = Vector2(10, 10) + Vector2(Float(i % 7), Float(i % 5))
    }
    let field = estimator.measured(crowd)
    #expect(field.outside == 0)
    var field2 = SIMD2<Double>.zero
    for i in field.density.cells.indices {
      let v = SIMD2<Double>(Double(field.velocityX.cells[i]), Double(field.velocityY.cells[i]))
      field2 += v * Double(field.density.cells[i]) * Double(field.density.frame.cellArea)
    }
    let sum = crowd.velocities.reduce(SIMD2<Double>.zero) { $0 + SIMD2<Double>($1) }
    let scale = crowd.velocities.reduce(0) { $0 + Double($1.length) }
    #expect(abs(field2.x - sum.x) < 1e-5 * scale && abs(field2.y - sum.y) < 1e-5 * scale)
  }

  @Test(arguments: sizes) func obstaclesHoldExactlyNothing(cellSize: Float) {
    let estimator = Crowds.estimator(Crowds.town, cellSize: cellSize)
    let field = estimator.measured(Crowds.scattered(4_000, over: Crowds.town.bounds))
    var blocked = 0
    for i in field.density.cells.indices where !estimator.walkable.cells[i] {
      blocked += 1
      #expect(field.density.cells[i] == 0 && field.velocityX.cells[i] == 0 && field.velocityY.cells[i] == 0)
    }
    #expect(blocked > 0)
  }

  /// Also on the wall's face, in its corner and a hand's breadth inside, where a filmed head may lean.
  @Test(arguments: [0.25, 0.5, 1] as [Float]) func peopleAtWallsKeepTheirMass(cellSize: Float) {
    let estimator = Crowds.estimator(Crowds.town, cellSize: cellSize)
    for place in [
      Vector2(17.9, 12), Vector2(18, 12), Vector2(18.1, 12), Vector2(17.99, 7.99), Vector2(33.95, 10),
      Vector2(34.06, 10), Vector2(0.01, 0.01), Vector2(47.99, 19.99), Vector2(20.95, 26), Vector2(48.2, 10),
    ] {
      let field = estimator.measured(Crowd(at: [place]))
      #expect(field.outside == 0, "\(place)")
      #expect(abs(field.headcount - 1) < 1e-5, "\(place)")
    }
  }

  /// The sums of the estimator only grow, so this holds to the last bit.
  @Test func onePersonMoreIsNowhereLess() {
    let estimator = Crowds.estimator(Crowds.town)
    let all = Crowds.scattered(60, over: Crowds.town.bounds, seed: 5)
    var crowd = Crowd()
    var before = estimator.measured(crowd)
    for i in 0..<all.count {
      crowd.add(all.positions[i], all.velocities[i])
      let after = estimator.measured(crowd)
      let fewer = zip(before.density.cells, after.density.cells).count { $0 > $1 }
      #expect(fewer == 0, "person \(i)")
      before = after
    }
  }

  @Test func whoIsNowhereIsCounted() {
    let estimator = Crowds.estimator(Crowds.square)
    let huge = Float.greatestFiniteMagnitude
    let lost: [Vector2] = [
      Vector2(.nan, 20), Vector2(20, .nan), Vector2(.infinity, 20), Vector2(20, -.infinity),
      Vector2(huge, huge), Vector2(-huge, 20), Vector2(20, huge), Vector2(1e9, 20), Vector2(20, -1e9),
      Vector2(1e30, -1e30), Vector2(-2, 20), Vector2(20, 42),
    ]
    let field = estimator.measured(Crowd(at: lost + [Vector2(20, 20)]))
    #expect(field.outside == lost.count)
    #expect(abs(field.headcount - 1) < 1e-5)
    let odd = field.density.cells.count { !$0.isFinite }
    #expect(odd == 0)
  }

  /// Every place on and off the grid in steps of a fifth of a cell is either counted in or counted out.
  @Test(arguments: sizes) func theRimIsNeverATrap(cellSize: Float) {
    let ground = Ground(walkable: [Crowds.box(0, 0, 6, 3)])
    let estimator = Crowds.estimator(ground, cellSize: cellSize)
    let h = cellSize
    for y in stride(from: -6 * h, to: 3 + 6 * h, by: h / 5) {
      for x in [-4.5 * h, -2.4 * h, -h, 0, 2, 6, 6 + h, 6 + 2.4 * h, 6 + 2.6 * h, 6 + 4.5 * h] {
        for place in [Vector2(x, y), Vector2(x / 2, y), Vector2(y, x / 2)] {
          let field = estimator.measured(Crowd(at: [place]))
          #expect(abs(field.headcount + Double(field.outside) - 1) < 1e-5, "\(place)")
        }
      }
    }
  }

  @Test(arguments: [.nan, .infinity, -.infinity, Float.greatestFiniteMagnitude, 1e25] as [Float])
  func aVelocityThatIsNoneCountsAsStanding(odd: Float) {
    let estimator = Crowds.estimator(Crowds.square)
    var crowd = Crowd(at: [Vector2(20, 20)], velocity: Vector2(1, 0))
    crowd.add(Vector2(20, 20), Vector2(odd, 1))
    crowd.add(Vector2(20, 20), Vector2(0, -odd))
    crowd.add(Vector2(20, 20), Vector2(odd, odd))
    let field = estimator.measured(crowd)
    #expect(field.outside == 0)
    #expect(abs(field.headcount - 4) < 1e-4)
    for i in field.density.cells.indices where field.density.cells[i] > 0 {
      #expect(abs(field.velocityX.cells[i] - 0.25) < 1e-5 && field.velocityY.cells[i] == 0)
    }
  }
}
