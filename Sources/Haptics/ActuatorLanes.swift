import CLanes
import Kernel

/// Columns with a value per actuator, sixteen at a time. What is left over at the end of a column is read as zeros and
/// not written.
typealias Lanes = SIMD16<Float>

extension Lanes {
  @inline(__always) init(_ column: UnsafePointer<Float>, _ first: Int, of count: Int) {
    self =
      first + 16 <= count
      ? lanes_load(column + first) : lanes_load_some(column + first, Int64(count - first))
  }
  @inline(__always) func store(_ column: UnsafeMutablePointer<Float>, _ first: Int, of count: Int) {
    if first + 16 <= count {
      lanes_store(column + first, self)
    } else {
      lanes_store_some(column + first, self, Int64(count - first))
    }
  }
  @inline(__always) init(_ value: Float) { self = Lanes(repeating: value) }
}

extension Array where Element == Float {
  /// The elements in place. An empty array has none to point to.
  @inline(__always) mutating func inPlace<R>(_ body: (UnsafeMutablePointer<Float>) -> R) -> R {
    withUnsafeMutableBufferPointer { body($0.baseAddress!) }
  }
}

/// Several columns with a value per actuator in one piece of memory, each filled up with zeros to whole sixteens.
struct ActuatorColumns: Sendable {
  let stride: Int
  private(set) var values: [Float]

  init(actuators: Int, columns: Int) {
    stride = (actuators + 15) / 16 * 16
    values = [Float](repeating: 0, count: stride * columns)
  }

  subscript(column: Int, actuator: Int) -> Float {
    get { values[column * stride + actuator] }
    set { values[column * stride + actuator] = newValue }
  }
  @inline(__always) mutating func inPlace<R>(_ body: (UnsafeMutablePointer<Float>) -> R) -> R {
    values.inPlace(body)
  }
  func hash(_ columns: Range<Int>, into hash: inout StableHash) {
    hash.combine(Array(values[columns.lowerBound * stride..<columns.upperBound * stride]))
  }
}
