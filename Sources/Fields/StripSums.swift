import Kernel

/// A worker's memory for stamps on one strip.
struct StripMemory {
  /// Channels of the strip's cells; all zero between strips.
  let sums: UnsafeMutablePointer<Float>
  /// Squares of 16 by 16 cells of the strip that hold sums; all false between strips.
  let squares: UnsafeMutablePointer<Bool>

  init(_ memory: ScratchRows, _ worker: Int, _ bands: Bands, _ channels: Int) {
    sums = memory.sums.base + worker * bands.sums(channels)
    squares = memory.stamped.base + worker * bands.squares
  }
}

/// A strip of cells that people or cut cells are stamped on, row by row as wide as the grid.
struct StripSums {
  let strip: Int
  let rows: Range<Int>
  let columns: Int
  let payload: Payload
  let channels: Int
  let memory: StripMemory

  init(_ bands: Bands, _ strip: Int, _ payload: Payload, _ memory: StripMemory) {
    self.strip = strip
    self.payload = payload
    self.memory = memory
    channels = payload.channels
    columns = bands.columns
    rows = strip * Bands.strip..<min(bands.rows, (strip + 1) * Bands.strip)
  }

  /// Says that something is added in some of these columns.
  @inline(__always) func mark(_ columns: ClosedRange<Int>) {
    var square = columns.lowerBound &>> 4
    while square <= columns.upperBound &>> 4 {
      memory.squares[square] = true
      square &+= 1
    }
  }

  @inline(__always) func add(_ value: SIMD4<Float>, _ share: Float, _ column: Int, _ row: Int) {
    let at = (row &- rows.lowerBound) &* columns &+ column
    if channels == 1 {
      memory.sums[at] += share * value.x
    } else {
      let to = UnsafeMutableRawPointer(memory.sums + 4 &* at)
      to.storeBytes(of: to.loadUnaligned(as: SIMD4<Float>.self) + value * share, as: SIMD4<Float>.self)
    }
  }
}

extension Payload {
  /// What somebody of this velocity adds, channel by channel.
  func value(_ velocity: Vector2) -> SIMD4<Float> {
    switch self {
    case .mass: return SIMD4(1, 0, 0, 0)
    case .moments:
      let v = FieldEstimator.counted(velocity)
      return SIMD4(1, v.x, v.y, v.lengthSquared)
    case .directions(let first):
      let octant = Octant.of(velocity) - first
      var one = SIMD4<Float>.zero
      if octant >= 0, octant < 4 { one[octant] = 1 }
      return one
    }
  }
}

extension FieldEstimator {
  /// Adds what was stamped on a strip to the planes, and empties the strip.
  func merge(_ strip: StripSums, into planes: FieldPlanes) {
    let channels = strip.channels
    for square in 0..<bands.squares where strip.memory.squares[square] {
      strip.memory.squares[square] = false
      let columns = square * Bands.strip..<min(frame.columns, (square + 1) * Bands.strip)
      for row in strip.rows {
        let cell = (row - strip.rows.lowerBound) * frame.columns + columns.lowerBound
        let sums = strip.memory.sums + cell * channels
        let at = row * frame.columns + columns.lowerBound
        for i in 0..<columns.count { merge(sums + i * channels, at + i, strip.payload, planes) }
        sums.update(repeating: 0, count: columns.count * channels)
      }
    }
  }

  /// One cell of the finished planes with what was stamped on it.
  @inline(__always)
  private func merge(
    _ sums: UnsafePointer<Float>, _ at: Int, _ payload: Payload, _ planes: FieldPlanes
  ) {
    let perArea = 1 / frame.cellArea
    switch payload {
    case .mass: planes.first[at] += sums[0] * perArea
    case .directions:
      planes.first[at] += sums[0] * perArea
      planes.second[at] += sums[1] * perArea
      planes.third[at] += sums[2] * perArea
      planes.fourth[at] += sums[3] * perArea
    case .moments:
      guard sums[0] > 0 else { return }
      let own = planes.first[at] * frame.cellArea
      let mass = own + sums[0]
      let (x, y) = (planes.second[at], planes.third[at])
      let (newX, newY) = ((x * own + sums[1]) / mass, (y * own + sums[2]) / mass)
      planes.first[at] = mass * perArea
      planes.second[at] = newX
      planes.third[at] = newY
      guard planes.fourth.count > 0 else { return }
      let square = (planes.fourth[at] + x * x + y * y) * own + sums[3]
      let variance = max(0, square / mass - (newX * newX + newY * newY))
      planes.fourth[at] = variance
      if planes.fifth.count > 0 { planes.fifth[at] = mass * perArea * variance }
    }
  }
}
