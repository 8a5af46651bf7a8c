import CLanes
import Kernel

/// People in one block of work.
private let rowsPerBlock = 2048

/// Everybody in columns sorted by cell, so that looking around sweeps a few straight runs. Derived: computed by
/// binNeighbours; models read these frozen columns while state is being written.
///
/// Cells are as high as people see and a quarter as wide: a look around is three runs, sometimes two, cut
/// closely at both ends.
struct NeighbourBins: Sendable {
  private(set) var x: [Float] = []  // [m]; each column goes on for one vector beyond the last body
  private(set) var y: [Float] = []
  private(set) var velocityX: [Float] = []  // [m/s]
  private(set) var velocityY: [Float] = []
  private(set) var headingX: [Float] = []  // unit vector of the chest
  private(set) var headingY: [Float] = []
  private(set) var radius: [Float] = []  // [m]
  private(set) var rows: [Int32] = []  // of the pedestrians
  private var starts: [Int32]  // by cell, and one more: where its bodies begin
  private(set) var count = 0  // bodies; people outside the frame or not finite are not among them
  private(set) var largestRadius: Float = 0  // [m]
  private var fullest = 0  // most bodies in one cell
  private var cells: [Int32] = []  // by pedestrian; −1: in none
  private var ranks: [Int32] = []  // by pedestrian: how many come before in the own cell
  private var largest: [Float] = []  // [m] by block of places: the largest radius

  private let origin: Vector2
  private let width: Float  // [m] of a cell
  private let height: Float  // [m]
  private let columnCount: Int
  private let rowCount: Int

  private static let mostCells = 1 << 22

  /// - Parameter sight: [m] that people see; cells are made larger for a very large ground.
  init(over area: Rectangle, sight: Float) {
    var width = max(0.25, sight / 4)
    var height = max(1, sight)
    let size = area.size
    func count(_ length: Float, _ cell: Float) -> Int { max(1, Int((length / cell).rounded(.up))) }
    while Double(size.x / width + 1) * Double(size.y / height + 1) > Double(NeighbourBins.mostCells) {
      width *= 2
      height *= 2
    }
    origin = area.minimum
    self.width = width
    self.height = height
    columnCount = count(size.x, width)
    rowCount = count(size.y, height)
    starts = [Int32](repeating: 0, count: columnCount * rowCount + 1)
  }

  /// A counting sort: within a cell people keep the order of their rows.
  mutating func fill(_ people: Pedestrians, workers: Workers) {
    place(people.positions, workers)
    count = rank()
    resize(to: count + Lanes.width)
    sort(workers)
    gather(people.positions, people.velocities, people.headings, people.radii, workers)
  }

  private mutating func place(_ positions: [Vector2], _ workers: Workers) {
    cells.resize(to: positions.count, with: -1)
    let origin = self.origin
    let perWidth = 1 / width
    let perHeight = 1 / height
    let last = Vector2(Float(columnCount), Float(rowCount))
    let columnCount = self.columnCount
    cells.withUnsafeMutableBufferPointer {
      let cells = Rows($0)
      workers.forEachBlock(rows: positions.count, size: rowsPerBlock) { _, range in
        for i in range {
          let q = Vector2((positions[i].x - origin.x) * perWidth, (positions[i].y - origin.y) * perHeight)
          // False for what is not a number, too.
          let isInside = q.x >= 0 && q.y >= 0 && q.x < last.x && q.y < last.y
          cells[i] =
            isInside
            ? Int32(truncatingIfNeeded: Int(lanes_whole(q.y)) &* columnCount &+ Int(lanes_whole(q.x))) : -1
        }
      }
    }
  }

  /// Numbers the people of each cell in order of rows, and adds up where cells begin. Says how many people there are.
  private mutating func rank() -> Int {
    var sum: Int32 = 0
    var most: Int32 = 0
    ranks.resize(to: cells.count, with: 0)
    cells.withUnsafeBufferPointer { cells in
      ranks.withUnsafeMutableBufferPointer { ranks in
        starts.withUnsafeMutableBufferPointer { starts in
          starts.update(repeating: 0)
          for row in 0..<cells.count where cells[row] >= 0 {
            let cell = Int(cells[row]) &+ 1
            ranks[row] = starts[cell]
            starts[cell] &+= 1
          }
          for cell in 0..<starts.count {
            most = max(most, starts[cell])
            sum &+= starts[cell]
            starts[cell] = sum
          }
        }
      }
    }
    fullest = Int(most)
    return Int(sum)
  }

