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
  /// As `direction`, by asking all four centres about every wall there is: slow, obvious, and the measure of the fast
  /// way. Nil where no centre around helps, so that a way out is looked for.
  package func directionByAskingEveryWall(at p: Vector2, destination: Int) -> Vector2? {
    let grid = routes.grid
    let ways = routes.maps[destination].ways.base
    let q = (p - grid.frame.origin) / grid.frame.cellSize - 0.5
    var sum = Vector2.zero
    var heaviest: (weight: Float, direction: Vector2) = (-1, .zero)
    for right in 0...1 {
      for up in 0...1 {
        let column = Int(q.x.rounded(.down)) + right
        let row = Int(q.y.rounded(.down)) + up
        guard column >= 0, row >= 0, column < grid.frame.columns, row < grid.frame.rows else { continue }
        let centre = grid.frame.centre(column, row)
        let way = ways[grid.frame.index(column, row)]
        if way.isLost || walls.segments.contains(where: { $0.crosses(p, centre) }) { continue }
        let offset = q - Vector2(Float(column), Float(row))
        let weight = (1 - abs(offset.x)) * (1 - abs(offset.y))
        sum += way.direction * weight / Way.one
        if weight > heaviest.weight { heaviest = (weight, way.direction) }
      }
    }
    if heaviest.weight < 0 { return nil }
    return (sum.length > 0.1 ? sum : heaviest.direction).normalized
  }
  /// Times left in the cells of a destination's map, in the solver's ticks, and its directions, bit for bit.
  package func mapBits(destination: Int) -> (times: [Int32], ways: [UInt32]) {
    let map = routes.maps[destination]
    return (map.times, (0..<map.ways.count).map { map.ways.base[$0].bits })
  }
  /// All walls that stand, by their ends [m], and those near each of a few places, in the order of the lists.
  package var wallList: [[SIMD4<Float>]] {
    let all = walls.segments.map { SIMD4($0.a.x, $0.a.y, $0.b.x, $0.b.y) }
    return [all]
      + (0..<walls.frame.count).map { cell in
        let centre = walls.frame.centre(cell % walls.frame.columns, cell / walls.frame.columns)
        return walls.around(centre).map { SIMD4($0.a.x, $0.a.y, $0.b.x, $0.b.y) }
          + walls.near(centre).map { SIMD4($0.a.x, $0.a.y, $0.b.x, $0.b.y) }
      }
  }
  /// True where a wall stands between two places, asking all.
  package func isCrossed(from p: Vector2, to q: Vector2) -> Bool {
    walls.segments.contains { $0.crosses(p, q) }
  }
  /// Distance to the nearest wall [m], by the lists and by asking all.
  package func clearances(at p: Vector2) -> (fast: Float, slow: Float) {
    (walls.clearance(at: p), walls.segments.withUnsafeBufferPointer { $0.clearance(at: p) })
  }
  /// By barrier of the plan: whether it stands in the way now.
  package var barriersClosed: [Bool] { barriers.closed.map { $0 != 0 } }
  /// [m] of all walls together.
  package var wallLength: Float { walls.segments.reduce(0) { $0 + ($1.b - $1.a).length } }

  /// What the last step's locomotion chose for those present when it began [m/s], people at the keys included.
  package var chosenVelocities: [Vector2] { chosen }

  /// What the next step's locomotion will choose [m/s] but for people at the keys, by asking everybody about
  /// everybody else and about every wall: slow, obvious, and the measure of the fast way.
  package func velocitiesByAskingEverybody() -> [Vector2] {
    let people = pedestrians
    let all = walls.segments
    let dt = clocks.crowdStep / Float(stepParts)
    return people.positions.indices.map { i in
      models[Int(people.models[i])].use { model in
        let p = people.positions[i]
        var seen: [Neighbour] = []
        for j in people.positions.indices where j != i {
          let offset = people.positions[j] - p
          let distance = offset.length
          if !(distance < model.sight) || all.contains(where: { $0.crosses(p, people.positions[j]) }) {
            continue
          }
          let way = distance > 0 ? offset / distance : Vector2(people.ids[i] < people.ids[j] ? 1 : -1, 0)
          seen.append(
            Neighbour(
              way: way, distance: distance, contact: people.radii[i] + people.radii[j],
              velocity: people.velocities[j], heading: people.headings[j]))
        }
        var direction = Vector2.zero
        if people.places[i] >= 0, people.pauses[i] <= tick {
          direction = routes.maps[Int(people.places[i])].direction(at: p, on: routes.grid, walls: walls)
        }
        let walker = Walker(
          id: people.ids[i], position: p, velocity: people.velocities[i], heading: people.headings[i],
          radius: people.radii[i],
          desiredSpeed: people.desiredSpeeds[i] * zones.pace(at: p, along: direction),
          timeGap: people.timeGaps[i],
          relaxation: people.relaxations[i], mass: people.masses[i], desiredDirection: direction)
        return all.withUnsafeBufferPointer { model.velocity(of: walker, among: seen, walls: $0, dt: dt) }
      }
    }
  }
}

extension Locomotion {
  /// As the protocol's, with the neighbours in a list.
  func velocity(
    of walker: Walker, among list: [Neighbour], walls: UnsafeBufferPointer<Segment>, dt: Float
  ) -> Vector2 {
    var columns = [Float](repeating: 0, count: NeighbourRoom.size(most: list.count))
    return columns.withUnsafeMutableBufferPointer {
      let room = NeighbourRoom(base: $0.baseAddress!, stride: NeighbourRoom.stride(most: list.count))
      return velocity(of: walker, among: room.filled(with: list), walls: walls, dt: dt)
    }
  }
}
