import CLanes
import Kernel

/// Every wall of the ground, and for each cell of a coarse grid the walls that can matter to somebody in it,
/// nearest first.
///
/// A cell's place in the lists has room for all pieces that ever stand near it. Those that stand now are at its front,
/// in an order that does not depend on what stood before.
struct Walls: Sendable {
  let frame: GridFrame
  let reach: Float  // [m] from any place in a cell within which its list is complete
  private let pieces: [Segment]  // all that stand, or will with other barriers closed
  private let mayChange: [Bool]  // by piece
  private var stands: [Bool]  // by piece
  private let starts: [Int32]  // by cell, and one more: where its room in the lists begins
  private let candidates: [Int32]  // pieces, by room in the lists
  private let nearCandidates: [Int32]  // by cell: how many of its first ones are within `near`
  private var store: WallStore  // the walls themselves, copied so that a list is read in one sweep

  /// [m] from any place in a cell within which the short list is complete: more than a body and a step.
  static let near: Float = 1
  private static let mostCells = 1 << 20

  /// - Parameter reach: [m] at least `Walls.near`.
  init(_ outline: Outline, reach: Float) {
    (pieces, mayChange) = outline.pieces()
    stands = pieces.map { outline.isWall($0) }
    self.reach = max(reach, Walls.near)
    var size: Float = 1
    frame = GridFrame(covering: outline.area, upTo: Walls.mostCells, cellSize: &size)
    (starts, candidates, nearCandidates) = Walls.sort(pieces, into: frame, reach: self.reach)
    store = WallStore(cells: frame.count, room: candidates.count)
    for cell in 0..<frame.count { fill(cell) }
  }

  var segments: [Segment] { zip(pieces, stands).compactMap { $1 ? $0 : nil } }

  /// Puts up and takes down what stands otherwise in `outline` than here.
  mutating func follow(_ outline: Outline) {
    var cells: [Int] = []
    for k in pieces.indices where mayChange[k] {
      let isWall = outline.isWall(pieces[k])
      if isWall == stands[k] { continue }
      stands[k] = isWall
      Walls.forEachCell(within: reach, of: pieces[k], in: frame) { cell, _ in cells.append(cell) }
    }
    if cells.isEmpty { return }
    store = WallStore(copying: store)
    for cell in cells { fill(cell) }
  }

  private mutating func fill(_ cell: Int) {
    let start = Int(starts[cell])
    let near = start + Int(nearCandidates[cell])
    var end = start
    var nearEnd = start
    for k in start..<Int(starts[cell + 1]) {
      let piece = Int(candidates[k])
      if stands[piece] {
        store.put(pieces[piece], at: end)
        end += 1
      }
      if k < near { nearEnd = end }
    }
    store.put(
      WallList(start: Int32(start), near: Int32(nearEnd - start), count: Int32(end - start)), of: cell)
  }

  /// Visits cells from some place of which the segment is no farther than `reach`, with the distance [m] at the least.
  private static func forEachCell(
    within reach: Float, of segment: Segment, in frame: GridFrame, _ visit: (Int, Float) -> Void
  ) {
    let halfDiagonal = frame.cellSize * 0.7072
    let box = segment.bounds.grown(by: reach + halfDiagonal)
    let columns = frame.columns(from: box.minimum.x, to: box.maximum.x)
    for row in frame.rows(from: box.minimum.y, to: box.maximum.y) {
      for column in columns {
        let centre = frame.centre(column, row)
        let distance = max(0, (segment.nearest(to: centre) - centre).length - halfDiagonal)
        if distance <= reach { visit(frame.index(column, row), distance) }
      }
    }
  }

  /// Pieces by cell, nearest first, the first of the plan first among equals.
  private static func sort(
    _ pieces: [Segment], into frame: GridFrame, reach: Float
  ) -> (starts: [Int32], candidates: [Int32], near: [Int32]) {
    var starts = [Int32](repeating: 0, count: frame.count + 1)
    for piece in pieces {
      forEachCell(within: reach, of: piece, in: frame) { cell, _ in starts[cell + 1] += 1 }
    }
    for cell in 0..<frame.count { starts[cell + 1] += starts[cell] }
    var sorted = [(distance: Float, piece: Int32)](repeating: (0, 0), count: Int(starts[frame.count]))
    var ends = starts
    for (k, piece) in pieces.enumerated() {
      forEachCell(within: reach, of: piece, in: frame) { cell, distance in
        sorted[Int(ends[cell])] = (distance, Int32(k))
        ends[cell] += 1
      }
    }
    var near = [Int32](repeating: 0, count: frame.count)
    for cell in 0..<frame.count {
      let range = Int(starts[cell])..<Int(starts[cell + 1])
      sorted[range].sort { ($0.distance, $0.piece) < ($1.distance, $1.piece) }
      near[cell] = Int32(sorted[range].count { $0.distance <= Walls.near })
    }
    return (starts, sorted.map(\.piece), near)
  }