  private mutating func resize(to count: Int) {
    x.resize(to: count, with: 0)
    y.resize(to: count, with: 0)
    velocityX.resize(to: count, with: 0)
    velocityY.resize(to: count, with: 0)
    headingX.resize(to: count, with: 0)
    headingY.resize(to: count, with: 0)
    radius.resize(to: count, with: 0)
    rows.resize(to: count, with: 0)
  }

  private mutating func sort(_ workers: Workers) {
    let (cells, ranks, starts) = (self.cells, self.ranks, self.starts)
    rows.withUnsafeMutableBufferPointer {
      let rows = Rows($0)
      workers.forEachBlock(rows: cells.count, size: rowsPerBlock) { _, range in
        for row in range where cells[row] >= 0 {
          rows[Int(starts[Int(cells[row])] &+ ranks[row])] = Int32(truncatingIfNeeded: row)
        }
      }
    }
  }

  private mutating func gather(
    _ positions: [Vector2], _ velocities: [Vector2], _ headings: [Vector2], _ radii: [Float],
    _ workers: Workers
  ) {
    let count = self.count
    largest.resize(to: (count + rowsPerBlock - 1) / rowsPerBlock, with: 0)
    withMutableColumns { columns in
      workers.forEachBlock(rows: count, size: rowsPerBlock) { _, places in
        var largest: Float = 0
        for place in places {
          let row = Int(columns.rows[place])
          columns.x[place] = positions[row].x
          columns.y[place] = positions[row].y
          columns.velocityX[place] = velocities[row].x
          columns.velocityY[place] = velocities[row].y
          columns.headingX[place] = headings[row].x
          columns.headingY[place] = headings[row].y
          columns.radius[place] = radii[row]
          largest = max(largest, radii[row])
        }
        columns.largest[places.lowerBound / rowsPerBlock] = largest
      }
    }
    largestRadius = largest.max() ?? 0
  }

