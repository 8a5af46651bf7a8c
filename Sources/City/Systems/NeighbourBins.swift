import Kernel

/// Everybody sorted into square cells, so that looking around touches few. Derived: computed by binNeighbours.
struct NeighbourBins: Sendable {
  /// What others see of a person, kept together because it is read together.
  struct Body: Sendable, BitwiseCopyable {
    var position: Vector2  // [m]
    var velocity: Vector2  // [m/s]
    var radius: Float  // [m]
    var row: Int32  // of the pedestrian
  }
  let frame: GridFrame
  private(set) var starts: [Int32]  // by cell, and one more: where its bodies begin
  private(set) var bodies: [Body] = []
  private(set) var fullest = 0  // most bodies in one cell
  private var cells: [Int32] = []  // by pedestrian; −1: outside the frame or not finite, seen by nobody

  private static let mostCells = 1 << 20

  /// - Parameter cellSize: [m] of a cell; made larger for a very large ground.
  init(over area: Rectangle, cellSize: Float) {
    var size = cellSize
    frame = GridFrame(covering: area, upTo: NeighbourBins.mostCells, cellSize: &size)
    starts = [Int32](repeating: 0, count: frame.count + 1)
  }

  /// A counting sort: within a cell people keep the order of their rows.
  mutating func fill(positions: [Vector2], velocities: [Vector2], radii: [Float]) {
    cells.removeAll(keepingCapacity: true)
    for i in starts.indices { starts[i] = 0 }
    for p in positions {
      let cell = frame.cell(at: p).map { Int32(frame.index($0.column, $0.row)) } ?? -1
      cells.append(cell)
      if cell >= 0 { starts[Int(cell) + 1] += 1 }
    }
    var sum: Int32 = 0
    var most: Int32 = 0
    for i in starts.indices {
      most = max(most, starts[i])
      sum += starts[i]
      starts[i] = sum
    }
    fullest = Int(most)
    let nobody = Body(position: .zero, velocity: .zero, radius: 0, row: -1)
    bodies.removeAll(keepingCapacity: true)
    bodies.append(contentsOf: repeatElement(nobody, count: Int(sum)))
    // Each start serves as its cell's write mark and ends up one cell further on; shifted back below.
    for (row, cell) in cells.enumerated() where cell >= 0 {
      let place = Int(starts[Int(cell)])
      bodies[place] = Body(
        position: positions[row], velocity: velocities[row], radius: radii[row], row: Int32(row))
      starts[Int(cell)] += 1
    }
    for i in stride(from: starts.count - 1, to: 0, by: -1) { starts[i] = starts[i - 1] }
    starts[0] = 0
  }

  /// Visits the bodies of all cells that meet the square of half side `reach` [m] round `p`.
  @inline(__always)
  func forEach(near p: Vector2, reach: Float, _ visit: (Body) -> Void) {
    let columns = frame.columns(from: p.x - reach, to: p.x + reach)
    if columns.isEmpty { return }
    for row in frame.rows(from: p.y - reach, to: p.y + reach) {
      let first = Int(starts[frame.index(columns.lowerBound, row)])
      let last = Int(starts[frame.index(columns.upperBound - 1, row) + 1])
      for k in first..<last { visit(bodies[k]) }
    }
  }

  /// No more than this many bodies are ever visited within `reach` [m].
  func most(within reach: Float) -> Int {
    let side = Int((2 * reach / frame.cellSize).rounded(.up)) + 1
    return min(bodies.count, side * side * fullest)
  }
}
