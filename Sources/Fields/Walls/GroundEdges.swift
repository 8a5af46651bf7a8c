import Kernel

/// The edges of a ground that end what is walkable [m].
enum GroundEdges {
  struct Edge {
    var a: Point
    var b: Point
  }

  /// All edges of obstacles; one that lies within another obstacle hides nothing that is not hidden anyway. Of walkable
  /// polygons those pieces that no other walkable polygon goes on behind.
  static func of(_ ground: Ground) -> [Edge] {
    var all = ground.obstacles.flatMap { edges(of: $0.polygon) }
    let outlines = ground.walkable.map { (edges: edges(of: $0), bounds: $0.bounds.grown(by: 1e-2)) }
    for (k, outline) in outlines.enumerated() {
      let others = outlines.indices.filter { $0 != k && outlines[$0].bounds.meets(outline.bounds) }
      guard !others.isEmpty else {
        all += outline.edges
        continue
      }
      for edge in outline.edges {
        let box = Rectangle(around: [Vector2(edge.a), Vector2(edge.b)])?.grown(by: 1e-2) ?? outline.bounds
        let near = others.filter { outlines[$0].bounds.meets(box) }
        all += ends(
          of: edge, among: near.flatMap { outlines[$0].edges },
          [ground.walkable[k]] + near.map { ground.walkable[$0] })
      }
    }
    return all
  }

  private static func edges(of polygon: Polygon) -> [Edge] {
    guard var a = polygon.vertices.last else { return [] }
    var edges: [Edge] = []
    for b in polygon.vertices {
      if a != b, a.isFinite, b.isFinite { edges.append(Edge(a: Point(a), b: Point(b))) }
      a = b
    }
    return edges
  }

  /// The pieces of an edge, cut where others meet it, that are walkable on one side alone, a millimetre off the middle.
  private static func ends(of edge: Edge, among others: [Edge], _ polygons: [Polygon]) -> [Edge] {
    let along = edge.b - edge.a
    let square = along.lengthSquared
    var cuts = [0.0, 1.0]
    for other in others {
      for end in [other.a, other.b] where Ring.distanceSquared(from: end, toSegment: edge.a, edge.b) < 1e-8 {
        cuts.append(min(1, max(0, (end - edge.a).dot(along) / square)))
      }
      let across = other.b - other.a
      let turn = along.cross(across)
      guard turn != 0 else { continue }
      let t = (other.a - edge.a).cross(across) / turn
      let u = (other.a - edge.a).cross(along) / turn
      if t > 0, t < 1, u >= 0, u <= 1 { cuts.append(t) }
    }
    cuts.sort()
    let aside = Point(-along.y, along.x) / square.squareRoot() * 1e-3
    return zip(cuts, cuts.dropFirst()).compactMap { from, to in
      guard to > from else { return nil }
      let middle = edge.a + along * ((from + to) / 2)
      func isCovered(_ p: Point) -> Bool { polygons.contains { $0.contains(Vector2(p)) } }
      guard isCovered(middle + aside) != isCovered(middle - aside) else { return nil }
      return Edge(a: edge.a + along * from, b: edge.a + along * to)
    }
  }
}

extension Rectangle {
  fileprivate func meets(_ other: Rectangle) -> Bool {
    minimum.x <= other.maximum.x && other.minimum.x <= maximum.x && minimum.y <= other.maximum.y
      && other.minimum.y <= maximum.y
  }
}
