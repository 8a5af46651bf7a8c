import Kernel

/// Memory of the systems that move people from stage to stage. Scratch.
struct JourneyScratch: Sendable {
  var picks = JourneyPicks()
  var sitters = JourneyPicks()  // those who stand in waiting areas
  var counts = JourneyCounts()
  var boxes: [Rectangle] = []  // by place: nobody outside has reached it
  /// By place: nobody outside is concerned, whatever the radius; everything where more is to be asked than the place.
  var concerns: [Rectangle] = []
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
  var company = ChoiceCompany()
  var bound: [Int] = []  // people on the way by place, then people by journey; empty while nobody asks
  var watches: [EventWatch] = []  // what is counted for events
  var happening: [Int] = []  // events

  /// What the scan of everybody asks first.
  /// - Parameter largestRadius: [m] of everybody in the frame.
  mutating func prepare(_ setting: JourneySetting, _ queues: Queues, largestRadius: Float) {
    boxes.removeAll(keepingCapacity: true)
    concerns.removeAll(keepingCapacity: true)
    for (map, kind) in zip(setting.routes.maps, setting.stages.itinerary.kinds) {
      boxes.append(map.reachBox)
      let isPlain = kind == .exit || kind == .waypoint
      concerns.append(isPlain ? map.reachBox.grown(by: largestRadius) : .everywhere)
    }
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
