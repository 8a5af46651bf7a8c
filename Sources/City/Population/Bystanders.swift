import Kernel

/// Those who are there already when somebody wants to enter, found through the bins: only people near the place
/// asked for are looked at, however many there are.
struct Bystanders {
  let bins: NeighbourBins
  let positions: [Vector2]  // [m] now
  let radii: [Float]  // [m]
  let moved: Float  // [m] nobody has walked farther since the bins were filled

  /// True where a disc overlaps nobody.
  func isFree(_ p: Vector2, radius: Float) -> Bool {
    var free = true
    bins.forEachRun(near: p, reach: radius + bins.largestRadius + moved) { run in
      for k in run where free {
        let row = Int(bins.rows[k])
        let least = radius + radii[row]
        if (positions[row] - p).lengthSquared < least * least { free = false }
      }
    }
    return free
  }

  /// True where nobody's body reaches into the rectangle.
  func isEmpty(_ box: Rectangle) -> Bool {
    var empty = true
    let margin = bins.largestRadius + moved
    bins.forEachRun(from: box.minimum - margin, to: box.maximum + margin) { run in
      for k in run where empty {
        let row = Int(bins.rows[k])
        if box.grown(by: radii[row]).contains(positions[row]) { empty = false }
      }
    }
    return empty
  }
}
