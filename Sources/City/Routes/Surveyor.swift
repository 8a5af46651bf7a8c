import Kernel

/// Finds out what walls mean for the cells of a route grid.
struct Surveyor: Sendable {
  private let walls: Walls
  private let links: Links
  let frame: GridFrame
  private let clearance: Float  // [m]
  private let isShort: Bool  // whether the short lists of walls reach far enough

  init(walls: Walls, links: Links, frame: GridFrame, clearance: Float) {
    self.walls = walls
    self.links = links
    self.frame = frame
    self.clearance = clearance
    isShort = max(clearance, 1.5 * frame.cellSize) <= Walls.near
  }

  /// The share of free speed in a cell, and the ways that are free from it to the east and to the north.
  @inline(__always)
  func survey(_ column: Int, _ row: Int, walkable: ReadRows<Bool>) -> (speed: Float, opens: UInt8) {
    let cell = frame.index(column, row)
    let centre = frame.centre(column, row)
    let around = isShort ? walls.near(centre) : walls.around(centre)
    var opens: UInt8 = 0
    if !around.isEmpty, meets(around, corner: centre) { opens |= Pass.crossed }
    let isNearLink = !links.isEmpty && links.isNear(centre)
    if isNearLink, meetsLink(corner: centre) { opens |= Pass.crossed }
    if !walkable[cell] { return (1, opens) }
    let distance = around.clearance(at: centre)
    let isFree = distance > frame.cellSize
    if column + 1 < frame.columns, walkable[cell + 1],
      isFree || !around.block(centre, frame.centre(column + 1, row))
    {
      opens |= Pass.east
    }
    if row + 1 < frame.rows, walkable[cell + frame.columns],
      isFree || !around.block(centre, frame.centre(column, row + 1))
    {
      opens |= Pass.north
    }
    // Over a link's edge the next cell is another one.
    if isNearLink {
      if links.part(centre, frame.centre(column + 1, row)) { opens &= ~Pass.east }
      if links.part(centre, frame.centre(column, row + 1)) { opens &= ~Pass.north }
    }
    return (RouteGrid.speed(clearance: distance, wanted: clearance), opens)
  }

  private func meetsLink(corner: Vector2) -> Bool {
    let box = Rectangle(minimum: corner, maximum: corner + frame.cellSize).grown(by: frame.cellSize * 1e-3)
    return links.edges.contains { $0.line.meets(box) }
  }

  /// Whether one of the walls comes into the square of one cell's size whose lower left corner is `corner`, or
  /// within a thousandth of it.
  private func meets(_ walls: UnsafeBufferPointer<Segment>, corner: Vector2) -> Bool {
    let slack = frame.cellSize * 1e-3
    let box = Rectangle(minimum: corner, maximum: corner + frame.cellSize).grown(by: slack)
    for wall in walls where wall.meets(box) { return true }
    return false
  }
}

extension Segment {
  /// True where the segment and the rectangle share a point.
  func meets(_ box: Rectangle) -> Bool {
    if max(a.x, b.x) < box.minimum.x || min(a.x, b.x) > box.maximum.x { return false }
    if max(a.y, b.y) < box.minimum.y || min(a.y, b.y) > box.maximum.y { return false }
    // Boxes overlap; the line itself must not have all four corners on one side.
    let along = b - a
    let middle = along.cross(box.centre - a)
    let half = box.size * 0.5
    return abs(middle) <= abs(along.x) * half.y + abs(along.y) * half.x
  }
}

extension Polygon {
  /// Visits every cell whose centre the polygon contains, by the same comparison as `contains`.
  func forEachCell(of frame: GridFrame, _ visit: (Int) -> Void) {
    let box = bounds
    var crossings: [Float] = []
    for row in frame.rows(from: box.minimum.y, to: box.maximum.y) {
      let y = frame.centre(0, row).y
      crossings.removeAll(keepingCapacity: true)
      guard var a = vertices.last else { return }
      for b in vertices {
        if (a.y > y) != (b.y > y) { crossings.append((b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x) }
        a = b
      }
      crossings.sort()
      let columns = frame.columns(from: box.minimum.x, to: box.maximum.x)
      var passed = 0
      for column in columns {
        let x = frame.centre(column, row).x
        while passed < crossings.count, crossings[passed] <= x { passed += 1 }
        if (crossings.count - passed) % 2 == 1 { visit(frame.index(column, row)) }
      }
    }
  }

  /// [m], zero inside.
  func distance(to p: Vector2) -> Float { contains(p) ? 0 : (nearestOnOutline(to: p) - p).length }
}
