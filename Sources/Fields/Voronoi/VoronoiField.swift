import Kernel

/// Grids from cells: for every grid cell c
///
///     f(c) = Σᵢ wᵢ · A(Vᵢ ∩ c) / A(c)
///
/// with all areas exact. With wᵢ = 1/A(Vᵢ) that is the density field whose sum over the grid is the headcount (PedPy's
/// Voronoi profile); with a speed it is the Voronoi speed of each grid cell.
///
/// Every edge of a cell's outline adds the signed area between itself and the grid's right side, kept as differences
/// along each row; one running sum over the rows then gives all covered areas at once. The work is that of the edges
/// and of the grid, not of pairs of people and grid cells.
public struct VoronoiField: Sendable {
  public let frame: GridFrame
  private var differences: [Double] = []

  public init(_ frame: GridFrame) { self.frame = frame }

  /// Density [1/m²] of a crowd's cells.
  public mutating func density(_ cells: VoronoiCells, into grid: inout Grid2D<Float>) {
    spread(cells, into: &grid) { cells.density(of: $0) }
  }

  /// The field of `weight(i)`, in its unit. `grid` is given the frame of this field.
  public mutating func spread(
    _ cells: VoronoiCells, into grid: inout Grid2D<Float>, weight: (_ person: Int) -> Double
  ) {
    let row = frame.columns + 2
    differences.removeAll(keepingCapacity: true)
    differences.append(contentsOf: repeatElement(0, count: row * frame.rows))
    let origin = Point(Double(frame.origin.x), Double(frame.origin.y))
    let scale = 1 / Double(frame.cellSize)
    var greatest = 0.0
    for i in cells.areas.indices where cells.areas[i] > 0 {
      let w = weight(i) / Double(cells.sharers(of: i))
      guard w != 0, w.isFinite else { continue }
      greatest = max(greatest, abs(w))
      cells.forEachRing(of: i) { ring in
        guard let last = ring.last else { return }
        var a = (last - origin) * scale
        for p in ring {
          let b = (p - origin) * scale
          add(edge: a, b, w)
          a = b
        }
      }
    }
    if grid.frame != frame { grid = Grid2D(frame, filledWith: 0) }
    // What is left of sums that cancel: far below any share of a person.
    let dust = greatest * 1e-9
    for r in 0..<frame.rows {
      var sum = 0.0
      for c in 0..<frame.columns {
        sum += differences[r * row + c]
        grid.cells[r * frame.columns + c] = abs(sum) > dust ? Float(sum) : 0
      }
    }
  }

  /// An edge in units of cells: row by row, the part of each within the grid's width.
  private mutating func add(edge a: Point, _ b: Point, _ weight: Double) {
    // The inside lies to the left: it is to the right of an edge that goes down.
    let low = a.y < b.y ? a : b
    let high = a.y < b.y ? b : a
    let signed = a.y < b.y ? -weight : weight
    guard low.y < high.y, high.y > 0, low.y < Double(frame.rows) else { return }
    let slope = (high.x - low.x) / (high.y - low.y)
    let first = max(0, Int(low.y.rounded(.down)))
    let last = min(frame.rows - 1, Int(min(high.y, Double(frame.rows)).rounded(.up)) - 1)
    guard first <= last else { return }
    for r in first...last {
      let y0 = max(low.y, Double(r))
      let y1 = min(high.y, Double(r + 1))
      guard y1 > y0 else { continue }
      let x0 = y0 == low.y ? low.x : low.x + (y0 - low.y) * slope
      let x1 = y1 == high.y ? high.x : low.x + (y1 - low.y) * slope
      addSpan(row: r, x0, x1, height: (y1 - y0) * signed)
    }
  }

  /// A piece of an edge within one row, from x0 to x1; `height` is signed and weighted.
  private mutating func addSpan(row r: Int, _ x0: Double, _ x1: Double, height: Double) {
    let width = Double(frame.columns)
    var left = min(x0, x1)
    var right = max(x0, x1)
    let base = r * (frame.columns + 2)
    if left >= width { return }
    if right <= 0 {
      differences[base] += height
      return
    }
    let whole = right - left
    var height = height
    if left < 0 {
      // What lies left of the grid covers whole rows of it.
      let part = height * (-left / whole)
      differences[base] += part
      height -= part
      left = 0
    }
    if right > width {
      height *= (width - left) / (right - left)
      right = width
    }
    let c0 = min(frame.columns - 1, Int(left))
    let c1 = min(frame.columns - 1, Int(right))
    if c0 == c1 || right <= left {
      let covered = Double(c0 + 1) - (left + right) / 2
      differences[base + c0] += height * covered
      differences[base + c0 + 1] += height * (1 - covered)
      return
    }
    let perColumn = height / (right - left)
    for c in c0...c1 {
      let from = max(left, Double(c))
      let to = min(right, Double(c + 1))
      let part = perColumn * (to - from)
      let covered = Double(c + 1) - (from + to) / 2
      differences[base + c] += part * covered
      differences[base + c + 1] += part * (1 - covered)
    }
  }
}
