import Kernel

/// How a grid is cut for measuring. A band is a number of whole rows that one worker deposits and blurs on its own:
///
///      ┌─────────────┐
///      │   margin    │  people of the bands beside reach in from here: they are deposited once more
///      ├──┬──┬──┬──┬─┤
///      │  │  │  │  │ │  strips of 16 rows, cut into tiles of 64 columns; one that nobody reaches costs nothing
///      ├──┼──┼──┼──┼─┤
///      │  │  │  │  │ │
///      ├──┴──┴──┴──┴─┤
///      │   margin    │
///      └─────────────┘
///
/// The worker goes down its band strip by strip. It deposits the people of one, blurs the strip that nobody further
/// down can reach any more, and empties what no blur will read again; a ring of a few strips, which stays in its
/// second-level cache, holds all that it has at hand.
///
/// Within a cell people add up by strip and then in the crowd's order, whichever band they are seen from, and bands
/// are cut by the grid alone: nothing hangs on the number of workers.
struct Bands: Sendable {
  static let strip = 16  // rows
  static let tile = 64  // columns

  let rows: Int  // of the grid
  let columns: Int
  let radius: Int  // of the blur
  let reach: Int  // of the deposit
  let strips: Int  // of the grid
  let tiles: Int  // of the grid, side by side
  let stripsPerBand: Int
  let margin: Int  // strips above and below a strip that people reach it from
  let ringRows: Int  // that a worker has at hand, a power of two
  let pad: Int  // columns to either side of the memory

  /// Rows and columns over which one person is seen.
  var footprint: Int { radius + reach }
  var count: Int { (strips + stripsPerBand - 1) / stripsPerBand }
  /// Strips of a band and its margins.
  var held: Int { stripsPerBand + 2 * margin }
  /// Cells of a row of a worker's memory.
  var stride: Int { tiles * Bands.tile + 2 * pad }

  init(_ frame: GridFrame, radius: Int, reach: Int) {
    rows = frame.rows
    columns = frame.columns
    self.radius = radius
    self.reach = reach
    strips = (frame.rows + Bands.strip - 1) / Bands.strip
    tiles = (frame.columns + Bands.tile - 1) / Bands.tile
    // Somebody pressed against a wall is counted up to three cells away, in four rows about.
    let furthest = max(reach, 4)
    margin = (radius + 2 * furthest + Bands.strip - 1) / Bands.strip
    stripsPerBand = max(8, 3 * margin)
    // From the rows that the strip to be blurred reads to those that the last strip's people reach.
    let ring = 2 * margin + 1 + (furthest + Bands.strip - 1) / Bands.strip
    var rounded = 1
    while rounded < ring { rounded *= 2 }
    ringRows = rounded * Bands.strip
    pad = (radius + 2 * reach + 15) / 16 * 16
  }

  /// Strips of band `band`.
  func strips(of band: Int) -> Range<Int> {
    band * stripsPerBand..<min(strips, (band + 1) * stripsPerBand)
  }

  /// Spans of a measure: two for each strip that a band looks at.
  var slots: Int { count * held * 2 }

  /// Squares of 16 cells along a side that lie side by side.
  var squares: Int { (columns + Bands.strip - 1) / Bands.strip }

  /// Tiles, strip by strip, all of whose cells are true.
  func tiles(where cells: [Bool]) -> [Bool] { parts(where: cells, width: Bands.tile, count: tiles) }

  /// Squares, strip by strip, all of whose cells are true.
  func squares(where cells: [Bool]) -> [Bool] { parts(where: cells, width: Bands.strip, count: squares) }

  private func parts(where cells: [Bool], width: Int, count: Int) -> [Bool] {
    var all = [Bool](repeating: true, count: strips * count)
    for row in 0..<rows {
      for column in 0..<columns where !cells[row * columns + column] {
        all[row / Bands.strip * count + column / width] = false
      }
    }
    return all
  }
}
