import Kernel

/// A symmetric, positive definite matrix taken apart into L·Lᵀ.
public struct Cholesky: Sendable {
  public let size: Int
  private var lower: [Double]  // row-major

  /// `matrix` is row-major, size × size; only its lower half is read. Nil where it is not positive definite.
  public init?(_ matrix: [Double], size: Int) {
    precondition(matrix.count == size * size, "a square matrix")
    self.size = size
    lower = matrix
    for i in 0..<size {
      for j in 0...i {
        var sum = lower[i * size + j]
        for k in 0..<j { sum -= lower[i * size + k] * lower[j * size + k] }
        if i == j {
          guard sum > 0, sum.isFinite else { return nil }
          lower[i * size + i] = sum.squareRoot()
        } else {
          lower[i * size + j] = sum / lower[j * size + j]
        }
      }
    }
  }

  /// x with L·x = b.
  public func forward(_ b: [Double]) -> [Double] {
    var x = b
    for i in 0..<size {
      for k in 0..<i { x[i] -= lower[i * size + k] * x[k] }
      x[i] /= lower[i * size + i]
    }
    return x
  }

  /// x with L·Lᵀ·x = b.
  public func solve(_ b: [Double]) -> [Double] {
    var x = forward(b)
    for i in stride(from: size - 1, through: 0, by: -1) {
      for k in i + 1..<max(size, i + 1) { x[i] -= lower[k * size + i] * x[k] }
      x[i] /= lower[i * size + i]
    }
    return x
  }

  /// L·x.
  public func multiply(_ x: [Double]) -> [Double] {
    (0..<size).map { i in (0...i).reduce(0) { $0 + lower[i * size + $1] * x[$1] } }
  }

  /// ln of the matrix' determinant.
  public var logDeterminant: Double {
    2 * (0..<size).reduce(0) { $0 + Math.log(lower[$1 * size + $1]) }
  }
}
