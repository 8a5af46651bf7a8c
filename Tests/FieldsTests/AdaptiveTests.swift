import Fields
import Kernel
import Testing

/// Estimators whose footprints hang on where the others stand.
@Suite struct AdaptiveTests {
  /// The Voronoi field is the exact one, cell by cell, and its mean velocity is weighted by the same areas.
  @Test func voronoiIsTheExactCells() {
    let estimator = Crowds.estimator(Crowds.town, .voronoi)
    let crowd = Crowds.scattered(400, over: Crowds.town.bounds.grown(by: 2), seed: 3)
    let field = estimator.measured(crowd)
    var settings = VoronoiSettings()
    settings.isVisibilityAware = true
    var cells = VoronoiCells(ground: WalkableArea(Crowds.town), settings: settings)
    cells.divide(crowd.positions.map { Point($0) })
    #expect(field.outside == cells.counts.outside && field.outside > 0)
    #expect(abs(field.headcount - Double(cells.counts.withCell)) < 1e-3)
    for (column, row) in [(10, 10), (36, 16), (35, 31), (60, 20), (68, 20), (90, 3), (50, 60), (24, 48)] {
      let low = Point(estimator.frame.origin) + Point(Double(column), Double(row)) * 0.5
      let area = MeasurementArea(
        AreaShape(outline: VoronoiCrowds.box(low.x, low.y, low.x + 0.5, low.y + 0.5)))
      var (mass, x) = (0.0, 0.0)
      for i in 0..<crowd.count where cells.areas[i] > 0 {
        let share = cells.overlap(of: i, with: area) / cells.areas[i]
        mass += share
        x += share * Double(crowd.velocities[i].x)
      }
      #expect(abs(Double(field.density[column, row]) - mass / 0.25) < 1e-5)
      if mass > 0 { #expect(abs(Double(field.velocityX[column, row]) - x / mass) < 1e-4) }
    }
  }

  @Test func cutOffsCutOff() {
    var settings = FieldSettings()
    settings.estimator = .voronoi
    settings.cutOff = 0.8
    let estimator = FieldEstimator(settings: settings, ground: Crowds.square)
    let field = estimator.measured(Crowd(at: [Vector2(20.25, 20.25)]))
    #expect(abs(field.density.cells.max()! - Float(1 / (6 * 0.64 * 0.5))) < 1e-5)
    #expect(abs(field.headcount - 1) < 1e-5)
  }

  /// The k-th distance by asking everybody, then Wendland's function person by person.
  @Test(arguments: [1, 4, 10]) func neighbourKernelsAreTheirFormula(k: Int) {
    var settings = FieldSettings()
    settings.estimator = .nearestNeighbours
    settings.neighbours = k
    let estimator = FieldEstimator(settings: settings, ground: Crowds.town)
    let frame = estimator.frame
    let sight = SightOracle(Crowds.town, frame)
    var crowd = Crowds.scattered(350, over: Crowds.town.bounds, seed: 6)
    for i in (0..<crowd.count).reversed() where !Crowds.town.isWalkable(crowd.positions[i]) {
      crowd.positions[i] = Vector2(10 + Float(i % 9) * 0.37, 5 + Float(i % 11) * 0.41)
    }
    let places = crowd.positions.map { SIMD2<Double>(($0 - frame.origin) / frame.cellSize) }
    let most = 0.7 * (72 / 5 as Double).squareRoot() / 0.5
    var expected = [Double](repeating: 0, count: frame.count)
    for (i, p) in places.enumerated() {
      let distances = places.indices.filter { $0 != i && sight.sees(p, places[$0]) }.map {
        ((places[$0] - p) * (places[$0] - p)).sum().squareRoot()
      }
      let radius = min(most, max(2, distances.sorted()[k - 1]))
      var values: [(cell: Int, value: Double)] = []
      for cell in 0..<frame.count where estimator.walkable.cells[cell] {
        let centre = SIMD2(Double(cell % frame.columns), Double(cell / frame.columns)) + 0.5
        let q = ((centre - p) * (centre - p)).sum().squareRoot() / radius
        guard q < 1, sight.sees(p, centre) else { continue }
        let rest = (1 - q) * (1 - q)
        values.append((cell, rest * rest * (1 + 4 * q)))
      }
      let sum = values.reduce(0) { $0 + $1.value }
      for (cell, value) in values { expected[cell] += value / sum / 0.25 }
    }
    let field = estimator.measured(crowd, workers: 2)
    let worst = zip(field.density.cells, expected).map { abs(Double($0) - $1) }.max()!
    #expect(worst < 2e-5 * expected.max()!, "\(worst)")
  }

  /// On a lattice every kernel is alike, and the density is the lattice's; a crowd that is half dense and half sparse
  /// is resolved better than by one width for all.
  @Test func latticesAreLevel() {
    for spacing in [0.5, 1, 1.5] as [Float] {
      var places: [Vector2] = []
      for i in 0..<6400 {
        let place = (Vector2(Float(i % 80), Float(i / 80)) + 0.5) * spacing
        if place.x < 40, place.y < 40 { places.append(place) }
      }
      let field = Crowds.estimator(Crowds.square, .nearestNeighbours).measured(Crowd(at: places))
      let inner = (16..<64).flatMap { row in (16..<64).map { field.density[$0, row] * spacing * spacing } }
      #expect(inner.max()! < 1.12 && inner.min()! > 0.88, "\(inner.min()!) \(inner.max()!)")
    }
  }

  /// Whoever senses is taken out of what is sensed, whatever the estimator: a person alone feels nobody.
  @Test(arguments: FieldSettings.Estimator.allCases) func nobodyFeelsThemselves(kind: FieldSettings.Estimator)
  {
    let estimator = Crowds.estimator(Crowds.town, kind)
    for place in [Vector2(10.3, 12.7), Vector2(33.9, 10), Vector2(0.1, 0.1), Vector2(18.5, 22.6)] {
      var crowd = Crowd(at: [place], velocity: Vector2(1, 0))
      var view = BodyView()
      func sense() {
        let field = estimator.measured(crowd)
        estimator.sense(
          field, pose: Pose(position: place, heading: Vector2(1, 0)), own: (place, Vector2(1, 0)),
          velocity: Vector2(1, 0), into: &view)
      }
      sense()
      #expect(view.density.max()! < 1e-4 && view.ownDensity < 1e-4, "\(place)")
      crowd.add(place + Vector2(0.9, 0.05))
      sense()
      #expect(view.density.max()! > 0.001)
    }
  }
}
