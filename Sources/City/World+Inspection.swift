import Kernel

/// Looks inside for tests and overlays; nothing here changes a world.
extension World {
  /// Distance left [m] from `p` to a destination, numbered in the order in which journeys first name them; priced
  /// near walls, infinite where it cannot be reached.
  package func distance(from p: Vector2, destination: Int) -> Float {
    routes.maps[destination].distance(at: p, on: routes.grid)
  }
  /// Unit vector along which somebody at `p` would walk there; zero where no way leads.
  package func direction(at p: Vector2, destination: Int) -> Vector2 {
    routes.maps[destination].direction(at: p, on: routes.grid, walls: walls)
  }
  /// [m] of all walls together.
  package var wallLength: Float { walls.segments.reduce(0) { $0 + ($1.b - $1.a).length } }

  /// What the last step's locomotion chose for those present when it began [m/s], people at the keys included.
  package var chosenVelocities: [Vector2] { chosen }

  /// What the next step's locomotion will choose [m/s] but for people at the keys, by asking everybody about
  /// everybody else and about every wall: slow, obvious, and the measure of the fast way.
  package func velocitiesByAskingEverybody() -> [Vector2] {
    let people = pedestrians
    let all = walls.segments[...]
    return plan.locomotion.use { model in
      people.positions.indices.map { i in
        let p = people.positions[i]
        var seen: [Neighbour] = []
        for j in people.positions.indices where j != i {
          let offset = people.positions[j] - p
          let distance = offset.length
          if !(distance < model.sight) || all.block(p, people.positions[j]) { continue }
          let way = distance > 0 ? offset / distance : Vector2(people.ids[i] < people.ids[j] ? 1 : -1, 0)
          seen.append(
            Neighbour(
              way: way, distance: distance, contact: people.radii[i] + people.radii[j],
              velocity: people.velocities[j]))
        }
        var direction = Vector2.zero
        if people.journeys[i] >= 0 {
          let leg = routes.legs[Int(people.journeys[i])][Int(people.stages[i])]
          direction = routes.maps[leg.map].direction(at: p, on: routes.grid, walls: walls)
        }
        let walker = Walker(
          position: p, velocity: people.velocities[i], radius: people.radii[i],
          desiredSpeed: people.desiredSpeeds[i], timeGap: people.timeGaps[i], desiredDirection: direction)
        return seen.withUnsafeBufferPointer {
          model.velocity(of: walker, among: $0, walls: all, dt: clocks.crowdStep)
        }
      }
    }
  }
}
