import CLanes
import Kernel

/// What each person adds to the cells.
enum Payload: Sendable {
  case mass  // one number a cell: 1
  case moments  // four: 1, vx, vy, |v|²
  case directions(first: Int)  // four: 1 at the octant of walking if it is one of four from `first`

  var channels: Int {
    if case .mass = self { return 1 }
    return 4
  }
}

extension FieldEstimator {
  /// Deposits everybody who reaches the band; returns how many of those who stand in it have no cell.
  func deposit(_ crowd: CrowdRows, _ payload: Payload, _ strips: CrowdStrips, into band: BandMemory) -> Int {
    switch payload {
    case .mass:
      return deposit(crowd, strips, into: band) { _ in 1 } plain: { _, spread, at in
        let step = band.step
        let low = spread.x * spread.y.x
        let middle = spread.x * spread.y.y
        let high = spread.x * spread.y.z
        let (below, above) = (at - step, at + step)
        below[-1] += low.x
        below[0] += low.y
        below[1] += low.z
        at[-1] += middle.x
        at[0] += middle.y
        at[1] += middle.z
        above[-1] += high.x
        above[0] += high.y
        above[1] += high.z
      }
    case .moments:
      return deposit(crowd, strips, into: band) { i in
        let v = FieldEstimator.counted(crowd.velocities[i])
        return SIMD4(1, v.x, v.y, v.lengthSquared)
      } plain: { value, spread, at in
        FieldEstimator.add(value, spread, at, band.step)
      }
    case .directions(let first):
      return deposit(crowd, strips, into: band) { i in
        let octant = Octant.of(crowd.velocities[i]) - first
        var one = SIMD4<Float>.zero
        if octant >= 0, octant < 4 { one[octant] = 1 }
        return one
      } plain: { value, spread, at in
        FieldEstimator.add(value, spread, at, band.step)
      }
    }
  }

  @inline(__always)
  private static func add(
    _ value: SIMD4<Float>, _ spread: Spread, _ at: UnsafeMutablePointer<Float>, _ step: Int
  ) {
    var row = UnsafeMutableRawPointer(at - step - 4)
    for y in 0..<3 {
      let part = value * spread.y[y]
      for x in 0..<3 {
        let cell = (row + 16 * x).assumingMemoryBound(to: SIMD4<Float>.self)
        cell.pointee += part * spread.x[x]
      }
      row += 4 * step
    }
  }

  /// The loop itself: people in the open go the short way, those near walls by `forEachShare`.
  @inline(__always)
  private func deposit<Value>(
    _ crowd: CrowdRows, _ strips: CrowdStrips, into band: BandMemory, _ value: (Int) -> Value,
    plain: (Value, Spread, UnsafeMutablePointer<Float>) -> Void
  ) -> Int {
    var outside = 0
    let place = GridPlace(frame)
    let slack = kernel.radius + max(bands.reach, 4)
    let rows = band.strips.lowerBound * Bands.strip..<min(frame.rows, band.strips.upperBound * Bands.strip)
    let near = max(0, band.firstStrip)..<min(bands.strips, band.strips.upperBound + bands.margin)
    let deposit = self.deposit
    isOpen.withUnsafeBufferPointer { isOpen in
      for strip in near {
        for run in strips.starts[strip]..<strips.starts[strip + 1] {
          let people = strips.runs[run]
          for i in Int(people.x)..<Int(people.y) {
            let q = place.cells(crowd.positions[i])
            let floor = Vector2(q.x.rounded(.down), q.y.rounded(.down))
            let column = Int(lanes_whole(floor.x))
            let row = Int(lanes_whole(floor.y))
            if UInt(bitPattern: column) < UInt(bitPattern: frame.columns),
              UInt(bitPattern: row) < UInt(bitPattern: frame.rows), isOpen[row &* frame.columns &+ column]
            {
              if row >= rows.lowerBound &- bands.footprint, row < rows.upperBound &+ bands.footprint {
                plain(value(i), Spread(deposit, q - floor - 0.5), band.at(column, row))
                band.touch(column, row, bands.footprint)
              }
            } else if row >= rows.lowerBound - slack, row < rows.upperBound + slack {
              let counted = walled(q, value(i), into: band)
              if !counted, band.strips.contains(strip) { outside += 1 }
              if counted { band.touch(column, row, slack) }
            }
          }
        }
      }
    }
    return outside
  }

  private func walled<Value>(_ q: Vector2, _ value: Value, into band: BandMemory) -> Bool {
    let rows = max(0, band.firstRow)..<band.firstRow + bands.held * Bands.strip
    return forEachShare(at: q) { column, row, share in
      guard rows.contains(row) else { return }
      let at = band.at(column, row)
      if let value = value as? SIMD4<Float> {
        for k in 0..<4 { at[k] += share * value[k] }
      } else {
        at[0] += share
      }
    }
  }
}

/// The columns that a measure reads.
struct CrowdRows: @unchecked Sendable {
  let positions: UnsafePointer<Vector2>
  let velocities: UnsafePointer<Vector2>
}
