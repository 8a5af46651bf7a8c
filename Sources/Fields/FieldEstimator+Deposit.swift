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
  /// Floats a cell.
  var channels: Int { get }
  func value(_ person: Int) -> Value
  /// The batch's person `k`, whose own cell and those above and below are at `rows`.
  func add(_ value: Value, _ batch: SpreadBatch, _ k: Int, _ rows: ThreeRows)
  func add(_ value: Value, _ share: Float, at: UnsafeMutablePointer<Float>)
}

private struct MassAddend: Addend {
  var channels: Int { 1 }
  @inline(__always) func value(_ person: Int) -> Float { 1 }
  @inline(__always) func add(_ value: Float, _ batch: SpreadBatch, _ k: Int, _ rows: ThreeRows) {
    let share = batch.products + k
    lanes_add_alone(rows.below - 1, share[0])
    lanes_add_alone(rows.below, share[16])
    lanes_add_alone(rows.below + 1, share[32])
    lanes_add_alone(rows.own - 1, share[48])
    lanes_add_alone(rows.own, share[64])
    lanes_add_alone(rows.own + 1, share[80])
    lanes_add_alone(rows.above - 1, share[96])
    lanes_add_alone(rows.above, share[112])
    lanes_add_alone(rows.above + 1, share[128])
  }
  @inline(__always) func add(_ value: Float, _ share: Float, at: UnsafeMutablePointer<Float>) {
    at[0] += share
  }
}

/// Four channels that lie side by side.
private protocol FourAddend: Addend where Value == SIMD4<Float> {}

