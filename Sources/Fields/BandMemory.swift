import Kernel

/// What measuring leaves behind between two fields: capacity, and which tiles hold anything.
struct FieldScratch: Sendable {
  var strips = CrowdStrips()
  var cells: [Float] = []  // deposits, one band's for each worker; all zero between bands
  var across: [Float] = []  // a row after the pass along columns, for each worker
  /// Tiles of one band that somebody reaches, for each worker; all false between bands.
  var touched: [Bool] = []
  var active: [Bool] = []  // tiles of the field that somebody reaches; computed by measure
  var before: [Bool] = []  // those of the measure before
  var outside: [Int] = []  // people of each band with no cell

  mutating func prepare(_ bands: Bands, channels: Int, workers: Workers) {
    func fit<T>(_ column: inout [T], _ count: Int, _ value: T) {
      if column.count < count { column = [T](repeating: value, count: count) }
    }
    fit(&cells, workers.count * bands.cells(channels), 0)
    fit(&across, workers.count * bands.across(channels), 0)
    fit(&touched, workers.count * bands.held * bands.tiles, false)
    fit(&active, bands.strips * bands.tiles, false)
    fit(&before, bands.strips * bands.tiles, false)
    fit(&outside, bands.count, 0)
    swap(&active, &before)
  }
}

extension Bands {
  /// Floats of one worker's band.
  func cells(_ channels: Int) -> Int { held * Bands.strip * stride * channels + 64 }
  /// Tiles blurred in one go: what their rows take fits a first-level cache.
  func run(_ channels: Int) -> Int { channels == 1 ? 8 : 2 }
  /// Floats to either side of a run that the pass along rows reads.
  func side(_ channels: Int) -> Int { (radius * channels + 15) / 16 * 16 }
  func across(_ channels: Int) -> Int {
    max(SpreadBatch.size, run(channels) * Bands.tile * channels + 2 * side(channels) + 64)
  }
}

/// One worker's memory while it is at one band.
struct BandMemory {
  let bands: Bands
  let channels: Int
  let strips: Range<Int>  // of the band
  let cells: UnsafeMutablePointer<Float>
  let across: UnsafeMutablePointer<Float>
  let touched: UnsafeMutablePointer<Bool>

  var firstStrip: Int { strips.lowerBound - bands.margin }
  var firstRow: Int { firstStrip * Bands.strip }
  /// Floats from one row to the next.
  var step: Int { bands.stride * channels }

  /// Where a cell lies; the row may be in the margin.
  @inline(__always) func at(_ column: Int, _ row: Int) -> UnsafeMutablePointer<Float> {
    cells + ((row &- firstRow) &* bands.stride &+ column &+ bands.pad) &* channels
  }
  @inline(__always) func isTouched(_ strip: Int, _ tile: Int) -> Bool {
    touched[(strip &- firstStrip) &* bands.tiles &+ tile]
  }

  /// Marks the tiles within a footprint of a cell that is as far from the grid's border. Four marks are enough where
  /// the footprint is no larger than a tile, which saves asking.
  @inline(__always) func touchOpen(_ column: Int, _ row: Int, _ span: Int) {
    guard span <= Bands.strip / 2 else { return touch(column, row, span) }
    let up = row &- firstRow
    let low = touched + ((up &- span) &>> 4) &* bands.tiles
    let high = touched + ((up &+ span) &>> 4) &* bands.tiles
    let (left, right) = ((column &- span) &>> 6, (column &+ span) &>> 6)
    low[left] = true
    low[right] = true
    high[left] = true
    high[right] = true
  }

  /// Marks the tiles within `span` cells of a cell.
  @inline(__always) func touch(_ column: Int, _ row: Int, _ span: Int) {
    let s0 = max(0, row &- span &- firstRow) / Bands.strip
    let s1 = min(bands.held &- 1, (row &+ span &- firstRow) / Bands.strip)
    let t0 = max(0, column &- span) / Bands.tile
    let t1 = min(bands.tiles &- 1, (column &+ span) / Bands.tile)
    var s = s0
    while s <= s1 {
      var t = t0
      while t <= t1 {
        touched[s &* bands.tiles &+ t] = true
        t &+= 1
      }
      s &+= 1
    }
  }

  /// Empties what was touched, while it is near.
  func clear() {
    for s in 0..<bands.held {
      for t in 0..<bands.tiles where touched[s * bands.tiles + t] {
        touched[s * bands.tiles + t] = false
        let first = t == 0 ? 0 : bands.pad + t * Bands.tile
        let last = t == bands.tiles - 1 ? bands.stride : bands.pad + (t + 1) * Bands.tile
        for row in s * Bands.strip..<(s + 1) * Bands.strip {
          (cells + row * step + first * channels).update(repeating: 0, count: (last - first) * channels)
        }
      }
    }
  }
}
