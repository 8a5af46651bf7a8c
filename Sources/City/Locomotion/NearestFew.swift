import CLanes

/// The nearest of many, nearest first. Columns of borrowed memory.
struct NearestFew {
  let distances: UnsafeMutablePointer<Float>
  let numbers: UnsafeMutablePointer<Int32>
  let most: Int
  private(set) var count = 0

  /// - Parameters:
  ///   - distances: `most` places.
  ///   - numbers: one more.
  ///   - limit: beyond which nobody counts.
  @inline(__always)
  init(
    _ distances: UnsafeMutablePointer<Float>, _ numbers: UnsafeMutablePointer<Int32>, most: Int, limit: Float
  ) {
    self.distances = distances
    self.numbers = numbers
    self.most = most
    farthest = limit
  }

  /// Whoever is not nearer than this does not come in.
  private var farthest: Float

  /// Of equally near ones, those who come first stay first.
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

  /// Adds everybody to an empty list. The place of each of the first is how many of them are nearer: counting sixteen
  /// at a time beats moving them about.
  @inline(__always)
  mutating func add(_ neighbours: Neighbours) {
    guard most > 0 else { return }
    let counted = min(neighbours.count, NearestFew.mostCounted)
    let vectors = (counted + Lanes.width - 1) / Lanes.width
    for j in 0..<counted {
      let place = rank(of: j, among: neighbours.distance, vectors: vectors)
      numbers[min(place, most)] = Int32(truncatingIfNeeded: j)
    }
    count = min(counted, most)
    for k in 0..<count { distances[k] = neighbours.distance[Int(numbers[k])] }
    if count == most { farthest = min(farthest, distances[most - 1]) }
    if counted == neighbours.count { return }
    for k in stride(from: counted, to: neighbours.vectors * Lanes.width, by: Lanes.width) {
      var bits = lanes_less(Lanes(neighbours.distance + k), Lanes(repeating: farthest))
      while bits != 0 {
        let j = k + bits.trailingZeroBitCount
        add(j, at: neighbours.distance[j])
        bits &= bits - 1
      }
    }
  }

  /// How many of `vectors` sixteens are nearer than number `j`, or as near and before it.
  @inline(__always)
  private func rank(of j: Int, among distances: UnsafePointer<Float>, vectors: Int) -> Int {
    let own = Lanes(repeating: distances[j])
    let ownVector = j / Lanes.width
    var rank = 0
    for v in 0..<vectors {
      let others = Lanes(distances + v * Lanes.width)
      let nearer = lanes_less(others, own)
      let notFarther = ~lanes_less(own, others)
      let before: UInt32 =
        v < ownVector ? 0xFFFF : (v > ownVector ? 0 : (1 << UInt32(truncatingIfNeeded: j % Lanes.width)) - 1)
      rank += (nearer | notFarther & before).nonzeroBitCount
    }
    return rank
  }

  private static let mostCounted = 4 * Lanes.width
}
