/// Points in a balanced tree: halves of halves, cut across the longer side, down to leaves of a few. Neighbours in the
/// order of the leaves are neighbours on the ground, however uneven the crowd is.
struct PointTree {
  static let leafSize = 8
  struct Entry {
    var place: Point
    var index: Int32
  }
  struct Box {
    var low: Point
    var high: Point
    /// Squared distance [m²] from `p` to the nearest point of the box.
    func distanceSquared(to p: Point) -> Double {
      let d = pointwiseMax(pointwiseMax(low - p, p - high), .zero)
      return d.lengthSquared
    }
  }

  private(set) var entries: [Entry] = []
  /// Node 1 is the root, 2k and 2k + 1 are k's halves; the last half of the array are the leaves.
  private(set) var boxes: [Box] = []
  private(set) var leaves = 1

  mutating func build(_ points: [Entry]) {
    entries = points
    leaves = 1
    while leaves * PointTree.leafSize < points.count { leaves *= 2 }
    let empty = Box(low: Point(repeating: .infinity), high: Point(repeating: -.infinity))
    boxes.removeAll(keepingCapacity: true)
    boxes.append(contentsOf: repeatElement(empty, count: 2 * leaves))
    let leaves = leaves
    entries.withUnsafeMutableBufferPointer { entries in
      boxes.withUnsafeMutableBufferPointer { boxes in
        PointTree.split(entries, boxes, node: 1, first: 0, leaves: leaves, of: leaves)
      }
    }
  }

  /// Entries of the leaves `first` ..< `first + leaves`.
  @inline(__always) static func range(first: Int, leaves: Int, of all: Int, count: Int) -> Range<Int> {
    count * first / all..<count * (first + leaves) / all
  }

  private static func split(
    _ entries: UnsafeMutableBufferPointer<Entry>, _ boxes: UnsafeMutableBufferPointer<Box>, node: Int,
    first: Int, leaves: Int, of all: Int
  ) {
    let range = range(first: first, leaves: leaves, of: all, count: entries.count)
    var low = Point(repeating: .infinity)
    var high = Point(repeating: -.infinity)
    for i in range {
      low = pointwiseMin(low, entries[i].place)
      high = pointwiseMax(high, entries[i].place)
    }
    boxes[node] = Box(low: low, high: high)
    if leaves == 1 { return }
    let half = leaves / 2
    let middle = entries.count * (first + half) / all
    let size = high - low
    select(entries, range, middle, axis: size.x >= size.y ? 0 : 1)
    split(entries, boxes, node: 2 * node, first: first, leaves: half, of: all)
    split(entries, boxes, node: 2 * node + 1, first: first + half, leaves: half, of: all)
  }

  /// Puts into rank `k` of `range` what belongs there, lesser ones before it and greater ones after (C. A. R. Hoare,
  /// "Algorithm 65: find", CACM 1961). Ties fall by index, so that no two are equal.
  private static func select(
    _ entries: UnsafeMutableBufferPointer<Entry>, _ range: Range<Int>, _ k: Int, axis: Int
  ) {
    var low = range.lowerBound
    var high = range.upperBound - 1
    guard k <= high else { return }
    while low < high {
      let x = entries[(low + high) / 2]
      let value = x.place[axis]
      var i = low
      var j = high
      while i <= j {
        while isBefore(entries[i], value, x.index, axis) { i += 1 }
        while isAfter(entries[j], value, x.index, axis) { j -= 1 }
        if i <= j {
          entries.swapAt(i, j)
          i += 1
          j -= 1
        }
      }
      if k <= j {
        high = j
      } else if k >= i {
        low = i
      } else {
        return
      }
    }
  }
  @inline(__always) private static func isBefore(_ e: Entry, _ value: Double, _ index: Int32, _ axis: Int)
    -> Bool
  {
    let v = e.place[axis]
    return v < value || (v == value && e.index < index)
  }
  @inline(__always) private static func isAfter(_ e: Entry, _ value: Double, _ index: Int32, _ axis: Int)
    -> Bool
  {
    let v = e.place[axis]
    return v > value || (v == value && e.index > index)
  }
}
