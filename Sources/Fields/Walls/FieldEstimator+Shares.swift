import Kernel

extension FieldEstimator {
  /// Calls `body` with every cell that takes a share of a person at `q` [cells], and the share over n; shares add up
  /// to one. Returns false for somebody with no walkable cell near enough.
  @inline(__always)
  func forEachShare(
    at q: Vector2, _ body: (_ column: Int, _ row: Int, _ share: Float) -> Void
  ) -> Bool {
    let cell = (column: Int(q.x.rounded(.down)), row: Int(q.y.rounded(.down)))
    let d = q - Vector2(Float(cell.column), Float(cell.row)) - 0.5
    let spread = Spread(deposit, d)
    return forEachShare(at: q, in: cell, reach: bands.reach, body) { column, row in
      guard let stamp else { return spread.x[column + 1] * spread.y[row + 1] }
      return stamp.value(at: (Vector2(Float(column), Float(row)) - d).length)
    }
  }

  /// The same of a kernel of its own width, `radius` [cells].
  @inline(__always)
  func forEachShare(
    at q: Vector2, radius: Float, _ body: (_ column: Int, _ row: Int, _ share: Float) -> Void
  ) -> Bool {
    let cell = (column: Int(q.x.rounded(.down)), row: Int(q.y.rounded(.down)))
    let d = q - Vector2(Float(cell.column), Float(cell.row)) - 0.5
    let kernel = RadialKernel(.wendland, width: radius, measure: .radius)
    return forEachShare(at: q, in: cell, reach: kernel.reach, body) { column, row in
      kernel.value(at: (Vector2(Float(column), Float(row)) - d).length)
    }
  }

  /// `weight` is that of the cell so many columns and rows away, before walls are minded.
  @inline(__always)
  private func forEachShare(
    at q: Vector2, in cell: (column: Int, row: Int), reach: Int,
    _ body: (_ column: Int, _ row: Int, _ share: Float) -> Void,
    weight: (_ column: Int, _ row: Int) -> Float
  ) -> Bool {
    let (column, row) = cell
    let window = CellWindow(column, row, within: reach, frame)
    /// Shares among the cells of the window whose flag is not set; false where they come to nothing.
    func share(_ hidden: UnsafePointer<UInt8>?) -> Bool {
      func open(_ c: Int, _ r: Int) -> Float {
        if let hidden, hidden[window.index(c, r)] != 0 { return 0 }
        return mask[frame.index(c, r)]
      }
      var sum: Float = 0
      for r in window.rows { for c in window.columns { sum += weight(c - column, r - row) * open(c, r) } }
      guard sum > 1e-6 else { return false }
      for r in window.rows {
        for c in window.columns {
          let mass = weight(c - column, r - row) * open(c, r) / sum
          if mass > 0 { body(c, r, mass * self.share[frame.index(c, r)]) }
        }
      }
      return true
    }
    guard edges.isNear(column, row) else { return share(nil) }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(64, window.count)) { flags in
      guard let hidden = flags.baseAddress else { return false }
      hide(from: Point(q), window, in: (column, row), into: hidden)
      if share(hidden) { return true }
      // Inside a wall or off the ground: on the side of the nearest walkable cell, as that cell sees it.
      guard let near = nearest(to: q, column, row, hidden) else { return false }
      hide(from: near.centre, window, in: (near.column, near.row), into: hidden)
      if share(hidden) { return true }
      body(near.column, near.row, self.share[frame.index(near.column, near.row)])
      return true
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
