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

/// The spreads of sixteen people at once, in memory: what each needs is then six numbers.
struct SpreadBatch {
  /// Floats that it takes.
  static let size = 192
  let base: UnsafeMutablePointer<Float>
  var people: UnsafeMutablePointer<Int32> { whole(160) }
  var columns: UnsafeMutablePointer<Int32> { whole(128) }
  var rows: UnsafeMutablePointer<Int32> { whole(144) }

  @inline(__always) private func whole(_ at: Int) -> UnsafeMutablePointer<Int32> {
    UnsafeMutableRawPointer(base + at).assumingMemoryBound(to: Int32.self)
  }
  @inline(__always) func put(_ k: Int, _ person: Int, _ place: Vector2) {
    people[k] = Int32(truncatingIfNeeded: person)
    UnsafeMutableRawPointer(base + 2 &* k).storeBytes(of: place, as: Vector2.self)
  }
  @inline(__always) func place(_ k: Int) -> Vector2 { Vector2(base[2 &* k], base[2 &* k &+ 1]) }

  /// Cells and spreads of all sixteen places, whoever they belong to.
  @inline(__always) func spread(_ deposit: FieldSettings.Deposit, _ grid: GridPlace) {
    let x = (lanes_load_first(base) - grid.origin.x) / Lanes(repeating: grid.cellSize)
    let y = (lanes_load_second(base) - grid.origin.y) / Lanes(repeating: grid.cellSize)
    axis(deposit, x, columns, 32)
    axis(deposit, y, rows, 80)
  }

  @inline(__always) private func axis(
    _ deposit: FieldSettings.Deposit, _ q: Lanes, _ cells: UnsafeMutablePointer<Int32>, _ at: Int
  ) {
    let floor = lanes_floor(q)
    lanes_store_whole(cells, floor)
    let d = q - floor - 0.5
    let zero = Lanes(repeating: 0)
    switch deposit {
    case .quadratic:
      let (low, high) = (0.5 - d, 0.5 + d)
      lanes_store(base + at, low * low * 0.5)
      lanes_store(base + at + 16, 0.75 - d * d)
      lanes_store(base + at + 32, high * high * 0.5)
    case .bilinear:
      let (low, high) = (lanes_max(zero - d, zero), lanes_max(d, zero))
      lanes_store(base + at, low)
      lanes_store(base + at + 16, 1 - low - high)
      lanes_store(base + at + 32, high)
    case .nearest:
      lanes_store(base + at, zero)
      lanes_store(base + at + 16, Lanes(repeating: 1))
      lanes_store(base + at + 32, zero)
    }
  }

  @inline(__always) func one(_ k: Int) -> Spread {
    let of = base + k
    return Spread(x: SIMD4(of[32], of[48], of[64], 0), y: SIMD4(of[80], of[96], of[112], 0))
  }
}

extension FieldEstimator {
  var deposit: FieldSettings.Deposit { settings.estimator == .count ? .nearest : settings.deposit }

  /// Calls `body` with every cell that takes a share of a person at `q` [cells], and the share over n; shares add up
  /// to one. Returns false for somebody with no walkable cell near enough.
  @inline(__always)
  func forEachShare(
    at q: Vector2, _ body: (_ column: Int, _ row: Int, _ share: Float) -> Void
  ) -> Bool {
    let column = Int(q.x.rounded(.down))
    let row = Int(q.y.rounded(.down))
    let d = q - Vector2(Float(column), Float(row)) - 0.5
    let reach = bands.reach
    let rows = max(0, row - reach)..<max(max(0, row - reach), min(frame.rows, row + reach + 1))
    let columns = max(0, column - reach)..<max(max(0, column - reach), min(frame.columns, column + reach + 1))
    let spread = Spread(deposit, d)
    func weight(_ c: Int, _ r: Int) -> Float {
      guard let stamp else { return spread.x[c - column + 1] * spread.y[r - row + 1] }
      return stamp.value(at: (Vector2(Float(c - column), Float(r - row)) - d).length)
    }
    var sum: Float = 0
    for r in rows { for c in columns { sum += weight(c, r) * mask[frame.index(c, r)] } }
    if sum > 1e-6 {
      for r in rows {
        for c in columns {
          let i = frame.index(c, r)
          let mass = weight(c, r) * mask[i] / sum
          if mass > 0 { body(c, r, mass * share[i]) }
        }
      }
      return true
    }
    guard let nearest = nearest(to: q - 0.5, column: column, row: row) else { return false }
    body(nearest.column, nearest.row, share[frame.index(nearest.column, nearest.row)])
    return true
  }

  /// Somebody pressed against a wall may stand among cells whose centres lie inside it: the nearest cell within three.
  private func nearest(to q: Vector2, column: Int, row: Int) -> (column: Int, row: Int)? {
    var best: (distance: Float, column: Int, row: Int)?
    // Both may lie up to four cells off the grid; the clamps keep every range in order.
    for r in max(0, row - 3)..<max(0, row - 3, min(frame.rows, row + 4)) {
      for c in max(0, column - 3)..<max(0, column - 3, min(frame.columns, column + 4)) {
        let d = (Vector2(Float(c), Float(r)) - q).lengthSquared
        if mask[frame.index(c, r)] > 0, d < best?.distance ?? 9 { best = (d, c, r) }
      }
    }
    return best.map { ($0.column, $0.row) }
  }

  /// The velocity that counts: a thing that is not a number, or faster than anybody moves, counts as standing,
  /// so that no sum of momenta overflows.
  @inline(__always) static func counted(_ velocity: Vector2) -> Vector2 {
    velocity.lengthSquared <= 1e6 ? velocity : .zero
  }

  /// What one person alone adds to the density of each cell [1/m^2]; nothing for somebody who is in no cell.
  func footprint(of place: Vector2, _ body: (_ column: Int, _ row: Int, _ density: Float) -> Void) {
    let grid = GridPlace(frame)
    let q = grid.cells(place)
    guard grid.isNear(q) else { return }
    let radius = kernel.radius
    _ = forEachShare(at: q) { column, row, share in
      let mass = share / frame.cellArea
      for r in max(0, row - radius)...min(frame.rows - 1, row + radius) {
        for c in max(0, column - radius)...min(frame.columns - 1, column + radius)
        where mask[frame.index(c, r)] > 0 {
          body(c, r, mass * kernel.weight(at: c - column) * kernel.weight(at: r - row))
        }
      }
    }
  }
}
