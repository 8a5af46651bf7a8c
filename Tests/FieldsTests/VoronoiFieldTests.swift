import Fields
import Kernel
import Testing

@Suite struct VoronoiFieldTests {
  /// The grid holds everybody once, whatever its cells, and agrees cell by cell with areas measured one by one.
  @Test(arguments: [0.5, 0.7, 3] as [Float], [1, 30, 400])
  func gridAgreesWithEveryOverlap(cellSize: Float, count: Int) {
    let ground = VoronoiCrowds.town
    let places = VoronoiCrowds.scattered(count, ground, seed: 4)
    let cells = VoronoiCrowds.cells(ground, places)
    let box = Rectangle(minimum: Vector2(-1, -1), maximum: Vector2(31, 21))
    var field = VoronoiField(GridFrame(covering: box, cellSize: cellSize))
    var grid = Grid2D(field.frame, filledWith: Float(-1))
    field.density(cells, into: &grid)
    let heads = grid.cells.reduce(0) { $0 + Double($1) } * Double(cellSize) * Double(cellSize)
    #expect(abs(heads - Double(cells.counts.withCell)) < 1e-4 * Double(max(1, cells.counts.withCell)))
    for (c, r) in [(3, 3), (0, 0), (7, 5), (2, 4), (9, 1), (8, 6), (1, 2)]
    where c < field.frame.columns && r < field.frame.rows {
      let low =
        Point(Double(box.minimum.x), Double(box.minimum.y)) + Point(Double(c), Double(r)) * Double(cellSize)
      let high = low + Double(cellSize)
      let area = MeasurementArea(AreaShape(outline: VoronoiCrowds.box(low.x, low.y, high.x, high.y)))
      let expected = places.indices.reduce(0) { sum, i in
        cells.areas[i] > 0 ? sum + cells.overlap(of: i, with: area) / cells.areas[i] : sum
      }
      #expect(abs(Double(grid[c, r]) - expected / area.area) < 1e-5, "cell \(c), \(r)")
    }
  }

  /// A grid that shows a part of the ground shows the same there.
  @Test func windowsShowTheSame() {
    let places = VoronoiCrowds.scattered(200, VoronoiCrowds.square, seed: 2)
    let cells = VoronoiCrowds.cells(VoronoiCrowds.square, places)
    var whole = VoronoiField(GridFrame(origin: .zero, cellSize: 0.5, columns: 40, rows: 40))
    var part = VoronoiField(GridFrame(origin: Vector2(5, 7), cellSize: 0.5, columns: 12, rows: 9))
    var a = Grid2D(whole.frame, filledWith: Float(0))
    var b = Grid2D(part.frame, filledWith: Float(0))
    whole.density(cells, into: &a)
    part.density(cells, into: &b)
    for r in 0..<9 { for c in 0..<12 { #expect(abs(b[c, r] - a[c + 10, r + 14]) < 1e-5) } }
  }

  /// Areas that cover the ground share out each cell; a notch and a hole count for nothing.
  @Test func overlapsAddUp() {
    let ground = VoronoiCrowds.town
    let places = VoronoiCrowds.scattered(60, ground, seed: 8)
    let cells = VoronoiCrowds.cells(ground, places)
    let left = MeasurementArea(AreaShape(outline: VoronoiCrowds.box(-1, -1, 7, 21)))
    let notched = MeasurementArea(
      AreaShape(
        outline: [Point(7, -1), Point(31, -1), Point(31, 21), Point(20, 4), Point(7, 21)],
        holes: [VoronoiCrowds.box(10, 1, 14, 3)]))
    let notch = MeasurementArea(AreaShape(outline: [Point(7, 21), Point(20, 4), Point(31, 21)]))
    let hole = MeasurementArea(AreaShape(outline: VoronoiCrowds.box(10, 1, 14, 3).reversed()))
    for i in places.indices {
      let sum = [left, notched, notch, hole].reduce(0) { $0 + cells.overlap(of: i, with: $1) }
      #expect(abs(sum - cells.areas[i]) < 1e-9)
    }
  }

  /// The parts of a line that cells take make up the walkable part of it.
  @Test func linesAreSharedOut() {
    let places = VoronoiCrowds.scattered(80, VoronoiCrowds.square, seed: 3)
    let cells = VoronoiCrowds.cells(VoronoiCrowds.square, places)
    for line in [
      MeasurementLine(start: Point(2, 3), end: Point(17, 11)),
      MeasurementLine(start: Point(4, -5), end: Point(4, 25)),
    ] {
      let parts = places.indices.map { cells.length(of: $0, along: line) ?? 0 }
      #expect(abs(parts.reduce(0, +) - min(line.length, line.start.x == 4 ? 20 : line.length)) < 1e-9)
      #expect(parts.allSatisfy { $0 >= 0 })
    }
    #expect(abs(MeasurementLine(start: .zero, end: Point(0, 2)).normal.x - 1) < 1e-15)
  }
}
