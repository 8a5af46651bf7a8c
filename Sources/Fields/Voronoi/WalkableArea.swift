import Kernel

/// Ground that people can stand on, ready for many questions: pieces that share no area, each with its holes.
public struct WalkableArea: Sendable {
  public let pieces: [AreaShape]
  public let area: Double  // [m²]
  public let lower: Point  // [m] corners of the box round it
  public let upper: Point
  let rings: RingSet  // what is walkable lies to the left of every edge
  let edgeCount: Int
  /// The outline, where that alone bounds the area and it is convex: cells can then begin as the area itself.
  let convexOutline: [Point]?

  /// [rows of the strips] Edges by horizontal strip, for asking whether a point is inside.
  private var stripStarts: [Int32] = []
  private var stripEdges: [Int32] = []
  private var edges: [(a: Point, b: Point)] = []
  private let strips: Int
  /// Number of entries of edges in all tiles to the left of and below each tile's upper right corner.
  private var edgeSums: [Int32] = []
  private let tiles: Int
  private let tileSize: Point

  /// `pieces` are valid polygons that share no area (neighbours may touch). Rings of fewer than three points, and
  /// pieces with a coordinate that is not finite, are left out.
  public init(_ pieces: [AreaShape]) {
    let sound = pieces.compactMap { piece -> AreaShape? in
      guard piece.outline.count > 2, (piece.outline + piece.holes.joined()).allSatisfy(\.isFinite),
        abs(Ring.signedArea(piece.outline)) > 0
      else { return nil }
      return AreaShape(outline: piece.outline, holes: piece.holes.filter { $0.count > 2 })
    }
    self.pieces = sound
    area = sound.reduce(0) { $0 + $1.area }
    rings = RingSet(sound.flatMap(\.turned))
    var low = Point(repeating: .infinity)
    var high = Point(repeating: -.infinity)
    for p in rings.points {
      low = pointwiseMin(low, p)
      high = pointwiseMax(high, p)
    }
    lower = sound.isEmpty ? .zero : low
    upper = sound.isEmpty ? .zero : high
    let isSingle = sound.count == 1 && sound[0].holes.isEmpty
    convexOutline =
      isSingle && sound[0].outline.count <= 64 && Ring.isConvex(sound[0].outline) ? Array(rings.points) : nil
    for k in 0..<rings.count {
      guard var a = rings.ring(k).last else { continue }
      for b in rings.ring(k) {
        edges.append((a, b))
        a = b
      }
    }
    edgeCount = edges.count
    strips = max(1, min(4096, edges.count))
    tiles = max(64, min(512, 4 * Int(Double(edges.count).squareRoot())))
    tileSize = pointwiseMax((upper - lower) / Double(tiles), Point(repeating: 1e-9))
    fillStrips()
    fillTiles()
  }

  /// Every walkable polygon of `ground` as a piece, with those obstacles as holes whose first corner it holds: right
  /// where polygons and obstacles do not meet each other.
  public init(_ ground: Ground) {
    self.init(
      ground.walkable.map { polygon in
        let holes = ground.obstacles.map(\.polygon.vertices).filter {
          $0.first.map(polygon.contains) ?? false
        }
        return AreaShape(
          outline: polygon.vertices.map { Point($0) }, holes: holes.map { $0.map { Point($0) } })
      })
  }

  /// Even-odd rule; a point on an edge may fall either way.
  public func contains(_ p: Point) -> Bool {
    guard p.x >= lower.x, p.y >= lower.y, p.x <= upper.x, p.y <= upper.y, edgeCount > 0 else { return false }
    let strip = strip(p.y)
    var inside = false
    for k in stripStarts[strip]..<stripStarts[strip + 1] {
      let (a, b) = edges[Int(stripEdges[Int(k)])]
      if (a.y > p.y) != (b.y > p.y), p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x { inside.toggle() }
    }
    return inside
  }

  /// False where certainly no edge meets the box.
  func mayCut(_ low: Point, _ high: Point) -> Bool {
    let c0 = tile(low.x, lower.x, tileSize.x)
    let c1 = tile(high.x, lower.x, tileSize.x) + 1
    let r0 = tile(low.y, lower.y, tileSize.y)
    let r1 = tile(high.y, lower.y, tileSize.y) + 1
    let row = tiles + 1
    return edgeSums[r1 * row + c1] - edgeSums[r0 * row + c1] - edgeSums[r1 * row + c0]
      + edgeSums[r0 * row + c0] > 0
  }

  private func strip(_ y: Double) -> Int {
    let height = upper.y - lower.y
    return height > 0 ? max(0, min(strips - 1, Int((y - lower.y) / height * Double(strips)))) : 0
  }
  private func tile(_ x: Double, _ low: Double, _ size: Double) -> Int {
    Int(max(0, min(Double(tiles - 1), (x - low) / size)))
  }

  private mutating func fillStrips() {
    var counts = [Int32](repeating: 0, count: strips + 1)
    // A strip more on either side: a point's strip and its edge's may round apart.
    func range(_ e: (a: Point, b: Point)) -> ClosedRange<Int> {
      let low = max(0, strip(min(e.a.y, e.b.y)) - 1)
      return low...max(low, min(strips - 1, strip(max(e.a.y, e.b.y)) + 1))
    }
    for e in edges { for s in range(e) { counts[s + 1] += 1 } }
    for s in 0..<strips { counts[s + 1] += counts[s] }
    stripStarts = counts
    stripEdges = [Int32](repeating: 0, count: Int(counts[strips]))
    for (k, e) in edges.enumerated() {
      for s in range(e) {
        stripEdges[Int(counts[s])] = Int32(k)
        counts[s] += 1
      }
    }
  }

  /// An edge counts in every tile that the box of one of its parts touches; parts are about a tile long.
  private mutating func fillTiles() {
    let row = tiles + 1
    var sums = [Int32](repeating: 0, count: row * row)
    for (a, b) in edges {
      let way = b - a
      let parts = max(1, Int((max(abs(way.x) / tileSize.x, abs(way.y) / tileSize.y)).rounded(.up)))
      for part in 0..<min(parts, 4096) {
        let p = a + way * (Double(part) / Double(parts))
        let q = a + way * (Double(part + 1) / Double(parts))
        let margin = tileSize * 1e-6
        let low = pointwiseMin(p, q) - margin
        let high = pointwiseMax(p, q) + margin
        for r in tile(low.y, lower.y, tileSize.y)...tile(high.y, lower.y, tileSize.y) {
          for c in tile(low.x, lower.x, tileSize.x)...tile(high.x, lower.x, tileSize.x) {
            sums[(r + 1) * row + c + 1] += 1
          }
        }
      }
    }
    for r in 1...tiles {
      for c in 1...tiles {
        sums[r * row + c] += sums[(r - 1) * row + c] + sums[r * row + c - 1] - sums[(r - 1) * row + c - 1]
      }
    }
    edgeSums = sums
  }
}
