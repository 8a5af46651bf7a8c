import Kernel

/// How a grid is cut for measuring. A band is a number of whole rows that one worker deposits and blurs on its own, in
/// memory that stays in its cache:
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
  let margin: Int  // strips above and below a band that people reach it from
  let pad: Int  // columns to either side of the memory

  /// Rows and columns over which one person is seen.
  var footprint: Int { radius + reach }
  var count: Int { (strips + stripsPerBand - 1) / stripsPerBand }
  /// Strips of one worker's memory.
  var held: Int { stripsPerBand + 2 * margin }
  /// Cells of a row of it.
  var stride: Int { tiles * Bands.tile + 2 * pad }

  init(_ frame: GridFrame, radius: Int, reach: Int) {
    rows = frame.rows
    columns = frame.columns
    self.radius = radius
    self.reach = reach
    strips = (frame.rows + Bands.strip - 1) / Bands.strip
    tiles = (frame.columns + Bands.tile - 1) / Bands.tile
    // Somebody pressed against a wall is counted up to three cells away.
    margin = (2 * radius + 2 * max(reach, 4)) / Bands.strip + 1
    stripsPerBand = max(4, 3 * margin)
    pad = (radius + 2 * reach + 15) / 16 * 16
  }

  /// Strips of band `band`.
  func strips(of band: Int) -> Range<Int> {
    band * stripsPerBand..<min(strips, (band + 1) * stripsPerBand)
  }

  /// Tiles, strip by strip, all of whose cells are true.
  func tiles(where cells: [Bool]) -> [Bool] {
    var all = [Bool](repeating: true, count: strips * tiles)
    for row in 0..<rows {
      for column in 0..<columns where !cells[row * columns + column] {
        all[row / Bands.strip * tiles + column / Bands.tile] = false
      }
    }
    return all
  }
}
