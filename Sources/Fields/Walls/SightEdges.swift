import Kernel

/// The lines that end the walkable ground, and what they hide. Coordinates are in cells of one grid, (0, 0) at its
/// corner, so that a cell's centre is a half in both.
///
///            a          An edge a–b hides from q whatever lies in the wedge q–a, q–b and beyond the edge.
///           ╱▒▒▒▒       Borders of the wedge belong to it: no line of sight slips through where two edges meet.
///     q ───┼▒▒▒▒▒       Whoever stands on an edge's line is not hidden by it, and what lies on the line is not
///           ╲▒▒▒▒       beyond it: a place on a wall's face sees its own side.
///            b
struct SightEdges: Sendable {
  /// Cells to either side of a place that it may be asked about.
  let reach: Int
  private(set) var edges: [SIMD4<Double>] = []  // a in x and y, b in z and w
  private let columns: Int  // of bins
  private let rows: Int
  private var starts: [Int32] = []  // where each bin's edges begin, and the end of the last
  private var entries: [Int32] = []
  private let bin: Int  // cells along a side of a bin

  init(_ ground: Ground, _ frame: GridFrame, reach: Int) {
    self.reach = reach
    // An edge stands in some two dozen bins, however far places may ask.
    bin = max(8, reach / 2)
    columns = (frame.columns + bin - 1) / bin
    rows = (frame.rows + bin - 1) / bin
    let origin = Point(frame.origin)
    let size = Double(frame.cellSize)
    edges = GroundEdges.of(ground).map { edge in
      let (a, b) = ((edge.a - origin) / size, (edge.b - origin) / size)
      return SIMD4(a.x, a.y, b.x, b.y)
    }
    fillBins()
  }

  /// Whether any edge is near enough to a cell to hide something from it.
  @inline(__always) func isNear(_ column: Int, _ row: Int) -> Bool {
    let bin = number(column, row)
    return starts[bin + 1] > starts[bin]
  }

  /// Sets every flag of a window, row by row, whose cell's centre cannot be seen from `q`; returns whether any is set.
  func hide(
    from q: Point, _ window: CellWindow, in cell: (column: Int, row: Int),
    into hidden: UnsafeMutablePointer<UInt8>
  ) -> Bool {
    let bin = number(cell.column, cell.row)
    var any = false
    let low = Point(Double(window.columns.lowerBound), Double(window.rows.lowerBound)) + 0.5 - q
    let high = Point(Double(window.columns.upperBound), Double(window.rows.upperBound)) - 0.5 - q
    let (least, most) = (pointwiseMin(low, .zero), pointwiseMax(high, .zero))
    for k in Int(starts[bin])..<Int(starts[bin + 1]) {
      let edge = edges[Int(entries[k])]
      var (a, b) = (Point(edge.x, edge.y) - q, Point(edge.z, edge.w) - q)
      if max(a.x, b.x) < least.x || min(a.x, b.x) > most.x || max(a.y, b.y) < least.y
        || min(a.y, b.y) > most.y
      {
        continue
      }
      let turn = a.cross(b)
      if turn == 0 { continue }
      if turn < 0 { swap(&a, &b) }
      let shadow = Shadow(a: a, b: b)
      for row in 0..<window.rows.count {
        let y = low.y + Double(row)
        let (left, right) = shadow.reach(y)
        // A column more to either side: the ends are rounded, the question itself is not.
        let first = max(0, Int(max(-1, min(left - low.x, 1e6)).rounded(.down)) - 1)
        let last = min(window.columns.count - 1, Int(max(-1, min(right - low.x, 1e6)).rounded(.up)) + 1)
        guard first <= last else { continue }
        for column in first...last where shadow.contains(low.x + Double(column), y) {
          hidden[row &* window.columns.count &+ column] = 1
          any = true
        }
      }
    }
    return any
  }

  /// Whether an edge lies across the way from `q`, in or beside `cell`, to `t`, which is no farther than `reach`.
  func isBlocked(from q: Point, to t: Point, in cell: (column: Int, row: Int)) -> Bool {
    let bin = number(cell.column, cell.row)
    let way = t - q
    for k in Int(starts[bin])..<Int(starts[bin + 1]) {
      let edge = edges[Int(entries[k])]
      let (a, b) = (Point(edge.x, edge.y) - q, Point(edge.z, edge.w) - q)
      let turn = a.cross(b)
      let beyond = (b - a).cross(way - a)
      guard turn != 0, turn > 0 ? beyond < 0 : beyond > 0 else { continue }
      let (left, right) = (a.cross(way), way.cross(b))
      if turn > 0 ? left >= 0 && right >= 0 : left <= 0 && right <= 0 { return true }
    }
    return false
  }

