/// What can be seen from the origin within walls that do not move: T. Asano's sweep ("An efficient algorithm for finding
/// the visibility polygon", 1985) in its plain form, for the few edges of one cell. Between two neighbouring directions
/// of corners one edge is the nearest all the way, and the origin sees a triangle up to it.
struct SightLines {
  private var corners: [Point] = []

  /// The part of `piece` (an outline round the origin, and holes) that the origin sees, as one ring. A piece that is
  /// convex and without holes comes back as it is; so does one that does not have the origin inside.
  mutating func seen(_ piece: RingSet) -> RingSet {
    guard piece.count > 0, piece.count > 1 || !Ring.isConvex(Array(piece.ring(0))),
      Ring.contains(piece.ring(0), .zero)
    else { return piece }
    corners.removeAll(keepingCapacity: true)
    corners.append(contentsOf: piece.points.filter { $0 != .zero })
    // By direction; no angles, so that the order needs no trigonometry.
    corners.sort { a, b in
      let upA = a.y > 0 || (a.y == 0 && a.x > 0)
      let upB = b.y > 0 || (b.y == 0 && b.x > 0)
      if upA != upB { return upA }
      let turn = a.cross(b)
      return turn != 0 ? turn > 0 : a.lengthSquared < b.lengthSquared
    }
    var ring: [Point] = []
    for k in corners.indices {
      let from = corners[k]
      let to = corners[k + 1 < corners.count ? k + 1 : 0]
      if from.cross(to) <= 1e-12 * from.length * to.length { continue }
      let middle = from / from.length + to / to.length
      guard let edge = nearestEdge(of: piece, towards: middle) else { continue }
      ring.append(meet(from, edge))
      ring.append(meet(to, edge))
    }
    var result = RingSet()
    if ring.count > 2 { result.append(ring) }
    return ring.count > 2 ? result : piece
  }

  private func nearestEdge(of piece: RingSet, towards d: Point) -> (a: Point, b: Point)? {
    var best: (a: Point, b: Point)?
    var least = Double.infinity
    for k in 0..<piece.count {
      guard var a = piece.ring(k).last else { continue }
      for b in piece.ring(k) {
        defer { a = b }
        let turnA = d.cross(a)
        let turnB = d.cross(b)
        guard (turnA > 0) != (turnB > 0) else { continue }
        let hit = a + (b - a) * (turnA / (turnA - turnB))
        let distance = hit.dot(d)
        if distance > 0, distance < least {
          least = distance
          best = (a, b)
        }
      }
    }
    return best
  }

  /// Where the ray from the origin through `d` meets the line of the edge; an end of the edge where they run level.
  private func meet(_ d: Point, _ edge: (a: Point, b: Point)) -> Point {
    let way = edge.b - edge.a
    let turn = d.cross(way)
    if turn == 0 { return edge.a }
    return d * (edge.a.cross(way) / turn)
  }
}
