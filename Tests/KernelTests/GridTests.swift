import Kernel
import Testing

@Suite struct GridTests {
  let frame = GridFrame(origin: Vector2(-1, 2), cellSize: 0.5, columns: 6, rows: 4)

  @Test func everyCentreLiesInItsCell() {
    for row in 0..<frame.rows {
      for column in 0..<frame.columns {
        let cell = frame.cell(at: frame.centre(column, row))
        #expect(cell?.column == column && cell?.row == row)
      }
    }
  }

  @Test func outsideHasNoCell() {
    for p in [
      Vector2(-1.01, 3), Vector2(2, 3), Vector2(0, 1.99), Vector2(0, 4), Vector2(.nan, 3),
      Vector2(0, .infinity),
    ] {
      #expect(frame.cell(at: p) == nil)
    }
  }

  @Test func coveringGridCovers() {
    let area = Rectangle(minimum: Vector2(0.1, 0.2), maximum: Vector2(3.15, 1.2))
    let cover = GridFrame(covering: area, cellSize: 0.25)
    #expect(cover.bounds.contains(area.minimum) && cover.bounds.contains(area.maximum))
    #expect(cover.columns == 13 && cover.rows == 4)
  }

  /// Bilinear interpolation is exact on a plane between the outer centres, and constant beyond them.
  @Test func sampleIsExactOnAPlane() {
    var grid = Grid2D(frame, filledWith: Float(0))
    func plane(_ p: Vector2) -> Float { 3 * p.x - 2 * p.y + 1 }
    for row in 0..<frame.rows {
      for column in 0..<frame.columns { grid[column, row] = plane(frame.centre(column, row)) }
    }
    let low = frame.centre(0, 0)
    let high = frame.centre(frame.columns - 1, frame.rows - 1)
    for k in 0...40 {
      let t = Vector2(Float(k) / 40, Float(k * 7 % 41) / 41)
      let p = low + (high - low) * t
      #expect(abs(grid.sample(p) - plane(p)) < 1e-4)
    }
    #expect(grid.sample(high + 5) == plane(high))
    #expect(grid.sample(Vector2(.nan, 0)) == 0)
  }

  @Test func aSingleCellIsConstant() {
    let one = Grid2D(GridFrame(origin: .zero, cellSize: 1, columns: 1, rows: 1), filledWith: Float(7))
    #expect(one.sample(Vector2(0.1, 0.9)) == 7)
    #expect(one.sample(Vector2(-5, 5)) == 7)
  }
}