  /// Calls `body` with every cell whose centre an edge comes as near to as `margin` [cells] on both axes.
  func forEachCell(within margin: Double, _ frame: GridFrame, _ body: (_ column: Int, _ row: Int) -> Void) {
    for edge in edges {
      SightEdges.forEachBox(edge, size: 1, margin: margin - 0.5, frame.columns, frame.rows, body)
    }
  }

  private func number(_ column: Int, _ row: Int) -> Int {
    max(0, min(rows - 1, row / bin)) * columns + max(0, min(columns - 1, column / bin))
  }

  private mutating func fillBins() {
    var counts = [Int32](repeating: 0, count: columns * rows + 1)
    // Places up to four cells off the grid ask the bin beside them.
    let margin = Double(reach + 5)
    let size = Double(bin)
    for edge in edges {
      SightEdges.forEachBox(edge, size: size, margin: margin, columns, rows) {
        counts[$1 * columns + $0 + 1] += 1
      }
    }
    for k in 0..<columns * rows { counts[k + 1] += counts[k] }
    starts = counts
    entries = [Int32](repeating: 0, count: Int(counts[columns * rows]))
    for (k, edge) in edges.enumerated() {
      SightEdges.forEachBox(edge, size: size, margin: margin, columns, rows) { column, row in
        let bin = row * columns + column
        entries[Int(counts[bin])] = Int32(truncatingIfNeeded: k)
        counts[bin] += 1
      }
    }
  }

  /// Boxes of `size`, grown by `margin` to every side, that an edge meets; row by row, a column or so too many.
  private static func forEachBox(
    _ edge: SIMD4<Double>, size: Double, margin: Double, _ columns: Int, _ rows: Int,
    _ body: (_ column: Int, _ row: Int) -> Void
  ) {
    let low = edge.y < edge.w ? Point(edge.x, edge.y) : Point(edge.z, edge.w)
    let high = edge.y < edge.w ? Point(edge.z, edge.w) : Point(edge.x, edge.y)
    func index(_ x: Double, _ count: Int) -> Int {
      Int(max(-1, min(Double(count), (x / size).rounded(.down))))
    }
    let first = max(0, index(low.y - margin, rows))
    let last = min(rows - 1, index(high.y + margin, rows))
    guard first <= last else { return }
    let slope = high.y > low.y ? (high.x - low.x) / (high.y - low.y) : 0
    for row in first...last {
      let y0 = max(low.y, Double(row) * size - margin)
      let y1 = min(high.y, Double(row + 1) * size + margin)
      var (x0, x1) = (low.x, high.x)
      if high.y > low.y {
        (x0, x1) = (low.x + (y0 - low.y) * slope, low.x + (y1 - low.y) * slope)
      }
      let left = max(0, index(min(x0, x1) - margin - 1e-9, columns))
      let right = min(columns - 1, index(max(x0, x1) + margin + 1e-9, columns))
      guard left <= right else { continue }
      for column in left...right { body(column, row) }
    }
  }
}

/// What the edge a–b hides from the origin, which lies to its left.
private struct Shadow {
  let a: Point
  let b: Point

  @inline(__always) func contains(_ x: Double, _ y: Double) -> Bool {
    a.x * y - a.y * x >= 0 && x * b.y - y * b.x >= 0
      && (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x) < 0
  }

  /// About from where to where it reaches along a row; empty where the second is less than the first.
  @inline(__always) func reach(_ y: Double) -> (Double, Double) {
    var (left, right) = (-Double.infinity, Double.infinity)
    /// Keeps x · `slope` ≥ `limit`, roughly.
    func keep(_ slope: Double, _ limit: Double) {
      if slope > 0 {
        left = max(left, limit / slope)
      } else if slope < 0 {
        right = min(right, limit / slope)
      } else if limit > 0 {
        right = -.infinity
      }
    }
    keep(-a.y, -a.x * y)
    keep(b.y, y * b.x)
    let along = b - a
    keep(along.y, along.x * (y - a.y) + along.y * a.x)
    return (left, right)
  }
}

/// Neighbouring cells of a grid.
struct CellWindow {
  let columns: Range<Int>
  let rows: Range<Int>
  var count: Int { columns.count * rows.count }
  /// Where a cell of the window stands in a list of all of them, row by row.
  @inline(__always) func index(_ column: Int, _ row: Int) -> Int {
    (row &- rows.lowerBound) &* columns.count &+ column &- columns.lowerBound
  }

  init(columns: Range<Int>, rows: Range<Int>) {
    self.columns = columns
    self.rows = rows
  }

  /// Those within `reach` of a cell, which may lie a few cells off the grid.
  @inline(__always) init(_ column: Int, _ row: Int, within reach: Int, _ frame: GridFrame) {
    func range(_ at: Int, _ count: Int) -> Range<Int> {
      let low = min(count, max(0, at - reach))
      return low..<max(low, min(count, at + reach + 1))
    }
    columns = range(column, frame.columns)
    rows = range(row, frame.rows)
  }
}
