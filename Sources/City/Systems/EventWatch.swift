import Kernel

/// Where people are counted for an event.
struct EventArea: Sendable {
  let polygon: Polygon
  let bounds: Rectangle
  let walkable: Float  // [m²] of it that people can stand on

  /// Nil for triggers that look at no area.
  init?(of trigger: EventPlan.Trigger, grid: RouteGrid) {
    switch trigger {
    case .present(_, let inside), .density(_, let inside, _): polygon = inside
    case .time, .every, .arrived, .waiting: return nil
    }
    bounds = polygon.bounds
    var cells = 0
    polygon.forEachCell(of: grid.frame) { if grid.isWalkable($0) { cells += 1 } }
    let measured = Float(cells) * grid.frame.cellArea
    walkable = max(measured > 0 ? measured : polygon.area, 1e-6)
  }
}

/// One event for whose trigger people are counted: inside an area, or standing in a waiting area.
struct EventWatch: Sendable {
  let event: Int
  let area: EventArea?
  let place: Int32  // of the waiting area

  init?(_ event: Int, _ trigger: EventPlan.Trigger, _ stages: Stages) {
    self.event = event
    area = stages.areas[event]
    switch trigger {
    case .present, .density: place = -1
    case .waiting(_, let w):
      guard let k = stages.itinerary.place(.waiting, w) else { return nil }
      place = Int32(k)
    case .time, .every, .arrived: return nil
    }
  }

  @inline(__always)
  func counts(_ p: Vector2, place: Int32, spot: Int32) -> Bool {
    guard let area else { return spot >= 0 && place == self.place }
    return area.bounds.contains(p) && area.polygon.contains(p)
  }
}

extension World {
  /// Whatever has come true since the last step happens, in the order of the plan; all triggers look at the world as
  /// it is when the step begins.
  mutating func runEvents(workers: Workers) {
    if plan.events.isEmpty { return }
    countForEvents(workers)
    journeyScratch.happening.removeAll(keepingCapacity: true)
    var watch = 0
    for (k, event) in plan.events.enumerated() {
      var count = 0
      if watch < journeyScratch.watches.count, journeyScratch.watches[watch].event == k {
        count = journeyScratch.counts.sums[watch]
        watch += 1
      }
      if comesTrue(k, event.trigger, count: count) { journeyScratch.happening.append(k) }
    }
    var barriers: [(barrier: Int, isClosed: Bool)] = []
    for k in journeyScratch.happening {
      stations.events.ticks[k] = Int64(tick)
      for (a, action) in plan.events[k].actions.enumerated() {
        carryOut(action, number: k << 8 | a, barriers: &barriers, workers: workers)
      }
    }
    if !barriers.isEmpty { setBarriers(barriers, workers: workers) }
  }

  private mutating func countForEvents(_ workers: Workers) {
    journeyScratch.watches.removeAll(keepingCapacity: true)
    for (k, event) in plan.events.enumerated() where stations.events.times[k] == 0 {
      if let watch = EventWatch(k, event.trigger, stages) { journeyScratch.watches.append(watch) }
    }
    if journeyScratch.watches.isEmpty { return }
    let watches = journeyScratch.watches
    let (positions, places, spots) = (pedestrians.positions, pedestrians.places, pedestrians.spots)
    journeyScratch.counts.count(watches.count, over: pedestrians.count, workers: workers) { range, sums in
      for (k, watch) in watches.enumerated() {
        for i in range where watch.counts(positions[i], place: places[i], spot: spots[i]) { sums[k] += 1 }
      }
    }
  }

  /// Whether event `k` happens now; takes down how often it has. `count` are the people of its watch.
  private mutating func comesTrue(_ k: Int, _ trigger: EventPlan.Trigger, count: Int) -> Bool {
    if case .every(let period, let from) = trigger { return comesRound(k, period, from) }
    if stations.events.times[k] > 0 { return false }
    let isTrue: Bool
    switch trigger {
    case .time(let seconds): isTrue = Int(journeySetting.firstTick(at: seconds)) <= tick
    case .every: isTrue = false
    case .arrived(let number, let exit): isTrue = (exit.map { arrived(exit: $0) } ?? arrived) >= number
    case .present(let number, _), .waiting(let number, _): isTrue = count >= number
    case .density(let above, _, let seconds):
      let area = stages.areas[k]?.walkable ?? 1
      if !(Float(count) / area > above) {
        stations.events.since[k] = -1
        isTrue = false
      } else {
        if stations.events.since[k] < 0 { stations.events.since[k] = Int64(tick) }
        let lasted = tick - Int(stations.events.since[k])
        isTrue = lasted >= Int(journeySetting.firstTick(at: seconds))
      }
    }
    if isTrue { stations.events.times[k] = 1 }
    return isTrue
  }

  /// Once a step at the most, whatever the period.
  private mutating func comesRound(_ k: Int, _ period: Double, _ from: Double) -> Bool {
    let times = Double(stations.events.times[k])
    if times > 0, !(period > 0) { return false }
    let due = times > 0 ? from + times * period : from
    if Int(journeySetting.firstTick(at: due)) > tick { return false }
    let passed = period > 0 ? ((seconds - from) / period + 1e-6).rounded(.down) + 1 : 1
    stations.events.times[k] = Int64(max(times + 1, min(passed, 1e15)))
    return true
  }
}
