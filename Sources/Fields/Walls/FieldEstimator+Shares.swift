import CLanes
import Kernel

extension FieldEstimator {
  /// Calls `body` with every cell that takes a share of a person at `q` [cells], and the share over n; shares add up
  /// to one. Returns false for somebody with no walkable cell near enough.
  @inline(__always)
  func forEachShare(
    at q: Vector2, _ body: (_ column: Int, _ row: Int, _ share: Float) -> Void
  ) -> Bool {
    let place = CellPlace(q)
    if let stamp {
      return forEachShare(place, reach: bands.reach, body) { stamp.fill($0, place, into: $1) }
    }
    let spread = Spread(deposit, place.d)
    return forEachShare(place, reach: bands.reach, body) { window, weights in
      for row in window.rows {
        for column in window.columns {
          weights[window.index(column, row)] =
            spread.x[column - place.column + 1] * spread.y[row - place.row + 1]
        }
      }
    }
  }

  /// The same of a kernel of its own width, `radius` [cells].
  @inline(__always)
  func forEachShare(
    at q: Vector2, radius: Float, _ body: (_ column: Int, _ row: Int, _ share: Float) -> Void
  ) -> Bool {
    let place = CellPlace(q)
    let kernel = RadialKernel(.wendland, width: radius, measure: .radius)
    return forEachShare(place, reach: kernel.reach, body) { kernel.fill($0, place, into: $1) }
  }

  /// `fill` gives the weights of a window's cells, row by row, before walls are minded; it may write up to fifteen
  /// numbers more after a row.
  @inline(__always)
  private func forEachShare(
    _ place: CellPlace, reach: Int, _ body: (_ column: Int, _ row: Int, _ share: Float) -> Void,
    fill: (_ window: CellWindow, _ weights: UnsafeMutablePointer<Float>) -> Void
  ) -> Bool {
    let window = CellWindow(place.column, place.row, within: reach, frame)
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: window.count + Lanes.scalarCount) {
      memory in
      guard let weights = memory.baseAddress else { return false }
      guard edges.isNear(place.column, place.row) else {
        fill(window, weights)
        return share(window, weights, hidden: nil, body)
      }
      return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(64, window.count)) { flags in
        guard let hidden = flags.baseAddress else { return false }
        hide(from: Point(place.q), window, in: (place.column, place.row), into: hidden)
        fill(window, weights)
        if share(window, weights, hidden: hidden, body) { return true }
        // Inside a wall or off the ground: on the side of the nearest walkable cell, as that cell sees it.
        guard let near = nearest(to: place.q, place.column, place.row, hidden) else { return false }
        hide(from: near.centre, window, in: (near.column, near.row), into: hidden)
        fill(window, weights)
        if share(window, weights, hidden: hidden, body) { return true }
        body(near.column, near.row, self.share[frame.index(near.column, near.row)])
        return true
      }
    }
  }

  /// Shares among the walkable cells of a window whose flag is not set; false where they come to nothing.
  @inline(__always)
  private func share(
    _ window: CellWindow, _ weights: UnsafeMutablePointer<Float>, hidden: UnsafePointer<UInt8>?,
    _ body: (_ column: Int, _ row: Int, _ share: Float) -> Void
  ) -> Bool {
    mask.withUnsafeBufferPointer { mask in
      share.withUnsafeBufferPointer { share in
        var (k, sum) = (0, Float(0))
        for row in window.rows {
          let line = row &* frame.columns
          for column in window.columns {
            var weight = weights[k] * mask[line &+ column]
            if let hidden, hidden[k] != 0 { weight = 0 }
            weights[k] = weight
            sum += weight
            k &+= 1
          }
        }
        guard sum > 1e-6 else { return false }
        k = 0
        for row in window.rows {
          let line = row &* frame.columns
          for column in window.columns {
            if weights[k] > 0 { body(column, row, weights[k] / sum * share[line &+ column]) }
            k &+= 1
          }
        }
        return true
      }
    }
  }

  private func hide(
    from q: Point, _ window: CellWindow, in cell: (column: Int, row: Int),
    into flags: UnsafeMutablePointer<UInt8>
  ) {
    flags.update(repeating: 0, count: window.count)
    _ = edges.hide(from: q, window, in: cell, into: flags)
  }

  private struct NearCell {
    let column: Int
    let row: Int
    var centre: Point { Point(Double(column) + 0.5, Double(row) + 0.5) }
  }

  /// The nearest walkable cell within three, one in sight before all others; `flags` take seven by seven.
  private func nearest(
    to q: Vector2, _ column: Int, _ row: Int, _ flags: UnsafeMutablePointer<UInt8>
  ) -> NearCell? {
    let window = CellWindow(column, row, within: 3, frame)
    hide(from: Point(q), window, in: (column, row), into: flags)
    var best: (rank: Float, cell: NearCell)?
    for r in window.rows {
      for c in window.columns where mask[frame.index(c, r)] > 0 {
        let square = (Vector2(Float(c), Float(r)) + 0.5 - q).lengthSquared
        let rank = square + (flags[window.index(c, r)] == 0 ? 0 : 9)
        if square < 9, rank < best?.rank ?? 18 { best = (rank, NearCell(column: c, row: r)) }
      }
    }
    return best?.cell
  }

  /// What one person alone adds to the density of each cell [1/m^2]; nothing for somebody who is in no cell.
  func footprint(of place: Vector2, _ body: (_ column: Int, _ row: Int, _ density: Float) -> Void) {
    let grid = GridPlace(frame)
    let q = grid.cells(place)
    guard grid.isNear(q) else { return }
    _ = forEachShare(at: q) { column, row, share in
      let mass = share / frame.cellArea
      let cut = cuts.number(column, row)
      let window = CellWindow(column, row, within: kernel.radius, frame)
      for r in window.rows {
        for c in window.columns where mask[frame.index(c, r)] > 0 {
          if let cut, !cuts.sees(cut, c - column, r - row) { continue }
          body(c, r, mass * kernel.weight(at: c - column) * kernel.weight(at: r - row))
        }
      }
    }
  }
}

