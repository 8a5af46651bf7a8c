import Kernel

/// For each cell of a coarse grid which of many boxes meet it, in rising order.
struct BoxBins: Sendable {
  let frame: GridFrame
  private var starts: [Int32]  // by cell, and one more
  private var members: [Int32] = []

  private static let mostCells = 1 << 18

  /// A grid over `area` of cells as large as boxes are on average, so that few boxes lie in many cells.
  init(_ boxes: [Rectangle], over area: Rectangle) {
    var sum: Float = 0
    for box in boxes { sum += min(max(box.size.x, box.size.y), 1e6) }
    var size = max(1, boxes.isEmpty ? 1 : sum / Float(boxes.count))
    frame = GridFrame(covering: area, upTo: BoxBins.mostCells, cellSize: &size)
    starts = [Int32](repeating: 0, count: frame.count + 1)
    var found: [(cell: Int32, box: Int32)] = []
    for (k, box) in boxes.enumerated() {
      for cell in frame.cells(meeting: box) { found.append((Int32(cell), Int32(k))) }
    }
    for entry in found { starts[Int(entry.cell) + 1] += 1 }
    for cell in 0..<frame.count { starts[cell + 1] += starts[cell] }
    members = [Int32](repeating: 0, count: found.count)
    var ends = starts
    for entry in found {
      members[Int(ends[Int(entry.cell)])] = entry.box
      ends[Int(entry.cell)] += 1
    }
  }

  /// Most boxes that meet one cell.
  var fullest: Int { (0..<frame.count).reduce(0) { max($0, Int(starts[$1 + 1] - starts[$1])) } }

  /// Visits boxes that may hold `p`, rising; none outside the area.
  @inline(__always)
  func forEach(around p: Vector2, _ visit: (Int) -> Void) {
    guard let (column, row) = frame.cell(at: p) else { return }
    let cell = frame.index(column, row)
    for k in starts[cell]..<starts[cell + 1] { visit(Int(members[Int(k)])) }
  }
  /// Boxes that meet a cell.
  subscript(cell: Int) -> ArraySlice<Int32> { members[Int(starts[cell])..<Int(starts[cell + 1])] }
}

extension GridFrame {
  /// Indices of the cells that a box meets, row by row.
  func cells(meeting box: Rectangle) -> [Int] {
    let columns = columns(from: box.minimum.x, to: box.maximum.x)
    var cells: [Int] = []
    for row in rows(from: box.minimum.y, to: box.maximum.y) {
      for column in columns { cells.append(index(column, row)) }
    }
    return cells
  }
}