extension FourAddend {
  var channels: Int { 4 }
  @inline(__always) func add(_ value: SIMD4<Float>, _ batch: SpreadBatch, _ k: Int, _ rows: ThreeRows) {
    let share = batch.base + k
    @inline(__always) func add(_ y: Float, _ to: UnsafeMutablePointer<Float>) {
      let part = value * y
      let row = UnsafeMutableRawPointer(to)
      for x in 0..<3 {
        let cell = (row + 16 &* (x &- 1)).assumingMemoryBound(to: SIMD4<Float>.self)
        cell.pointee += part * share[SpreadBatch.across + 16 &* x]
      }
    }
    add(share[SpreadBatch.along], rows.below)
    add(share[SpreadBatch.along + 16], rows.own)
    add(share[SpreadBatch.along + 32], rows.above)
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

/// A person's own cell in memory, and those in the rows above and below, which a ring may keep elsewhere.
private struct ThreeRows {
  let below: UnsafeMutablePointer<Float>
  let own: UnsafeMutablePointer<Float>
  let above: UnsafeMutablePointer<Float>
}

extension FieldEstimator {
  /// Deposits the people of a strip who reach the band; returns how many who stand in the band have no cell.
  func deposit(
    _ crowd: CrowdRows, _ payload: Payload, _ strips: CrowdStrips, _ strip: Int, into band: BandMemory
  ) -> Int {
    switch payload {
    case .mass: deposit(crowd, MassAddend(), strips, strip, into: band)
    case .moments: deposit(crowd, MomentAddend(crowd: crowd), strips, strip, into: band)
    case .directions(let first):
      deposit(crowd, DirectionAddend(crowd: crowd, first: first), strips, strip, into: band)
    }
  }

  /// Sixteen people at a time: those who follow each other in the crowd where they stand, others gathered first.
  @inline(__always)
  private func deposit<A: Addend>(
    _ crowd: CrowdRows, _ addend: A, _ strips: CrowdStrips, _ strip: Int, into band: BandMemory
  ) -> Int {
    var outside = 0
    let batch = SpreadBatch(base: band.across)
    var waiting = 0
    strips.forEachRun(in: strip..<strip + 1) { people in
      var i = people.lowerBound
      while i < people.upperBound {
        if waiting == 0, people.upperBound &- i >= Lanes.scalarCount {
          outside &+= deposit(batch, crowd.positions + i, Lanes.scalarCount, addend, strip, into: band) {
            i &+ $0
          }
          i &+= Lanes.scalarCount
          continue
        }
        batch.put(waiting, i, crowd.positions[i])
        i &+= 1
        waiting &+= 1
        if waiting == Lanes.scalarCount {
          outside &+= deposit(batch, batch.places, waiting, addend, strip, into: band) {
            Int(batch.people[$0])
          }
          waiting = 0
        }
      }
    }
    if waiting > 0 {
      // Lanes that nobody takes stand where somebody does, so that they count for no box.
      for k in waiting..<Lanes.scalarCount { batch.put(k, 0, batch.places[0]) }
      outside &+= deposit(batch, batch.places, waiting, addend, strip, into: band) { Int(batch.people[$0]) }
    }
    return outside
  }

  /// The first `count` of sixteen people. Where all are in the open and near each other, nobody is asked twice.
  @inline(__always)
  private func deposit<A: Addend>(
    _ batch: SpreadBatch, _ places: UnsafePointer<Vector2>, _ count: Int, _ addend: A, _ strip: Int,
    into band: BandMemory, _ person: (Int) -> Int
  ) -> Int {
    let (span, slack) = (bands.footprint, kernel.radius + max(bands.reach, 4))
    let low = band.strips.lowerBound * Bands.strip
    let high = min(frame.rows, band.strips.upperBound * Bands.strip)
    let (row, rows0, rows1) = batch.rows(places, GridPlace(frame))
    // A margin's people are mostly too far off.
    guard rows1 >= low &- slack, rows0 < high &+ slack else { return 0 }
    let box = batch.spread(places, row, rows0...rows1, deposit, GridPlace(frame), band)
    @inline(__always) func rows(_ k: Int) -> ThreeRows {
      ThreeRows(
        below: band.cells + Int(batch.below[k]) &* addend.channels,
        own: band.cells + Int(batch.own[k]) &* addend.channels,
        above: band.cells + Int(batch.above[k]) &* addend.channels)
    }
    if isOpen(box, strip), box.row0 >= low &- span, box.row1 < high &+ span {
      for k in 0..<count { addend.add(addend.value(person(k)), batch, k, rows(k)) }
      band.touch(box.column0, box.column1, box.row0, box.row1, span)
      return 0
    }
    var outside = 0
    for k in 0..<count {
      let column = Int(batch.columns[k])
      let row = Int(batch.rows[k])
      guard row >= low &- slack, row < high &+ slack else { continue }
      if column >= 0, column < frame.columns, row >= 0, row < frame.rows,
        areOpen[strip &* bands.squares &+ column &>> 4] || isOpen[row &* frame.columns &+ column]
      {
        if row >= low &- span, row < high &+ span {
          addend.add(addend.value(person(k)), batch, k, rows(k))
          band.touch(column, column, row, row, span)
        }
      } else {
        let q = GridPlace(frame).cells(places[k])
        if walled(q, addend, addend.value(person(k)), into: band) {
          band.touch(column, column, row, row, slack)
        } else if band.strips.contains(strip) {
          outside &+= 1
        }
      }
    }
    return outside
  }

  /// Whether nothing of the mass of people in a box meets a wall, by the squares of the strip that they stand in.
  @inline(__always)
  private func isOpen(_ box: CellBox, _ strip: Int) -> Bool {
    guard box.column0 >= 0, box.column1 < frame.columns, box.row0 >= 0, box.row1 < frame.rows,
      box.column1 &- box.column0 <= Bands.tile
    else { return false }
    return areOpen.withUnsafeBufferPointer { areOpen in
      let squares = strip &* bands.squares
      var at = squares &+ box.column0 &>> 4
      while at <= squares &+ box.column1 &>> 4 {
        if !areOpen[at] { return false }
        at &+= 1
      }
      return true
    }
  }

  @inline(never)
  private func walled<A: Addend>(_ q: Vector2, _ addend: A, _ value: A.Value, into band: BandMemory) -> Bool {
    forEachShare(at: q) { column, row, share in addend.add(value, share, at: band.at(column, row)) }
  }
}

/// The columns that a measure reads.
struct CrowdRows: @unchecked Sendable {
  let positions: UnsafePointer<Vector2>
  let velocities: UnsafePointer<Vector2>
}
