import Kernel

/// Quantities that rest on the finished density and velocity, tile by tile; where nobody is counted all are 0.
///
///     flow        J = ρ v
///     divergence  ∂x vx + ∂y vy        vorticity  ∂x vy − ∂y vx
///
/// A derivative is the central difference of the neighbours in which people are counted, the one-sided one where it
/// is one neighbour, and 0 where there is none: the second order of the central difference in h, the first at rims.
///
/// Congestion level and crowd danger after Feliciani & Nishinari, "Measurement of congestion and intrinsic risk in
/// pedestrian crowds", Transportation Research C 91 (2018):
///
///     Cl = (max vorticity − min vorticity) / mean |v|        Cd = ρ Cl
///
/// over the cells with people within `congestionReach` to every side, the speed taken as at least 0.01 m/s.
extension FieldEstimator {
  /// [m]
  public static let congestionReach: Float = 1.5

  func derive(_ field: inout CrowdField, workers: Workers) {
    let wanted = field.quantities
    if wanted.contains(.flow) {
      deriveTiles(&field, \.flowX, workers) { f, i, _, _ in f.density[i] * f.velocityX[i] }
      deriveTiles(&field, \.flowY, workers) { f, i, _, _ in f.density[i] * f.velocityY[i] }
    }
    if wanted.contains(.divergence) {
      deriveTiles(&field, \.divergence, workers) { f, i, column, row in
        f.alongX(f.velocityX, i, column) + f.alongY(f.velocityY, i, row)
      }
    }
    if wanted.contains(.vorticity) {
      deriveTiles(&field, \.vorticity, workers) { f, i, column, row in
        f.alongX(f.velocityY, i, column) - f.alongY(f.velocityX, i, row)
      }
    }
    if wanted.contains(.congestion) {
      let reach = Int((FieldEstimator.congestionReach / frame.cellSize).rounded())
      deriveTiles(&field, \.congestion, workers) { f, _, column, row in
        f.congestion(column, row, reach)
      }
    }
    if wanted.contains(.danger) {
      deriveTiles(&field, \.danger, workers) { f, i, _, _ in f.density[i] * f.congestion[i] }
    }
    if wanted.contains(.service) { classify(&field, workers) }
  }

  /// Fills one plane: `value` where people are counted, 0 elsewhere. Tiles that stay empty are not looked at.
  private func deriveTiles(
    _ field: inout CrowdField, _ path: WritableKeyPath<CrowdField, Grid2D<Float>>, _ workers: Workers,
    _ value: @escaping @Sendable (_ f: Finished, _ i: Int, _ column: Int, _ row: Int) -> Float
  ) {
    var cells: [Float] = []
    swap(&cells, &field[keyPath: path].cells)
    Finished.with(field) { f in
      cells.withUnsafeMutableBufferPointer { target in
        let target = Rows(target)
        forEachTile(field.scratch, workers) { columns, rows, isActive in
          for row in rows {
            for column in columns {
              let i = row &* f.columns &+ column
              target[i] = isActive && f.density[i] > 0 ? value(f, i, column, row) : 0
            }
          }
        }
      }
    }
    swap(&cells, &field[keyPath: path].cells)
  }

  private func classify(_ field: inout CrowdField, _ workers: Workers) {
    var cells: [WalkwayService] = []
    swap(&cells, &field.service.cells)
    Finished.with(field) { f in
      cells.withUnsafeMutableBufferPointer { target in
        let target = Rows(target)
        forEachTile(field.scratch, workers) { columns, rows, isActive in
          for row in rows {
            for i in row * f.columns + columns.lowerBound..<row * f.columns + columns.upperBound {
              target[i] = isActive ? WalkwayService(density: f.density[i]) : .a
            }
          }
        }
      }
    }
    swap(&cells, &field.service.cells)
  }

  /// Every tile that holds anything now or held something before.
  func forEachTile(
    _ scratch: FieldScratch, _ workers: Workers,
    _ body: @Sendable (_ columns: Range<Int>, _ rows: Range<Int>, _ isActive: Bool) -> Void
  ) {
    workers.forEachBlock(rows: bands.strips, size: 4) { _, strips in
      for strip in strips {
        let rows = strip * Bands.strip..<min(frame.rows, (strip + 1) * Bands.strip)
        for tile in 0..<bands.tiles {
          let at = strip * bands.tiles + tile
          guard scratch.active[at] || scratch.before[at] else { continue }
          let columns = tile * Bands.tile..<min(frame.columns, (tile + 1) * Bands.tile)
          body(columns, rows, scratch.active[at])
        }
      }
    }
  }
}

/// The planes that derived quantities read.
private struct Finished: @unchecked Sendable {
  let columns: Int
  let rows: Int
  let cellSize: Float
  let density: UnsafeBufferPointer<Float>
  let velocityX: UnsafeBufferPointer<Float>
  let velocityY: UnsafeBufferPointer<Float>
  let vorticity: UnsafeBufferPointer<Float>
  let congestion: UnsafeBufferPointer<Float>

  static func with(_ field: CrowdField, _ body: (Finished) -> Void) {
    field.density.cells.withUnsafeBufferPointer { density in
      field.velocityX.cells.withUnsafeBufferPointer { velocityX in
        field.velocityY.cells.withUnsafeBufferPointer { velocityY in
          field.vorticity.cells.withUnsafeBufferPointer { vorticity in
            field.congestion.cells.withUnsafeBufferPointer { congestion in
              let frame = field.density.frame
              body(
                Finished(
                  columns: frame.columns, rows: frame.rows, cellSize: frame.cellSize, density: density,
                  velocityX: velocityX, velocityY: velocityY, vorticity: vorticity, congestion: congestion))
            }
          }
        }
      }
    }
  }

  func alongX(_ plane: UnsafeBufferPointer<Float>, _ i: Int, _ column: Int) -> Float {
    slope(plane, i, low: column > 0 ? i - 1 : i, high: column < columns - 1 ? i + 1 : i)
  }
  func alongY(_ plane: UnsafeBufferPointer<Float>, _ i: Int, _ row: Int) -> Float {
    slope(plane, i, low: row > 0 ? i - columns : i, high: row < rows - 1 ? i + columns : i)
  }

  private func slope(_ plane: UnsafeBufferPointer<Float>, _ i: Int, low: Int, high: Int) -> Float {
    let from = density[low] > 0 ? low : i
    let to = density[high] > 0 ? high : i
    let steps = (from == i ? 0 : 1) + (to == i ? 0 : 1)
    return steps == 0 ? 0 : (plane[to] - plane[from]) / (Float(steps) * cellSize)
  }

  func congestion(_ column: Int, _ row: Int, _ reach: Int) -> Float {
    var (least, most) = (Float.infinity, -Float.infinity)
    var (speed, count) = (Float(0), Float(0))
    for r in max(0, row - reach)...min(rows - 1, row + reach) {
      for c in max(0, column - reach)...min(columns - 1, column + reach) {
        let i = r &* columns &+ c
        guard density[i] > 0 else { continue }
        least = min(least, vorticity[i])
        most = max(most, vorticity[i])
        speed += (velocityX[i] * velocityX[i] + velocityY[i] * velocityY[i]).squareRoot()
        count += 1
      }
    }
    return (most - least) / max(speed / count, 0.01)
  }
}
