import City
import Kernel

/// Which parts of the ground hang together for a body of some size: cells with the same label can be walked
/// between. Cells count by their centres and hang together by their sides.
struct ReachMap {
  /// How much a map may err, and to which side.
  enum Rigour {
    /// Quick, and too strict: what it holds together hangs together, however thin the walls.
    case strict
    /// Slow, and on grids that are fine enough too lenient: what it parts is parted.
    case lenient
    /// For a point instead of a body.
    case point

    var aimedCells: Float { self == .strict ? 300_000 : 3_000_000 }
    /// [m] from walls where nobody stands. A passage √2 cells wide keeps a connected row of centres whichever way it
    /// runs; a wall one cell thick lets none through.
    func clearance(radius: Float, cell: Float) -> Float {
      switch self {
      case .strict: max(radius - 0.75 * cell, 0.5 * cell)
      case .lenient: max(radius - 0.75 * cell, 0)
      case .point: 0
      }
    }
  }

  let frame: GridFrame
  /// Whether a lenient map of bodies of `radius` never parts what hangs together.
  let isExact: Bool
  private(set) var labels: [Int32]  // 0: nobody stands there

  /// `radius` [m] of the body.
  init(_ ground: Ground, links: [LinkPlan] = [], radius: Float, _ rigour: Rigour) {
    let bounds = ground.bounds
    let size = bounds.size
    let cell = max(0.1, (size.x * size.y / rigour.aimedCells).squareRoot())
    frame = GridFrame(covering: bounds, cellSize: cell)
    isExact = radius >= 0.75 * cell
    labels = [Int32](repeating: 0, count: frame.count)
    for polygon in ground.walkable { fill(polygon, with: -1) }
    for obstacle in ground.obstacles { fill(obstacle.polygon, with: 0) }
    let clearance = rigour.clearance(radius: radius, cell: cell)
    if clearance > 0 {
      for obstacle in ground.obstacles { clear(round: obstacle.polygon, clearance, shared: nil) }
      for polygon in ground.walkable {
        clear(round: polygon, clearance, shared: ground.walkable.count > 1 ? ground : nil)
      }
    }
    connect()
    join(links, reach: clearance + 2 * cell)
  }

  /// Labels in a polygon or within a body of it, in rising order.
  func labels(in polygon: Polygon, margin: Float) -> [Int32] {
    var found: Set<Int32> = []
    let reach = margin + frame.cellSize
    visit(polygon.bounds.grown(by: reach)) { index, centre in
      let label = labels[index]
      guard label > 0, !found.contains(label) else { return }
      if polygon.contains(centre) || (polygon.nearestOnOutline(to: centre) - centre).length <= reach {
        found.insert(label)
      }
    }
    return found.sorted()
  }

  private func visit(_ box: Rectangle, _ body: (_ index: Int, _ centre: Vector2) -> Void) {
    let low = (box.minimum - frame.origin) / frame.cellSize
    let high = (box.maximum - frame.origin) / frame.cellSize
    let columns = ReachMap.span(low.x, high.x, frame.columns)
    for row in ReachMap.span(low.y, high.y, frame.rows) {
      for column in columns { body(frame.index(column, row), frame.centre(column, row)) }
    }
  }
  private static func span(_ low: Float, _ high: Float, _ count: Int) -> Range<Int> {
    let first = Int(max(0, min(low.rounded(.down), Float(count))))
    let last = Int(max(-1, min(high.rounded(.down), Float(count - 1))))
    return first..<max(first, last + 1)
  }

