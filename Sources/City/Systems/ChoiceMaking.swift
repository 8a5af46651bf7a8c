import Kernel

/// Everybody who comes to a choice makes it. Those whom it led to an exit that is closed now make it again, as do, every
/// few seconds while they walk, those who look for the quickest way.
func makeChoices(
  _ setting: JourneySetting, tick: Int, pedestrians: inout Pedestrians, stations: inout Stations,
  scratch: inout JourneyScratch, workers: Workers
) {
  if setting.plan.choices.isEmpty { return }
  if setting.stages.itinerary.hasQuickest, tick % ChoiceLoads.period(setting) == 0 {
    ChoiceLoads(setting).look(
      tick: tick, pedestrians: pedestrians, exits: stations.exits, choices: &stations.choices,
      counts: &scratch.counts, workers: workers)
  }
  scratch.bound.removeAll(keepingCapacity: true)
  scratch.company.forget()
  let maker = ChoiceMaker(setting, tick: tick, exits: stations.exits)
  maker.findUndecided(pedestrians, stations.choices, &scratch, workers)
  var rows = JourneyPicks()
  swap(&rows, &scratch.picks)
  for row in rows.rows {
    maker.decide(Int(row), &pedestrians, &stations.choices, &scratch, workers)
  }
  swap(&rows, &scratch.picks)
}

/// All choices made at the beginning of one step.
struct ChoiceMaker {
  let setting: JourneySetting
  let tick: Int
  let exits: Exits
  let itinerary: Itinerary
  let loads: ChoiceLoads
  let isOpenSomewhere: [Bool]  // by choice: whether an option leads to no closed exit

  /// [s] between two looks at the quickest way.
  static let reconsidering: Float = 3
  /// Choices that lead to one another, made at one go.
  static let mostHops = 16

  init(_ setting: JourneySetting, tick: Int, exits: Exits) {
    self.setting = setting
    self.tick = tick
    self.exits = exits
    let itinerary = setting.stages.itinerary
    self.itinerary = itinerary
    loads = ChoiceLoads(setting)
    isOpenSomewhere = itinerary.options.map { $0.contains { itinerary.isOpen($0, exits) } }
  }

  func findUndecided(
    _ pedestrians: Pedestrians, _ known: Choices, _ scratch: inout JourneyScratch, _ workers: Workers
  ) {
    let (places, journeys, decisions) = (pedestrians.places, pedestrians.journeys, pedestrians.decisions)
    let (spots, ids) = (pedestrians.spots, pedestrians.ids)
    let isClosed = itinerary.kinds.indices.map { itinerary.isClosed($0, exits) }
    let isQuickest = setting.plan.choices.map { $0.rule == .quickest }
    let period = UInt32(max(1, setting.ticks(ChoiceMaker.reconsidering)))
    let turn = UInt32(tick % Int(period))
    let (choices, isOpenSomewhere) = (itinerary.choices, isOpenSomewhere)
    scratch.picks.pick(from: pedestrians.count, workers: workers) { i in
      let place = places[i]
      if place < 0 { return journeys[i] >= 0 }
      if decisions[i] < 0 { return false }
      let choice = Int(choices[Int(decisions[i])])
      if isClosed[Int(place)] { return isOpenSomewhere[choice] }
      return isQuickest[choice] && spots[i] < 0 && ids[i] % period == turn
        && seesQuicker(Chooser(i, pedestrians), Int(decisions[i]), known)
    }
    scratch.picks.sort(by: pedestrians.ids)
  }

  /// Whether somebody on the way would choose otherwise now.
  private func seesQuicker(_ chooser: Chooser, _ row: Int, _ known: Choices) -> Bool {
    let choice = Int(itinerary.choices[row])
    guard let current = current(chooser, choice, row) else { return false }
    return quickest(itinerary.options[choice], of: choice, for: chooser, now: current, known) != current
  }

