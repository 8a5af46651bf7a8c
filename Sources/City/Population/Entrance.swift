import Kernel

/// Finds places for people to enter: walkable, a body's radius off every wall, and free.
struct Entrance: Sendable {
  var outline: Outline
  let areas: [Polygon]  // of the sources
  private let boxes: [Rectangle]
  let random: CounterRandom

  init(outline: Outline, ground: Ground, random: CounterRandom) {
    self.outline = outline
    areas = ground.sources.map(\.polygon)
    boxes = areas.map(\.bounds)
    self.random = random
  }

  /// What the look for a place reads beside the ground.
  struct Scene {
    let walls: Walls
    var bystanders: Bystanders?  // who is there already
  }

  /// `room` holds those who enter in this step.
  func fits(_ p: Vector2, radius: Float, in scene: Scene, room: StandingRoom) -> Bool {
    room.isFree(p, radius: radius) && scene.walls.near(p).clearance(at: p) >= radius
      && scene.bystanders?.isFree(p, radius: radius) ?? true && outline.isWalkable(p)
  }

  /// A place in the area of a source, drawn evenly from what is free there; nil when `tries` draws found none.
  func place(draws: inout PlaceDraws, radius: Float, tries: Int, in scene: Scene, room: StandingRoom)
    -> Vector2?
  {
    let area = areas[draws.source]
    let box = boxes[draws.source]
    for _ in 0..<tries {
      guard let u = draws.next(random) else { return nil }
      for share in [u.lowHalf, u.highHalf] {
        let p = box.minimum + box.size * share
        if area.contains(p), fits(p, radius: radius, in: scene, room: room) { return p }
      }
    }
    return nil
  }

  /// A place in the area near `centre`: the more draws fail, the farther off, up to `distance` [m]; nil for none.
  func place(
    near centre: Vector2, upTo distance: Float, draws: inout PlaceDraws, radius: Float, tries: Int,
    in scene: Scene, room: StandingRoom
  ) -> Vector2? {
    let area = areas[draws.source]
    for k in 0..<tries {
      guard let u = draws.next(random) else { return nil }
      let reach = distance * min(1, 0.5 + Float(k) / Float(tries))
      for (turn, share) in [(u.x, u.y), (u.z, u.w)] {
        let p = centre + Math.unit(degrees: 360 * turn) * (reach * share.squareRoot())
        if area.contains(p), fits(p, radius: radius, in: scene, room: room) { return p }
      }
    }
    return nil
  }

  /// `p`, or the place nearest to it that fits: the centre of a cell of the route grid. `p` where none does.
  func nearestPlace(to p: Vector2, radius: Float, grid: RouteGrid, walls: Walls, room: StandingRoom)
    -> Vector2
  {
    let scene = Scene(walls: walls)
    if p.isFinite, fits(p, radius: radius, in: scene, room: room) { return p }
    var best = p
    var least = Float.infinity
    for cell in 0..<grid.frame.count where grid.isWalkable(cell) {
      let centre = grid.centre(cell)
      let distance = (centre - p).lengthSquared
      if distance < least, fits(centre, radius: radius, in: scene, room: room) {
        least = distance
        best = centre
      }
    }
    return best
  }
}

/// The numbers that one source draws for places in one tick, counted. Ticks before the first step have no end of
/// them; a step stops at 65,536.
struct PlaceDraws {
  let source: Int
  let tick: Int
  private var count = 0

  init(source: Int, tick: Int) {
    self.source = source
    self.tick = tick
  }

  mutating func next(_ random: CounterRandom) -> SIMD4<Float>? {
    if count > 0xFFFF, tick >= 0 { return nil }
    let u = random.uniform4(
      .entryPlace, entity: UInt32(source) << 16 | UInt32(count & 0xFFFF), tick: tick - count >> 16)
    count += 1
    return u
  }
}
