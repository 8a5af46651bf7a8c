import Kernel

/// What a place is to those who get there.
enum PlaceKind: UInt8, Sendable {
  case exit, waypoint, queue, waiting
}

/// All stages of all journeys in one row, and what is known of every place. Made once from the plan.
struct Itinerary: Sendable {
  let starts: [Int32]  // by journey, and one more: its first stage's place in the row
  let places: [Int32]  // by stage in the row: index into the routes' places; −1: a choice
  let choices: [Int32]  // by stage in the row: index into the plan's choices; −1: a place
  let kinds: [PlaceKind]  // by place
  let indices: [Int32]  // by place: index into the plan's list of its kind
  let options: [[Option]]  // by choice
  let optionStarts: [Int32]  // by choice: its first option's place in a row of all options
  let hasSpots: Bool  // whether anybody ever stands on a spot or waits at an exit
  let hasQuickest: Bool  // whether anybody ever looks for the quickest way

  /// What a choice's option leads to: a place of the same journey, or another journey.
  enum Option: Sendable {
    case place(Int32)
    case journey(Int32)
  }

  init(plan: CityPlan, routes: Routes) {
    var starts: [Int32] = [0]
    var places: [Int32] = []
    var choices: [Int32] = []
    for journey in plan.journeys {
      for stage in journey.stages {
        places.append(routes.place(of: stage) ?? -1)
        if case .choice(let k) = stage { choices.append(Int32(k)) } else { choices.append(-1) }
      }
      starts.append(Int32(places.count))
    }
    self.starts = starts
    self.places = places
    self.choices = choices
    kinds = routes.places.map { PlaceKind(of: $0) }
    indices = routes.places.map { $0.index }
    options = plan.choices.map { choice in
      choice.options.map { option in
        switch option {
        case .stage(let stage): .place(routes.place(of: stage) ?? -1)
        case .journey(let k): .journey(Int32(k))
        }
      }
    }
    var count: Int32 = 0
    optionStarts = options.map { list in
      defer { count += Int32(list.count) }
      return count
    }
    hasSpots = routes.places.contains { plan.mayHold($0) }
    hasQuickest = plan.choices.contains { $0.rule == .quickest }
  }

  func stageCount(of journey: Int32) -> Int32 { starts[Int(journey) + 1] - starts[Int(journey)] }

  /// Where a stage stands in the row.
  @inline(__always)
  func row(journey: Int32, stage: Int32) -> Int { Int(starts[Int(journey)] + stage) }

  /// The journey and the stage that stand at a place of the row.
  func stage(at row: Int32) -> (journey: Int32, stage: Int32) {
    var low = 0
    var high = starts.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= row { low = middle } else { high = middle }
    }
    return (Int32(low), row - starts[low])
  }

  /// The place of a queue, an exit or a waiting area; nil where no journey leads there.
  func place(_ kind: PlaceKind, _ index: Int) -> Int? {
    kinds.indices.first { kinds[$0] == kind && indices[$0] == Int32(index) }
  }
}

extension CityPlan {
  /// Whether somebody who gets there may have to stand.
  fileprivate func mayHold(_ place: Journey.Stage) -> Bool {
    switch place {
    case .queue, .waiting: return true
    case .waypoint, .choice: return false
    case .exit(let e):
      let plan = exit(e)
      return !plan.isOpen || plan.capacity != nil || events.contains { $0.actions.contains(.closeExit(e)) }
    }
  }
}

extension PlaceKind {
  init(of stage: Journey.Stage) {
    switch stage {
    case .exit: self = .exit
    case .waypoint: self = .waypoint
    case .queue: self = .queue
    case .waiting: self = .waiting
    case .choice: preconditionFailure("a choice is no place")
    }
  }
}

extension Journey.Stage {
  fileprivate var index: Int32 {
    switch self {
    case .exit(let k), .waypoint(let k), .queue(let k), .waiting(let k), .choice(let k): Int32(k)
    }
  }
}

extension Pedestrians {
  /// On with the next stage, from the last back to the first.
  mutating func advance(_ i: Int, _ itinerary: Itinerary) {
    let next = (stages[i] + 1) % itinerary.stageCount(of: journeys[i])
    enter(i, journey: journeys[i], stage: next, itinerary)
  }

  /// On with a stage of a journey; where that is a choice, it is still to be made.
  mutating func enter(_ i: Int, journey: Int32, stage: Int32, _ itinerary: Itinerary) {
    journeys[i] = journey
    stages[i] = stage
    places[i] = itinerary.places[itinerary.row(journey: journey, stage: stage)]
    decisions[i] = -1
    spots[i] = -1
    pauses[i] = 0
  }
}
