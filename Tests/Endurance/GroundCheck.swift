import City
import Kernel

/// Where people can be, worked out from the plan's polygons alone: it shares no code with the walls, outlines and
/// distance maps by which the engine keeps people there. In double precision; corners of polygons in bins.
struct GroundCheck {
  typealias Point = SIMD2<Double>
  fileprivate struct Shape {
    enum Role {
      case walkable, obstacle
      case barrier(Int)
    }
    let role: Role
    let corners: [Point]  // [m]
    let low: Point
    let high: Point
  }
  private let shapes: [Shape]
  private let links: [(a: Point, b: Point)]  // edges that are no walls
  private let origin: Point
  private let columns: Int
  private let rows: Int
  private var bins: [[Int32]]  // by cell of a metre: shapes within `reach` of it
  /// [m] Walls farther off than that are not looked for: no body is larger.
  static let reach = 1.0

  init(_ plan: CityPlan) {
    func shape(_ polygon: Polygon, _ role: Shape.Role) -> Shape {
      let corners = polygon.vertices.map { Point($0) }
      let low = corners.reduce(Point(repeating: .infinity)) { pointwiseMin($0, $1) }
      let high = corners.reduce(Point(repeating: -.infinity)) { pointwiseMax($0, $1) }
      return Shape(role: role, corners: corners, low: low, high: high)
    }
    let walkable = plan.ground.walkable.map { shape($0, .walkable) }
    shapes =
      walkable + plan.ground.obstacles.map { shape($0.polygon, .obstacle) }
      + plan.barriers.indices.map { shape(plan.barriers[$0].polygon, .barrier($0)) }
    links = plan.links.flatMap { link in
      let (a, b, shift) = (Point(link.a), Point(link.b), Point(link.shift))
      return [(a, b), (a + shift, b + shift)]
    }
    let low = walkable.reduce(Point(repeating: .infinity)) { pointwiseMin($0, $1.low) }
    let high = walkable.reduce(Point(repeating: -.infinity)) { pointwiseMax($0, $1.high) }
    origin = low
    columns = Int((high.x - low.x).rounded(.up)) + 1
    rows = Int((high.y - low.y).rounded(.up)) + 1
    bins = [[Int32]](repeating: [], count: columns * rows)
    for (k, shape) in shapes.enumerated() {
      let first = shape.low - origin - GroundCheck.reach
      let last = shape.high - origin + GroundCheck.reach
      for row in max(0, Int(first.y))...max(0, min(rows - 1, Int(last.y))) {
        for column in max(0, Int(first.x))...max(0, min(columns - 1, Int(last.x))) {
          bins[row * columns + column].append(Int32(k))
        }
      }
    }
  }

  private func bin(_ p: Point) -> [Int32] {
    let q = p - origin
    guard q.x >= 0, q.y >= 0, q.x < Double(columns), q.y < Double(rows) else { return [] }
    return bins[Int(q.y) * columns + Int(q.x)]
  }

  /// In a walkable polygon, and in no obstacle or closed barrier.
  func isWalkable(_ p: Point, closed: [Bool]) -> Bool {
    var isInside = false
    for k in bin(p) {
      let shape = shapes[Int(k)]
      if case .walkable = shape.role, isInside { continue }
      if case .barrier(let barrier) = shape.role, !closed[barrier] { continue }
      guard shape.holds(p) else { continue }
      guard case .walkable = shape.role else { return false }
      isInside = true
    }
    return isInside
  }

  /// [m] from a walkable place to the nearest wall; infinite beyond `limit`. An edge is a wall where what lies a
  /// millimetre behind it is not walkable.
  func distanceToWall(_ p: Point, within limit: Double, closed: [Bool]) -> Double {
    var least = limit * limit
    var found = Double.infinity
    for k in bin(p) {
      let shape = shapes[Int(k)]
      if case .barrier(let barrier) = shape.role, !closed[barrier] { continue }
      let low = p - limit
      let high = p + limit
      if any(shape.low .> high) || any(shape.high .< low) { continue }
      shape.forEachEdge { a, b in
        let way = GroundCheck.nearest(on: a, b, to: p) - p
        let squared = (way * way).sum()
        if squared >= least || isLinked(p + way) { return }
        // Straight behind it, or on any side of somebody who stands on it.
        let sides = squared > 0 ? [way / squared.squareRoot()] : [[1, 0], [0, 1], [-1, 0], [0, -1]]
        if sides.allSatisfy({ isWalkable(p + way + $0 * 1e-3, closed: closed) }) { return }
        least = squared
        found = squared.squareRoot()
      }
    }
    return found
  }

  /// Whether it would find somebody off the ground, in the middle of an obstacle, and a centimetre beside one. What is
  /// asked every step and never fails must be seen to be able to.
  func canFail(_ plan: CityPlan, closed: [Bool]) -> Bool {
    if isWalkable(Point(plan.ground.bounds.maximum) + 1, closed: closed) { return false }
    for obstacle in plan.ground.obstacles where obstacle.polygon.contains(obstacle.polygon.centroid) {
      if isWalkable(Point(obstacle.polygon.centroid), closed: closed) { return false }
      guard let a = obstacle.polygon.vertices.last, let b = obstacle.polygon.vertices.first else { continue }
      let middle = (Point(a) + Point(b)) / 2
      let aside = Point((b - a).left.normalized) * 0.01
      for p in [middle + aside, middle - aside] where isWalkable(p, closed: closed) {
        if abs(distanceToWall(p, within: 0.2, closed: closed) - 0.01) > 1e-4 { return false }
      }
    }
    return true
  }

  private func isLinked(_ p: Point) -> Bool {
    links.contains {
      let way = GroundCheck.nearest(on: $0.a, $0.b, to: p) - p
      return (way * way).sum() < 1e-6
    }
  }

  private static func nearest(on a: Point, _ b: Point, to p: Point) -> Point {
    let along = b - a
    let squared = (along * along).sum()
    return squared == 0 ? a : a + along * min(1, max(0, ((p - a) * along).sum() / squared))
  }
}

extension GroundCheck.Shape {
  fileprivate func forEachEdge(_ visit: (GroundCheck.Point, GroundCheck.Point) -> Void) {
    guard var a = corners.last else { return }
    for b in corners {
      visit(a, b)
      a = b
    }
  }

  /// Whether a ray eastwards meets an odd number of edges.
  fileprivate func holds(_ p: GroundCheck.Point) -> Bool {
    if any(p .< low) || any(p .> high) { return false }
    var isInside = false
    forEachEdge { a, b in
      if (a.y > p.y) != (b.y > p.y), p.x < a.x + (b.x - a.x) * (p.y - a.y) / (b.y - a.y) { isInside.toggle() }
    }
    return isInside
  }
}
