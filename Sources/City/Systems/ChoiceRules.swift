import Kernel

extension ChoiceMaker {
  /// Which option somebody takes by the choice's rule, out of those that lead to no closed exit, or out of all where
  /// there is no other. `now` is the one taken before; the quickest way must be clearly quicker to take its place, or
  /// that of the nearest where none was taken before.
  func option(
    of choice: Int, for chooser: Chooser, now: Int?, hop: Int, _ choices: inout Choices,
    _ scratch: JourneyScratch
  ) -> Int {
    let plan = setting.plan.choices[choice]
    let options = itinerary.options[choice]
    func isAllowed(_ k: Int) -> Bool { self.isAllowed(options[k], of: choice) }
    switch plan.rule {
    case .weighted:
      let u = setting.random.uniform(.choice, entity: chooser.id, tick: tick << 8 | hop)
      return weighted(plan.weights, u, isAllowed)
    case .roundRobin:
      return inTurn(plan.weights, Int(itinerary.optionStarts[choice]), &choices, isAllowed)
    case .leastLoad:
      return least(options, of: choice) { Float(bound(for: options[$0], scratch)) / weight(plan.weights, $0) }
        .option
    case .nearest:
      return least(options, of: choice) { distance(from: chooser.position, to: options[$0]) }.option
    case .quickest: return quickest(options, of: choice, for: chooser, now: now, choices)
    }
  }

  private func isAllowed(_ option: Itinerary.Option, of choice: Int) -> Bool {
    !isOpenSomewhere[choice] || itinerary.isOpen(option, exits)
  }

  /// The first of those that cost least.
  @inline(__always)
  private func least(
    _ options: [Itinerary.Option], of choice: Int, _ cost: (Int) -> Float
  ) -> (option: Int, cost: Float) {
    var best: (option: Int, cost: Float)?
    for k in options.indices where isAllowed(options[k], of: choice) {
      let cost = cost(k)
      if best.map({ cost < $0.cost }) ?? true { best = (k, cost) }
    }
    return best ?? (0, .infinity)
  }

  func quickest(
    _ options: [Itinerary.Option], of choice: Int, for chooser: Chooser, now: Int?, _ known: Choices
  ) -> Int {
    let best = least(options, of: choice) { time(for: chooser, options[$0], known) }
    // Whoever has not chosen yet would take the nearest: nobody goes farther for a gain that is hardly one.
    let now = now ?? least(options, of: choice) { distance(from: chooser.position, to: options[$0]) }.option
    guard now != best.option, isAllowed(options[now], of: choice) else { return best.option }
    return best.cost < 0.85 * time(for: chooser, options[now], known) - 1 ? best.option : now
  }

  private func weight(_ weights: [Float], _ k: Int) -> Float { k < weights.count ? max(weights[k], 0) : 1 }

  private func weighted(_ weights: [Float], _ u: Float, _ isAllowed: (Int) -> Bool) -> Int {
    let allowed = weights.indices.filter(isAllowed)
    let total = allowed.reduce(0) { $0 + Double(weight(weights, $1)) }
    var left = Double(u) * total
    for k in allowed {
      left -= Double(weight(weights, k))
      if left < 0 { return k }
    }
    return allowed.last ?? 0
  }

  /// Smooth weighted round robin: each saves up its weight, and who has most pays the sum of all. So each comes as
  /// often as its weight says, and as evenly as can be.
  private func inTurn(
    _ weights: [Float], _ start: Int, _ choices: inout Choices, _ isAllowed: (Int) -> Bool
  ) -> Int {
    var total: Double = 0
    var best: Int?
    for k in weights.indices where isAllowed(k) {
      let weight = Double(self.weight(weights, k))
      choices.turns[start + k] += weight
      total += weight
      if best.map({ choices.turns[start + k] > choices.turns[start + $0] }) ?? true { best = k }
    }
    guard let best else { return 0 }
    choices.turns[start + best] -= total
    return best
  }

  private func bound(for option: Itinerary.Option, _ scratch: JourneyScratch) -> Int {
    switch option {
    case .place(let place): place < 0 ? 0 : scratch.bound[Int(place)]
    case .journey(let journey): scratch.bound[itinerary.kinds.count + Int(journey)]
    }
  }

  /// [m] from `p`; of the nearest where the option is a journey that begins with a choice.
  private func distance(from p: Vector2, to option: Itinerary.Option) -> Float {
    leastOver(option) { setting.distance(from: p, to: $0) }
  }

  /// [s] until somebody has got through: the time to walk there, or to wait for those who get there before.
  private func time(for chooser: Chooser, _ option: Itinerary.Option, _ choices: Choices) -> Float {
    leastOver(option) { place in
      if itinerary.isClosed(place, exits) { return .infinity }
      let distance = setting.distance(from: chooser.position, to: place)
      let isOwn = chooser.place == Int32(place)
      return max(
        distance / chooser.speed, loads.wait(at: place, distance: distance, isOwn: isOwn, choices))
    }
  }

  private func leastOver(_ option: Itinerary.Option, depth: Int = 0, _ cost: (Int) -> Float) -> Float {
    switch option {
    case .place(let place): return place < 0 ? .infinity : cost(Int(place))
    case .journey(let journey):
      let first = itinerary.row(journey: journey, stage: 0)
      if itinerary.places[first] >= 0 { return cost(Int(itinerary.places[first])) }
      if depth > 3 { return .infinity }
      return itinerary.options[Int(itinerary.choices[first])].reduce(.infinity) {
        min($0, leastOver($1, depth: depth + 1, cost))
      }
    }
  }
}

extension JourneySetting {
  /// [m] left from `p` to a place; infinite where no way leads.
  func distance(from p: Vector2, to place: Int) -> Float {
    routes.maps[place].distance(at: p, on: routes.grid)
  }
}
