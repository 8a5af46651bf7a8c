import Kernel

/// What a worker has taken out of cut cells of one band, and what it stamps of it on the strip at hand.
struct CutStamps {
  struct Taken {
    var row: Int32 = 0
    var column: Int32 = 0
    var number: Int32 = 0  // of the cut cell
    var mass = SIMD4<Float>.zero  // all channels
  }
  let taken: UnsafeMutablePointer<Taken>
  let strip: StripMemory
  var first = 0  // of those that the strip at hand can still meet
  var count = 0
  var nextRow: Int  // that nothing has been taken from yet
}

extension FieldEstimator {
  /// Takes out of memory what people left in cut cells of the rows up to `end`, which nobody adds to any more.
  func take(upTo end: Int, from band: BandMemory, into stamps: inout CutStamps) {
    let end = min(frame.rows, end)
    guard stamps.nextRow < end else { return }
    for row in stamps.nextRow..<end {
      for number in cuts.cells(ofRow: row) {
        let column = Int(cuts.columns[number])
        guard band.isTouched(row / Bands.strip, column / Bands.tile) else { continue }
        let at = band.at(column, row)
        var mass = SIMD4<Float>.zero
        for k in 0..<band.channels {
          mass[k] = at[k]
          at[k] = 0
        }
        guard mass != .zero else { continue }
        stamps.taken[stamps.count] = CutStamps.Taken(
          row: Int32(truncatingIfNeeded: row), column: Int32(truncatingIfNeeded: column),
          number: Int32(truncatingIfNeeded: number), mass: mass)
        stamps.count += 1
      }
    }
    stamps.nextRow = end
  }

  /// Adds to a strip that has been blurred what cut cells put there.
  func stamp(
    _ strip: Int, _ band: BandMemory, _ payload: Payload, into planes: FieldPlanes, _ stamps: inout CutStamps
  ) {
    let sums = StripSums(bands, strip, payload, stamps.strip)
    let (rows, radius) = (sums.rows, kernel.radius)
    while stamps.first < stamps.count, Int(stamps.taken[stamps.first].row) + radius < rows.lowerBound {
      stamps.first += 1
    }
    guard stamps.first < stamps.count, Int(stamps.taken[stamps.first].row) - radius < rows.upperBound else {
      return
    }
    kernel.weights.withUnsafeBufferPointer { weights in
      cuts.withHidden { hidden, words in
        for k in stamps.first..<stamps.count {
          let one = stamps.taken[k]
          let own = hidden + Int(one.number) * words
          spread(one, own, weights, sums)
        }
      }
    }
    merge(sums, into: planes)
  }

  /// Adds to the strip, weight by weight, what of a cut cell's mass is seen there.
  @inline(__always)
  private func spread(
    _ one: CutStamps.Taken, _ hidden: UnsafePointer<UInt64>, _ weights: UnsafeBufferPointer<Float>,
    _ sums: StripSums
  ) {
    let (column, row, radius) = (Int(one.column), Int(one.row), cuts.radius)
    let low = max(sums.rows.lowerBound, row - radius)
    let high = min(sums.rows.upperBound, row + radius + 1)
    guard low < high else { return }
    let side = 2 * radius + 1
    // Cells off the grid are hidden from everybody.
    let left = column - radius
    sums.mark(max(0, left)...min(frame.columns - 1, column + radius))
    for r in low..<high {
      let part = one.mass * weights[abs(r &- row)]
      CutKernels.forEachSeen(hidden, firstBit: (r &- row &+ radius) &* side, count: side) { c in
        sums.add(part, weights[abs(c &- radius)], left &+ c, r)
      }
    }
  }
}
