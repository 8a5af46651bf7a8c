import CLanes
import Kernel

/// A person's unit of mass on the 3 × 3 cells about the person's own, as one factor an axis before walls are minded.
struct Spread {
  var x: SIMD4<Float>  // of the columns to the left, here and to the right; and 0
  var y: SIMD4<Float>

  @inline(__always) init(x: SIMD4<Float>, y: SIMD4<Float>) {
    self.x = x
    self.y = y
  }

  /// `d` from the cell's centre [cells], −½...½.
  @inline(__always) init(_ deposit: FieldSettings.Deposit, _ d: Vector2) {
    switch deposit {
    case .quadratic:
      let (low, high) = (0.5 - d, 0.5 + d)
      let (a, b, c) = (low * low * 0.5, 0.75 - d * d, high * high * 0.5)
      x = SIMD4(a.x, b.x, c.x, 0)
      y = SIMD4(a.y, b.y, c.y, 0)
    case .bilinear:
      x = SIMD4(max(0, -d.x), 1 - abs(d.x), max(0, d.x), 0)
      y = SIMD4(max(0, -d.y), 1 - abs(d.y), max(0, d.y), 0)
    case .nearest:
      x = SIMD4(0, 1, 0, 0)
      y = SIMD4(0, 1, 0, 0)
    }
  }
}

/// The cells that sixteen people stand in.
struct CellBox {
  let column0: Int
  let column1: Int
  let row0: Int
  let row1: Int
}

/// The spreads of sixteen people at once, in memory of a worker's own: lane by lane what each of them needs.
struct SpreadBatch {
  static let size = 416  // floats
  static let across = 32  // where the shares of the three columns begin
  static let along = 80  // and those of the three rows
  let base: UnsafeMutablePointer<Float>
  /// Positions of people who do not follow each other in the crowd, [m].
  var places: UnsafePointer<Vector2> {
    UnsafePointer(UnsafeMutableRawPointer(base).assumingMemoryBound(to: Vector2.self))
  }
  var columns: UnsafeMutablePointer<Int32> { whole(128) }
  var rows: UnsafeMutablePointer<Int32> { whole(144) }
  var people: UnsafeMutablePointer<Int32> { whole(160) }
  /// Where their own cells lie in the ring, and those of the rows above and below.
  var own: UnsafeMutablePointer<Int32> { whole(176) }
  var below: UnsafeMutablePointer<Int32> { whole(192) }
  var above: UnsafeMutablePointer<Int32> { whole(208) }
  /// Nine shares: of the row below, the own and the row above, each from left to right.
  var products: UnsafeMutablePointer<Float> { base + 256 }

  @inline(__always) private func whole(_ at: Int) -> UnsafeMutablePointer<Int32> {
    UnsafeMutableRawPointer(base + at).assumingMemoryBound(to: Int32.self)
  }
  @inline(__always) func put(_ k: Int, _ person: Int, _ place: Vector2) {
    people[k] = Int32(truncatingIfNeeded: person)
    UnsafeMutableRawPointer(base + 2 &* k).storeBytes(of: place, as: Vector2.self)
  }

  /// How far along the grid's columns sixteen places are, and their first and last row.
  @inline(__always) func rows(_ places: UnsafePointer<Vector2>, _ grid: GridPlace) -> (Lanes, Int, Int) {
    let pairs = UnsafeRawPointer(places).assumingMemoryBound(to: Float.self)
    let y = (lanes_load_second(pairs) - grid.origin.y) / Lanes(repeating: grid.cellSize)
    let (first, last) = bounds(lanes_floor(y))
    return (y, first, last)
  }

  /// Cells and spreads of sixteen places, whoever they belong to; `y` as `rows` gives it.
  @inline(__always) func spread(
    _ places: UnsafePointer<Vector2>, _ y: Lanes, _ rows: ClosedRange<Int>, _ deposit: FieldSettings.Deposit,
    _ grid: GridPlace, _ band: BandMemory
  ) -> CellBox {
    let pairs = UnsafeRawPointer(places).assumingMemoryBound(to: Float.self)
    let x = (lanes_load_first(pairs) - grid.origin.x) / Lanes(repeating: grid.cellSize)
    let (column, row) = (lanes_floor(x), lanes_floor(y))
    lanes_store_whole(columns, column)
    lanes_store_whole(self.rows, row)
    let a = shares(deposit, x - column - 0.5, SpreadBatch.across)
    let b = shares(deposit, y - row - 0.5, SpreadBatch.along)
    product(0, b.0, a)
    product(48, b.1, a)
    product(96, b.2, a)
    offsets(band)
    let (first, last) = bounds(column)
    return CellBox(column0: first, column1: last, row0: rows.lowerBound, row1: rows.upperBound)
  }

  @inline(__always) private func bounds(_ whole: Lanes) -> (Int, Int) {
    (Int(lanes_whole(lanes_least(whole))), Int(-lanes_whole(lanes_least(-whole))))
  }

  @inline(__always) private func product(_ at: Int, _ y: Lanes, _ x: (Lanes, Lanes, Lanes)) {
    lanes_store(products + at, x.0 * y)
    lanes_store(products + at + 16, x.1 * y)
    lanes_store(products + at + 32, x.2 * y)
  }

  @inline(__always) private func offsets(_ band: BandMemory) {
    typealias Wholes = SIMD16<Int32>
    let (stride, mask) = (Int32(truncatingIfNeeded: band.bands.stride), Int32(band.bands.ringRows - 1))
    let column =
      UnsafeRawPointer(columns).loadUnaligned(as: Wholes.self) &+ Int32(truncatingIfNeeded: band.bands.pad)
    let row = UnsafeRawPointer(rows).loadUnaligned(as: Wholes.self)
    @inline(__always) func store(_ to: UnsafeMutablePointer<Int32>, _ row: Wholes) {
      let at = (row & Wholes(repeating: mask)) &* Wholes(repeating: stride) &+ column
      UnsafeMutableRawPointer(to).storeBytes(of: at, as: Wholes.self)
    }
    store(own, row)
    store(below, row &- 1)
    store(above, row &+ 1)
  }

  @inline(__always) private func shares(
    _ deposit: FieldSettings.Deposit, _ d: Lanes, _ at: Int
  ) -> (Lanes, Lanes, Lanes) {
    let three: (Lanes, Lanes, Lanes)
    let zero = Lanes(repeating: 0)
    switch deposit {
    case .quadratic:
      let (low, high) = (0.5 - d, 0.5 + d)
      three = (low * low * 0.5, 0.75 - d * d, high * high * 0.5)
    case .bilinear:
      let (low, high) = (lanes_max(zero - d, zero), lanes_max(d, zero))
      three = (low, 1 - low - high, high)
    case .nearest:
      three = (zero, Lanes(repeating: 1), zero)
    }
    lanes_store(base + at, three.0)
    lanes_store(base + at + 16, three.1)
    lanes_store(base + at + 32, three.2)
    return three
  }
}

extension FieldEstimator {
  var deposit: FieldSettings.Deposit { FieldEstimator.deposit(settings) }

  /// A histogram is the nearest deposit and no blur.
  static func deposit(_ settings: FieldSettings) -> FieldSettings.Deposit {
    settings.estimator == .count ? .nearest : settings.deposit
  }

  /// The velocity that counts: a thing that is not a number, or faster than anybody moves, counts as standing,
  /// so that no sum of momenta overflows.
  @inline(__always) static func counted(_ velocity: Vector2) -> Vector2 {
    velocity.lengthSquared <= 1e6 ? velocity : .zero
  }
}
