import Kernel

/// An area's walkable part, cut into straight lines. The lines run along the area's longest edge: all coordinates
/// here are in a frame turned that way.
///
///     y ───[ span ]──────[ span ]───    inside the area and a walkable polygon, and in no obstacle
struct WalkableRows {
  private enum Role: UInt8 { case area, walkable, obstacle }
  private struct Edge {
    var a: Vector2
    var b: Vector2
    var polygon: Int32
  }
  private let along: Vector2  // unit vector of the frame's x axis
  private var roles: [Role] = []
  private var edges: [Edge] = []
  private var buckets: [[Int32]] = []  // edges by stretch of y
  let box: Rectangle  // of the area, in the turned frame

  private static let bucketCount = 256

  init(area: Polygon, walkable: [Polygon], obstacles: [Polygon]) {
    along = area.longestEdge
    let bounds = area.bounds
    let along = self.along
    box = Polygon(area.vertices.map { $0.seen(from: along) }).bounds
    add(area, .area)
    for polygon in walkable where polygon.bounds.meets(bounds) { add(polygon, .walkable) }
    for polygon in obstacles where polygon.bounds.meets(bounds) { add(polygon, .obstacle) }
    buckets = [[Int32]](repeating: [], count: WalkableRows.bucketCount)
    for (k, edge) in edges.enumerated() {
      let first = bucket(min(edge.a.y, edge.b.y))
      for b in first...max(first, bucket(max(edge.a.y, edge.b.y))) { buckets[b].append(Int32(k)) }
    }
  }

  private mutating func add(_ polygon: Polygon, _ role: Role) {
    guard var a = polygon.vertices.last?.seen(from: along) else { return }
    for vertex in polygon.vertices {
      let b = vertex.seen(from: along)
      if a.isFinite, b.isFinite { edges.append(Edge(a: a, b: b, polygon: Int32(roles.count))) }
      a = b
    }
    roles.append(role)
  }

  private func bucket(_ y: Float) -> Int {
    let share = (y - box.minimum.y) / max(box.size.y, 1e-6)
    return share > 0 ? Int(min(share, 1) * Float(WalkableRows.bucketCount - 1)) : 0
  }

  /// From the turned frame to the world's.
  func world(_ p: Vector2) -> Vector2 { p.turned(by: along) }

  /// Writes the walkable stretches of the line at `y`, in order.
  func spans(at y: Float, into spans: inout [ClosedRange<Float>], scratch: inout Scratch) {
    spans.removeAll(keepingCapacity: true)
    scratch.crossings.removeAll(keepingCapacity: true)
    for k in buckets[bucket(y)] {
      let (a, b) = (edges[Int(k)].a, edges[Int(k)].b)
      if (a.y > y) != (b.y > y) {
        scratch.crossings.append(((b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x, edges[Int(k)].polygon))
      }
    }
    scratch.crossings.sort { ($0.x, $0.polygon) < ($1.x, $1.polygon) }
    scratch.inside.resize(to: 0, with: false)
    scratch.inside.resize(to: roles.count, with: false)
    var depth = SIMD3<Int32>.zero  // in how many polygons of each role
    var start: Float?
    for (x, polygon) in scratch.crossings {
      scratch.inside[Int(polygon)].toggle()
      depth[Int(roles[Int(polygon)].rawValue)] += scratch.inside[Int(polygon)] ? 1 : -1
      let isWalkable = depth.x > 0 && depth.y > 0 && depth.z == 0
      if isWalkable, start == nil { start = x }
      if !isWalkable, let from = start {
        if x > from { spans.append(from...x) }
        start = nil
      }
    }
  }
  struct Scratch {
    fileprivate var crossings: [(x: Float, polygon: Int32)] = []
    fileprivate var inside: [Bool] = []
  }

  /// [m²]. Exact where edges meet at vertices alone; strips of 5 cm, or the 4096th part of the height, elsewhere.
  func measure() -> Double {
    var heights = edges.map(\.a.y).filter { $0 > box.minimum.y && $0 < box.maximum.y }
    heights += [box.minimum.y, box.maximum.y]
    heights.sort()
    let most = max(0.05, box.size.y / 4096)
    var sum = 0.0
    var spans: [ClosedRange<Float>] = []
    var scratch = Scratch()
    for (low, high) in zip(heights, heights.dropFirst()) where high > low {
      let strips = max(1, ((high - low) / most).rounded(.up))
      let height = Double(high - low) / Double(strips)
      for k in 0..<Int(strips) {
        self.spans(at: low + Float((Double(k) + 0.5) * height), into: &spans, scratch: &scratch)
        for span in spans { sum += height * (Double(span.upperBound) - Double(span.lowerBound)) }
      }
    }
    return sum
  }
}

extension Polygon {
  /// Unit vector of the longest edge; east for a polygon without one.
  fileprivate var longestEdge: Vector2 {
    var best = Vector2(1, 0)
    var most: Float = 0
    guard var a = vertices.last else { return best }
    for b in vertices {
      let length = (b - a).lengthSquared
      if length > most, length.isFinite {
        most = length
        best = (b - a).normalized
      }
      a = b
    }
    return best
  }
}

extension Rectangle {
  fileprivate func meets(_ other: Rectangle) -> Bool {
    minimum.x <= other.maximum.x && other.minimum.x <= maximum.x && minimum.y <= other.maximum.y
      && other.minimum.y <= maximum.y
  }
}
