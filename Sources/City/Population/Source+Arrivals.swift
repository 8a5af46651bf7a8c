import Kernel

extension Source {
  /// How many people come between `start` and `end` [s] to source `index`: a function of the tick and the seed.
  func comers(from start: Double, to end: Double, index: Int, tick: Int, random: CounterRandom) -> Int {
    let open = max(start, startSeconds)
    let close = min(end, endSeconds)
    guard rate > 0, close > open else { return 0 }
    switch arrivals {
    case .regular: return regular(before: close) - regular(before: open)
    case .schedule: return 0
    case .poisson:
      return poisson(mean: Double(rate) * (close - open), index: index, tick: tick, random: random)
    }
  }

  /// People who came before `time` [s] when one comes as the window opens and the others 1/rate apart.
  private func regular(before time: Double) -> Int {
    // The small share keeps rounding from moving somebody who comes on a tick to the tick before.
    let intervals = ((time - startSeconds) * Double(rate) - 1e-6).rounded(.up)
    return Int(max(0, min(intervals, 1e15)))
  }

  /// Draws a Poisson count by adding exponential gaps until they exceed the mean.
  private func poisson(mean: Double, index: Int, tick: Int, random: CounterRandom) -> Int {
    var count = 0
    var sum: Double = 0
    for draw in 0..<UInt32(0x10000) {
      let u = random.uniform4(.arrivals, entity: UInt32(index) << 16 | draw, tick: tick)
      for k in 0..<4 {
        sum -= Double(Math.log(1 - u[k]))
        if sum > mean { return count }
        count += 1
      }
    }
    return count
  }
}