  private struct MutableColumns: @unchecked Sendable {
    let x, y, velocityX, velocityY, headingX, headingY, radius: UnsafeMutablePointer<Float>
    let rows: UnsafePointer<Int32>
    let largest: Rows<Float>
  }
  private mutating func withMutableColumns(_ body: (MutableColumns) -> Void) {
    x.withUnsafeMutableBufferPointer { x in
      y.withUnsafeMutableBufferPointer { y in
        velocityX.withUnsafeMutableBufferPointer { velocityX in
          velocityY.withUnsafeMutableBufferPointer { velocityY in
            headingX.withUnsafeMutableBufferPointer { headingX in
              headingY.withUnsafeMutableBufferPointer { headingY in
                radius.withUnsafeMutableBufferPointer { radius in
                  rows.withUnsafeBufferPointer { rows in
                    largest.withUnsafeMutableBufferPointer { largest in
                      // None is empty: each has a vector's padding.
                      body(
                        MutableColumns(
                          x: x.baseAddress!, y: y.baseAddress!, velocityX: velocityX.baseAddress!,
                          velocityY: velocityY.baseAddress!, headingX: headingX.baseAddress!,
                          headingY: headingY.baseAddress!, radius: radius.baseAddress!,
                          rows: rows.baseAddress!, largest: Rows(largest)))
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  /// The columns' memory, good until the bins are filled again.
  func withColumns(_ body: (BinColumns) -> Void) {
    x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        velocityX.withUnsafeBufferPointer { velocityX in
          velocityY.withUnsafeBufferPointer { velocityY in
            headingX.withUnsafeBufferPointer { headingX in
              headingY.withUnsafeBufferPointer { headingY in
                radius.withUnsafeBufferPointer { radius in
                  rows.withUnsafeBufferPointer { rows in
                    starts.withUnsafeBufferPointer { starts in
                      guard count > 0 else { return }
                      body(
                        BinColumns(
                          x: x.baseAddress!, y: y.baseAddress!, velocityX: velocityX.baseAddress!,
                          velocityY: velocityY.baseAddress!, headingX: headingX.baseAddress!,
                          headingY: headingY.baseAddress!, radius: radius.baseAddress!,
                          rows: rows.baseAddress!, starts: starts.baseAddress!, origin: origin,
                          perCell: Vector2(1 / width, 1 / height), lastColumn: Float(columnCount - 1),
                          lastRow: Float(rowCount - 1), columnCount: columnCount))
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  /// The runs of sorted places that hold everybody within `reach` [m] of `p`, and some more.
  @inline(__always)
  func forEachRun(near p: Vector2, reach: Float, _ visit: (Range<Int>) -> Void) {
    forEachRun(from: p - reach, to: p + reach, visit)
  }

  /// The runs that hold everybody in a rectangle with these corners [m], and some more.
  @inline(__always)
  func forEachRun(from least: Vector2, to greatest: Vector2, _ visit: (Range<Int>) -> Void) {
    let low = (least - origin) / Vector2(width, height)
    let high = (greatest - origin) / Vector2(width, height)
    guard high.x >= 0, high.y >= 0, low.x < Float(columnCount), low.y < Float(rowCount) else { return }
    let left = Int(max(0, low.x))
    let right = Int(min(Float(columnCount - 1), high.x))
    for row in Int(max(0, low.y))...Int(min(Float(rowCount - 1), high.y)) {
      let first = Int(starts[row &* columnCount &+ left])
      let end = Int(starts[row &* columnCount &+ right &+ 1])
      if first < end { visit(first..<end) }
    }
  }

  /// No more than this many bodies ever lie in the runs within `reach` [m].
  func most(within reach: Float) -> Int {
    let across = Int((2 * reach / width).rounded(.up)) + 1
    let along = Int((2 * reach / height).rounded(.up)) + 1
    return min(count, across * along * fullest)
  }
}

/// Addresses of the sorted columns while nobody writes them.
struct BinColumns: @unchecked Sendable {
  let x: UnsafePointer<Float>  // [m]
  let y: UnsafePointer<Float>
  let velocityX: UnsafePointer<Float>  // [m/s]
  let velocityY: UnsafePointer<Float>
  let headingX: UnsafePointer<Float>  // unit vector of the chest
  let headingY: UnsafePointer<Float>
  let radius: UnsafePointer<Float>  // [m]
  let rows: UnsafePointer<Int32>
  fileprivate let starts: UnsafePointer<Int32>
  fileprivate let origin: Vector2
  fileprivate let perCell: Vector2
  fileprivate let lastColumn: Float
  fileprivate let lastRow: Float
  fileprivate let columnCount: Int

  /// True where `forEachRun` may be asked, though `p` lie outside the frame.
  func meets(_ p: Vector2, reach: Float) -> Bool {
    let low = (p - reach - origin) * perCell
    let high = (p + reach - origin) * perCell
    return high.x >= 0 && high.y >= 0 && low.x <= lastColumn && low.y <= lastRow
  }

  /// As `NeighbourBins.forEachRun`, for a place inside the frame.
  @inline(__always)
  func forEachRun(near p: Vector2, reach: Float, _ visit: (_ first: Int, _ end: Int) -> Void) {
    let low = (p - reach - origin) * perCell
    let high = (p + reach - origin) * perCell
    let left = Int(lanes_whole(max(0, low.x)))
    let right = Int(lanes_whole(min(lastColumn, high.x)))
    var row = Int(lanes_whole(max(0, low.y)))
    let top = Int(lanes_whole(min(lastRow, high.y)))
    while row <= top {
      let base = starts + row &* columnCount
      let first = Int(base[left])
      let end = Int(base[right &+ 1])
      if first < end { visit(first, end) }
      row &+= 1
    }
  }
}

extension Array {
  /// Cuts the end off or fills it up; keeps its memory.
  mutating func resize(to count: Int, with value: Element) {
    if self.count > count { removeLast(self.count - count) }
    // By an eighth, not twofold: a million people's columns are not to stand half empty.
    if count > capacity, count > 4096 { reserveCapacity(count + count / 8) }
    if self.count < count { append(contentsOf: repeatElement(value, count: count - self.count)) }
  }
}
