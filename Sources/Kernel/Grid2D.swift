/// Where a grid lies: `columns` × `rows` square cells of `cellSize` [m], the first with its lower left corner
/// at `origin`. Cell (column, row) covers origin + cellSize · [column, column+1) × [row, row+1).
@frozen public struct GridFrame: Equatable, Sendable {
  public var origin: Vector2  // [m]
  public var cellSize: Float  // [m]
  public var columns: Int
  public var rows: Int

  @inlinable public init(origin: Vector2, cellSize: Float, columns: Int, rows: Int) {
    precondition(cellSize > 0 && columns >= 0 && rows >= 0, "a grid has cells of positive size")
    self.origin = origin
    self.cellSize = cellSize
    self.columns = columns
    self.rows = rows
  }

  /// The least grid of whole cells that covers `area`; its lower left corner is `area`'s.
  public init(covering area: Rectangle, cellSize: Float) {
    let size = area.size
    self.init(
      origin: area.minimum, cellSize: cellSize,
      columns: max(1, Int((size.x / cellSize).rounded(.up))),
      rows: max(1, Int((size.y / cellSize).rounded(.up))))
  }

  @inlinable public var count: Int { columns * rows }
  /// [m^2]
  @inlinable public var cellArea: Float { cellSize * cellSize }
  @inlinable public var bounds: Rectangle {
    Rectangle(minimum: origin, maximum: origin + Vector2(Float(columns), Float(rows)) * cellSize)
  }
  @inlinable public func index(_ column: Int, _ row: Int) -> Int { row * columns + column }
  /// Centre of a cell [m].
  @inlinable public func centre(_ column: Int, _ row: Int) -> Vector2 {
    origin + Vector2(Float(column) + 0.5, Float(row) + 0.5) * cellSize
  }
  /// Position in units of cells, (0, 0) at the origin's corner; nil outside the grid or not finite.
  @inlinable public func cell(at p: Vector2) -> (column: Int, row: Int)? {
    let q = (p - origin) / cellSize
    guard q.x >= 0, q.y >= 0, q.x < Float(columns), q.y < Float(rows) else { return nil }
    return (Int(q.x), Int(q.y))
  }
}

/// A value for every cell of a `GridFrame`, row by row from the lowest row up.
@frozen public struct Grid2D<Element> {
  public var frame: GridFrame
  public var cells: [Element]  // frame.count values, row-major

  @inlinable public init(_ frame: GridFrame, filledWith value: Element) {
    self.frame = frame
    self.cells = [Element](repeating: value, count: frame.count)
  }
  @inlinable public subscript(column: Int, row: Int) -> Element {
    get { cells[row * frame.columns + column] }
    set { cells[row * frame.columns + column] = newValue }
  }
}

extension Grid2D: Sendable where Element: Sendable {}
extension Grid2D: Equatable where Element: Equatable {}

extension Grid2D where Element == Float {
  /// Bilinear between cell centres, the edge's value beyond them; zero where `p` is not finite.
  public func sample(_ p: Vector2) -> Float {
    guard p.isFinite, frame.count > 0 else { return 0 }
    let q = (p - frame.origin) / frame.cellSize - 0.5
    let x = min(max(q.x, 0), Float(frame.columns - 1))
    let y = min(max(q.y, 0), Float(frame.rows - 1))
    let c = min(Int(x), max(0, frame.columns - 2))
    let r = min(Int(y), max(0, frame.rows - 2))
    let c1 = min(c + 1, frame.columns - 1)
    let r1 = min(r + 1, frame.rows - 1)
    let fx = x - Float(c)
    let fy = y - Float(r)
    let low = self[c, r] * (1 - fx) + self[c1, r] * fx
    let high = self[c, r1] * (1 - fx) + self[c1, r1] * fx
    return low * (1 - fy) + high * fy
  }
}
