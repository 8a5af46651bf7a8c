import Kernel

extension World {
  /// `number` tells an action from all others of the plan.
  mutating func carryOut(
    _ action: EventPlan.Action, number: Int, barriers: inout [(barrier: Int, isClosed: Bool)],
    workers: Workers
  ) {
    switch action {
    case .open(let barrier): barriers.append((barrier, false))
    case .close(let barrier): barriers.append((barrier, true))
    case .openExit(let exit): stations.exits.open[exit] = 1
    case .closeExit(let exit): stations.exits.open[exit] = 0
    case .startSource(let source): gates.open[source] = 1
    case .stopSource(let source): gates.open[source] = 0
    case .release(let waiting): release(waiting, workers)
    case .redirect(let from, let to, let share): redirect(from, to, share, number, workers)
    }
  }

  /// Lets all go who stand in a waiting area.
  private mutating func release(_ waiting: Int, _ workers: Workers) {
    guard let place = stages.itinerary.place(.waiting, waiting) else { return }
    pickWaiting(Int32(place), workers)
    for row in journeyScratch.picks.rows { pedestrians.advance(Int(row), stages.itinerary) }
  }

  private mutating func pickWaiting(_ place: Int32, _ workers: Workers) {
    let (places, spots) = (pedestrians.places, pedestrians.spots)
    journeyScratch.picks.pick(from: pedestrians.count, workers: workers) {
      places[$0] == place && spots[$0] >= 0
    }
  }

  /// Sends people on another journey, from its beginning; whoever is on it already goes on.
  private mutating func redirect(_ from: Int?, _ to: Int, _ share: Float, _ number: Int, _ workers: Workers) {
    pickJourney(from.map { Int32($0) }, Int32(to), share, number, workers)
    for row in journeyScratch.picks.rows {
      let i = Int(row)
      // Who has not set out yet stays as long as before.
      let pause = pedestrians.spots[i] < 0 ? pedestrians.pauses[i] : 0
      pedestrians.enter(i, journey: Int32(to), stage: 0, stages.itinerary)
      pedestrians.pauses[i] = pause
    }
  }

  private mutating func pickJourney(
    _ from: Int32?, _ to: Int32, _ share: Float, _ number: Int, _ workers: Workers
  ) {
    let (journeys, ids) = (pedestrians.journeys, pedestrians.ids)
    let (random, moment) = (entrance.random, tick << 24 | number)
    journeyScratch.picks.pick(from: pedestrians.count, workers: workers) { i in
      let journey = journeys[i]
      if journey < 0 || journey == to || (from != nil && journey != from) { return false }
      return random.uniform(.redirect, entity: ids[i], tick: moment) < share
    }
  }
}
