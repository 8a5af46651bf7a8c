import Kernel

/// The places that journeys lead to, and a distance map for each.
struct Routes: Sendable {
  let grid: RouteGrid
  let places: [Journey.Stage]  // what each is; never a choice
  let maps: [DistanceMap]  // by place

  /// Maps are independent of one another; each worker makes whole ones.
  init(plan: CityPlan, walls: Walls, workers: Workers) {
    let places = plan.placesNamed
    let grid = RouteGrid(ground: plan.ground, walls: walls, settings: plan.routes)
    let destinations = places.map { plan.polygon(of: $0) }
    var made = [DistanceMap?](repeating: nil, count: destinations.count)
    made.withUnsafeMutableBufferPointer {
      let rows = Rows($0)
      workers.forEachBlock(rows: destinations.count, size: 1) { _, range in
        for i in range { rows[i] = DistanceMap(to: destinations[i], on: grid) }
      }
    }
    self.grid = grid
    self.places = places
    maps = made.compactMap { $0 }
  }

  /// The place that a stage is; nil for a choice, which is none.
  func place(of stage: Journey.Stage) -> Int32? { places.firstIndex(of: stage).map { Int32($0) } }
}

extension CityPlan {
  /// Every place that a journey or a choice leads to, once, in the order in which journeys first name them.
  var placesNamed: [Journey.Stage] {
    var places: [Journey.Stage] = []
    func add(_ stage: Journey.Stage) {
      if case .choice(let k) = stage {
        for case .stage(let option) in choices[k].options { add(option) }
      } else if !places.contains(stage) {
        places.append(stage)
      }
    }
    for journey in journeys { for stage in journey.stages { add(stage) } }
    return places
  }

  /// Where somebody on the way to a place walks: a queue's is a band along its spots.
  package func polygon(of place: Journey.Stage) -> Polygon {
    switch place {
    case .exit(let i): ground.exits[i].polygon
    case .waypoint(let i): ground.waypoints[i].polygon
    case .waiting(let i): waitings[i].polygon
    case .queue(let i): queues[i].band
    case .choice: Polygon([])
    }
  }
}