  /// Gives `value` to the cells whose centres lie in the polygon, by the even-odd rule, row by row.
  private mutating func fill(_ polygon: Polygon, with value: Int32) {
    let box = polygon.bounds
    let low = (box.minimum.y - frame.origin.y) / frame.cellSize
    let high = (box.maximum.y - frame.origin.y) / frame.cellSize
    var crossings: [Float] = []
    for row in ReachMap.span(low, high, frame.rows) {
      let y = frame.centre(0, row).y
      crossings.removeAll(keepingCapacity: true)
      guard var a = polygon.vertices.last else { return }
      for b in polygon.vertices {
        if (a.y > y) != (b.y > y) { crossings.append((b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x) }
        a = b
      }
      crossings.sort()
      for i in stride(from: 0, to: crossings.count - 1, by: 2) {
        let first = ((crossings[i] - frame.origin.x) / frame.cellSize - 0.5).rounded(.up)
        let last = ((crossings[i + 1] - frame.origin.x) / frame.cellSize - 0.5).rounded(.down)
        for column in ReachMap.span(first, last, frame.columns) { labels[frame.index(column, row)] = value }
      }
    }
  }

  /// Takes away the cells nearer than `distance` to the outline. `shared`: edges that lie inside this ground are
  /// no walls.
  private mutating func clear(round polygon: Polygon, _ distance: Float, shared: Ground?) {
    guard var a = polygon.vertices.last else { return }
    for b in polygon.vertices {
      let box = Rectangle(minimum: pointwiseMin(a, b), maximum: pointwiseMax(a, b)).grown(by: distance)
      let low = (box.minimum.y - frame.origin.y) / frame.cellSize
      let high = (box.maximum.y - frame.origin.y) / frame.cellSize
      for row in ReachMap.span(low, high, frame.rows) {
        let (left, right) = ReachMap.extent(of: a, b, near: frame.centre(0, row).y, distance)
        let first = (left - frame.origin.x) / frame.cellSize
        let last = (right - frame.origin.x) / frame.cellSize
        for column in ReachMap.span(first, last, frame.columns) {
          let centre = frame.centre(column, row)
          let nearest = Polygon.nearest(on: a, b, to: centre)
          let away = nearest - centre
          guard away.lengthSquared < distance * distance else { continue }
          if let shared, shared.isWalkable(nearest + away.normalized * 0.01) { continue }
          labels[frame.index(column, row)] = 0
        }
      }
      a = b
    }
  }

  /// Left and right end of what can be within `distance` of the edge on the row at `y`.
  private static func extent(of a: Vector2, _ b: Vector2, near y: Float, _ distance: Float) -> (Float, Float)
  {
    let rise = b.y - a.y
    guard abs(rise) > 2 * distance else { return (min(a.x, b.x) - distance, max(a.x, b.x) + distance) }
    let s = min(1, max(0, (y - distance - a.y) / rise))
    let t = min(1, max(0, (y + distance - a.y) / rise))
    let x0 = a.x + (b.x - a.x) * s
    let x1 = a.x + (b.x - a.x) * t
    return (min(x0, x1) - distance, max(x0, x1) + distance)
  }

  /// Numbers the connected parts from 1, by flooding from each cell that has no number yet.
  private mutating func connect() {
    var next: Int32 = 0
    var stack: [Int] = []
    for start in labels.indices where labels[start] == -1 {
      next += 1
      labels[start] = next
      stack.append(start)
      while let i = stack.popLast() {
        let column = i % frame.columns
        if column > 0, labels[i - 1] == -1 { take(i - 1, next, &stack) }
        if column + 1 < frame.columns, labels[i + 1] == -1 { take(i + 1, next, &stack) }
        if i >= frame.columns, labels[i - frame.columns] == -1 { take(i - frame.columns, next, &stack) }
        if i + frame.columns < labels.count, labels[i + frame.columns] == -1 {
          take(i + frame.columns, next, &stack)
        }
      }
    }
  }
  /// What lies on the two sides of a link is one part.
  private mutating func join(_ links: [LinkPlan], reach: Float) {
    guard !links.isEmpty else { return }
    var part = Array(0...(labels.max() ?? 0))
    func root(_ label: Int32) -> Int32 {
      var label = label
      while part[Int(label)] != label { label = part[Int(label)] }
      return label
    }
    for link in links {
      let left = (link.b - link.a).normalized.left * reach
      let here = Polygon([link.a, link.b, link.b + left, link.a + left])
      let there = Polygon([link.a, link.b, link.b - left, link.a - left].map { $0 + link.shift })
      // Without a margin: cells whose centres lie inside.
      let near = labels(in: here, margin: -frame.cellSize)
      let far = labels(in: there, margin: -frame.cellSize)
      // Nobody passes where one side holds nobody.
      guard !near.isEmpty, !far.isEmpty, let least = (near + far).map(root).min() else { continue }
      for label in near + far { part[Int(root(label))] = least }
    }
    for i in labels.indices where labels[i] > 0 { labels[i] = root(labels[i]) }
  }

  private mutating func take(_ i: Int, _ label: Int32, _ stack: inout [Int]) {
    labels[i] = label
    stack.append(i)
  }
}
