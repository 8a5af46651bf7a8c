import Kernel

/// Where people walk faster or slower than elsewhere, and where only one way. Zones over one another count together.
struct Zones: Sendable {
  private let plans: [ZonePlan]
  private let boxes: [Rectangle]
  private let bins: BoxBins
  let isEmpty: Bool
  let haveOneWays: Bool

  init(_ plans: [ZonePlan], over area: Rectangle) {
    self.plans = plans
    boxes = plans.map(\.polygon.bounds)
    bins = BoxBins(boxes, over: area)
    isEmpty = plans.isEmpty
    haveOneWays = plans.contains { $0.oneWay != .zero }
  }

  @inline(__always)
  private func forEach(at p: Vector2, _ visit: (ZonePlan) -> Void) {
    bins.forEach(around: p) { k in
      if boxes[k].contains(p), plans[k].polygon.contains(p) { visit(plans[k]) }
    }
  }

  /// Share of the desired speed at `p` when walking along a unit vector; zero: standing.
  func pace(at p: Vector2, along direction: Vector2) -> Float {
    var pace: Float = 1
    forEach(at: p) { pace *= $0.pace(along: direction) }
    return pace
  }

  /// What is left of a way from `p` when nothing of it leads against the one-way zones there and at its end.
  func allowed(_ way: Vector2, from p: Vector2) -> Vector2 {
    var allowed = way
    for place in [p, p + way] {
      forEach(at: place) { zone in
        let along = allowed.dot(zone.oneWay)
        if along < 0 { allowed -= zone.oneWay * along }
      }
    }
    return allowed
  }

  /// True where the way from `p` to `q` leads against a one-way zone that holds one of them, by more than rounding.
  func forbid(_ p: Vector2, _ q: Vector2) -> Bool {
    var isForbidden = false
    for place in [p, q] {
      forEach(at: place) { zone in
        let slack = 1e-6 + 1e-6 * max(abs(p.x), abs(p.y))
        if (q - p).dot(zone.oneWay) < -slack { isForbidden = true }
      }
    }
    return isForbidden
  }
}

extension ZonePlan {
  /// Share of the desired speed when walking along a unit vector.
  func pace(along direction: Vector2) -> Float {
    let rise = direction.dot(up)
    return factor * (1 + ((rise > 0 ? upFactor : downFactor) - 1) * abs(rise))
  }
  /// Whether somebody may walk along a unit vector.
  func allows(_ direction: Vector2) -> Bool { direction.dot(oneWay) > -1e-3 }
}
