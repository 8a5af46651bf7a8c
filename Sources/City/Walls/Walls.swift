import Kernel

/// Every wall of the ground, and for each cell of a coarse grid the walls that can matter to somebody in it,
/// nearest first. Made once from the plan; nobody writes it afterwards.
struct Walls: Sendable {
  let segments: [Segment]
  let frame: GridFrame
  let reach: Float  // [m] from any place in a cell within which its list is complete
  private let perCell: Float  // [1/m]
  private let lastCell: Vector2  // columns and rows
  private let starts: [Int32]  // by cell, and one more: where its list begins
  private let nearEnds: [Int32]  // by cell: where the walls within `near` end
  private let lists: SegmentStore  // the walls themselves, copied so that a list is read in one sweep

  /// [m] from any place in a cell within which the short list is complete: more than a body and a step.
  static let near: Float = 1
  private static let mostCells = 1 << 20

  /// - Parameter reach: [m] at least `Walls.near`.
  init(ground: Ground, reach: Float) {
    segments = Outline(of: ground).walls()
    self.reach = max(reach, Walls.near)
    let area = ground.bounds.grown(by: 1)
    var size: Float = 1
    frame = GridFrame(covering: area, upTo: Walls.mostCells, cellSize: &size)
    perCell = 1 / frame.cellSize
    lastCell = Vector2(Float(frame.columns), Float(frame.rows))
    let sorted = Walls.sort(segments, into: frame, reach: self.reach)
    (starts, nearEnds) = (sorted.0, sorted.1)
    lists = SegmentStore(sorted.2)
  }

  private static func sort(
    _ segments: [Segment], into frame: GridFrame, reach: Float
  ) -> ([Int32], [Int32], [Segment]) {
    let halfDiagonal = frame.cellSize * 0.7072
    var found: [(cell: Int32, distance: Float, segment: Int32)] = []
    for (k, segment) in segments.enumerated() {
      let box = segment.bounds.grown(by: reach + halfDiagonal)
      let columns = frame.columns(from: box.minimum.x, to: box.maximum.x)
      for row in frame.rows(from: box.minimum.y, to: box.maximum.y) {
        for column in columns {
          let centre = frame.centre(column, row)
          let distance = max(0, (segment.nearest(to: centre) - centre).length - halfDiagonal)
          if distance <= reach { found.append((Int32(frame.index(column, row)), distance, Int32(k))) }
        }
      }
    }
    found.sort { ($0.cell, $0.distance, $0.segment) < ($1.cell, $1.distance, $1.segment) }
    var starts = [Int32](repeating: 0, count: frame.count + 1)
    var nearCounts = [Int32](repeating: 0, count: frame.count)
    for entry in found {
      starts[Int(entry.cell) + 1] += 1
      if entry.distance <= near { nearCounts[Int(entry.cell)] += 1 }
    }
    for cell in 0..<frame.count { starts[cell + 1] += starts[cell] }
    let nearEnds = (0..<frame.count).map { starts[$0] + nearCounts[$0] }
    return (starts, nearEnds, found.map { segments[Int($0.segment)] })
  }

  /// Walls within `reach` of `p`, and more; none outside the grid. Valid for as long as the walls are.
  @inline(__always)
  func around(_ p: Vector2) -> UnsafeBufferPointer<Segment> {
    guard let (column, row) = frame.cell(at: p) else { return UnsafeBufferPointer(start: nil, count: 0) }
    let cell = frame.index(column, row)
    return lists[Int(starts[cell]), Int(starts[cell + 1])]
  }
  /// Both at once: walls within `reach`, and how many of them, in front, are within `Walls.near`.
  @inline(__always)
  func lists(at p: Vector2) -> (around: UnsafeBufferPointer<Segment>, near: Int) {
    let q = (p - frame.origin) * perCell
    guard q.x >= 0, q.y >= 0, q.x < lastCell.x, q.y < lastCell.y else {
      return (UnsafeBufferPointer(start: nil, count: 0), 0)
    }
    let cell = Int(Int32(q.y)) &* frame.columns &+ Int(Int32(q.x))
    let start = Int(starts[cell])
    return (lists[start, Int(starts[cell &+ 1])], Int(nearEnds[cell]) &- start)
  }
  /// Walls within `Walls.near` of `p`, and more.
  @inline(__always)
  func near(_ p: Vector2) -> UnsafeBufferPointer<Segment> {
    guard let (column, row) = frame.cell(at: p) else { return UnsafeBufferPointer(start: nil, count: 0) }
    let cell = frame.index(column, row)
    return lists[Int(starts[cell]), Int(nearEnds[cell])]
  }

  /// Distance to the nearest wall [m], exact up to `reach`; infinite where there is none within it.
  func clearance(at p: Vector2) -> Float { around(p).clearance(at: p) }
  /// True where no wall stands between `p` and `q`, which are no farther apart than `reach`.
  func seesFreely(from p: Vector2, to q: Vector2) -> Bool { !around(p).block(p, q) }
}

/// Segments at an address that stays. Nobody writes them.
private final class SegmentStore: @unchecked Sendable {
  private let base: UnsafeMutableBufferPointer<Segment>
  init(_ segments: [Segment]) {
    base = .allocate(capacity: segments.count)
    _ = base.initialize(from: segments)
  }
  deinit { base.deallocate() }
  @inline(__always)
  subscript(start: Int, end: Int) -> UnsafeBufferPointer<Segment> {
    UnsafeBufferPointer(start: base.baseAddress.map { UnsafePointer($0) + start }, count: end - start)
  }
}

extension UnsafeBufferPointer<Segment> {
  /// Distance to the nearest of these walls [m]; infinite for none.
  func clearance(at p: Vector2) -> Float {
    var least = Float.infinity
    for wall in self { least = Swift.min(least, (wall.nearest(to: p) - p).lengthSquared) }
    return least.squareRoot()
  }
  func block(_ p: Vector2, _ q: Vector2) -> Bool {
    for wall in self where wall.crosses(p, q) { return true }
    return false
  }
}

extension GridFrame {
  /// The least grid over `area`, with cells made twice as large until no more than `most` of them are needed.
  init(covering area: Rectangle, upTo most: Int, cellSize: inout Float) {
    while Double(area.size.x / cellSize + 1) * Double(area.size.y / cellSize + 1) > Double(most) {
      cellSize *= 2
    }
    self.init(covering: area, cellSize: cellSize)
  }
  /// Columns that meet low...high [m]; empty where none does.
  func columns(from low: Float, to high: Float) -> Range<Int> {
    GridFrame.cells(low - origin.x, high - origin.x, cellSize, columns)
  }
  func rows(from low: Float, to high: Float) -> Range<Int> {
    GridFrame.cells(low - origin.y, high - origin.y, cellSize, rows)
  }
  private static func cells(_ low: Float, _ high: Float, _ size: Float, _ count: Int) -> Range<Int> {
    let first = min(max(low / size, 0), Float(count))
    let last = min(max((high / size).rounded(.down) + 1, 0), Float(count))
    return first < last ? Int(first)..<Int(last) : 0..<0
  }
}
