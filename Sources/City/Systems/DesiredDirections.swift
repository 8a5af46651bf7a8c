import Kernel

/// Writes the unit vector along which each person would walk if alone; zero for people without a journey and for
/// those whom no way leads on.
func desiredDirections(
  routes: Routes, walls: Walls, positions: [Vector2], journeys: [Int32], stages: [Int32],
  into directions: inout [Vector2], workers: Workers
) {
  directions.withUnsafeMutableBufferPointer {
    let directions = Rows($0)
    workers.forEachBlock(rows: positions.count, size: pedestriansPerBlock) { _, range in
      for i in range {
        guard journeys[i] >= 0 else {
          directions[i] = .zero
          continue
        }
        let map = routes.legs[Int(journeys[i])][Int(stages[i])].map
        directions[i] = routes.maps[map].direction(at: positions[i], on: routes.grid, walls: walls)
      }
    }
  }
}
