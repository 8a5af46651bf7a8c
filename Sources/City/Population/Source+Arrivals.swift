import Kernel

/// What arrivals in one step are drawn from.
struct ArrivalDraw {
  let index: Int  // of the source
  let tick: Int
  let random: CounterRandom

  /// Four uniform numbers for the `draw`th time of asking.
  fileprivate func uniform4(_ stream: RandomStream, _ draw: UInt32) -> SIMD4<Float> {
    random.uniform4(stream, entity: UInt32(index) << 16 | draw & 0xFFFF, tick: tick)
  }
}

extension Source {
  /// How many people come between `start` and `end` [s]: a function of the tick and the seed.
  func comers(from start: Double, to end: Double, draw: ArrivalDraw) -> Int {
    let open = max(start, startSeconds)
    let close = min(end, endSeconds)
    guard close > open else { return 0 }
    var people = scheduled(before: close) - scheduled(before: open)
    let events: Int
    switch arrivals {
    case .regular: events = regular(before: close) - regular(before: open)
    case .poisson: events = poisson(mean: expected(from: open, to: close), draw)
    case .schedule: events = 0
    }
    if batch == .constant(1) { return people + events }
    for k in 0..<min(events, 1 << 20) { people += batchSize(of: k, draw) }
    return people
  }

  /// Whether anybody may come at `time` [s] or later.
  func comes(after time: Double) -> Bool {
    guard time < endSeconds else { return false }
    let from = max(time, startSeconds)
    if let last = schedule.last, last.seconds >= from, last.seconds < endSeconds { return true }
    if arrivals == .schedule { return false }
    return rate(at: from) > 0
      || rates.contains { $0.rate > 0 && $0.seconds >= from && $0.seconds < endSeconds }
  }

  // MARK: rates

  func rate(at time: Double) -> Float { rates.last { $0.seconds <= time }?.rate ?? rate }

  /// Arrivals to be expected between `start` and `end` [s]: the rate's integral, exactly.
  package func expected(from start: Double, to end: Double) -> Double {
    guard end > start else { return 0 }
    if rates.isEmpty { return Double(max(0, rate)) * (end - start) }
    var sum = 0.0
    var from = start
    var current = rate(at: start)
    for step in rates where step.seconds > start {
      if step.seconds >= end { break }
      sum += Double(max(0, current)) * (step.seconds - from)
      from = step.seconds
      current = step.rate
    }
    return sum + Double(max(0, current)) * (end - from)
  }

  /// Arrivals before `time` [s] when one comes as the window opens and the others as often as the rate has added up
  /// to a whole one: 1/rate apart while it stays the same.
  private func regular(before time: Double) -> Int {
    // The small share keeps rounding from moving somebody who comes on a tick to the tick before.
    let intervals = (expected(from: startSeconds, to: time) - 1e-6).rounded(.up)
    return Int(max(0, min(intervals, 1e15)))
  }

  /// Draws a Poisson count by adding exponential gaps until they exceed the mean.
  private func poisson(mean: Double, _ draw: ArrivalDraw) -> Int {
    if !(mean > 0) { return 0 }
    var count = 0
    var sum: Double = 0
    for k in 0..<UInt32(0x10000) {
      let u = draw.uniform4(.arrivals, k)
      for lane in 0..<4 {
        sum -= Double(Math.log(1 - u[lane]))
        if sum > mean { return count }
        count += 1
      }
    }
    return count
  }

  // MARK: counts

  /// People of the schedule before `time` [s].
  private func scheduled(before time: Double) -> Int {
    // As with regular arrivals, whoever comes on a tick does so whatever the rounding.
    var sum = 0
    for arrival in schedule {
      if arrival.seconds >= time - 1e-9 { break }
      sum += max(0, arrival.people)
    }
    return sum
  }

  private func batchSize(of k: Int, _ draw: ArrivalDraw) -> Int {
    Source.whole(batch.value(at: draw.uniform4(.batch, UInt32(k >> 2))[k & 3]), from: 0)
  }

  /// People in the `count`th group to enter.
  func groupSize(count: UInt64, index: Int, random: CounterRandom) -> Int {
    if groupSize == .constant(1) { return 1 }
    let u = random.uniform(.groupSize, entity: UInt32(index), tick: Int(truncatingIfNeeded: count))
    return Source.whole(groupSize.value(at: u), from: 1)
  }

  private static func whole(_ x: Float, from least: Float) -> Int {
    x.isFinite ? Int(max(least, min(x.rounded(), 10_000))) : Int(least)
  }
}

extension CityPlan {
  /// Whether anybody may walk with others.
  var hasGroups: Bool { sources.contains { $0.groupSize != .constant(1) } }
}
