import Kernel

/// Where the next cell towards the destination may lie, and what it takes to get there.
private struct Ways {
  var times = SIMD4<Int32>(repeating: RouteTime.never)  // west, east, south, north
  var costs = SIMD4<Int32>(repeating: 0)
}

/// The earliest arrival at a cell and the way that leads to it.
struct Arrival {
  var time = RouteTime.never
  var direction = Vector2.zero  // not of unit length

  fileprivate mutating func offer(_ time: Int32, _ direction: @autoclosure () -> Vector2) {
    if time < self.time { self = Arrival(time: time, direction: direction()) }
  }
}

/// The solver's formula for cells in which the cost depends on the direction: the least over the four quadrants of
///
///     (T − a)²/f² + (T − b)²/g² = 1,      or T = a + f, T = b + g where only one neighbour is upwind,
///
/// with f and g the costs of walking along each axis. Rounded down to whole ticks exactly, so that it never falls when
/// a or b rises.
extension RouteGrid {
  /// From neighbours whose time is less than `first`.
  func arrival(at cell: Int, times: UnsafePointer<Int32>, before first: Int32) -> Arrival {
    let ways = self.ways(from: cell, times: times, before: first)
    var best = Arrival()
    for k in 0..<4 where ways.times[k] < RouteTime.never {
      best.offer(ways.times[k] &+ ways.costs[k], ZoneCells.directions[k].way)
    }
    for x in 0..<2 {
      for y in 2..<4 {
        let (a, b) = (ways.times[x], ways.times[y])
        if max(a, b) >= RouteTime.never { continue }
        let (f, g) = (ways.costs[x], ways.costs[y])
        if abs(Int(a) - Int(b)) >= (a < b ? f : g) { continue }
        let time = f == g ? TimeSolver.time(a, b, cost: f) : RouteGrid.time(a, f, b, g)
        best.offer(
          time,
          ZoneCells.directions[x].way * (Float(time &- a) / (Float(f) * Float(f)))
            + ZoneCells.directions[y].way * (Float(time &- b) / (Float(g) * Float(g))))
      }
    }
    return best
  }

  func oddWay(from cell: Int, times: UnsafePointer<Int32>) -> Vector2 {
    // Seeds are at the destination.
    if times[cell] == 0 { return .zero }
    return arrival(at: cell, times: times, before: times[cell]).direction.normalized
  }

  private func ways(from cell: Int, times: UnsafePointer<Int32>, before first: Int32) -> Ways {
    var ways = Ways()
    let own = passes[cell]
    let paces = own & Pass.sloped != 0 ? zones.kinds[zones[cell]].paces : SIMD4(repeating: 1)
    let steps = SIMD4(-1, 1, -frame.columns, frame.columns)
    for k in 0..<4 {
      ways.costs[k] = RouteTime.cut(Float(costs[cell]) / paces[k])
      if own & ZoneCells.directions[k].pass == 0 { continue }
      let time = times[cell &+ steps[k]]
      if time < first { ways.times[k] = time }
    }
    if own & Pass.linked != 0 {
      let forbidden = zones.kinds[zones[cell]].forbidden
      linkCells.forEach(from: cell) { entry in
        let k = Int(entry.way)
        let time = times[Int(entry.other)]
        let isAgainst =
          (forbidden | zones.kinds[zones[Int(entry.other)]].forbidden) & ZoneCells.directions[k].pass
        if isAgainst != 0 || time >= first { return }
        ways.times[k] = time
        ways.costs[k] = RouteTime.cut(Float(costs[cell]) / paces[k] * entry.share)
      }
    }
    return ways
  }

  /// The greatest whole T with (T − a)²g² + (T − b)²f² ≤ f²g² and T ≥ a, b. The two times differ by less than the cost
  /// on the axis of the earlier.
  private static func time(_ a: Int32, _ f: Int32, _ b: Int32, _ g: Int32) -> Int32 {
    if b < a { return time(b, g, a, f) }
    let (f, g, gap) = (Int64(f), Int64(g), Int64(b) - Int64(a))
    func isReached(_ t: Int64) -> Bool { t * t * g * g + (t - gap) * (t - gap) * f * f <= f * f * g * g }
    let sum = f * f + g * g
    let root = Double(sum - gap * gap).squareRoot()
    var t = Int64((Double(gap * f * f) + Double(f * g) * root) / Double(sum))
    t = max(gap, min(t, f))
    while isReached(t + 1) { t += 1 }
    while t > gap, !isReached(t) { t -= 1 }
    return a &+ Int32(t)
  }
}
