import Kernel

/// Where the walkable ground ends. The edges of all polygons are cut where they meet; a piece is a wall where one
/// of its sides is walkable and the other is not. Edges between overlapping or touching walkable polygons, and
/// those of obstacles inside one another, drop out.
struct Outline {
  private let ground: Ground
  private let walkable: [Rectangle]  // bounds, for a quick no
  private let obstacles: [Rectangle]

  init(of ground: Ground) {
    self.ground = ground
    walkable = ground.walkable.map(\.bounds)
    obstacles = ground.obstacles.map(\.polygon.bounds)
  }

  /// `Ground.isWalkable` with a look at the bounds first.
  func isWalkable(_ p: Vector2) -> Bool {
    var inside = false
    for (box, polygon) in zip(walkable, ground.walkable) where box.contains(p) && polygon.contains(p) {
      inside = true
      break
    }
    if !inside { return false }
    for (box, obstacle) in zip(obstacles, ground.obstacles) where box.contains(p) {
      if obstacle.polygon.contains(p) { return false }
    }
    return true
  }

  func walls() -> [Segment] {
    let polygons = ground.walkable + ground.obstacles.map(\.polygon)
    var edges: [Segment] = []
    for polygon in polygons {
      guard var a = polygon.vertices.last else { continue }
      for b in polygon.vertices {
        if a != b, a.isFinite, b.isFinite { edges.append(Segment(a: a, b: b)) }
        a = b
      }
    }
    let boxes = edges.map { $0.bounds.grown(by: 1e-3) }
    var walls: [Segment] = []
    for (i, edge) in edges.enumerated() {
      var cuts: [Float] = [0, 1]
      var earlier: [Segment] = []  // edges along this one whose shared pieces are taken already
      for (j, other) in edges.enumerated() where j != i {
        if boxes[i].minimum.x > boxes[j].maximum.x || boxes[i].maximum.x < boxes[j].minimum.x { continue }
        if boxes[i].minimum.y > boxes[j].maximum.y || boxes[i].maximum.y < boxes[j].minimum.y { continue }
        appendCuts(of: edge, by: other, to: &cuts)
        if j < i { earlier.append(other) }
      }
      cuts.sort()
      for (start, end) in zip(cuts, cuts.dropFirst()) {
        let piece = Segment(a: point(edge, start), b: point(edge, end))
        if isWall(piece), !earlier.contains(where: { $0.covers(piece) }) { walls.append(piece) }
      }
    }
    return walls
  }

  private func point(_ s: Segment, _ t: Float) -> Vector2 {
    t == 0 ? s.a : t == 1 ? s.b : s.a + (s.b - s.a) * t
  }

  /// Adds the places along `edge`, as shares of its length, where `other` meets it or ends on it.
  private func appendCuts(of edge: Segment, by other: Segment, to cuts: inout [Float]) {
    let along = edge.b - edge.a
    for end in [other.a, other.b] {
      let near = edge.nearest(to: end)
      if (near - end).lengthSquared < 1e-8 {
        cuts.append(min(1, max(0, (end - edge.a).dot(along) / along.lengthSquared)))
      }
    }
    let across = other.b - other.a
    let turn = along.cross(across)
    if turn == 0 { return }
    let t = (other.a - edge.a).cross(across) / turn
    let u = (other.a - edge.a).cross(along) / turn
    if t > 0, t < 1, u >= 0, u <= 1 { cuts.append(t) }
  }

  /// One side walkable and the other not, a millimetre off the middle of the piece.
  private func isWall(_ piece: Segment) -> Bool {
    let along = piece.b - piece.a
    if along.lengthSquared < 1e-9 { return false }
    let middle = (piece.a + piece.b) * 0.5
    let aside = along.normalized.left * 1e-3
    return isWalkable(middle + aside) != isWalkable(middle - aside)
  }
}
