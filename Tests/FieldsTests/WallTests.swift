import Fields
import Kernel
import Testing

/// Walls let nothing through, however thin, and take nothing away.
@Suite struct WallTests {
  /// A room of 16 m × 12 m in two halves; the wall's left face lies at `x`.
  static func parted(at x: Float, thickness: Float = 0.2) -> Ground {
    Ground(
      walkable: [Crowds.box(0, 0, 16, 12)],
      obstacles: [
        Obstacle(name: "wall", kind: .wall, polygon: Crowds.box(x, -1, x + thickness, 13))
      ])
  }

  /// With the halves as pieces of their own.
  static func estimator(
    _ ground: Ground, _ kind: FieldSettings.Estimator, at x: Float, thickness: Float = 0.2
  ) -> FieldEstimator {
    var settings = FieldSettings()
    settings.estimator = kind
    let halves = WalkableArea([
      AreaShape(outline: VoronoiCrowds.box(0, 0, Double(x), 12)),
      AreaShape(outline: VoronoiCrowds.box(Double(x + thickness), 0, 16, 12)),
    ])
    return FieldEstimator(settings: settings, ground: ground, area: halves)
  }

  /// A crowd left of the wall leaves nothing on the right, to the last bit; all of it is on the left.
  @Test(arguments: FieldSettings.Estimator.allCases, [0.02, 0.1, 0.2, 0.7] as [Float])
  func nothingLeaks(kind: FieldSettings.Estimator, thickness: Float) {
    for (seed, x) in [(1, 7), (2, 7.1), (3, 7.3), (4, 7.5), (5, 7.74), (6, 8.05)] as [(UInt64, Float)] {
      let ground = WallTests.parted(at: x, thickness: thickness)
      let estimator = WallTests.estimator(ground, kind, at: x, thickness: thickness)
      // Voronoi fields know areas, not centres: a cell that the wall cuts belongs to both sides.
      let margin: Float = kind == .voronoi ? 0.25 : 0
      let left = Rectangle(minimum: .zero, maximum: Vector2(x, 12))
      let right = Rectangle(minimum: Vector2(x + thickness, 0), maximum: Vector2(16, 12))
      for (here, isLeft) in [(left, true), (right, false)] {
        var crowd = Crowds.scattered(300, over: here, seed: seed)
        for i in 0..<crowd.count where !ground.isWalkable(crowd.positions[i]) {
          crowd.positions[i] = here.centre
        }
        let field = estimator.measured(crowd, .pressure, workers: 1 + Int(seed) % 3)
        #expect(field.outside == 0)
        #expect(abs(field.headcount - 300) < 3e-3)
        var beyond = 0
        for row in 0..<estimator.frame.rows {
          for column in 0..<estimator.frame.columns {
            let place = estimator.frame.centre(column, row)
            guard isLeft ? place.x - margin > x + thickness : place.x + margin < x else { continue }
            let i = estimator.frame.index(column, row)
            let values = [field.density.cells[i], field.velocityX.cells[i], field.pressure.cells[i]]
            if values != [0, 0, 0] { beyond += 1 }
          }
        }
        #expect(beyond == 0, "wall at \(x), left \(isLeft)")
      }
    }
  }

  /// Two halves measured together are the two measured apart. Voronoi cells are another matter: what lies nearer to
  /// somebody beyond a wall is not taken by whoever is on this side, as in PedPy.
  @Test(arguments: FieldSettings.Estimator.allCases.filter { $0 != .voronoi }) func halvesAreStrangers(
    kind: FieldSettings.Estimator
  ) {
    let ground = WallTests.parted(at: 7.3)
    let estimator = WallTests.estimator(ground, kind, at: 7.3)
    var left = Crowds.scattered(200, over: Rectangle(minimum: .zero, maximum: Vector2(7.25, 12)))
    let right = Crowds.scattered(
      200, over: Rectangle(minimum: Vector2(7.6, 0), maximum: Vector2(16, 12)), seed: 2)
    let (a, b) = (estimator.measured(left), estimator.measured(right))
    for i in 0..<right.count { left.add(right.positions[i], right.velocities[i]) }
    let both = estimator.measured(left)
    let worst = both.density.cells.indices.map {
      abs(both.density.cells[$0] - a.density.cells[$0] - b.density.cells[$0])
    }.max()!
    #expect(worst < 1e-5)
  }

  /// Walkable polygons that overlap or touch have no wall between them.
  @Test func seamsAreNoWalls() {
    let whole = Ground(walkable: [Crowds.box(0, 0, 16, 12)])
    let seams = Ground(walkable: [
      Crowds.box(0, 0, 7.3, 12), Crowds.box(7.3, 0, 11, 12), Crowds.box(10.2, 0, 16, 12),
    ])
    let crowd = Crowds.scattered(400, over: whole.bounds)
    let (a, b) = (Crowds.estimator(whole).measured(crowd), Crowds.estimator(seams).measured(crowd))
    let worst = zip(a.density.cells, b.density.cells).map { abs($0 - $1) }.max()!
    #expect(worst < 2e-5, "\(worst)")
  }

  /// Round the end of a wall the kernel goes as far as the straight way does; what is left of it is a whole person.
  @Test func shadowsAreStraight() {
    let ground = Ground(
      walkable: [Crowds.box(0, 0, 16, 12)],
      obstacles: [Obstacle(name: "wall", kind: .wall, polygon: Crowds.box(7.9, 6, 8.1, 13))])
    let estimator = Crowds.estimator(ground)
    let field = estimator.measured(Crowd(at: [Vector2(7.25, 7.75)]))
    #expect(abs(field.headcount - 1) < 1e-5)
    // All cells with a share of the person lie above the wall's end: what they see beyond it lies below.
    let shadow = (12..<24).reduce(0) { sum, row in
      (16..<32).reduce(sum) { max($0, field.density[$1, row]) }
    }
    #expect(shadow == 0)
    #expect(field.density[16, 10] > 0 && field.density[13, 10] > field.density[16, 10])
  }
}
