import Kernel

/// Where those of a queue stand.
///
///     head                  last of the plan
///      0    1    2    3    4    5      6    7    8    …   ((  ))
///     servers   line                   who finds it full, and who finds no room for a line behind it
struct QueueLayout: Sendable {
  let spots: [Vector2]  // [m]; at least one; those of the plan and those behind them
  let planned: Int  // the first so many spots are the plan's
  let servers: Int  // the first so many spots
  let firstServer: Int  // among the servers of all queues
  let rate: Float  // [1/s] at which people are served when all servers are busy
  let bounds: Rectangle

  /// [m] from the tail within which somebody joins.
  static let joining: Float = 1
  /// [m/s] Whoever walks no faster beside a line cannot get to its tail, and counts as being there.
  static let blocked: Float = 0.2
  /// [m] from a spot within which people walk straight to it.
  static let straight: Float = 4
  /// [m] to the side of the line on which those walk who go along it to its tail.
  static let aside: Float = 0.7

  init(plan: QueuePlan, spots: [Vector2], firstServer: Int) {
    self.spots = spots
    planned = plan.spots.count
    servers = plan.serverCount
    self.firstServer = firstServer
    rate = Float(plan.serverCount) / max(plan.service.middle, 1e-3)
    bounds = Rectangle(around: spots) ?? Rectangle(minimum: .zero, maximum: .zero)
  }

  static func all(_ plan: [QueuePlan], outline: Outline, walls: Walls) -> [QueueLayout] {
    let extended = QueueExtension(outline: outline, walls: walls, queues: plan)
    var layouts: [QueueLayout] = []
    var servers = 0
    for (q, queue) in plan.enumerated() {
      layouts.append(QueueLayout(plan: queue, spots: extended.spots(of: q), firstServer: servers))
      servers += queue.serverCount
    }
    return layouts
  }

  /// The place of a spot, and how near to it [m] somebody is there: on it, or in the crowd behind the last one.
  func target(_ spot: Int32) -> (place: Vector2, within: Float) {
    let behind = Int(spot) - spots.count
    if behind < 0 { return (spots[Int(spot)], 0) }
    // A half disc of π/2·r² [m²] for so many people at 1.5 of them to the square metre.
    return (spots[spots.count - 1], 0.7 + (Float(behind + 1) / 2.4).squareRoot())
  }

  /// Whether somebody at `p` is at the end of the queue when `spot` is the next free one.
  func isAtTail(_ p: Vector2, _ spot: Int32) -> Bool {
    let (place, within) = target(spot)
    let reach = within + QueueLayout.joining
    return (place - p).lengthSquared <= reach * reach
  }

  /// Whether somebody at `p` stands at the line as far as it is taken, `spot` being the next free one.
  func isBeside(_ p: Vector2, _ spot: Int32) -> Bool {
    let last = min(Int(spot), spots.count) - 1
    return last >= 0
      && (spots[nearestSpot(to: p, upTo: last)] - p).lengthSquared <= QueueLayout.joining
        * QueueLayout.joining
  }

  /// Where to walk straight to from `p` so as to get to `spot` along the line; nil where the line is not at hand.
  func aim(from p: Vector2, towards spot: Int32, aside: Bool, walls: Walls) -> Vector2? {
    let goal = min(Int(spot), spots.count - 1)
    if (spots[goal] - p).length <= QueueLayout.straight, walls.leavesOpen(p, spots[goal]) {
      return spots[goal]
    }
    if !bounds.grown(by: QueueLayout.straight).contains(p) { return nil }
    let nearest = nearestSpot(to: p, upTo: max(goal, planned - 1))
    if (spots[nearest] - p).length > QueueLayout.straight || !walls.leavesOpen(p, spots[nearest]) {
      return nil
    }
    if nearest == goal { return spots[goal] }
    let next = nearest < goal ? nearest + 1 : nearest - 1
    if aside {
      let along = (spots[next] - spots[nearest]).normalized
      let side = along.cross(p - spots[nearest]) >= 0 ? along.left : -along.left
      let beside = spots[next] + side * QueueLayout.aside
      if walls.leavesOpen(p, beside), walls.leavesOpen(beside, spots[next]) { return beside }
    }
    return spots[next]
  }

  private func nearestSpot(to p: Vector2, upTo last: Int) -> Int {
    var best = 0
    var least = Float.infinity
    for k in 0...last {
      let distance = (spots[k] - p).lengthSquared
      if distance < least { (best, least) = (k, distance) }
    }
    return best
  }
}

extension Distribution {
  /// The mean, as far as 64 values evenly spread in probability tell.
  fileprivate var middle: Float {
    (0..<64).reduce(0) { $0 + value(at: (Float($1) + 0.5) / 64) / 64 }
  }
}

extension QueuePlan {
  /// A band along the spots: where those walk to who are on their way to the queue.
  var band: Polygon {
    guard spots.count > 1 else { return Polygon(centre: spots.first ?? .zero, radius: 0.5) }
    let half: Float = 0.3  // [m]
    let sides = spots.indices.map { k -> Vector2 in
      let along = (spots[min(k + 1, spots.count - 1)] - spots[max(k - 1, 0)]).normalized
      return along.left * half
    }
    return Polygon(
      spots.indices.map { spots[$0] + sides[$0] } + spots.indices.reversed().map { spots[$0] - sides[$0] })
  }
}

extension Walls {
  /// True where no wall stands on the way from `p` to `q`, or on its first part as far as walls are known.
  func leavesOpen(_ p: Vector2, _ q: Vector2) -> Bool {
    let way = q - p
    let length = way.length
    return seesFreely(from: p, to: length <= reach ? q : p + way * (reach / length))
  }
}
