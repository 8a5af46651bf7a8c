import Kernel

/// Density of those who walk in each of eight directions, 45° wide: 0 about east, and counter-clockwise from there.
/// Who stands, below 1 mm/s, or has no velocity that is a number, is in none; the sum is the density of the others.
public struct DirectionField: Sendable, Equatable {
  public internal(set) var densities: [Grid2D<Float>]  // [1/m^2] eight; computed by measureDirections
  /// People whose position lies in no cell.
  public internal(set) var outside = 0
  private var halves = [FieldScratch(), FieldScratch()]

  public init(_ frame: GridFrame) {
    densities = [Grid2D<Float>](repeating: Grid2D(frame, filledWith: 0), count: 8)
  }

  public static func == (a: DirectionField, b: DirectionField) -> Bool {
    a.densities == b.densities && a.outside == b.outside
  }

  fileprivate mutating func measure(
    half: Int, _ estimator: FieldEstimator, _ crowd: Crowd, _ workers: Workers
  ) {
    let first = 4 * half
    var cells: [[Float]] = []
    for k in first..<first + 4 {
      cells.append([])
      swap(&cells[k - first], &densities[k].cells)
    }
    var (a, b, c, d) = (cells[0], cells[1], cells[2], cells[3])
    cells = []
    a.withUnsafeMutableBufferPointer { a in
      b.withUnsafeMutableBufferPointer { b in
        c.withUnsafeMutableBufferPointer { c in
          d.withUnsafeMutableBufferPointer { d in
            let none = Rows(UnsafeMutableBufferPointer<Float>(start: nil, count: 0))
            let planes = FieldPlanes(
              first: Rows(a), second: Rows(b), third: Rows(c), fourth: Rows(d), fifth: none)
            outside = estimator.measure(
              crowd, .directions(first: first), into: planes, &halves[half], workers: workers)
          }
        }
      }
    }
    densities[first].cells = a
    densities[first + 1].cells = b
    densities[first + 2].cells = c
    densities[first + 3].cells = d
  }
}

extension FieldEstimator {
  public func emptyDirections() -> DirectionField { DirectionField(frame) }

  /// Measures everybody in `crowd` by direction of walking, with the kernel and the walls of `measure`.
  public func measureDirections(_ crowd: Crowd, into field: inout DirectionField, workers: Workers) {
    precondition(field.densities[0].frame == frame, "a field is measured by the estimator that made it")
    for half in 0..<2 { field.measure(half: half, self, crowd, workers) }
  }
}
