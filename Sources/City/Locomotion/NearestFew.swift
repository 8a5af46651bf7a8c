/// The nearest of many, kept in order while they are counted through. Columns of borrowed memory.
struct NearestFew {
  let distances: UnsafeMutablePointer<Float>
  let numbers: UnsafeMutablePointer<Int32>
  let most: Int
  private(set) var count = 0

  /// - Parameters:
  ///   - distances, numbers: `most` places each.
  ///   - limit: beyond which nobody counts.
  @inline(__always)
  init(_ distances: UnsafeMutablePointer<Float>, _ numbers: UnsafeMutablePointer<Int32>, most: Int, limit: Float) {
    self.distances = distances
    self.numbers = numbers
    self.most = most
    farthest = limit
  }

  /// Whoever is not nearer than this does not come in.
  private(set) var farthest: Float

  @inline(__always)
  mutating func add(_ number: Int, at distance: Float) {
    guard distance < farthest, most > 0 else { return }
    var k = count < most ? count : most - 1
    while k > 0, distances[k - 1] > distance {
      distances[k] = distances[k - 1]
      numbers[k] = numbers[k - 1]
      k -= 1
    }
    distances[k] = distance
    numbers[k] = Int32(truncatingIfNeeded: number)
    count = min(count + 1, most)
    if count == most { farthest = distances[most - 1] }
  }
}