/// A place on the grid: its cell, and the way to it from the cell's centre.
struct CellPlace {
  let q: Vector2  // [cells]
  let column: Int
  let row: Int
  let d: Vector2  // [cells] −½...½

  @inline(__always) init(_ q: Vector2) {
    self.q = q
    column = Int(q.x.rounded(.down))
    row = Int(q.y.rounded(.down))
    d = q - Vector2(Float(column), Float(row)) - 0.5
  }
}

extension RadialKernel {
  private static let steps = Lanes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)

  /// The kernel's values at the centres of a window's cells, sixteen at a time.
  @inline(__always)
  func fill(_ window: CellWindow, _ place: CellPlace, into weights: UnsafeMutablePointer<Float>) {
    let perRadius = 1 / radius
    for row in window.rows {
      let y = Float(row - place.row) - place.d.y
      var column = window.columns.lowerBound
      while column < window.columns.upperBound {
        let x = RadialKernel.steps + (Float(column - place.column) - place.d.x)
        let u = lanes_root(x * x + y * y) * perRadius
        lanes_store(weights + window.index(column, row), values(lanes_min(u, Lanes(repeating: 1))))
        column += Lanes.scalarCount
      }
    }
  }

  /// The shape at `u`, 0 at the person to 1 where it ends.
  @inline(__always) private func values(_ u: Lanes) -> Lanes {
    switch shape {
    case .wendland:
      let rest = (1 - u) * (1 - u)
      return rest * rest * (1 + 4 * u)
    case .spline:
      let q = 2 * u
      let rest = 2 - q
      return lanes_pick_less(
        q, Lanes(repeating: 1), 1 - q * q * (1.5 - 0.75 * q), 0.25 * rest * rest * rest)
    }
  }
}
