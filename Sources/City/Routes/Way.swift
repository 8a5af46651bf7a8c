import Kernel

/// The direction in which somebody in a cell walks on, in 32 bits: two times fifteen of a unit vector, and two flags.
struct Way: Equatable, Sendable, BitwiseCopyable {
  private(set) var bits: UInt32

  /// A wall meets the square between this cell's centre and those to the east, the north and the north-east.
  static let crossed: UInt32 = 1
  /// No way leads from the cell to the destination.
  static let lost: UInt32 = 2
  /// What a component of one is stored as.
  static let one: Float = 16383

  /// - Parameter direction: a unit vector, or zero at the destination; nil where no way leads.
  init(_ direction: Vector2?, isCrossed: Bool) {
    bits = isCrossed ? Way.crossed : 0
    guard let direction else {
      bits |= Way.lost
      return
    }
    let x = Int32((direction.x * Way.one).rounded())
    let y = Int32((direction.y * Way.one).rounded())
    bits |= UInt32(bitPattern: x << 17) >> 15 | UInt32(bitPattern: y << 17)
  }

  var isCrossed: Bool { bits & Way.crossed != 0 }
  var isLost: Bool { bits & Way.lost != 0 }
  /// Times `Way.one`.
  var direction: Vector2 {
    Vector2(Float(Int32(bitPattern: bits << 15) >> 17), Float(Int32(bitPattern: bits) >> 17))
  }
}

/// Where one map's ways lie, good for as long as the map is.
struct WayAddress: @unchecked Sendable {
  let base: UnsafePointer<Way>
}

/// The ways of one map, at an address that stays. Nobody writes them.
final class WayStore: @unchecked Sendable {
  let base: UnsafePointer<Way>
  let count: Int
  private let memory: UnsafeMutablePointer<Way>

  /// Down the upwind gradient at every cell's centre: the differences that the solver used.
  init(times: [Int32], grid: RouteGrid) {
    count = times.count
    memory = .allocate(capacity: max(1, count))
    base = UnsafePointer(memory)
    times.withUnsafeBufferPointer { times in
      for cell in 0..<count {
        (memory + cell).initialize(to: grid.way(from: cell, times: times.baseAddress!))
      }
    }
  }

  /// As the other one, but for the cells whose time is `first` or more, and those `changed`.
  init(_ other: WayStore, from first: Int32, changed: [Int32], times: [Int32], grid: RouteGrid) {
    count = times.count
    memory = .allocate(capacity: max(1, count))
    base = UnsafePointer(memory)
    memory.initialize(from: other.base, count: count)
    times.withUnsafeBufferPointer { times in
      let start = times.baseAddress!
      if first < RouteTime.never {
        for cell in 0..<count where times[cell] >= first { memory[cell] = grid.way(from: cell, times: start) }
      }
      for cell in changed { memory[Int(cell)] = grid.way(from: Int(cell), times: start) }
    }
  }

  deinit { memory.deallocate() }
}

extension RouteGrid {
  @inline(__always)
  func way(from cell: Int, times: UnsafePointer<Int32>) -> Way {
    let own = passes[cell]
    let isCrossed = own & Pass.crossed != 0
    let here = times[cell]
    if here >= RouteTime.never { return Way(nil, isCrossed: isCrossed) }
    if own & Pass.odd != 0 { return Way(oddWay(from: cell, times: times), isCrossed: isCrossed) }
    func fall(_ less: UInt8, _ more: UInt8, _ step: Int) -> Float {
      let low = own & less != 0 ? times[cell &- step] : RouteTime.never
      let high = own & more != 0 ? times[cell &+ step] : RouteTime.never
      if min(low, high) >= here { return 0 }
      return Float(low < high ? low &- here : here &- high)
    }
    let slope = Vector2(fall(Pass.west, Pass.east, 1), fall(Pass.south, Pass.north, frame.columns))
    return Way(slope.normalized, isCrossed: isCrossed)
  }
}
