import Kernel

/// People ahead of whom a map is read. More at once than a processor keeps track of are forgotten.
private let fetchedAhead = 16

/// Writes the unit vector along which each person would walk if alone, and how fast [m/s]: zero for people without a
/// place to go, for those whom no way leads on, and while they pause.
func desiredDirections(
  routes: Routes, walls: Walls, zones: Zones, tick: Int, pedestrians: Pedestrians,
  into directions: inout [Vector2], speeds: inout [Float], workers: Workers
) {
  directions.withUnsafeMutableBufferPointer {
    let directions = Rows($0)
    speeds.withUnsafeMutableBufferPointer {
      let speeds = Rows($0)
      workers.forEachBlock(rows: pedestrians.count, size: pedestriansPerBlock) { _, range in
        func fetch(_ i: Int) {
          guard pedestrians.places[i] >= 0 else { return }
          let ways = routes.ways[Int(pedestrians.places[i])].base
          routes.grid.fetchWays(at: pedestrians.positions[i], ways: ways)
        }
        // The maps of a city are larger than a processor's caches: what is read below is asked for some people ahead.
        for i in range.prefix(fetchedAhead) { fetch(i) }
        for i in range {
          if i + fetchedAhead < range.upperBound { fetch(i + fetchedAhead) }
          let place = pedestrians.places[i]
          speeds[i] = pedestrians.desiredSpeeds[i]
          let p = pedestrians.positions[i]
          defer { if !zones.isEmpty { speeds[i] *= zones.pace(at: p, along: directions[i]) } }
          guard place >= 0, pedestrians.pauses[i] <= tick else {
            directions[i] = .zero
            continue
          }
          let ways = routes.ways[Int(place)].base
          directions[i] =
            routes.grid.quickDirection(at: p, ways: ways)
            ?? routes.grid.carefulDirection(at: p, ways: ways, walls: walls)
        }
      }
    }
  }
}
