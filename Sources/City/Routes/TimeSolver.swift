import Kernel

/// Works out the time left to a destination from everywhere: the upwind solution of |∇T| = 1/F.
///
/// The time of a cell is a function of its neighbours' times, a and b the least of each axis and f the cost,
///
///     (T − a)² + (T − b)² = f²,      or T = min(a, b) + f where only one of them is upwind,
///
/// as in J. A. Sethian, "A fast marching level set method for monotonically advancing fronts", PNAS 93 (1996).
/// Here T is a whole number, the root rounded to the nearest one, so that the function never falls when a or b rises.
/// Then there is one greatest solution, and lowering times cell by cell from infinity comes down to it in any order:
/// the queue need not be sorted strictly, and a part of a map worked out anew has the bits of the whole.
struct TimeSolver {
  private let grid: RouteGrid
  private let columns: Int
  private let count: Int
  private let costs: UnsafePointer<Int32>
  private let passes: UnsafePointer<UInt8>
  private let times: UnsafeMutablePointer<Int32>
  private let front: WaveFront

  init(
    grid: RouteGrid, costs: UnsafePointer<Int32>, passes: UnsafePointer<UInt8>,
    times: UnsafeMutablePointer<Int32>, front: WaveFront
  ) {
    self.grid = grid
    columns = grid.frame.columns
    count = grid.frame.count
    self.costs = costs
    self.passes = passes
    self.times = times
    self.front = front
  }

  /// Lowers a cell's time to `time`, and has that passed on.
  @inline(__always)
  func propose(_ time: Int32, at cell: Int) {
    if time < times[cell] {
      times[cell] = time
      front.push(cell, at: time)
    }
  }

  /// Proposes, for every cell that has no time yet, what follows from the cells whose time is less than `first`.
  func proposeNext(to first: Int32) {
    for cell in 0..<count where times[cell] >= first {
      let ways = passes[cell]
      if ways & (Pass.all | Pass.linked) == 0 { continue }
      let arrival = grid.arrival(at: cell, times: times, before: first)
      if arrival.time < RouteTime.never { propose(arrival.time, at: cell) }
    }
  }

  /// Passes on what was proposed until nothing falls any more. No proposal lies below `start`.
  func run(from start: Int32 = 0) {
    front.drain(from: start, times: times) { cell in
      let time = times[cell]
      reach(cell &- 1, time, back: Pass.east, on: Pass.west, -1, across: columns)
      reach(cell &+ 1, time, back: Pass.west, on: Pass.east, 1, across: columns)
      reach(cell &- columns, time, back: Pass.north, on: Pass.south, -columns, across: 1)
      reach(cell &+ columns, time, back: Pass.south, on: Pass.north, columns, across: 1)
      if passes[cell] & Pass.entered != 0 { grid.linkCells.forEach(to: cell) { reachOddly(Int($0.cell)) } }
    }
  }

  /// Lowers the time of `next`, from which the way `back` leads to a cell of time `a`. `on` is the way from `next` away
  /// from there, `step` cells along; `across` is the step on the other axis.
  @inline(__always)
  private func reach(_ next: Int, _ a: Int32, back: UInt8, on: UInt8, _ step: Int, across: Int) {
    // Cells at the edges have no way off the grid, so that the row's end needs no look.
    if UInt(bitPattern: next) >= UInt(count) { return }
    let old = times[next]
    if old <= a { return }
    let ways = passes[next]
    if ways & back == 0 { return }
    if ways & Pass.odd != 0 { return reachOddly(next) }
    // What lies beyond is nearer to the destination, and has said so already.
    if ways & on != 0, times[next &+ step] < a { return }
    let isAcross = across == 1
    var b = RouteTime.never
    if ways & (isAcross ? Pass.west : Pass.south) != 0 { b = times[next &- across] }
    if ways & (isAcross ? Pass.east : Pass.north) != 0 { b = min(b, times[next &+ across]) }
    let time = TimeSolver.time(a, b, cost: costs[next])
    if time < old {
      times[next] = time
      front.push(next, at: time)
    }
  }

  @inline(never)
  private func reachOddly(_ cell: Int) {
    propose(grid.arrival(at: cell, times: times, before: RouteTime.never).time, at: cell)
  }

  /// The upwind solution, rounded to the nearest tick.
  @inline(__always)
  static func time(_ a: Int32, _ b: Int32, cost f: Int32) -> Int32 {
    let low = min(a, b)
    let gap = max(a, b) &- low
    if gap >= f { return low &+ f }
    // Both are exact: no more than 2³¹, and the root of a whole number that small never rounds up to the next.
    let root = Int32(Double(2 &* f &* f &- gap &* gap).squareRoot())
    return low &+ (gap &+ root &+ 1) >> 1
  }
}
