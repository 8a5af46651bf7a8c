import Kernel

/// When a hazard presses, and how much.
///
/// A warning has to leave time to react: belt 1.0 s, motor 0.12 s, transport 0.05 s, so 1.2 s; it begins 4 s ahead
/// (Kayukawa et al. 2020 predict that far). Whoever stands at the edge is warned by the distance alone.
public struct HazardWarning: Equatable, Sendable {
  public var horizon: Float = 4  // [s] a hazard that will be reached later is no matter
  public var pressing: Float = 1.2  // [s] at which the urgency is 1
  public var reach: Float = 0.8  // [m] at which a hazard beside a standing person begins to be felt
  public init() {}
}

/// Fills the view's column of hazards: for each sector the urgency of what lies that way, the greater of two.
///
///     by time       (horizon − t)/(horizon − pressing)    t = distance/speed that way
///     by distance   1 − distance/reach
///
/// Both are held to 0…1. Inside a hazard every way out counts for nothing and every way is urgent.
///
/// - Parameter velocity: of the wearer [m/s].
public func senseHazards(
  _ hazards: [Hazard], pose: Pose, velocity: Vector2, warning: HazardWarning = HazardWarning(),
  into view: inout BodyView
) {
  for k in 0..<view.sectors { view.hazard[k] = 0 }
  guard pose.position.isFinite, pose.heading.isFinite else { return }
  let pace = velocity.isFinite ? velocity : .zero
  let sight = max(warning.reach, pace.length * warning.horizon)
  for hazard in hazards where hazard.polygon.bounds.grown(by: sight).contains(pose.position) {
    if hazard.polygon.contains(pose.position) {
      for k in 0..<view.sectors { view.hazard[k] = 1 }
      return
    }
    for k in 0..<view.sectors {
      let way = view.direction(ofSector: k).turned(by: pose.heading)
      guard let distance = hazard.polygon.distance(from: pose.position, along: way), distance < sight else {
        continue
      }
      let speed = pace.dot(way)
      var urgency = 1 - distance / warning.reach
      if speed > 0.05 {
        urgency = max(urgency, (warning.horizon - distance / speed) / (warning.horizon - warning.pressing))
      }
      view.hazard[k] = max(view.hazard[k], min(max(urgency, 0), 1))
    }
  }
}

extension Polygon {
  /// [m] from `origin` along the unit vector `way` to the outline; nil where the ray misses it.
  func distance(from origin: Vector2, along way: Vector2) -> Float? {
    var nearest: Float?
    for (a, b) in zip(vertices, vertices.dropFirst() + vertices.prefix(1)) {
      let edge = b - a
      let across = way.cross(edge)
      guard abs(across) > 1e-9 else { continue }
      let to = a - origin
      let t = to.cross(edge) / across  // along the ray
      let u = to.cross(way) / across  // along the edge
      if t >= 0, u >= 0, u <= 1, t < nearest ?? .infinity { nearest = t }
    }
    return nearest
  }
}
