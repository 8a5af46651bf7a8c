import Kernel

/// What measuring leaves behind between two fields: capacity, and which tiles hold anything.
struct FieldScratch: Sendable {
  var strips = CrowdStrips()
  var cells: [Float] = []  // deposits, a ring of strips for each worker; all zero between bands
  var across: [Float] = []  // a row after the pass along columns, for each worker
  /// Tiles of one band that somebody reaches, for each worker; all false between bands.
  var touched: [Bool] = []
  var active: [Bool] = []  // tiles of the field that somebody reaches; computed by measure
  var before: [Bool] = []  // those of the measure before
  var outside: [Int] = []  // people of each band with no cell
  var taken: [CutStamps.Taken] = []  // out of cut cells of one band, for each worker
  var sums: [Float] = []  // stamped on one strip, for each worker; all zero between strips
  var stamped: [Bool] = []  // squares of that strip, for each worker; all false between strips
  var widths = NeighbourWidths()  // of nearest_neighbours; computed by measureNeighbours
  var diagram: CellScratch?  // of voronoi; computed by measureCells

  mutating func prepare(_ bands: Bands, channels: Int, workers: Workers) {
    func fit<T>(_ column: inout [T], _ count: Int, _ value: T) {
      if column.count < count { column = [T](repeating: value, count: count) }
    }
    fit(&cells, workers.count * bands.cells(channels) + Lanes.scalarCount, 0)
    fit(&across, workers.count * bands.across(channels) + Lanes.scalarCount, 0)
    fit(&touched, workers.count * bands.held * bands.tiles, false)
    fit(&active, bands.strips * bands.tiles, false)
    fit(&before, bands.strips * bands.tiles, false)
    fit(&outside, bands.count, 0)
    swap(&active, &before)
  }

  /// Room for what cut cells hold, and for a strip of stamps where there are any.
  mutating func prepare(_ bands: Bands, channels: Int, mostTaken: Int, hasStrip: Bool, workers: Workers) {
    prepare(bands, channels: channels, workers: workers)
    guard hasStrip else { return }
    let (list, strip) = (workers.count * mostTaken, workers.count * bands.sums(channels))
    if taken.count < list { taken = [CutStamps.Taken](repeating: CutStamps.Taken(), count: list) }
    if sums.count < strip { sums = [Float](repeating: 0, count: strip) }
    let squares = workers.count * bands.squares
    if stamped.count < squares { stamped = [Bool](repeating: false, count: squares) }
  }
}

/// All of a scratch's memory, for as long as workers are at it.
struct ScratchRows: Sendable {
  let cells: Rows<Float>
  let across: Rows<Float>
  let touched: Rows<Bool>
  let active: Rows<Bool>
  let before: Rows<Bool>
  let outside: Rows<Int>
  let taken: Rows<CutStamps.Taken>
  let sums: Rows<Float>
  let stamped: Rows<Bool>
}

extension FieldScratch {
  mutating func withRows(_ body: (ScratchRows) -> Void) {
    cells.withUnsafeMutableBufferPointer { cells in
      across.withUnsafeMutableBufferPointer { across in
        touched.withUnsafeMutableBufferPointer { touched in
          active.withUnsafeMutableBufferPointer { active in
            before.withUnsafeMutableBufferPointer { before in
              outside.withUnsafeMutableBufferPointer { outside in
                taken.withUnsafeMutableBufferPointer { taken in
                  sums.withUnsafeMutableBufferPointer { sums in
                    stamped.withUnsafeMutableBufferPointer { stamped in
                      body(
                        ScratchRows(
                          cells: aligned(cells), across: aligned(across), touched: Rows(touched),
                          active: Rows(active), before: Rows(before), outside: Rows(outside),
                          taken: Rows(taken), sums: Rows(sums), stamped: Rows(stamped)))
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}

/// A buffer from where a line of the cache begins: loads that cross two take twice as long.
func aligned(_ buffer: UnsafeMutableBufferPointer<Float>) -> Rows<Float> {
  let past = Int(bitPattern: buffer.baseAddress) % 64 / MemoryLayout<Float>.stride
  return Rows(
    UnsafeMutableBufferPointer(rebasing: buffer.dropFirst((Lanes.scalarCount - past) % Lanes.scalarCount)))
}

extension Bands {
  /// Floats of one worker's ring.
  func cells(_ channels: Int) -> Int { ringRows * stride * channels + 64 }
  /// Floats of one worker's strip of stamps.
  func sums(_ channels: Int) -> Int { Bands.strip * columns * channels }
  /// Tiles blurred in one go: what their rows take fits a first-level cache.
  func run(_ channels: Int) -> Int { channels == 1 ? 8 : 2 }
  /// Floats to either side of a run that the pass along rows reads.
  func side(_ channels: Int) -> Int { max(16, (radius * channels + 15) / 16 * 16) }
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
  /// Floats of a row.
  var step: Int { bands.stride * channels }

  /// Where a cell lies; the row may be in the margin, and off the grid.
  @inline(__always) func at(_ column: Int, _ row: Int) -> UnsafeMutablePointer<Float> {
    cells + ((row & (bands.ringRows &- 1)) &* bands.stride &+ column &+ bands.pad) &* channels
  }
  @inline(__always) func isTouched(_ strip: Int, _ tile: Int) -> Bool {
    touched[(strip &- firstStrip) &* bands.tiles &+ tile]
  }

  /// Marks the tiles within `span` cells of a box of cells.
  @inline(__always) func touch(_ column0: Int, _ column1: Int, _ row0: Int, _ row1: Int, _ span: Int) {
    let s0 = max(0, row0 &- span &- firstRow) / Bands.strip
    let s1 = min(bands.held &- 1, (row1 &+ span &- firstRow) / Bands.strip)
    let t0 = max(0, column0 &- span) / Bands.tile
    let t1 = min(bands.tiles &- 1, (column1 &+ span) / Bands.tile)
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

  /// Empties what was touched of a strip, while it is near.
  func clear(_ strip: Int) {
    let marks = touched + (strip - firstStrip) * bands.tiles
    var tile = 0
    while tile < bands.tiles {
      guard marks[tile] else {
        tile += 1
        continue
      }
      var end = tile
      while end < bands.tiles, marks[end] {
        marks[end] = false
        end += 1
      }
      let first = tile == 0 ? -bands.pad : tile * Bands.tile
      let last = end == bands.tiles ? bands.stride - bands.pad : end * Bands.tile
      for row in strip * Bands.strip..<(strip + 1) * Bands.strip {
        at(first, row).update(repeating: 0, count: (last - first) * channels)
      }
      tile = end
    }
  }
}
