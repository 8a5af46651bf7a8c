/// Rings that bound a part of the plane together: what is inside lies to the left of every edge. Half-planes cut it;
/// where a cut takes a part in two, or opens a hole, rings come apart and join as they must.
///
///     before     ┌────────────┐        after      ┌──────┐
///                │   ┌──┐     │      a cut at x:   │   ┌──┘ <- a hole's ring and the outline have
///                │   └──┘     │                    │   └──┐    become one
///                └────────────┘                    └──────┘
struct RingSet {
  private(set) var points: [Point] = []
  private(set) var starts: [Int] = [0]  // ring k is points[starts[k] ..< starts[k + 1]]
  var count: Int { starts.count - 1 }
  func ring(_ k: Int) -> ArraySlice<Point> { points[starts[k]..<starts[k + 1]] }

  init() {}
  init(_ rings: [[Point]]) {
    for ring in rings { append(ring) }
  }

  mutating func removeAll() {
    points.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    starts.append(0)
  }
  mutating func append(_ ring: some Sequence<Point>) {
    points.append(contentsOf: ring)
    starts.append(points.count)
  }
  /// `other`, with its origin moved to `origin`.
  mutating func set(_ other: RingSet, relativeTo origin: Point) {
    points.removeAll(keepingCapacity: true)
    for p in other.points { points.append(p - origin) }
    starts.removeAll(keepingCapacity: true)
    starts.append(contentsOf: other.starts)
  }

  fileprivate mutating func add(_ p: Point) { points.append(p) }
  /// Ends the ring begun by `add`; one without area is forgotten.
  fileprivate mutating func close() {
    let start = starts[starts.count - 1]
    if points.count - start < 3 {
      points.removeSubrange(start...)
    } else {
      starts.append(points.count)
    }
  }
}

/// Cuts ring sets; holds the memory for it.
struct RingCutter {
  /// A run of points on the kept side, from where its ring enters it to where it leaves.
  private struct Chain {
    var start: Int
    var end: Int
    var enter: Double  // place of the entry along the cut
    var leave: Double
    var isUsed = false
  }
  private var sides: [Double] = []
  private var run: [Point] = []
  private var chains: [Chain] = []
  private var entries: [Int] = []
  private var exits: [Int] = []
  private var follower: [Int] = []
  private var spare = RingSet()

  /// Keeps what of `set` lies where x · `normal` ≤ `limit`.
  ///
  /// Along the cut, entries and exits of a valid area take turns, so that the exit of rank k goes on at the entry of
  /// rank k. Ranks exist for any input: rounding can misjudge a touch, but never leaves a ring open.
  mutating func cut(_ set: inout RingSet, normal: Point, limit: Double) {
    sides.removeAll(keepingCapacity: true)
    var anyOut = false
    for p in set.points {
      let side = p.dot(normal) - limit
      sides.append(side)
      anyOut = anyOut || side > 0
    }
    if !anyOut { return }
    run.removeAll(keepingCapacity: true)
    chains.removeAll(keepingCapacity: true)
    spare.removeAll()
    for k in 0..<set.count {
      gather(set, set.starts[k]..<set.starts[k + 1], along: Point(-normal.y, normal.x))
    }
    link()
    swap(&set, &spare)
  }

  /// Copies a ring that lies on the kept side, forgets one that does not, or takes its chains.
  private mutating func gather(_ set: RingSet, _ range: Range<Int>, along: Point) {
    guard let first = range.first(where: { sides[$0] > 0 }) else {
      spare.append(set.points[range])
      return
    }
    var k = first
    var open = false
    for _ in range {
      let next = k + 1 == range.upperBound ? range.lowerBound : k + 1
      let wasIn = sides[k] <= 0
      let isIn = sides[next] <= 0
      if wasIn != isIn {
        let share = sides[k] / (sides[k] - sides[next])
        let p = set.points[k] + (set.points[next] - set.points[k]) * share
        let place = p.dot(along)
        if isIn {
          chains.append(Chain(start: run.count, end: run.count, enter: place, leave: place))
          open = true
        } else {
          chains[chains.count - 1].leave = place
          open = false
        }
        run.append(p)
        chains[chains.count - 1].end = run.count
      }
      if isIn, open {
        run.append(set.points[next])
        chains[chains.count - 1].end = run.count
      }
      k = next
    }
  }

  private mutating func link() {
    entries.removeAll(keepingCapacity: true)
    exits.removeAll(keepingCapacity: true)
    follower.removeAll(keepingCapacity: true)
    for k in chains.indices {
      entries.append(k)
      exits.append(k)
      follower.append(k)
    }
    if chains.count > 1 {
      let chains = chains
      entries.sort { (chains[$0].enter, $0) < (chains[$1].enter, $1) }
      exits.sort { (chains[$0].leave, $0) < (chains[$1].leave, $1) }
      for rank in chains.indices { follower[exits[rank]] = entries[rank] }
    }
    for first in chains.indices where !chains[first].isUsed {
      var k = first
      repeat {
        chains[k].isUsed = true
        for i in chains[k].start..<chains[k].end { spare.add(run[i]) }
        k = follower[k]
      } while k != first
      spare.close()
    }
  }
}
