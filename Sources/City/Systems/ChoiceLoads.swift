import Kernel

/// What people who look for the quickest way know of the crowds: how many are on the way to each place, by the
/// distance they have left, and how many can get through it. Everybody knows what was seen at the last look, and what
/// those who have chosen since have said.
struct ChoiceLoads {
  let setting: JourneySetting

  /// Distances in one place's row: bin b begins at 2^(b/4) − 1 [m], so that b = 8 begins at 3 m.
  static let bins = 64
  private static let near = 8  // bins; 3 m
  private static let nearWay: Float = 3  // [m]
  private static let freeSpeed: Float = 1.34  // [m/s], Weidmann 1993
  /// [1/(m·s)] greatest flow per width of an exit, Weidmann 1993.
  private static let specificFlow: Float = 1.22
  /// [s] over which flows are smoothed.
  private static let memory: Float = 5
  private static let slowest: Float = 0.1  // [1/s] that any open exit is thought to let through

  init(_ setting: JourneySetting) { self.setting = setting }

  /// Ticks between two looks, a second or so.
  static func period(_ setting: JourneySetting) -> Int { max(1, Int(setting.ticks(1))) }

  static func bin(_ distance: Float) -> Int {
    guard distance < .infinity else { return bins - 1 }
    return min(bins - 1, max(0, Int(Math.log(1 + distance) * (4 / 0.6931472))))
  }

  /// Counts people anew, and says of each exit how many it lets through: what its plan or its width allows, but no
  /// more than of late where people throng before it. They throng where more stand within 3 m than the flow of late
  /// would keep there at a free walk (Little's law), half as many again and three.
  func look(
    tick: Int, pedestrians: Pedestrians, exits: Exits, choices: inout Choices, counts: inout JourneyCounts,
    workers: Workers
  ) {
    count(pedestrians, &counts, workers)
    for k in choices.crowds.indices { choices.crowds[k] = Int32(truncatingIfNeeded: counts.sums[k]) }
    if tick == 0 { return }
    let seconds = Float(ChoiceLoads.period(setting)) * setting.clocks.crowdStep
    let share = 1 - Math.exp(-seconds / ChoiceLoads.memory)
    let itinerary = setting.stages.itinerary
    for place in itinerary.kinds.indices where itinerary.kinds[place] == .exit {
      let e = Int(itinerary.indices[place])
      let flow = Float(exits.left[e] - choices.counted[e]) / seconds
      choices.counted[e] = exits.left[e]
      choices.flows[e] += (flow - choices.flows[e]) * share
      let row = place * ChoiceLoads.bins
      let near = choices.crowds[row..<row + ChoiceLoads.near].reduce(0) { $0 + Float($1) }
      let passing = choices.flows[e] * ChoiceLoads.nearWay / ChoiceLoads.freeSpeed
      let most = ChoiceLoads.capacity(setting.plan, e)
      let goal = near > 1.5 * passing + 3 ? min(most, max(choices.flows[e], ChoiceLoads.slowest)) : most
      choices.capacities[e] += (goal - choices.capacities[e]) * share
    }
  }

  private func count(_ pedestrians: Pedestrians, _ counts: inout JourneyCounts, _ workers: Workers) {
    let (places, spots, positions) = (pedestrians.places, pedestrians.spots, pedestrians.positions)
    let setting = setting
    let kinds = setting.stages.itinerary.kinds
    counts.count(kinds.count * ChoiceLoads.bins, over: pedestrians.count, workers: workers) { range, sums in
      for i in range where places[i] >= 0 {
        let place = Int(places[i])
        if kinds[place] != .exit && kinds[place] != .queue { continue }
        let distance = spots[i] >= 0 ? 0 : setting.distance(from: positions[i], to: place)
        sums[place * ChoiceLoads.bins + ChoiceLoads.bin(distance)] += 1
      }
    }
  }

  /// [s] until those have got through a place who are on the way there and nearer than `distance` [m]: of those in
  /// the same bin, half.
  func wait(at place: Int, distance: Float, isOwn: Bool, _ choices: Choices) -> Float {
    let itinerary = setting.stages.itinerary
    let index = Int(itinerary.indices[place])
    let capacity: Float  // [1/s]
    switch itinerary.kinds[place] {
    case .exit: capacity = choices.capacities[index]
    case .queue: capacity = setting.stages.queues[index].rate
    case .waypoint, .waiting: return 0
    }
    let row = place * ChoiceLoads.bins
    let own = ChoiceLoads.bin(distance)
    var before: Int32 = 0
    for k in row..<row + own { before &+= choices.crowds[k] }
    let beside = choices.crowds[row + own] - (isOwn ? 1 : 0)
    return (Float(before) + Float(max(0, beside)) / 2) / max(capacity, 1e-6)
  }

  /// Lets the others know of somebody's choice before the next look.
  func move(_ p: Vector2, from old: Int32, to new: Int32, _ choices: inout Choices) {
    for (place, change) in [(old, -1), (new, 1)] as [(Int32, Int32)] where place >= 0 {
      let bin = ChoiceLoads.bin(setting.distance(from: p, to: Int(place)))
      let k = Int(place) * ChoiceLoads.bins + bin
      choices.crowds[k] = max(0, choices.crowds[k] + change)
    }
  }

  /// [1/s] that an exit lets through at the most.
  static func capacity(_ plan: CityPlan, _ e: Int) -> Float {
    let vertices = plan.ground.exits[e].polygon.vertices
    var width: Float = 0
    for a in vertices { for b in vertices { width = max(width, (b - a).length) } }
    let most = max(slowest, specificFlow * width)
    return min(most, plan.exit(e).capacity ?? .infinity)
  }
}

extension Choices {
  init(plan: CityPlan, itinerary: Itinerary) {
    turns = [Double](repeating: 0, count: itinerary.options.reduce(0) { $0 + $1.count })
    guard itinerary.hasQuickest else { return }
    crowds = [Int32](repeating: 0, count: itinerary.kinds.count * ChoiceLoads.bins)
    capacities = plan.ground.exits.indices.map { ChoiceLoads.capacity(plan, $0) }
    flows = capacities
    counted = capacities.map { _ in 0 }
  }
}
