import City
import Kernel

/// A hall of 40 m × 20 m: people come in on the left and leave on the right, by way of `stages`.
func hall(_ stages: [Journey.Stage], people: Int = 0, rate: Float = 0) -> CityPlan {
  let ground = Ground(
    walkable: [box(0, 0, 40, 20)],
    exits: [area("right", box(39, 0, 40, 20)), area("up", box(0, 19, 40, 20))],
    waypoints: [area("middle", box(19, 9, 21, 11)), area("corner", box(36, 1, 38, 3))],
    sources: [area("left", box(1, 1, 8, 18))])
  return CityPlan(
    ground: ground, profiles: [steady(1.3)], journeys: [Journey(name: "through", stages: stages)],
    sources: [Source(arrivals: .regular, rate: rate, initial: people, journeys: only(0), profiles: only(0))])
}

/// A straight line of spots at y = 10 m whose head is at x = 30 m.
func lineOfSpots(_ count: Int) -> [Vector2] { (0..<count).map { Vector2(30 - 0.9 * Float($0), 10) } }

/// What is seen of everybody, step by step.
struct JourneyLog {
  var world: World
  var marks: [UInt32: JourneyMark] = [:]

  init(_ world: World) {
    self.world = world
    marks = Dictionary(uniqueKeysWithValues: world.journeyMarks.map { ($0.id, $0) })
  }

  /// One step; `see` is told of everybody before and after it (nil: not there), and of the
  /// steps done.
  mutating func step(_ see: (_ before: JourneyMark?, _ after: JourneyMark?, _ tick: Int) -> Void) {
    world.run(1)
    let now = Dictionary(uniqueKeysWithValues: world.journeyMarks.map { ($0.id, $0) })
    for id in Set(marks.keys).union(now.keys).sorted() { see(marks[id], now[id], world.tick) }
    marks = now
  }
}

extension World {
  var isBalanced: Bool { spawned == arrived + present + quarantined && quarantined == 0 }
}
