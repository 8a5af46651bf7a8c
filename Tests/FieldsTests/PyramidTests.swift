import Fields
import Kernel
import Testing

/// Coarser levels hold the same people, walking the same way.
@Suite struct PyramidTests {
  @Test(arguments: [0.25, 0.5, 1.3] as [Float], [FieldQuantities.density, .velocity])
  func levelsKeepHeadcountAndMomentum(cellSize: Float, quantities: FieldQuantities) {
    let estimator = Crowds.estimator(Crowds.town, cellSize: cellSize)
    var field = estimator.emptyField(quantities)
    var pyramid = FieldPyramid()
    for (count, seed) in [(900, 1), (3, 2), (0, 3), (400, 4)] as [(Int, UInt64)] {
      let crowd = Crowds.scattered(count, over: Crowds.town.bounds, seed: seed)
      estimator.measure(crowd, into: &field, workers: .one)
      pyramid.reduce(field, levels: 20, workers: Workers(1 + count % 3))
      var other = FieldPyramid()
      other.reduce(estimator.measured(crowd, quantities), levels: 20, workers: .one)
      #expect(pyramid.levels == other.levels, "\(count) people")
      var below = field.density
      for level in pyramid.levels {
        let heads = level.density.cells.reduce(0) { $0 + Double($1) } * Double(level.density.frame.cellArea)
        #expect(abs(heads - field.headcount) < 1e-4 * max(1, field.headcount))
        #expect(level.density == below.halved())
        below = level.density
        guard quantities.contains(.velocity) else { continue }
        let x = zip(level.density.cells, level.velocityX.cells).reduce(0) { $0 + Double($1.0 * $1.1) }
        let fine = zip(field.density.cells, field.velocityX.cells).reduce(0) { $0 + Double($1.0 * $1.1) }
        let areas = (Double(level.density.frame.cellArea), Double(cellSize * cellSize))
        #expect(abs(x * areas.0 - fine * areas.1) < 1e-3)
      }
      #expect(below.frame.count == 1 && pyramid.levels.count > 5)
    }
  }

  @Test func fourBecomeTheirMean() {
    var grid = Grid2D(
      GridFrame(origin: Vector2(1, 2), cellSize: 0.5, columns: 3, rows: 2), filledWith: Float(0))
    grid.cells = [1, 2, 3, 4, 5, 6]
    let half = grid.halved()
    #expect(half.cells == [3, 2.25])
    #expect(half.frame == GridFrame(origin: Vector2(1, 2), cellSize: 1, columns: 2, rows: 1))
  }
}
