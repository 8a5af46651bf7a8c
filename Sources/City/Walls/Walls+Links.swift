import Kernel

extension Walls {
  /// As `slide`, near the edges of links: whoever walks out over one goes on, with what is left of the way, at the
  /// other. The place is that after all crossings; the shift [m] is what they add up to.
  func slide(from p: Vector2, by displacement: Vector2, standoff: Float, links: Links, outline: Outline) -> (
    place: Vector2, shift: Vector2
  ) {
    guard let (part, pieces) = parts(of: displacement), p.isFinite else { return (p, .zero) }
    var place = p
    var shift = Vector2.zero
    for _ in 0..<pieces {
      let target = slideOnce(from: place, by: part, standoff: standoff)
      guard let (k, exit) = links.exit(from: place, to: target) else {
        // A link's edge is no wall: past its ends, by a hair, somebody might slip off the ground.
        if outline.isWalkable(target) || !outline.isWalkable(place) { place = target }
        continue
      }
      let edge = links.edges[k]
      let entry = exit + edge.shift + links.edges[k ^ 1].inward * Links.hair
      guard outline.isWalkable(entry) else { continue }
      let end = slideOnce(from: entry, by: target - exit, standoff: standoff)
      let isGood = outline.isWalkable(end) && links.exit(from: entry, to: end) == nil
      place = isGood ? end : entry
      shift += edge.shift
    }
    return (place, shift)
  }
}
