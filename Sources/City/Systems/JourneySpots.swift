import Kernel

/// [s] Those who come to where they will stand walk no faster than the way that is left in this time.
private let slowing: Float = 0.7
/// [m] from the spot at which people stand still.
private let still: Float = 0.1

/// Changes where those want to walk who have, or go to, a spot of their own: straight to it as soon as it is near and
/// in sight, slower and slower, and there they stand. Whoever cannot leave by an exit yet stands at it.
func holdSpots(
  _ setting: JourneySetting, tick: Int, pedestrians: Pedestrians, tails: [Int32],
  directions: inout [Vector2], speeds: inout [Float], workers: Workers
) {
  let itinerary = setting.stages.itinerary
  if !itinerary.hasSpots { return }
  directions.withUnsafeMutableBufferPointer {
    let directions = Rows($0)
    speeds.withUnsafeMutableBufferPointer {
      let speeds = Rows($0)
      workers.forEachBlock(rows: pedestrians.count, size: 8 * pedestriansPerBlock) { _, range in
        for i in range where pedestrians.places[i] >= 0 {
          let place = Int(pedestrians.places[i])
          let spot = pedestrians.spots[i]
          let p = pedestrians.positions[i]
          switch itinerary.kinds[place] {
          case .waypoint: continue
          case .exit:
            if spot >= 0, setting.hasReached(place, p, pedestrians.radii[i]) { directions[i] = .zero }
          case .waiting:
            if spot < 0 { continue }
            let target = setting.stages.waitings[Int(itinerary.indices[place])].spots[Int(spot)]
            let wish = setting.wish(from: p, to: target, within: 0, by: target, place)
            directions[i] = wish.direction
            speeds[i] = min(speeds[i], wish.speed)
          case .queue:
            let q = Int(itinerary.indices[place])
            let layout = setting.stages.queues[q]
            if spot >= 0 {
              let (target, within) = layout.target(spot)
              let aim = layout.aim(from: p, towards: spot, aside: false, walls: setting.walls)
              let wish = setting.wish(from: p, to: target, within: within, by: aim, place)
              directions[i] = wish.direction
              speeds[i] = min(speeds[i], wish.speed)
            } else if pedestrians.pauses[i] <= tick, p.isFinite,
              let aim = layout.aim(from: p, towards: tails[q], aside: true, walls: setting.walls)
            {
              directions[i] = (aim - p).normalized
            }
          }
        }
      }
    }
  }
}

extension JourneySetting {
  fileprivate func hasReached(_ place: Int, _ p: Vector2, _ radius: Float) -> Bool {
    routes.maps[place].isReached(at: p, radius: radius, on: routes.grid)
  }

  /// Towards `aim` on the way to `target`, where nothing is in between; by the map of the place where it is out of
  /// sight. Zero for those who are there.
  fileprivate func wish(
    from p: Vector2, to target: Vector2, within: Float, by aim: Vector2?, _ place: Int
  ) -> (direction: Vector2, speed: Float) {
    let left = (target - p).length - within
    if !(left > still) { return (.zero, 0) }
    let speed = left / slowing
    if let aim, walls.leavesOpen(p, aim) { return ((aim - p).normalized, speed) }
    let way = routes.maps[place].direction(at: p, on: routes.grid, walls: walls)
    return (way == .zero ? (target - p).normalized : way, speed)
  }
}
