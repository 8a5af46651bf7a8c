import Kernel

/// Cells from which a wall hides a part of the kernel. What people leave in one of them is no longer blurred along
/// rows and columns but stamped on the cells that it sees:
///
///     ρ(t) = Σ_s K(t − s) · S(s, t) · w(s) / n(s) / h²        n(s) = Σ_t K(t − s) · S(s, t)
///
/// with S = 1 where the straight way between the two centres meets no edge of the ground, and 0 elsewhere. Cells with
/// S = 1 all round need no table; next to a long straight wall that is all of them.
struct CutKernels: Sendable {
  /// A kernel as wide as this [cells] reaches over walls: what it sees would cost more than the field.
  static let widest = 24

  let radius: Int
  /// Cut cells row by row: their columns, and where each row's begin.
  private(set) var columns: [Int32] = []
  private(set) var rowStarts: [Int32]
  private(set) var totals: [Float] = []  // n(s)
  private var hidden: [UInt64] = []  // flags of each cell's (2 radius + 1)² neighbours, row by row
  private var words: Int { ((2 * radius + 1) * (2 * radius + 1) + 63) / 64 }

  var count: Int { columns.count }

  init(_ frame: GridFrame, _ kernel: GaussianKernel, mask: [Float], _ edges: SightEdges) {
    radius = kernel.radius
    rowStarts = [Int32](repeating: 0, count: frame.rows + 1)
    guard radius > 0, radius < CutKernels.widest else { return }
    let side = 2 * radius + 1
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: side * side) { flags in
      guard let first = flags.baseAddress else { return }
      for row in 0..<frame.rows {
        for column in 0..<frame.columns where mask[frame.index(column, row)] > 0 && edges.isNear(column, row)
        {
          let window = CellWindow(column, row, within: radius, frame)
          first.update(repeating: 0, count: window.count)
          let place = Point(Double(column) + 0.5, Double(row) + 0.5)
          if edges.hide(from: place, window, in: (column, row), into: first) {
            add(column, row, window, first, kernel, mask, frame)
          }
        }
        rowStarts[row + 1] = Int32(truncatingIfNeeded: columns.count)
      }
    }
  }

  /// Takes a cell in if any walkable cell in reach of its kernel is hidden from it.
  private mutating func add(
    _ column: Int, _ row: Int, _ window: CellWindow, _ flags: UnsafePointer<UInt8>, _ kernel: GaussianKernel,
    _ mask: [Float], _ frame: GridFrame
  ) {
    var flag = flags
    var (total, isCut) = (Float(0), false)
    for r in window.rows {
      for c in window.columns {
        if mask[frame.index(c, r)] > 0 {
          if flag.pointee == 0 {
            total += kernel.weight(at: c - column) * kernel.weight(at: r - row)
          } else {
            isCut = true
          }
        }
        flag += 1
      }
    }
    guard isCut else { return }
    columns.append(Int32(truncatingIfNeeded: column))
    totals.append(total)
    let base = hidden.count
    hidden.append(contentsOf: repeatElement(~0, count: words))
    flag = flags
    for r in window.rows {
      for c in window.columns {
        if mask[frame.index(c, r)] > 0, flag.pointee == 0 {
          let bit = (r - row + radius) * (2 * radius + 1) + c - column + radius
          hidden[base + bit / 64] &= ~(1 << UInt64(bit % 64))
        }
        flag += 1
      }
    }
  }

  /// Numbers of the cut cells of a row.
  @inline(__always) func cells(ofRow row: Int) -> Range<Int> {
    Int(rowStarts[row])..<Int(rowStarts[row + 1])
  }

  /// The number of a cell; nil for one that is not cut.
  func number(_ column: Int, _ row: Int) -> Int? {
    var (low, high) = (Int(rowStarts[row]), Int(rowStarts[row + 1]))
    let end = high
    while low < high {
      let middle = (low + high) / 2
      if columns[middle] < column { low = middle + 1 } else { high = middle }
    }
    return low < end && columns[low] == column ? low : nil
  }

  /// Whether cut cell `number` sees the walkable cell that lies so far away, each way up to `radius`.
  func sees(_ number: Int, _ columns: Int, _ rows: Int) -> Bool {
    let bit = (rows + radius) * (2 * radius + 1) + columns + radius
    return hidden[number * words + bit / 64] >> UInt64(bit % 64) & 1 == 0
  }

  /// Calls `body` with the columns, counted from the window's left one, of all cells in a row that a cut cell sees.
  @inline(__always)
  static func forEachSeen(
    _ hidden: UnsafePointer<UInt64>, firstBit: Int, count: Int, _ body: (_ column: Int) -> Void
  ) {
    var at = firstBit
    var done = 0
    while done < count {
      let (word, shift) = (at &>> 6, at & 63)
      let here = min(count &- done, 64 &- shift)
      var seen = ~hidden[word] &>> UInt64(shift)
      if here < 64 { seen &= (1 &<< UInt64(here)) &- 1 }
      while seen != 0 {
        body(done &+ seen.trailingZeroBitCount)
        seen &= seen &- 1
      }
      done &+= here
      at &+= here
    }
  }

  /// Flags of all cut cells, so many words each, for as long as `body` runs.
  @inline(__always)
  func withHidden(_ body: (_ first: UnsafePointer<UInt64>, _ words: Int) -> Void) {
    hidden.withUnsafeBufferPointer { body($0.baseAddress!, words) }
  }

  /// The most cut cells in any band with the rows beside it that reach it.
  func most(in bands: Bands) -> Int {
    var most = 0
    for band in 0..<bands.count {
      let strips = bands.strips(of: band)
      let first = max(0, strips.lowerBound * Bands.strip - radius)
      let end = min(bands.rows, strips.upperBound * Bands.strip + radius)
      most = max(most, Int(rowStarts[end] - rowStarts[min(first, end)]))
    }
    return most
  }
}
