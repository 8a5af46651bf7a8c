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

/// What one person adds, and how it reaches the nine cells about the person's own.
private protocol Addend {
  associatedtype Value
  func value(_ person: Int) -> Value
  /// `at` the person's own cell, rows `step` floats apart.
  func add(_ value: Value, _ spread: Spread, at: UnsafeMutablePointer<Float>, step: Int)
  func add(_ value: Value, _ share: Float, at: UnsafeMutablePointer<Float>)
}

private struct MassAddend: Addend {
  @inline(__always) func value(_ person: Int) -> Float { 1 }
  @inline(__always) func add(_ value: Float, _ spread: Spread, at: UnsafeMutablePointer<Float>, step: Int) {
    let low = spread.x * spread.y.x
    let middle = spread.x * spread.y.y
    let high = spread.x * spread.y.z
    let (below, above) = (at - step, at + step)
    lanes_add_alone(below - 1, low.x)
    lanes_add_alone(below, low.y)
    lanes_add_alone(below + 1, low.z)
    lanes_add_alone(at - 1, middle.x)
    lanes_add_alone(at, middle.y)
    lanes_add_alone(at + 1, middle.z)
    lanes_add_alone(above - 1, high.x)
    lanes_add_alone(above, high.y)
    lanes_add_alone(above + 1, high.z)
  }
  @inline(__always) func add(_ value: Float, _ share: Float, at: UnsafeMutablePointer<Float>) {
    at[0] += share
  }
}

/// Four channels that lie side by side.
private protocol FourAddend: Addend where Value == SIMD4<Float> {}

extension FourAddend {
  @inline(__always) func add(
    _ value: SIMD4<Float>, _ spread: Spread, at: UnsafeMutablePointer<Float>, step: Int
  ) {
    for y in 0..<3 {
      let part = value * spread.y[y]
      let row = UnsafeMutableRawPointer(at + (y &- 1) &* step)
      for x in 0..<3 {
        let cell = (row + 16 &* (x &- 1)).assumingMemoryBound(to: SIMD4<Float>.self)
        cell.pointee += part * spread.x[x]
      }
    }
  }
  @inline(__always) func add(_ value: SIMD4<Float>, _ share: Float, at: UnsafeMutablePointer<Float>) {
    for k in 0..<4 { at[k] += share * value[k] }
  }
}

private struct MomentAddend: FourAddend {
  let crowd: CrowdRows
  @inline(__always) func value(_ person: Int) -> SIMD4<Float> {
    let v = FieldEstimator.counted(crowd.velocities[person])
    return SIMD4(1, v.x, v.y, v.lengthSquared)
  }
}

private struct DirectionAddend: FourAddend {
  let crowd: CrowdRows
  let first: Int
  func value(_ person: Int) -> SIMD4<Float> {
    let octant = Octant.of(crowd.velocities[person]) - first
    var one = SIMD4<Float>.zero
    if octant >= 0, octant < 4 { one[octant] = 1 }
    return one
  }
}

extension FieldEstimator {
  /// Deposits everybody who reaches the band; returns how many of those who stand in it have no cell.
  func deposit(_ crowd: CrowdRows, _ payload: Payload, _ strips: CrowdStrips, into band: BandMemory) -> Int {
    switch payload {
    case .mass: deposit(crowd, MassAddend(), strips, into: band)
    case .moments: deposit(crowd, MomentAddend(crowd: crowd), strips, into: band)
    case .directions(let first):
      deposit(crowd, DirectionAddend(crowd: crowd, first: first), strips, into: band)
    }
  }

  /// People in the open go the short way, those near walls by `forEachShare`.
  @inline(__always)
  private func deposit<A: Addend>(
    _ crowd: CrowdRows, _ addend: A, _ strips: CrowdStrips, into band: BandMemory
  ) -> Int {
    var outside = 0
    let (place, deposit) = (GridPlace(frame), self.deposit)
    let (columns, wholeRows, span, step) = (frame.columns, frame.rows, bands.footprint, band.step)
    let slack = kernel.radius + max(bands.reach, 4)
    let low = band.strips.lowerBound * Bands.strip
    let high = min(wholeRows, band.strips.upperBound * Bands.strip)
    let near = max(0, band.firstStrip)..<min(bands.strips, band.strips.upperBound + bands.margin)
    let batch = SpreadBatch(base: band.across)
    openness { isOpen in
      /// Deposits the first `count` people of the batch.
      @inline(__always) func flush(_ count: Int) {
        batch.spread(deposit, place)
        for k in 0..<count {
          let column = Int(batch.columns[k])
          let row = Int(batch.rows[k])
          if UInt(bitPattern: column) < UInt(bitPattern: columns),
            UInt(bitPattern: row) < UInt(bitPattern: wholeRows), isOpen(column, row)
          {
            if row >= low &- span, row < high &+ span {
              let value = addend.value(Int(batch.people[k]))
              addend.add(value, batch.one(k), at: band.at(column, row), step: step)
              band.touchOpen(column, row, span)
            }
          } else if row >= low &- slack, row < high &+ slack {
            let value = addend.value(Int(batch.people[k]))
            if walled(place.cells(batch.place(k)), addend, value, into: band) {
              band.touch(column, row, slack)
            } else if band.strips.contains(place.stripOf(batch.place(k))) {
              outside &+= 1
            }
          }
        }
      }
      var waiting = 0
      strips.forEachRun(in: near) { people in
        for i in people {
          batch.put(waiting, i, crowd.positions[i])
          waiting &+= 1
          if waiting == Lanes.scalarCount {
            flush(waiting)
            waiting = 0
          }
        }
      }
      if waiting > 0 { flush(waiting) }
    }
    return outside
  }

  /// Whether nothing of a person's mass meets a wall. Most tiles have no wall near: one byte of 1024 cells says so.
  @inline(__always)
  private func openness(_ body: ((_ column: Int, _ row: Int) -> Bool) -> Void) {
    let (columns, tiles) = (frame.columns, bands.tiles)
    isOpen.withUnsafeBufferPointer { cells in
      areOpen.withUnsafeBufferPointer { areOpen in
        body { column, row in
          areOpen[(row &>> 4) &* tiles &+ column &>> 6] || cells[row &* columns &+ column]
        }
      }
    }
  }

  @inline(never)
  private func walled<A: Addend>(_ q: Vector2, _ addend: A, _ value: A.Value, into band: BandMemory) -> Bool {
    let rows = max(0, band.firstRow)..<band.firstRow + bands.held * Bands.strip
    return forEachShare(at: q) { column, row, share in
      if rows.contains(row) { addend.add(value, share, at: band.at(column, row)) }
    }
  }
}

/// The columns that a measure reads.
struct CrowdRows: @unchecked Sendable {
  let positions: UnsafePointer<Vector2>
  let velocities: UnsafePointer<Vector2>
}
