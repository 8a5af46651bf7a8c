import Kernel

/// The edges at which distant pieces of ground are glued together.
///
///           a ── shift ──▶ a'
///     ground│              │ground      whoever walks out over a–b comes in over a'–b', and back: of the two edges
///           │              │            of a link, each leads to the other, and ground lies left of each
///           b              b'
struct Links: Sendable {
  /// One of the two edges of a link, seen from the ground on its left.
  struct Edge: Sendable {
    var line: Segment
    var shift: Vector2  // [m] what somebody who walks out over it is moved by
    let inward: Vector2  // unit vector to the left

    init(from a: Vector2, to b: Vector2, shift: Vector2) {
      line = Segment(a: a, b: b)
      self.shift = shift
      inward = (b - a).normalized.left
    }
    /// [m] of the way from the edge into the ground; negative beyond the edge.
    @inline(__always)
    func depth(of p: Vector2) -> Float { (p - line.a).dot(inward) }

    /// The place on the edge at which somebody on the way from `p` to `q` walks out; nil where that is not so.
    func exit(from p: Vector2, to q: Vector2) -> Vector2? {
      let before = depth(of: p)
      let after = depth(of: q)
      guard before >= 0, after < 0 else { return nil }
      let place = p + (q - p) * (before / (before - after))
      let along = line.b - line.a
      let share = (place - line.a).dot(along)
      return share >= 0 && share <= along.lengthSquared ? place : nil
    }
  }
  /// Edge i and edge i ^ 1 lead to each other.
  let edges: [Edge]
  private let near: BoxBins  // by the edges' bounds, grown by what people see
  let isEmpty: Bool
  /// Upper bound on how many edges somebody sees at once.
  let mostSeen: Int

  /// [m] by which places next to an edge are kept off it, so that rounding leaves them on the ground.
  static let hair: Float = 1e-3

  /// - Parameter sight: [m] as far as people see, at least `Walls.near`.
  init(_ plans: [LinkPlan], over area: Rectangle, sight: Float) {
    var edges: [Edge] = []
    for plan in plans where plan.a != plan.b {
      edges.append(Edge(from: plan.a, to: plan.b, shift: plan.shift))
      edges.append(Edge(from: plan.b + plan.shift, to: plan.a + plan.shift, shift: -plan.shift))
    }
    self.edges = edges
    isEmpty = edges.isEmpty
    let reach = max(sight, Walls.near)
    near = BoxBins(edges.map { $0.line.bounds.grown(by: reach) }, over: area)
    mostSeen = near.fullest
  }

  /// Visits the edges within sight of `p`, and some more.
  @inline(__always)
  func forEach(near p: Vector2, _ visit: (Int) -> Void) { near.forEach(around: p, visit) }

  @inline(__always)
  func isNear(_ p: Vector2) -> Bool {
    var isNear = false
    near.forEach(around: p) { _ in isNear = true }
    return isNear
  }

  /// The first edge over which the way from `p` to `q` leads out, and where.
  func exit(from p: Vector2, to q: Vector2) -> (edge: Int, place: Vector2)? {
    var found: (edge: Int, place: Vector2)?
    forEach(near: p) { k in
      if let place = edges[k].exit(from: p, to: q),
        found.map({ (place - p).lengthSquared < ($0.place - p).lengthSquared }) ?? true
      {
        found = (k, place)
      }
    }
    return found
  }

  /// True where an edge parts `p` from `q`, whose straight way would lead off the ground and, by chance, onto other
  /// ground.
  func part(_ p: Vector2, _ q: Vector2, but own: Int = -1) -> Bool {
    for (k, edge) in edges.enumerated() where k != own && edge.line.crosses(p, q) { return true }
    return false
  }
}
