import Kernel

/// The places that journeys lead to, and a distance map for each.
struct Routes: Sendable {
  private(set) var grid: RouteGrid
  let places: [Journey.Stage]  // what each is; never a choice
  private(set) var maps: [DistanceMap] {  // by place
    didSet { ways = maps.map { WayAddress(base: $0.ways.base) } }
  }
  private(set) var ways: [WayAddress] = []  // by place; good while the maps are

  init(plan: CityPlan, frame: GridFrame, walls: Walls, links: Links, workers: Workers) {
    places = plan.placesNamed
    grid = RouteGrid(plan: plan, frame: frame, walls: walls, links: links, workers: workers)
    maps = []
    let destinations = places.map { plan.polygon(of: $0) }
    maps = Routes.make(destinations.count, workers: workers) { [grid] i, front in
      DistanceMap(to: destinations[i], on: grid, front: front)
    }
    // Observers are silent in here.
    ways = maps.map { WayAddress(base: $0.ways.base) }
  }

  /// Follows barriers in `regions` that have opened or closed: cells there are looked at anew, and each map from the
  /// first time on that they can change.
  mutating func follow(_ outline: Outline, walls: Walls, regions: [Rectangle], workers: Workers) {
    var changed: [Int32] = []
    for region in regions {
      changed += grid.renew(near: region, outline: outline, walls: walls, workers: workers)
    }
    if changed.isEmpty { return }
    maps = Routes.make(maps.count, workers: workers) { [maps, grid, changed] i, front in
      maps[i].following(grid, changed: changed, front: front)
    }
  }

  /// What crowds make of the time, by route cell, for the maps that are worked out from now on.
  mutating func set(losses: [Float]) { grid.set(losses: losses) }

  /// Works some maps out anew.
  mutating func renew(_ some: Range<Int>, workers: Workers) {
    if some.isEmpty { return }
    let renewed = Routes.make(some.count, workers: workers) { [maps, grid] i, front in
      DistanceMap(to: maps[some.lowerBound + i].destination, on: grid, front: front)
    }
    maps.replaceSubrange(some, with: renewed)
  }

  /// Maps are independent of one another; each worker makes whole ones, one after the other in the same scratch.
  private static func make(
    _ count: Int, workers: Workers, _ map: @Sendable (Int, WaveFront) -> DistanceMap
  ) -> [DistanceMap] {
    let fronts = (0..<workers.count).map { _ in WaveFront() }
    var made = [DistanceMap?](repeating: nil, count: count)
    made.withUnsafeMutableBufferPointer {
      let rows = Rows($0)
      workers.forEachBlock(rows: count, size: 1) { worker, range in
        for i in range { rows[i] = map(i, fronts[worker]) }
      }
    }
    return made.compactMap { $0 }
  }

  /// The place that a stage is; nil for a choice, which is none.
  func place(of stage: Journey.Stage) -> Int32? { places.firstIndex(of: stage).map { Int32($0) } }
}

extension CityPlan {
  /// The cells of the distance maps.
  var routeFrame: GridFrame {
    RouteGrid.frame(over: ground.bounds, settings: routes, maps: placesNamed.count)
  }

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
