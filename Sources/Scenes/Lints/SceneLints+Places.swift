import City
import Kernel

extension SceneLints {
  /// Queues, waiting areas and exits can do what they are for.
  mutating func checkPlaces() {
    checkQueues()
    checkWaitings()
    checkExitsOpen()
  }

  private mutating func checkQueues() {
    let radius = scene.city.profiles.map { SceneLints.highest($0.radius) }.max() ?? 0.2
    for (i, queue) in scene.city.queues.enumerated() {
      let path = path(\.queues, i)
      if let k = queue.spots.firstIndex(where: { !ground.isWalkable($0) }) {
        let others = queue.spots.dropFirst(k + 1).count { !ground.isWalkable($0) }
        error(
          .queueBlocked,
          "spot \(k) of the queue '\(queue.name)' lies \(blocking(queue.spots[k]))"
            + (others == 0 ? "" : ", and \(others) more"),
          at: "\(path).spots.\(k)", hint: "nobody can stand there")
      }
      for k in queue.spots.indices.dropFirst() {
        let gap = (queue.spots[k] - queue.spots[k - 1]).length
        guard gap < 2 * radius else { continue }
        warn(
          .queueTight,
          "spots \(k - 1) and \(k) of the queue '\(queue.name)' are \(inWords(gap, digits: 2, "m")) apart, "
            + "less than a body is wide (\(inWords(2 * radius, digits: 2, "m")))",
          at: "\(path).spots.\(k)")
        break
      }
    }
  }

  private mutating func checkWaitings() {
    for (i, waiting) in scene.city.waitings.enumerated() {
      let path = path(\.waitings, i)
      switch waiting.release {
      case .byEvent where !effects.released.contains(i):
        warn(
          .neverReleased, "no event releases those who wait in '\(waiting.name)'", at: "\(path).release",
          hint: "write an event that does {release: \(waiting.name)}, or another release")
      case .whenFull(let people):
        let room = waiting.polygon.area * walkableShare(of: waiting.polygon)
        guard Float(people) > room * SceneLints.fullDensity else { continue }
        let most = Int(room * SceneLints.tightDensity)
        error(
          .neverFull,
          "\(people) people never find room in the waiting area '\(waiting.name)' of \(inWords(room, digits: 1, "m^2"))",
          at: "\(path).release", hint: "at most \(most) find room with ease")
      case .atTime(let seconds) where seconds >= scene.duration && !effects.released.contains(i):
        warn(
          .neverReleased,
          "those who wait in '\(waiting.name)' go on at \(inWords(seconds, "s")), after the run of "
            + inWords(scene.duration, "s"), at: "\(path).release")
      case .after, .atTime, .byEvent: break
      }
    }
  }

  private mutating func checkExitsOpen() {
    for (i, exit) in ground.exits.enumerated() {
      let plan = scene.city.exit(i)
      let path = path(\.exits, i)
      if plan.capacity == 0 {
        error(
          .noCapacity, "the exit '\(exit.name)' lets nobody out: its capacity is 0", at: "\(path).capacity",
          hint: "close it by 'open: false', or leave 'capacity' out")
      }
      if !plan.isOpen, !effects.openedExits.contains(i) {
        warn(
          .neverOpens, "the exit '\(exit.name)' is closed and no event opens it", at: "\(path).open",
          hint: "write an event that does {open: \(exit.name)}")
      }
    }
  }

  /// Choices with something to choose, and journeys that go on to somewhere.
  mutating func checkJourneys() {
    let city = scene.city
    for (k, choice) in city.choices.enumerated() where choice.options.count == 1 {
      warn(.choiceOfOne, "the choice has one option only", at: path(\.choices, k), hint: "name it as a stage")
    }
    // A journey without a place of its own hands people on at once.
    let next = city.journeys.map { journey -> [Int] in
      guard case .choice(let k)? = journey.stages.first else { return [] }
      return city.choices[k].options.compactMap {
        if case .journey(let j) = $0 { return j }
        return nil
      }
    }
    for (j, journey) in city.journeys.enumerated() where SceneLints.leads(j, backTo: j, next) {
      error(
        .endlessJourney, "the journey '\(journey.name)' goes on with itself without a place between",
        at: "journeys.\(j)", hint: "give it a stage before the choice")
    }
  }

  private static func leads(_ start: Int, backTo goal: Int, _ next: [[Int]]) -> Bool {
    var seen: Set<Int> = []
    var open = next[start]
    while let j = open.popLast() {
      if j == goal { return true }
      if seen.insert(j).inserted { open += next[j] }
    }
    return false
  }
}
