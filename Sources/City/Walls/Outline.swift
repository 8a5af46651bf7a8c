import Kernel

/// Where the walkable ground ends, now that some barriers are closed and others open.
struct Outline: Sendable {
  let polygons: [Polygon]  // walkable ones, then obstacles, then barriers
  private let boxes: [Rectangle]  // their bounds
  private let obstacles: Int  // where they begin
  private let barriers: Int  // where they begin
  private let bins: BoxBins
  private let links: [Segment]  // edges that are no walls
  private(set) var isClosed: [Bool]  // by barrier
  let area: Rectangle

  init(of ground: Ground, barriers plan: [BarrierPlan] = [], links: [Segment] = []) {
    self.links = links
    polygons = ground.walkable + ground.obstacles.map(\.polygon) + plan.map(\.polygon)
    boxes = polygons.map(\.bounds)
    obstacles = ground.walkable.count
    barriers = obstacles + ground.obstacles.count
    area = ground.bounds.grown(by: 1)
    bins = BoxBins(boxes, over: area)
    isClosed = plan.map(\.isClosed)
  }

  mutating func set(_ barrier: Int, isClosed: Bool) { self.isClosed[barrier] = isClosed }

  /// In a walkable polygon, and in no obstacle or closed barrier.
  func isWalkable(_ p: Vector2) -> Bool {
    var isInside = false
    var isBarred = false
    bins.forEach(around: p) { k in
      // The walkable polygons come first.
      if k < obstacles ? isInside : (!isInside || isBarred) { return }
      if k >= barriers, !isClosed[k - barriers] { return }
      guard boxes[k].contains(p), polygons[k].contains(p) else { return }
      if k < obstacles { isInside = true } else { isBarred = true }
    }
    return isInside && !isBarred
  }

  /// Bounds of the barriers: outside them the outline never changes.
  var changing: [Rectangle] { Array(boxes[barriers...]) }

  /// True where one side of a piece is walkable and the other is not, a millimetre off its middle.
  func isWall(_ piece: Segment) -> Bool {
    let along = piece.b - piece.a
    if along.lengthSquared < 1e-9 { return false }
    let aside = along.normalized.left * 1e-3
    return isWalkable(piece.middle + aside) != isWalkable(piece.middle - aside)
  }

  /// Everything that is a wall or will be one with other barriers closed. The edges of all polygons are cut where
  /// they meet, whether a barrier is open or closed, so that the pieces stay the same; edges between overlapping or
  /// touching walkable polygons, those of obstacles inside one another, and those that links lead over, drop out.
  func pieces() -> (pieces: [Segment], mayChange: [Bool]) {
    let own = self.edges()
    let edges = own + links
    let bins = BoxBins(edges.map { $0.bounds.grown(by: 1e-3) }, over: area)
    let changing = self.changing.map { $0.grown(by: 1e-2) }
    var pieces: [Segment] = []
    var mayChange: [Bool] = []
    for (i, edge) in own.enumerated() {
      var cuts: [Float] = [0, 1]
      // Edges along this one whose shared pieces are taken already, and those that are no walls.
      var earlier: [Segment] = []
      for j in bins.others(near: edge.bounds.grown(by: 1e-3), but: i) {
        edge.appendCuts(by: edges[j], to: &cuts)
        if j < i || j >= own.count { earlier.append(edges[j]) }
      }
      cuts.sort()
      for (start, end) in zip(cuts, cuts.dropFirst()) {
        let piece = Segment(a: edge.point(start), b: edge.point(end))
        let changes = changing.contains { $0.contains(piece.middle) }
        guard changes || isWall(piece), !earlier.contains(where: { $0.covers(piece) }) else { continue }
        pieces.append(piece)
        mayChange.append(changes)
      }
    }
    return (pieces, mayChange)
  }

  private func edges() -> [Segment] {
    var edges: [Segment] = []
    for polygon in polygons {
      guard var a = polygon.vertices.last else { continue }
      for b in polygon.vertices {
        if a != b, a.isFinite, b.isFinite { edges.append(Segment(a: a, b: b)) }
        a = b
      }
    }
    return edges
  }
}

extension BoxBins {
  /// Those that share a cell with `box`, but `own`, each once, rising.
  fileprivate func others(near box: Rectangle, but own: Int) -> [Int] {
    var found: [Int] = []
    for cell in frame.cells(meeting: box) { for k in self[cell] where Int(k) != own { found.append(Int(k)) } }
    found.sort()
    var kept = 0
    for k in found.indices where k == 0 || found[k] != found[k - 1] {
      found[kept] = found[k]
      kept += 1
    }
    found.removeLast(found.count - kept)
    return found
  }
}

extension Segment {
  var middle: Vector2 { (a + b) * 0.5 }

  /// The place at a share `t` of the length.
  fileprivate func point(_ t: Float) -> Vector2 { t == 0 ? a : t == 1 ? b : a + (b - a) * t }

  /// Adds the places, as shares of this segment's length, where `other` meets it or ends on it.
  fileprivate func appendCuts(by other: Segment, to cuts: inout [Float]) {
    let along = b - a
    for end in [other.a, other.b] {
      let near = nearest(to: end)
      if (near - end).lengthSquared < 1e-8 {
        cuts.append(min(1, max(0, (end - a).dot(along) / along.lengthSquared)))
      }
    }
    let across = other.b - other.a
    let turn = along.cross(across)
    if turn == 0 { return }
    let t = (other.a - a).cross(across) / turn
    let u = (other.a - a).cross(along) / turn
    if t > 0, t < 1, u >= 0, u <= 1 { cuts.append(t) }
  }
}