  /// The lists by place, good for as long as the walls are.
  @inline(__always) var lists: WallLists { WallLists(store, frame) }

  /// Walls within `reach` of `p`, and more; none outside the grid. Valid for as long as the walls are.
  @inline(__always)
  func around(_ p: Vector2) -> UnsafeBufferPointer<Segment> { lists.around(p) }
  /// Walls within `Walls.near` of `p`, and more.
  @inline(__always)
  func near(_ p: Vector2) -> UnsafeBufferPointer<Segment> { lists.near(p) }

  /// Distance to the nearest wall [m], exact up to `reach`; infinite where there is none within it.
  func clearance(at p: Vector2) -> Float { around(p).clearance(at: p) }
  /// True where no wall stands between `p` and `q`, which are no farther apart than `reach`.
  func seesFreely(from p: Vector2, to q: Vector2) -> Bool { !around(p).block(p, q) }
}

/// Where the walls that matter in one cell stand in the store.
private struct WallList {
  var start: Int32
  var near: Int32  // of them, in front, within `Walls.near`
  var count: Int32  // within reach
}

/// Lists and segments at addresses that stay. Only the walls that made a store write it, and only until they are
/// handed on.
private final class WallStore: @unchecked Sendable {
  let lists: UnsafeMutableBufferPointer<WallList>
  let segments: UnsafeMutableBufferPointer<Segment>

  init(cells: Int, room: Int) {
    lists = .allocate(capacity: cells)
    lists.initialize(repeating: WallList(start: 0, near: 0, count: 0))
    // One more, so that there is an address.
    segments = .allocate(capacity: room + 1)
    segments.initialize(repeating: Segment(a: .zero, b: .zero))
  }
  init(copying other: WallStore) {
    lists = .allocate(capacity: other.lists.count)
    _ = lists.initialize(from: other.lists)
    segments = .allocate(capacity: other.segments.count)
    _ = segments.initialize(from: other.segments)
  }
  deinit {
    lists.deallocate()
    segments.deallocate()
  }

  func put(_ segment: Segment, at place: Int) { segments[place] = segment }
  func put(_ list: WallList, of cell: Int) { lists[cell] = list }
}

/// The walls near a place, looked up without a check of bounds: what every person asks in every step.
struct WallLists: @unchecked Sendable {
  private let lists: UnsafePointer<WallList>
  private let segments: UnsafePointer<Segment>
  private let origin: Vector2
  private let perCell: Float  // [1/m]
  private let size: Vector2  // columns and rows
  private let columns: Int

  @inline(__always)
  fileprivate init(_ store: WallStore, _ frame: GridFrame) {
    lists = UnsafePointer(store.lists.baseAddress!)
    segments = UnsafePointer(store.segments.baseAddress!)
    origin = frame.origin
    perCell = 1 / frame.cellSize
    size = Vector2(Float(frame.columns), Float(frame.rows))
    columns = frame.columns
  }

  /// Nil outside the grid, and for what is not a number.
  @inline(__always)
  private func list(at p: Vector2) -> WallList? {
    let q = (p - origin) * perCell
    guard q.x >= 0, q.y >= 0, q.x < size.x, q.y < size.y else { return nil }
    return lists[Int(lanes_whole(q.y)) &* columns &+ Int(lanes_whole(q.x))]
  }

  @inline(__always)
  func around(_ p: Vector2) -> UnsafeBufferPointer<Segment> { both(at: p).around }
  @inline(__always)
  func near(_ p: Vector2) -> UnsafeBufferPointer<Segment> {
    let (around, near) = both(at: p)
    return UnsafeBufferPointer(start: around.baseAddress, count: near)
  }
  /// Both at once: walls within reach, and how many of them, in front, are within `Walls.near`.
  @inline(__always)
  func both(at p: Vector2) -> (around: UnsafeBufferPointer<Segment>, near: Int) {
    guard let list = list(at: p) else { return (UnsafeBufferPointer(start: nil, count: 0), 0) }
    let around = UnsafeBufferPointer(start: segments + Int(list.start), count: Int(list.count))
    return (around, Int(list.near))
  }
  /// Whether no wall is within `Walls.near` of `p`.
  @inline(__always)
  func isOpen(_ p: Vector2) -> Bool { (list(at: p)?.near ?? 0) == 0 }
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
