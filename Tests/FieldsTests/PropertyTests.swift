import Fields
import Kernel
import Testing

/// Laws of every estimator over thousands of small seeded crowds, on a small ground with walls of all kinds.
@Suite struct PropertyTests {
  /// 12 m × 9 m in cells of ½ m: a wall thinner than a cell, one that ends in the room, a pillar.
  static let room = Ground(
    walkable: [Crowds.box(0, 0, 12, 9)],
    obstacles: [
      Obstacle(name: "thin", kind: .wall, polygon: Crowds.box(4.0625, 2, 4.1875, 7.5)),
      Obstacle(name: "end", kind: .wall, polygon: Crowds.box(8, 5.3125, 11.5, 5.5625)),
      Obstacle(name: "pillar", polygon: Polygon(centre: Vector2(7.4137, 2.6291), radius: 0.8113, sides: 7)),
    ])
  static let crowds = 500  // of each estimator and law

  /// People in and round the room: some at one place, some off the ground, some nowhere, some with no velocity.
  static func crowd(_ seed: UInt64) -> Crowd {
    let random = CounterRandom(seed: seed)
    var crowd = Crowd()
    for i in 0..<Int(1 + seed % 23) {
      let u = random.uniform4(.test, entity: UInt32(i), tick: 0)
      let odd = random.uniform(.test, entity: UInt32(i), tick: 1)
      var place = (Vector2(u.x, u.y) * Vector2(14, 11) - 1) * 1024
      place = place.rounded(.down) / 1024
      var velocity = Vector2(4 * u.z - 2, 4 * u.w - 2)
      switch odd {
      case ..<0.05: place = crowd.positions.last ?? place
      case ..<0.08: place.x = .nan
      case ..<0.10: place.y = -.infinity
      case ..<0.12: place = Vector2(1e30, -1e9)
      case ..<0.15: velocity = Vector2(.nan, 1)
      default: break
      }
      crowd.add(place, velocity)
    }
    return crowd
  }

  static let estimators = FieldSettings.Estimator.allCases.map { Crowds.estimator(room, $0) }

  /// Everybody is in the field or counted out; all values are sound; nothing is in a wall; two workers and a field that
  /// has held other crowds make no difference.
  @Test(arguments: PropertyTests.estimators.indices) func nobodyIsLost(which: Int) {
    let estimator = PropertyTests.estimators[which]
    let blocked = Crowds.blocked(estimator.frame, PropertyTests.room)
    let isVoronoi = estimator.settings.estimator == .voronoi
    var reused = estimator.emptyField(.pressure)
    for seed in 0..<UInt64(PropertyTests.crowds) {
      let crowd = PropertyTests.crowd(seed)
      estimator.measure(crowd, into: &reused, workers: Workers(2))
      let field = estimator.measured(crowd, .pressure)
      #expect(field == reused, "seed \(seed)")
      #expect(abs(field.headcount + Double(field.outside) - Double(crowd.count)) < 1e-4, "seed \(seed)")
      let unsound = field.density.cells.indices.count { i in
        let values = [
          field.density.cells[i], field.velocityX.cells[i], field.velocityY.cells[i], field.pressure.cells[i],
        ]
        let isWall = isVoronoi ? blocked[i] : !estimator.walkable.cells[i]
        return !values.allSatisfy(\.isFinite) || values[0] < 0 || values[3] < 0 || (isWall && values[0] != 0)
      }
      #expect(unsound == 0, "seed \(seed)")
    }
  }

  /// Fixed kernels: one person more is nowhere less, to the last bit. Kernels that hang on the neighbours: one more
  /// adds one, and no kernel grows.
  @Test(arguments: PropertyTests.estimators.indices) func onePersonMore(which: Int) {
    let estimator = PropertyTests.estimators[which]
    for seed in 0..<UInt64(PropertyTests.crowds / 2) {
      var crowd = PropertyTests.crowd(seed)
      let before = estimator.measured(crowd, .density)
      crowd.add(Vector2(1.5, 1.25) + Vector2(Float(seed % 7), Float(seed % 5)) * 0.3)
      let after = estimator.measured(crowd, .density)
      #expect(abs(after.headcount - before.headcount - 1) < 1e-4, "seed \(seed)")
      if !estimator.settings.estimator.isAdaptive {
        let fewer = zip(before.density.cells, after.density.cells).count { $0 > $1 }
        #expect(fewer == 0, "seed \(seed)")
      }
    }
  }

  static func turned(_ ground: Ground, _ turn: (Vector2) -> Vector2) -> Ground {
    func all(_ polygon: Polygon) -> Polygon { Polygon(polygon.vertices.map(turn)) }
    return Ground(
      walkable: ground.walkable.map(all),
      obstacles: ground.obstacles.map { Obstacle(name: $0.name, kind: $0.kind, polygon: all($0.polygon)) })
  }

  /// A mirror, a quarter turn and a shift by whole cells of ground and crowd do the same to the field. Shifts to the
  /// last bit but for exact cells, the others but for the order of sums.
  @Test(arguments: PropertyTests.estimators.indices) func symmetries(which: Int) {
    let kind = PropertyTests.estimators[which].settings.estimator
    let moves: [((Vector2) -> Vector2, (_ column: Int, _ row: Int) -> (Int, Int))] = [
      ({ Vector2(12 - $0.x, $0.y) }, { (23 - $0, $1) }),
      ({ Vector2(9 - $0.y, $0.x) }, { (17 - $1, $0) }),
      ({ $0 + Vector2(3.5, -128) }, { ($0, $1) }),
    ]
    let here = PropertyTests.estimators[which]
    for (move, cell) in moves {
      let there = Crowds.estimator(PropertyTests.turned(PropertyTests.room, move), kind)
      for seed in 0..<UInt64(PropertyTests.crowds / 3) {
        var crowd = PropertyTests.crowd(seed)
        // Off the lines between cells and the walls' faces, which belong to one side.
        for i in 0..<crowd.count { crowd.positions[i] += Vector2(0x1p-11, 0x1p-11) }
        var other = crowd
        for i in 0..<crowd.count { other.positions[i] = move(crowd.positions[i]) }
        let (a, b) = (here.measured(crowd, .density), there.measured(other, .density))
        #expect(a.outside == b.outside, "seed \(seed)")
        var worst: Float = 0
        for row in 0..<18 {
          for column in 0..<24 {
            let (c, r) = cell(column, row)
            worst = max(worst, abs(a.density[column, row] - b.density[c, r]))
          }
        }
        #expect(worst < 5e-5, "\(kind), shift \(cell(1, 2)), seed \(seed)")
      }
    }
  }
}
