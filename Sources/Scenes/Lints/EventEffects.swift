import City

/// What the events of a scene may do in the course of a run, whenever that is.
struct EventEffects: Sendable {
  private(set) var opened: Set<Int> = []  // barriers
  private(set) var closed: Set<Int> = []  // barriers
  private(set) var openedExits: Set<Int> = []
  private(set) var released: Set<Int> = []  // waiting areas
  private(set) var started: Set<Int> = []  // sources
  private(set) var turns: [(from: Int?, to: Int)] = []  // journeys

  init(_ events: [EventPlan]) {
    for action in events.flatMap(\.actions) {
      switch action {
      case .open(let i): opened.insert(i)
      case .openExit(let i): openedExits.insert(i)
      case .release(let i): released.insert(i)
      case .startSource(let i): started.insert(i)
      case .redirect(let from, let to, _): turns.append((from, to))
      case .close(let i): closed.insert(i)
      case .closeExit, .stopSource: break
      }
    }
  }
}

extension CityPlan {
  /// All journeys that people may come to who begin with `first`: by choices and by events.
  func journeys(from first: some Sequence<Int>, by effects: EventEffects) -> Set<Int> {
    var found: Set<Int> = []
    var open = Array(first)
    while let j = open.popLast() {
      guard found.insert(j).inserted else { continue }
      for case .choice(let k) in journeys[j].stages {
        for case .journey(let next) in choices[k].options { open.append(next) }
      }
      for turn in effects.turns where turn.from == nil || turn.from == j { open.append(turn.to) }
    }
    return found
  }

  /// The places that a stage may lead to; none for a choice of journeys.
  func places(of stage: Journey.Stage) -> [Journey.Stage] {
    guard case .choice(let k) = stage else { return [stage] }
    return choices[k].options.compactMap {
      if case .stage(let place) = $0 { return place }
      return nil
    }
  }
}
