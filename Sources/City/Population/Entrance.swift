import Kernel

/// Finds places for people to enter: walkable, a body's radius off every wall, and free.
struct Entrance: Sendable {
  var outline: Outline
  let areas: [Polygon]  // of the sources
  let random: CounterRandom

  init(outline: Outline, ground: Ground, random: CounterRandom) {
    self.outline = outline
    areas = ground.sources.map(\.polygon)
    self.random = random
  }

  func fits(_ p: Vector2, radius: Float, walls: Walls, room: StandingRoom) -> Bool {
    room.isFree(p, radius: radius) && walls.near(p).clearance(at: p) >= radius && outline.isWalkable(p)
  }

  /// A place in the area of a source, drawn evenly from what is free there; nil when `tries` draws found none.
  /// `draw` counts the source's draws of this tick.
  func place(
    source: Int, tick: Int, radius: Float, tries: Int, draw: inout UInt32, walls: Walls, room: StandingRoom
  ) -> Vector2? {
    let area = areas[source]
    let box = area.bounds
    for _ in 0..<tries {
      if draw > 0xFFFF { return nil }
      let u = random.uniform4(.entryPlace, entity: UInt32(source) << 16 | draw, tick: tick)
      draw += 1
      for share in [u.lowHalf, u.highHalf] {
        let p = box.minimum + box.size * share
        if area.contains(p), fits(p, radius: radius, walls: walls, room: room) { return p }
      }
    }
    return nil
  }

  /// `p`, or the place nearest to it that fits: the centre of a cell of the route grid. `p` where none does.
  func nearestPlace(to p: Vector2, radius: Float, grid: RouteGrid, walls: Walls, room: StandingRoom)
    -> Vector2
  {
    if p.isFinite, fits(p, radius: radius, walls: walls, room: room) { return p }
    var best = p
    var least = Float.infinity
    for cell in 0..<grid.frame.count where grid.isWalkable(cell) {
      let centre = grid.centre(cell)
      let distance = (centre - p).lengthSquared
      if distance < least, fits(centre, radius: radius, walls: walls, room: room) {
        least = distance
        best = centre
      }
    }
    return best
  }
}
