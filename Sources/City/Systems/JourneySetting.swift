import ECS
import Kernel

/// What journeys need of the world and leave alone.
struct JourneySetting {
  let plan: CityPlan
  let routes: Routes
  let walls: Walls
  let stages: Stages
  let random: CounterRandom
  let clocks: Clocks

  /// Ticks that are nearest to a time [s]; at most some years.
  func ticks(_ seconds: Float) -> Int32 {
    let ticks = (Double(seconds) * 1000 / Double(clocks.crowdStepMilliseconds)).rounded()
    return ticks > 0 ? Int32(min(ticks, Double(Int32.max / 4))) : 0
  }

  /// The first tick at which `seconds` [s] have passed.
  func firstTick(at seconds: Double) -> Int32 {
    // The small share keeps rounding from moving a time that is a tick's to the next.
    let ticks = (seconds * 1000 / Double(clocks.crowdStepMilliseconds) - 1e-6).rounded(.up)
    return ticks > 0 ? Int32(min(ticks, Double(Pedestrians.untilLetGo - 1))) : 0
  }
}

/// What the plan's stages look like on the ground. Made once.
struct Stages: Sendable {
  let itinerary: Itinerary
  let queues: [QueueLayout]
  let waitings: [WaitingLattice]
  let areas: [EventArea?]  // by event: where people are counted

  init(plan: CityPlan, routes: Routes, walls: Walls, outline: Outline) {
    itinerary = Itinerary(plan: plan, routes: routes)
    queues = QueueLayout.all(plan.queues, outline: outline, walls: walls)
    waitings = plan.waitings.map {
      WaitingLattice($0, outline: outline, walls: walls, grid: routes.grid)
    }
    areas = plan.events.map { EventArea(of: $0.trigger, grid: routes.grid) }
  }
}

/// The changing side of stages and events.
struct Stations: Equatable, Sendable {
  var exits: Exits
  var queues: Queues
  var choices: Choices
  var events: Events

  init(plan: CityPlan, stages: Stages) {
    exits = Exits(plan: plan)
    queues = Queues(plan: plan.queues)
    choices = Choices(plan: plan, itinerary: stages.itinerary)
    events = Events(count: plan.events.count)
  }

  func save(into snapshot: inout Snapshot) {
    snapshot.save(exits, as: "exit")
    snapshot.save(queues, as: "queue")
    snapshot.save(choices, as: "choice")
    snapshot.save(events, as: "event")
  }
  mutating func restore(from snapshot: Snapshot) throws(Diagnostic) {
    try snapshot.restore(&exits, from: "exit")
    try snapshot.restore(&queues, from: "queue")
    try snapshot.restore(&choices, from: "choice")
    try snapshot.restore(&events, from: "event")
  }
  func combine(into hash: inout StableHash) {
    exits.combine(into: &hash)
    queues.combine(into: &hash)
    choices.combine(into: &hash)
    events.combine(into: &hash)
  }
}

/// Memory of the systems that move people from stage to stage. Scratch.
struct JourneyScratch: Sendable {
  var picks = JourneyPicks()
  var sitters = JourneyPicks()  // those who stand in waiting areas
  var counts = JourneyCounts()
  var boxes: [Rectangle] = []  // by place: nobody outside has reached it
  var lines: [Rectangle] = []  // by queue: nobody outside joins
  var tails: [Vector2] = []  // [m] by queue: where its next one stands
  var tailReaches: [Float] = []  // [m] by queue: how near to that somebody joins
  var pressing: [Int32] = []  // rows of those at an exit who cannot all leave
  var queueing: [Int32] = []  // rows, queue after queue, those in it first
  var line: [Int32] = []  // rows of those who stand behind the servers' spots
  var busy: [Bool] = []  // by server
  var lost: [Int32] = []  // rows of those who have not come when called
  var arrivals: [Int32] = []  // rows of those who have come to a waiting area or cannot get to their spot
  var taken: [[Int32]] = []  // by waiting area: people by spot
  var owners: [[Int32]] = []  // by waiting area: by spot, the row of somebody there; −1: nobody
  var isFilling: [Bool] = []  // by waiting area: somebody has come
  var bound: [Int] = []  // people on the way by place, then people by journey; empty while nobody asks
  var watches: [EventWatch] = []  // what is counted for events
  var happening: [Int] = []  // events

  /// What the scan of everybody asks first.
  mutating func prepare(_ setting: JourneySetting, _ queues: Queues) {
    boxes.removeAll(keepingCapacity: true)
    for map in setting.routes.maps { boxes.append(map.reachBox) }
    lines.removeAll(keepingCapacity: true)
    tails.removeAll(keepingCapacity: true)
    tailReaches.removeAll(keepingCapacity: true)
    for (layout, tail) in zip(setting.stages.queues, queues.tails) {
      let (place, within) = layout.target(tail)
      lines.append(layout.bounds.grown(by: within + QueueLayout.joining))
      tails.append(place)
      tailReaches.append(within + QueueLayout.joining)
    }
  }
}
