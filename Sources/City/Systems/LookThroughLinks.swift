import Kernel

/// Looking around within sight of a link's edge: those beyond the edge are seen as if the ground went on there, and
/// those who are near on the map, but across the edge's line, are not.
extension BinColumns {
  /// As `lookAround`, for places near the edges of links. Nobody sees his own back.
  func lookThroughLinks(
    from place: Int, at p: Vector2, radius own: Float, sight: Float, walls: Walls, links: Links,
    ids: UnsafePointer<UInt32>, into room: NeighbourRoom
  ) -> Int {
    var seen = 0
    func see(_ k: Int, _ offset: Vector2) {
      room.wayX[seen] = offset.lengthSquared < nearest * nearest ? parting(from: place, k, ids) : offset.x
      room.wayY[seen] = offset.y
      room.contact[seen] = radius[k] + own
      room.velocityX[seen] = velocityX[k]
      room.velocityY[seen] = velocityY[k]
      room.headingX[seen] = headingX[k]
      room.headingY[seen] = headingY[k]
      seen += 1
    }
    forEachBody(within: sight, of: p, but: place) { k, q in
      if !walls.around(p).block(p, q), !links.part(p, q) { see(k, q - p) }
    }
    links.forEach(near: p) { edge in
      let out = links.edges[edge]
      if out.depth(of: p) < 0 { return }
      let ghost = p + out.shift
      forEachBody(within: sight, of: ghost, but: place) { k, q in
        if links.lead(over: edge, from: p, to: q, walls: walls) { see(k, q - ghost) }
      }
    }
    return seen
  }

  private func forEachBody(within sight: Float, of p: Vector2, but own: Int, _ visit: (Int, Vector2) -> Void)
  {
    if !meets(p, reach: sight) { return }
    forEachRun(near: p, reach: sight) { first, end in
      for k in first..<end where k != own {
        let q = Vector2(x[k], y[k])
        if (q - p).lengthSquared < sight * sight { visit(k, q) }
      }
    }
  }
}

extension Links {
  /// True where somebody at `p` sees somebody at `q` straight over an edge.
  fileprivate func lead(over edge: Int, from p: Vector2, to q: Vector2, walls: Walls) -> Bool {
    let out = edges[edge]
    let mate = edges[edge ^ 1]
    guard let place = mate.exit(from: q, to: p + out.shift) else { return false }
    let near = place - out.shift + out.inward * min(Links.hair, out.depth(of: p))
    let far = place + mate.inward * min(Links.hair, mate.depth(of: q))
    if walls.around(p).block(p, near) || walls.around(q).block(q, far) { return false }
    return !part(p, near, but: edge) && !part(q, far, but: edge ^ 1)
  }
}
