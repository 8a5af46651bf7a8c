import Kernel

/// Time left to a destination at unit speed, by fast marching: solves |∇T| = 1/F outwards from T = 0, each cell
/// once, in rising order. J. A. Sethian, "A fast marching level set method for monotonically advancing fronts",
/// PNAS 93 (1996): first-order upwind differences.
struct FastMarching {
  private let grid: RouteGrid
  private var times: [Float]  // [m], at the free speed's pace; infinite until reached
  private var isFinal: [Bool]
  private var front = Front()

  init(_ grid: RouteGrid) {
    self.grid = grid
    times = [Float](repeating: .infinity, count: grid.frame.count)
    isFinal = [Bool](repeating: false, count: grid.frame.count)
  }

  /// Distances to `destination` [m] for every cell: zero where it counts as reached, infinite where it cannot be.
  mutating func solve(to destination: Polygon) -> [Float] {
    let seeds = self.seeds(of: destination)
    for seed in seeds { propose(0, at: Int(seed)) }
    for seed in seeds {
      let around = grid.neighbours(of: Int(seed))
      for cell in [around.west, around.east, around.south, around.north] where cell >= 0 {
        let distance = destination.distance(to: grid.centre(cell))
        if distance < grid.frame.cellSize { propose(distance / grid.speeds[cell], at: cell) }
      }
    }
    while let cell = front.pop() {
      if isFinal[cell] { continue }
      isFinal[cell] = true
      let around = grid.neighbours(of: cell)
      for next in [around.west, around.east, around.south, around.north] where next >= 0 && !isFinal[next] {
        propose(time(at: next), at: next)
      }
    }
    return times
  }

  private mutating func propose(_ time: Float, at cell: Int) {
    guard time < times[cell] else { return }
    times[cell] = time
    front.push(time, cell)
  }

  /// Walkable cells whose centre lies in the destination. Where there is none: those whose centre is half a cell
  /// from it at most; and where there is none either, the walkable cell nearest to it.
  private func seeds(of destination: Polygon) -> [Int32] {
    let frame = grid.frame
    for margin in [0, frame.cellSize / 2] {
      var seeds: [Int32] = []
      let box = destination.bounds.grown(by: margin)
      let columns = frame.columns(from: box.minimum.x, to: box.maximum.x)
      for row in frame.rows(from: box.minimum.y, to: box.maximum.y) {
        for column in columns where grid.isWalkable(frame.index(column, row)) {
          if destination.distance(to: frame.centre(column, row)) <= margin {
            seeds.append(Int32(frame.index(column, row)))
          }
        }
      }
      if !seeds.isEmpty { return seeds }
    }
    return grid.nearestWalkable(to: destination.centroid).map { [Int32($0)] } ?? []
  }

  /// The upwind solution at a cell out of its final neighbours: with a and b the least of each axis and f = h/F,
  ///     (T − a)² + (T − b)² = f²,      or T = min(a, b) + f where only one of them is upwind.
  private func time(at cell: Int) -> Float {
    let around = grid.neighbours(of: cell)
    func final(_ c: Int) -> Float { c >= 0 && isFinal[c] ? times[c] : .infinity }
    let a = min(final(around.west), final(around.east))
    let b = min(final(around.south), final(around.north))
    let f = grid.frame.cellSize / grid.speeds[cell]
    let low = min(a, b)
    let gap = max(a, b) - low
    if !(gap < f) { return low + f }
    return low + (gap + (2 * f * f - gap * gap).squareRoot()) / 2
  }
}

/// Cells waiting to be made final: a binary heap, least time first, the lower index first among equals.
private struct Front {
  private struct Entry {
    var time: Float
    var cell: Int32
    static func < (x: Entry, y: Entry) -> Bool { x.time < y.time || (x.time == y.time && x.cell < y.cell) }
  }
  private var heap: [Entry] = []

  mutating func push(_ time: Float, _ cell: Int) {
    heap.append(Entry(time: time, cell: Int32(cell)))
    var i = heap.count - 1
    while i > 0, heap[i] < heap[(i - 1) / 2] {
      heap.swapAt(i, (i - 1) / 2)
      i = (i - 1) / 2
    }
  }

  mutating func pop() -> Int? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    if heap.isEmpty { return Int(first.cell) }
    heap[0] = last
    var i = 0
    while true {
      var child = 2 * i + 1
      if child >= heap.count { break }
      if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
      if !(heap[child] < heap[i]) { break }
      heap.swapAt(i, child)
      i = child
    }
    return Int(first.cell)
  }
}

extension RouteGrid {
  func centre(_ cell: Int) -> Vector2 { frame.centre(cell % frame.columns, cell / frame.columns) }

  /// The walkable cell whose centre is nearest to `p`; nil where nothing is walkable.
  func nearestWalkable(to p: Vector2) -> Int? {
    var best: Int?
    var least = Float.infinity
    for cell in 0..<frame.count where isWalkable(cell) {
      let distance = (centre(cell) - p).lengthSquared
      if distance < least {
        least = distance
        best = cell
      }
    }
    return best
  }
}

extension Polygon {
  /// [m], zero inside.
  func distance(to p: Vector2) -> Float { contains(p) ? 0 : (nearestOnOutline(to: p) - p).length }
}
