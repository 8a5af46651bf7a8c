import Kernel

/// A distance map for every destination that a journey names.
struct Routes: Sendable {
  let grid: RouteGrid
  let maps: [DistanceMap]
  /// By journey and stage: which map leads to it, and whether reaching it ends the journey.
  let legs: [[Leg]]

  struct Leg: Sendable {
    var map: Int
    var isExit: Bool
  }

  /// Maps are independent of one another; each worker makes whole ones.
  init(plan: CityPlan, walls: Walls, workers: Workers) {
    var stages: [Journey.Stage] = []
    var legs: [[Leg]] = []
    for journey in plan.journeys {
      legs.append(
        journey.stages.map { stage in
          let map = stages.firstIndex(of: stage) ?? stages.count
          if map == stages.count { stages.append(stage) }
          return Leg(map: map, isExit: stage.isExit)
        })
    }
    let grid = RouteGrid(ground: plan.ground, walls: walls, settings: plan.routes)
    let destinations = stages.map { stage in
      switch stage {
      case .exit(let i): plan.ground.exits[i].polygon
      case .waypoint(let i): plan.ground.waypoints[i].polygon
      }
    }
    var made = [DistanceMap?](repeating: nil, count: destinations.count)
    made.withUnsafeMutableBufferPointer {
      let rows = Rows($0)
      workers.forEachBlock(rows: destinations.count, size: 1) { _, range in
        for i in range { rows[i] = DistanceMap(to: destinations[i], on: grid) }
      }
    }
    self.grid = grid
    self.legs = legs
    maps = made.compactMap { $0 }
  }

  /// The map that somebody in `stage` of `journey` follows.
  func map(journey: Int32, stage: Int32) -> DistanceMap { maps[legs[Int(journey)][Int(stage)].map] }
}

extension Journey.Stage {
  var isExit: Bool {
    if case .exit = self { return true }
    return false
  }
}
