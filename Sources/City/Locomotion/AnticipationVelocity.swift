import CLanes
import Kernel

/// Anticipation velocity model. Q. Xu, M. Chraibi, A. Seyfried, "Anticipation in a velocity-based model for pedestrian
/// dynamics", Transportation Research Part C 133 (2021), doi 10.1016/j.trc.2021.103464; walls as in JuPedSim.
///
///     E = normalise(e₀ + Σⱼ k (1 + ½(1 − e₀·eⱼ)) exp(−R/D) n)      of those ahead: e₀·eᵢⱼ ≥ 0 or eᵢ·eᵢⱼ ≥ 0
///         R = max(0, dᵢⱼ − lᵢⱼ − (vᵢ − vⱼ)·eᵢⱼ t_a)                gap as it will be
///         n across e₀, away from the side of xᵢⱼ + vⱼt_a            to the right of those who will be straight ahead
///     de/dt = (E − e)/t_r                                          or at once where E turns back across e₀'s side
///     v = min(v₀, max(0, (s − buffer)/T))                          s: gap to the nearest in the path along e
///
/// Within radius and buffer of a wall, what leads into the wall is taken out of e and `pushOut` of the wall's normal
/// is added: nearest walls last, four at most. The way walked stands for e; whoever stands turns at once.
/// JuPedSim's random creeping of those who are blocked is left out.
///
/// The model jams at doors. Of 150 in a room of 10 m, 37 came through 0.8 m and 57 through 1 m before an arch stood for
/// good; 1.2, 1.6 and 2 m passed 0.95, 1.3 and 1.8 /s. In a corridor of 4 m, 1 /s from either end pass at 0.9 m/s;
/// 2 /s lock.
extension AnticipationVelocity: Locomotion {
  var sight: Float { cutOff }

  @inline(__always)
  func velocity(
    of walker: Walker, among neighbours: Neighbours, walls: UnsafeBufferPointer<Segment>, dt: Float
  ) -> Vector2 {
    let desired = walker.desiredDirection
    if desired == .zero { return .zero }
    let course = walker.course
    let aside = push(by: neighbours, on: walker, course: course)
    let target = (desired + desired.left * aside).normalized
    var direction = target
    if course != .zero, desired.dot(target) * desired.dot(course) >= 0 {
      let turned = course + (target - course) * (turning > dt ? dt / turning : 1)
      direction = turned == .zero ? target : turned.normalized
    }
    let space = neighbours.space(along: direction, pathShare: 1)
    let speed = min(walker.desiredSpeed, walker.speed(with: space - buffer, timeGap: walker.timeGap))
    return kept(direction, offWalls: walls, for: walker) * speed
  }

  /// Σ of the pushes, to the left where positive.
  @inline(__always)
  private func push(by neighbours: Neighbours, on walker: Walker, course: Vector2) -> Float {
    let desired = walker.desiredDirection
    let scale = Lanes(repeating: -1 / max(range, 1e-6))
    let nobody = Lanes(repeating: 0.5 * Neighbours.far)
    var sum = Lanes.zero
    for k in stride(from: 0, to: neighbours.vectors * Lanes.width, by: Lanes.width) {
      let wx = Lanes(neighbours.wayX + k)
      let wy = Lanes(neighbours.wayY + k)
      let vx = Lanes(neighbours.velocityX + k)
      let vy = Lanes(neighbours.velocityY + k)
      let d = Lanes(neighbours.distance + k)
      let approach = (walker.velocity.x - vx) * wx + (walker.velocity.y - vy) * wy
      let gap = lanes_max(.zero, d - Lanes(neighbours.contact + k) - approach * anticipation)
      let speed = lanes_root(vx * vx + vy * vy) + 1e-6
      let against = 1.5 - 0.5 * (vx * desired.x + vy * desired.y) / speed
      let lateral = desired.x * (wy * d + vy * anticipation) - desired.y * (wx * d + vx * anticipation)
      let strong = against * lanes_exp(gap * scale)
      let sided = lanes_pick_less(Lanes(repeating: -AnticipationVelocity.straight), lateral, -strong, strong)
      let ahead = lanes_max(wx * desired.x + wy * desired.y, wx * course.x + wy * course.y)
      sum += lanes_pick_less(d, nobody, lanes_pick_less(ahead, .zero, .zero, sided), .zero)
    }
    return lanes_sum(sum) * strength
  }

  @inline(__always)
  private func kept(
    _ direction: Vector2, offWalls walls: UnsafeBufferPointer<Segment>, for walker: Walker
  ) -> Vector2 {
    var near = NearWalls(within: min(walker.radius + wallBuffer, wallSight))
    for wall in walls { near.add(walker.position - wall.nearest(to: walker.position)) }
    if near.count == 0 { return direction }
    var direction = direction
    for k in (0..<near.count).reversed() {
      let n = near.normals[k]
      let into = direction.dot(n)
      if into < 0 { direction += n * (pushOut - into) }
    }
    return direction.normalized
  }

  /// [m] to the left: up to here somebody counts as straight ahead.
  private static let straight: Float = 0.01
}

/// The normals of the nearest walls, nearest first; of equally near ones in an order that the list's does not change.
private struct NearWalls {
  private(set) var normals: InlineArray<4, Vector2> = .init(repeating: .zero)
  private(set) var count = 0
  private var distances: InlineArray<4, Float> = .init(repeating: 0)
  private let limit: Float  // [m]

  @inline(__always)
  init(within limit: Float) { self.limit = limit }

  @inline(__always)
  mutating func add(_ away: Vector2) {
    let distance = away.length
    guard distance > 0, distance <= limit else { return }
    let n = away / distance
    var place = count
    while place > 0, isBefore(distance, n, place - 1) { place -= 1 }
    if place > 0, normals[place - 1] == n { return }
    if place == 4 { return }
    var k = min(count, 3)
    while k > place {
      normals[k] = normals[k - 1]
      distances[k] = distances[k - 1]
      k -= 1
    }
    normals[place] = n
    distances[place] = distance
    count = min(count + 1, 4)
  }

  @inline(__always)
  private func isBefore(_ distance: Float, _ n: Vector2, _ k: Int) -> Bool {
    let other = normals[k]
    return (distance, n.x, n.y) < (distances[k], other.x, other.y)
  }
}
