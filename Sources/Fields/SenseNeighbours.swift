import Kernel

/// How far one looks for people one by one [m].
private let sight: Float = 10

/// Fills the view's columns by sector from the people themselves: who is nearest on each side, who would be touched
/// first if both kept their velocity, and how far the next wearer is. A person counts in the sector of his bearing,
/// and in the next ones too as far as his body covers them.
///
/// Time to collision of two discs: the smaller root of |d + w t| = r₁ + r₂; 0 where they touch already.
///
/// - Parameters:
///   - own: the body's row in the crowd; nil for somebody who stands in it without being part of it.
///   - wearers: ids of the people who wear a garment; oneself is not looked at.
public func senseNeighbours(
  _ crowd: Crowd, pose: Pose, own: Int?, wearers: [UInt32], into view: inout BodyView
) {
  senseNeighbours(
    crowd, pose: pose, own: own, velocity: own.map { crowd.velocities[$0] } ?? .zero,
    radius: own.map { crowd.radii[$0] } ?? 0.2, wearers: wearers, into: &view)
}

/// The same for a body of radius 0.2 m that walks in the crowd at `velocity` [m/s] and is not part of it.
public func senseNeighbours(_ crowd: Crowd, pose: Pose, velocity: Vector2, into view: inout BodyView) {
  senseNeighbours(
    crowd, pose: pose, own: nil, velocity: velocity, radius: 0.2, wearers: [], into: &view)
}

private func senseNeighbours(
  _ crowd: Crowd, pose: Pose, own: Int?, velocity: Vector2, radius: Float, wearers: [UInt32],
  into view: inout BodyView
) {
  for k in 0..<view.sectors {
    view.nearest[k] = .infinity
    view.collision[k] = .infinity
    view.wearer[k] = .infinity
  }
  guard pose.position.isFinite, pose.heading.isFinite else { return }
  let turn = 2 * Float.pi / Float(view.sectors)
  for row in 0..<crowd.count where row != own {
    let apart = crowd.positions[row] - pose.position
    let squared = apart.lengthSquared
    guard squared < sight * sight, crowd.velocities[row].isFinite else { continue }
    let distance = squared.squareRoot()
    let seconds = timeToTouch(
      apart, crowd.velocities[row] - velocity, reach: radius + crowd.radii[row])
    let worn = !wearers.isEmpty && wearers.contains(crowd.ids[row])
    let centre = view.sector(of: apart.seen(from: pose.heading))
    // Half of the angle that the body covers, in sectors.
    let cover = distance > crowd.radii[row] ? Math.atan2(crowd.radii[row], distance) / turn : 1
    let wide = min(Int(cover.rounded()), view.sectors / 4)
    for k in centre - wide...centre + wide {
      let sector = (k + view.sectors) % view.sectors
      view.nearest[sector] = min(view.nearest[sector], distance)
      view.collision[sector] = min(view.collision[sector], seconds)
      if worn { view.wearer[sector] = min(view.wearer[sector], distance) }
    }
  }
}

/// [s] until discs whose centres are `apart` [m] and drift at `drift` [m/s] touch at `reach` [m]; infinite where they
/// never do.
func timeToTouch(_ apart: Vector2, _ drift: Vector2, reach: Float) -> Float {
  let c = apart.lengthSquared - reach * reach
  let b = apart.dot(drift)
  if c <= 0 { return b < 0 ? 0 : .infinity }  // they touch; those who part are no matter
  let a = drift.lengthSquared
  guard b < 0, a > 1e-9 else { return .infinity }
  let discriminant = b * b - a * c
  return discriminant > 0 ? c / (-b + discriminant.squareRoot()) : .infinity
}
