import CLanes
import Kernel

/// Optimal reciprocal collision avoidance. J. van den Berg, S. J. Guy, M. Lin, D. Manocha, "Reciprocal n-body collision
/// avoidance", Robotics Research (2011).
///
///            ╲   collide within      Velocities relative to the other one that lead to a collision before the horizon
///             ╲   the horizon  ╱     τ fill a cone cut off by a disc of radius l/τ around x/τ. u is the shortest way
///              ╲     ___     ╱      out of it, and n points out of it there. Each takes half of it upon itself:
///               ╲  ╱ x/τ ╲  ╱
///                ╲ ╲ ___ ╱ ╱                 (v − (vᵢ + u/2))·n ≥ 0
///                 ╲       ╱
///                  ╲     ╱           Of the velocities in all half-planes the one nearest to the wanted one is
///                   ╲   ╱            chosen, or the one that misses them least where there is none. Walls are never
///                    ╲ ╱             given up.
///
/// The nearest `mostNeighbours` count, 32 at most. Of two whose centres would meet before the horizon, within a hundredth
/// of the way, both pass on the right: the shortest way out would have both wait for ever. Bodies that overlap part within a tenth of a
/// second or a step, whichever is longer. Whoever has nowhere to go gives way; whoever has no speed stands.
///
/// 150 left a room of 10 m through 0.8, 1 and 2 m at 1.1, 2.2 and 7.1 /s.
extension ReciprocalAvoidance: Locomotion {
  var sight: Float { cutOff }
  var wallSight: Float { max(Walls.near, min(cutOff, 0.5 + 3 * wallHorizon)) }

  @inline(__always)
  func velocity(
    of walker: Walker, among neighbours: Neighbours, walls: UnsafeBufferPointer<Segment>, dt: Float
  ) -> Vector2 {
    let limit = walker.desiredSpeed * max(1, mostSpeed)
    if !(limit > 0) { return .zero }
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: HalfPlanes.size) { memory in
      var planes = HalfPlanes(in: memory.baseAddress!)
      add(walls, limit: limit, for: walker, to: &planes)
      add(neighbours, dt: dt, for: walker, to: &planes)
      planes.pad()
      let wish = walker.wantedVelocity
      let (best, failed) = planes.best(.nearest(wish), limit: limit, from: wish)
      return walker.bounded(
        failed.map { planes.leastMissed(limit: limit, from: best, failed: $0) } ?? best)
    }
  }

  @inline(__always)
  func add(_ neighbours: Neighbours, dt: Float, for walker: Walker, to planes: inout HalfPlanes) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: ChosenFew.size) { memory in
      let few = ChosenFew(mostNeighbours, of: neighbours, in: memory.baseAddress!)
      for k in stride(from: 0, to: few.count, by: Lanes.width) {
        few.halfPlanes(
          k, of: walker, horizon: max(horizon, 1e-3), perStep: 1 / max(dt, ReciprocalAvoidance.parting),
          into: planes)
      }
      planes.count += few.count
    }
  }

  private static let parting: Float = 0.1  // [s]
}

/// The nearest neighbours, nearest first, in columns of their own.
private struct ChosenFew {
  static let most = 32  // a whole number of sixteens
  static let size = 6 * most
  let count: Int
  private let base: UnsafeMutablePointer<Float>

  @inline(__always)
  init(_ wanted: Int, of neighbours: Neighbours, in base: UnsafeMutablePointer<Float>) {
    self.base = base
    let most = max(0, min(ChosenFew.most, wanted))
    count = withUnsafeTemporaryAllocation(of: Int32.self, capacity: ChosenFew.most + 1) { numbers in
      var nearest = NearestFew(base, numbers.baseAddress!, most: most, limit: 0.5 * Neighbours.far)
      nearest.add(neighbours)
      for k in 0..<nearest.count {
        let j = Int(nearest.numbers[k])
        base[ChosenFew.most + k] = neighbours.wayX[j]
        base[2 * ChosenFew.most + k] = neighbours.wayY[j]
        base[3 * ChosenFew.most + k] = neighbours.contact[j]
        base[4 * ChosenFew.most + k] = neighbours.velocityX[j]
        base[5 * ChosenFew.most + k] = neighbours.velocityY[j]
      }
      return nearest.count
    }
  }

  /// Writes the half-planes of sixteen from `k` on behind those that `planes` has, the rest of the sixteen unread.
  @inline(__always)
  func halfPlanes(
    _ k: Int, of walker: Walker, horizon: Float, perStep: Float, into planes: HalfPlanes
  ) {
    let d = Lanes(base + k)
    let wx = Lanes(base + ChosenFew.most + k)
    let wy = Lanes(base + 2 * ChosenFew.most + k)
    let contact = Lanes(base + 3 * ChosenFew.most + k)
    // Their velocity seen from the walker, the other way round: how the walker comes nearer.
    let vx = walker.velocity.x - Lanes(base + 4 * ChosenFew.most + k)
    let vy = walker.velocity.y - Lanes(base + 5 * ChosenFew.most + k)
    let one = Lanes(repeating: 1)
    let tiny = Lanes(repeating: 1e-12)

    // from the centre of the disc that cuts the cone off
    let rate = lanes_pick_less(contact, d, Lanes(repeating: 1 / horizon), Lanes(repeating: perStep))
    let fromX = vx - wx * d * rate
    let fromY = vy - wy * d * rate
    let from = lanes_root(fromX * fromX + fromY * fromY)
    let discX = lanes_pick_less(tiny, from, fromX / from, -wx)
    let discY = lanes_pick_less(tiny, from, fromY / from, -wy)
    let discMiss = contact * rate - from

    // the two legs: the unit normals of the tangents from the origin
    let sine = lanes_min(one, contact / lanes_max(d, tiny))
    let cosine = lanes_root(one - sine * sine)
    let turn = wx * vy - wy * vx
    let along = wx * vx + wy * vy
    let meeting = lanes_pick_less(d - contact, along * horizon, along * 0.01, .zero)
    let headOn = lanes_pick_less(lanes_max(turn, -turn), meeting, one, .zero)
    let side = lanes_pick_less(.zero, headOn, -one, lanes_pick_less(.zero, turn, one, -one))
    let legX = -side * (wy * cosine) - wx * sine
    let legY = side * (wx * cosine) - wy * sine
    let legMiss = -(vx * legX + vy * legY)

    // On the disc where its edge is before the legs.
    let forward = fromX * wx + fromY * wy
    var isDisc = lanes_pick_less(forward, -sine * from, one, .zero)
    isDisc = lanes_pick_less(.zero, headOn, .zero, isDisc)
    isDisc = lanes_pick_less(contact, d, isDisc, one)
    let nx = lanes_pick_less(.zero, isDisc, discX, legX)
    let ny = lanes_pick_less(.zero, isDisc, discY, legY)
    let miss = lanes_pick_less(.zero, isDisc, discMiss, legMiss)
    lanes_store(planes.x + planes.count + k, nx)
    lanes_store(planes.y + planes.count + k, ny)
    lanes_store(
      planes.offset + planes.count + k, nx * walker.velocity.x + ny * walker.velocity.y + miss * 0.5)
  }
}
