import Kernel

extension Walls {
  /// The longest way checked at once [m]; with the standoff well within `Walls.near`.
  static let stride: Float = 0.25

  /// Where somebody at `p` who wants to move by `displacement` ends up: walls are never crossed, and a centre keeps
  /// `standoff` [m] off them where the ground allows it. What leads into a wall is lost; what leads along it stays.
  func slide(from p: Vector2, by displacement: Vector2, standoff: Float) -> Vector2 {
    guard let (part, pieces) = parts(of: displacement), p.isFinite else { return p }
    var place = p
    for _ in 0..<pieces { place = slideOnce(from: place, by: part, standoff: standoff) }
    return place
  }

  /// A way cut into equal parts that are short enough to be checked at once; nil where there is no way to go.
  @inline(__always)
  func parts(of displacement: Vector2) -> (part: Vector2, count: Int)? {
    let length = displacement.length
    guard length > 0, length.isFinite else { return nil }
    let pieces = min(64, max(1, (length / Walls.stride).rounded(.up)))
    var part = displacement / pieces
    if length / pieces > Walls.stride { part *= Walls.stride * pieces / length }
    return (part, Int(pieces))
  }

  func slideOnce(from p: Vector2, by displacement: Vector2, standoff: Float) -> Vector2 {
    let walls = near(p)
    if walls.isEmpty { return p + displacement }
    let own = walls.clearance(at: p)
    // Whoever stands too near may move along or away, but no nearer. What is let pass for rounding is measured from the
    // standoff, not from where somebody has got to: people pressed to a wall for minutes would creep into it.
    let rounding = 1e-5 + 2e-7 * max(abs(p.x), abs(p.y))  // [m] that a distance may be wrong by
    let least = min(standoff - Walls.slack, own - rounding)
    func settle(off kept: Float) -> Vector2? {
      let target = kick(p + displacement, from: p, walls, off: kept, rounding: rounding)
      return walls.block(p, target) || nearestFoot(walls, to: target, within: least) != nil ? nil : target
    }
    if let target = settle(off: min(standoff, own + Walls.slack)) { return target }
    // A passage hardly wider than that has no room to make up for what is missing.
    if own < standoff, let target = settle(off: own) { return target }
    return p
  }

  /// [m] of the standoff that may be missing.
  private static let slack: Float = 1e-3

  /// Where `target` is moved to by walls between `p` and it, and by those nearer than `kept` [m].
  @inline(__always)
  private func kick(
    _ target: Vector2, from p: Vector2, _ walls: UnsafeBufferPointer<Segment>, off kept: Float,
    rounding: Float
  ) -> Vector2 {
    var target = target
    for _ in 0..<4 {
      if let wall = walls.first(where: { $0.crosses(p, target) }) {
        let normal = normal(of: wall, towards: p)
        target += normal * (kept - (target - wall.a).dot(normal))
        continue
      }
      guard let foot = nearestFoot(walls, to: target, within: kept - rounding) else { return target }
      target = foot + (target - foot).normalized * kept
    }
    return target
  }

  private func normal(of wall: Segment, towards p: Vector2) -> Vector2 {
    let n = (wall.b - wall.a).normalized.left
    return (p - wall.a).dot(n) < 0 ? -n : n
  }

  /// The nearest point of a wall nearer than `limit`; nil for none.
  private func nearestFoot(_ walls: UnsafeBufferPointer<Segment>, to p: Vector2, within limit: Float)
    -> Vector2?
  {
    var best: Vector2?
    var least = limit > 0 ? limit * limit : 0
    for wall in walls {
      let foot = wall.nearest(to: p)
      let distance = (foot - p).lengthSquared
      if distance < least {
        least = distance
        best = foot
      }
    }
    return best
  }
}
