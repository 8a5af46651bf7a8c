import Kernel

/// What a field was over time, step by step: mean, greatest and experienced density of every cell.
///
///     mean         ∫ ρ dt / ∫ dt
///     maximum      max ρ
///     experienced  ∫ ρ² dt / ∫ ρ dt: the density round those who were there, on the mean over them and their time
///
/// Sums run in single precision with the rest carried along (Kahan 1965), so that an hour of steps loses nothing.
public struct FieldHistory: Sendable, Equatable {
  public private(set) var seconds = 0.0  // [s] so far
  public private(set) var maximum: Grid2D<Float>  // [1/m^2]
  private var sum: [SIMD2<Float>]  // ∫ ρ dt, ∫ ρ² dt
  private var rest: [SIMD2<Float>]  // what their rounding owes

  public init(_ frame: GridFrame) {
    maximum = Grid2D(frame, filledWith: 0)
    sum = [SIMD2<Float>](repeating: .zero, count: frame.count)
    rest = sum
  }

  /// Adds a field that stood for `dt` [s]; nothing happens for a time that is not positive.
  public mutating func add(_ density: Grid2D<Float>, dt: Float, workers: Workers) {
    precondition(density.frame == maximum.frame, "a history is of one grid")
    guard dt > 0, dt.isFinite else { return }
    seconds += Double(dt)
    maximum.cells.withUnsafeMutableBufferPointer { maximum in
      sum.withUnsafeMutableBufferPointer { sum in
        rest.withUnsafeMutableBufferPointer { rest in
          let (maximum, sum, rest) = (Rows(maximum), Rows(sum), Rows(rest))
          workers.forEachBlock(rows: density.cells.count, size: 1 << 16) { _, cells in
            for i in cells {
              let value = density.cells[i]
              guard value > 0 else { continue }
              maximum[i] = max(maximum[i], value)
              let addend = SIMD2(value, value * value) * dt - rest[i]
              let total = sum[i] + addend
              rest[i] = (total - sum[i]) - addend
              sum[i] = total
            }
          }
        }
      }
    }
  }

  /// [1/m^2]; 0 before any time has passed.
  public var mean: Grid2D<Float> {
    grid { seconds > 0 ? Float(Double($0.x) / seconds) : 0 }
  }
  /// [1/m^2]; 0 where nobody was.
  public var experienced: Grid2D<Float> {
    grid { $0.x > 0 ? $0.y / $0.x : 0 }
  }

  private func grid(_ value: (SIMD2<Float>) -> Float) -> Grid2D<Float> {
    var out = Grid2D(maximum.frame, filledWith: Float(0))
    for i in sum.indices { out.cells[i] = value(sum[i]) }
    return out
  }
}