  /// Follows choices until one leads to a place. Where they lead to one another for ever the person stands. Whoever
  /// walks with others takes what they take.
  func decide(
    _ i: Int, _ pedestrians: inout Pedestrians, _ choices: inout Choices, _ scratch: inout JourneyScratch,
    _ workers: Workers
  ) {
    let chooser = Chooser(i, pedestrians)
    var row =  // of the itinerary
      chooser.place < 0
      ? itinerary.row(journey: chooser.journey, stage: pedestrians.stages[i]) : Int(pedestrians.decisions[i])
    let first = row
    let isOnTheWay = chooser.place >= 0 && !itinerary.isClosed(Int(chooser.place), exits)
    for hop in 0..<ChoiceMaker.mostHops {
      let choice = Int(itinerary.choices[row])
      if choice < 0 { return }
      if !isOnTheWay, follow(i, row: row, &pedestrians, &choices, &scratch, workers) { return }
      if setting.plan.choices[choice].rule == .leastLoad { countBound(pedestrians, &scratch, workers) }
      let current = hop == 0 && chooser.place >= 0 ? self.current(chooser, choice, row) : nil
      let k = option(of: choice, for: chooser, now: current, hop: hop, &choices, scratch)
      if k == current { return }
      switch itinerary.options[choice][k] {
      case .place(let place):
        let (journey, stage) = itinerary.stage(at: Int32(row))
        go(i, journey, stage, place, decision: row, &pedestrians)
      case .journey(let journey):
        let start = itinerary.row(journey: journey, stage: 0)
        if itinerary.places[start] < 0 {
          row = start
          continue
        }
        go(i, journey, 0, itinerary.places[start], decision: row, &pedestrians)
      }
      note(chooser, Chooser(i, pedestrians), &choices, &scratch)
      if isOnTheWay { takeAlong(i, row: first, &pedestrians, &choices, &scratch, workers) }
      scratch.company.note(i, row: first)
      return
    }
  }

  func go(
    _ i: Int, _ journey: Int32, _ stage: Int32, _ place: Int32, decision: Int,
    _ pedestrians: inout Pedestrians
  ) {
    let pause = pedestrians.pauses[i]  // before the first step it goes on
    pedestrians.enter(i, journey: journey, stage: stage, itinerary)
    pedestrians.places[i] = place
    pedestrians.decisions[i] = Int32(row: decision)
    pedestrians.pauses[i] = pause
  }

  /// The option that somebody on the way has taken.
  private func current(_ chooser: Chooser, _ choice: Int, _ row: Int) -> Int? {
    let origin = itinerary.stage(at: Int32(row)).journey
    return itinerary.options[choice].firstIndex { option in
      switch option {
      case .place(let place): chooser.place == place && chooser.journey == origin
      case .journey(let journey): chooser.journey == journey
      }
    }
  }

  /// People on the way to each place and on each journey, before the first choice that asks for them.
  private func countBound(
    _ pedestrians: Pedestrians, _ scratch: inout JourneyScratch, _ workers: Workers
  ) {
    if !scratch.bound.isEmpty { return }
    let (places, journeys) = (pedestrians.places, pedestrians.journeys)
    let first = itinerary.kinds.count
    scratch.counts.count(
      first + setting.plan.journeys.count, over: pedestrians.count, workers: workers
    ) { range, sums in
      for i in range {
        if places[i] >= 0 { sums[Int(places[i])] += 1 }
        if journeys[i] >= 0 { sums[first + Int(journeys[i])] += 1 }
      }
    }
    scratch.bound.append(contentsOf: scratch.counts.sums)
  }

  /// Moves somebody from one way to another in the counts of this step.
  func note(
    _ before: Chooser, _ after: Chooser, _ choices: inout Choices, _ scratch: inout JourneyScratch
  ) {
    if !scratch.bound.isEmpty {
      let first = itinerary.kinds.count
      if before.place >= 0 { scratch.bound[Int(before.place)] -= 1 }
      scratch.bound[Int(after.place)] += 1
      scratch.bound[first + Int(before.journey)] -= 1
      scratch.bound[first + Int(after.journey)] += 1
    }
    if itinerary.hasQuickest { loads.move(after.position, from: before.place, to: after.place, &choices) }
  }
}

extension Int32 {
  fileprivate init(row: Int) { self.init(truncatingIfNeeded: row) }
}

/// Somebody who has to choose.
struct Chooser {
  let id: UInt32
  let position: Vector2
  let speed: Float  // [m/s]
  let journey: Int32
  let place: Int32  // −1: has not chosen yet

  init(_ i: Int, _ pedestrians: Pedestrians) {
    id = pedestrians.ids[i]
    position = pedestrians.positions[i]
    speed = max(0.1, pedestrians.desiredSpeeds[i])
    journey = pedestrians.journeys[i]
    place = pedestrians.places[i]
  }
}

extension Itinerary {
  func isClosed(_ place: Int, _ exits: Exits) -> Bool {
    kinds[place] == .exit && exits.open[Int(indices[place])] == 0
  }

  /// False for an option that leads only to exits that are closed.
  func isOpen(_ option: Option, _ exits: Exits, depth: Int = 0) -> Bool {
    switch option {
    case .place(let place): return place >= 0 && !isClosed(Int(place), exits)
    case .journey(let journey):
      let first = row(journey: journey, stage: 0)
      if places[first] >= 0 { return !isClosed(Int(places[first]), exits) }
      if depth > 3 { return true }
      return options[Int(choices[first])].contains { isOpen($0, exits, depth: depth + 1) }
    }
  }
}
