import Kernel

/// A field in ever coarser cells, for views from afar: each level's cells are four of the level before.
///
///     ρ' = ¼ Σ ρ        v' = Σ ρ v / Σ ρ
///
/// so that headcount and momentum stay what they are to rounding; what sticks out of the grid below counts as empty.
/// Of a field that was measured, tiles that nobody reaches are not looked at.
public struct FieldPyramid: Sendable {
  public struct Level: Sendable, Equatable {
    public internal(set) var density: Grid2D<Float>  // [1/m^2]
    public internal(set) var velocityX: Grid2D<Float>  // [m/s]; no cells where the field has no velocity
    public internal(set) var velocityY: Grid2D<Float>
  }
  /// From cells twice as large as the field's on; computed by reduce.
  public private(set) var levels: [Level] = []

  public init() {}

  /// Makes `count` levels of a field, fewer where a level has one cell.
  public mutating func reduce(_ field: CrowdField, levels count: Int, workers: Workers) {
    prepare(field, count)
    let tiles = (field.density.frame.columns + Bands.tile - 1) / Bands.tile
    let strips = (field.density.frame.rows + Bands.strip - 1) / Bands.strip
    let (active, before) = (field.scratch.active, field.scratch.before)
    for k in levels.indices {
      let below = k == 0 ? Level(field) : levels[k - 1]
      // What a tile of the field comes to on this level; the last levels, of 16 cells' size and more, are done whole.
      let (rows, columns) = (Bands.strip >> (k + 1), Bands.tile >> (k + 1))
      levels[k].fill(from: below) { reduction in
        workers.forEachBlock(rows: rows > 0 ? strips : reduction.rows, size: 4) { _, block in
          guard rows > 0 else { return reduction.fill(block, 0..<reduction.columns) }
          for strip in block {
            for tile in 0..<tiles {
              let at = strip * tiles + tile
              guard active.isEmpty || active[at] || before[at] else { continue }
              reduction.fill(strip * rows..<(strip + 1) * rows, tile * columns..<(tile + 1) * columns)
            }
          }
        }
      }
    }
  }

  private mutating func prepare(_ field: CrowdField, _ count: Int) {
    var (frame, frames) = (field.density.frame, [GridFrame]())
    while frames.count < count, frame.columns > 1 || frame.rows > 1 {
      frame = frame.halved
      frames.append(frame)
    }
    let hasVelocity = !field.velocityX.cells.isEmpty
    if levels.map(\.density.frame) == frames, levels.first?.velocityX.cells.isEmpty != hasVelocity { return }
    levels = frames.map { frame in
      let velocity = GridFrame(
        origin: frame.origin, cellSize: frame.cellSize, columns: hasVelocity ? frame.columns : 0,
        rows: hasVelocity ? frame.rows : 0)
      return Level(
        density: Grid2D(frame, filledWith: 0), velocityX: Grid2D(velocity, filledWith: 0),
        velocityY: Grid2D(velocity, filledWith: 0))
    }
  }
}

extension GridFrame {
  /// Cells twice as large, as many as cover this grid.
  fileprivate var halved: GridFrame {
    GridFrame(origin: origin, cellSize: 2 * cellSize, columns: (columns + 1) / 2, rows: (rows + 1) / 2)
  }
}

extension Grid2D where Element == Float {
  /// In cells twice as large: the mean of every four, what sticks out of this grid counting as 0.
  public func halved() -> Grid2D<Float> {
    var out = Grid2D(frame.halved, filledWith: 0)
    out.cells.withUnsafeMutableBufferPointer { to in
      cells.withUnsafeBufferPointer { from in
        let reduction = Reduction(frame, from, from, from, Rows(to), nil, nil)
        reduction.fill(0..<reduction.rows, 0..<reduction.columns)
      }
    }
    return out
  }
}

extension FieldPyramid.Level {
  fileprivate init(_ field: CrowdField) {
    self.init(density: field.density, velocityX: field.velocityX, velocityY: field.velocityY)
  }

  fileprivate mutating func fill(from below: Self, _ body: (Reduction) -> Void) {
    let hasVelocity = !velocityX.cells.isEmpty
    density.cells.withUnsafeMutableBufferPointer { density in
      velocityX.cells.withUnsafeMutableBufferPointer { x in
        velocityY.cells.withUnsafeMutableBufferPointer { y in
          below.density.cells.withUnsafeBufferPointer { fromDensity in
            below.velocityX.cells.withUnsafeBufferPointer { fromX in
              below.velocityY.cells.withUnsafeBufferPointer { fromY in
                body(
                  Reduction(
                    below.density.frame, fromDensity, fromX, fromY, Rows(density),
                    hasVelocity ? Rows(x) : nil, hasVelocity ? Rows(y) : nil))
              }
            }
          }
        }
      }
    }
  }
}

/// Four cells to one, from planes to planes.
private struct Reduction: @unchecked Sendable {
  let below: GridFrame
  let columns: Int  // of the level that is filled
  let rows: Int
  let density: UnsafeBufferPointer<Float>
  let x: UnsafeBufferPointer<Float>
  let y: UnsafeBufferPointer<Float>
  let toDensity: Rows<Float>
  let toX: Rows<Float>?
  let toY: Rows<Float>?

  init(
    _ below: GridFrame, _ density: UnsafeBufferPointer<Float>, _ x: UnsafeBufferPointer<Float>,
    _ y: UnsafeBufferPointer<Float>, _ toDensity: Rows<Float>, _ toX: Rows<Float>?, _ toY: Rows<Float>?
  ) {
    self.below = below
    (columns, rows) = (below.halved.columns, below.halved.rows)
    (self.density, self.x, self.y) = (density, x, y)
    (self.toDensity, self.toX, self.toY) = (toDensity, toX, toY)
  }

  /// Those of the given rows and columns that the level has.
  func fill(_ rows: Range<Int>, _ columns: Range<Int>) {
    for row in rows.clamped(to: 0..<self.rows) {
      for column in columns.clamped(to: 0..<self.columns) {
        var sum = SIMD4<Float>.zero  // density, momentum and nothing
        for r in 2 * row..<min(below.rows, 2 * row + 2) {
          for c in 2 * column..<min(below.columns, 2 * column + 2) {
            let i = r &* below.columns &+ c
            let mass = density[i]
            sum += toX == nil ? SIMD4(mass, 0, 0, 0) : SIMD4(mass, mass * x[i], mass * y[i], 0)
          }
        }
        let to = row &* self.columns &+ column
        toDensity[to] = sum.x / 4
        toX?[to] = sum.x > 0 ? sum.y / sum.x : 0
        toY?[to] = sum.x > 0 ? sum.z / sum.x : 0
      }
    }
  }
}
