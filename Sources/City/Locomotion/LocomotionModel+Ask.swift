import Kernel

/// Somebody for whom a model is asked without a world around.
package struct Someone: Sendable {
  package var position: Vector2  // [m]
  package var velocity: Vector2  // [m/s]
  package var heading: Vector2  // unit vector
  package var desiredDirection: Vector2  // unit vector or zero
  package var desiredSpeed: Float = 1.34  // [m/s]
  package var radius: Float = 0.2  // [m]
  package var timeGap: Float = 1  // [s]
  package var relaxation: Float = 0.5  // [s]
  package var mass: Float = 80  // [kg]

  package init(at position: Vector2, velocity: Vector2 = .zero, towards direction: Vector2 = .zero) {
    self.position = position
    self.velocity = velocity
    desiredDirection = direction
    heading = velocity != .zero ? velocity.normalized : (direction != .zero ? direction : Vector2(1, 0))
  }
}

/// Looks inside for tests; nothing here is part of a step.
extension LocomotionModel {
  /// The velocities [m/s] of `people` after `dt` [s], all seeing each other. Walls are given by their ends.
  package func velocities(
    of people: [Someone], walls: [(Vector2, Vector2)] = [], dt: Float = 0.01
  ) -> [Vector2] {
    let segments = walls.map { Segment(a: $0.0, b: $0.1) }
    return people.indices.map { i in
      use { model in
        segments.withUnsafeBufferPointer {
          model.velocity(
            of: Walker(people[i], id: UInt32(i)), among: people.seen(by: i, within: model.sight), walls: $0,
            dt: dt)
        }
      }
    }
  }
}

extension ReciprocalAvoidance {
  /// What the first of `people` may do: velocities v [m/s] with normal·v ≥ offset; the first `hard` are walls.
  package func halfPlanes(
    ofFirst people: [Someone], walls: [(Vector2, Vector2)] = [], dt: Float = 0.05
  ) -> (planes: [(normal: Vector2, offset: Float)], hard: Int) {
    let walker = Walker(people[0], id: 0)
    let segments = walls.map { Segment(a: $0.0, b: $0.1) }
    let seen = people.seen(by: 0, within: sight)
    var memory = [Float](repeating: 0, count: HalfPlanes.size)
    return memory.withUnsafeMutableBufferPointer { memory in
      var planes = HalfPlanes(in: memory.baseAddress!)
      segments.withUnsafeBufferPointer {
        add($0, limit: walker.desiredSpeed * mostSpeed, for: walker, to: &planes)
      }
      seen.inColumns { add($0, dt: dt, for: walker, to: &planes) }
      return ((0..<planes.count).map { (planes.normal($0), planes.offset[$0]) }, planes.hard)
    }
  }
}

/// The velocity no longer than `limit` [m/s] that is nearest to `wish` of those with normal·v ≥ offset for all
/// `planes`, or where there is none, the one that misses the soft ones least; the first `hard` are kept.
package func bestVelocity(
  nearest wish: Vector2, limit: Float, planes given: [(normal: Vector2, offset: Float)], hard: Int
) -> Vector2 {
  precondition(given.count <= HalfPlanes.most, "the planes have room")
  var memory = [Float](repeating: 0, count: HalfPlanes.size)
  return memory.withUnsafeMutableBufferPointer {
    var planes = HalfPlanes(in: $0.baseAddress!)
    for plane in given { planes.add(normal: plane.normal, offset: plane.offset) }
    planes.hard = hard
    planes.pad()
    let (best, failed) = planes.best(.nearest(wish), limit: limit, from: wish)
    return failed.map { planes.leastMissed(limit: limit, from: best, failed: $0) } ?? best
  }
}

extension Walker {
  fileprivate init(_ person: Someone, id: UInt32) {
    self.init(
      id: id, position: person.position, velocity: person.velocity, heading: person.heading,
      radius: person.radius, desiredSpeed: person.desiredSpeed, timeGap: person.timeGap,
      relaxation: person.relaxation, mass: person.mass, desiredDirection: person.desiredDirection)
  }
}

extension [Someone] {
  fileprivate func seen(by i: Int, within sight: Float) -> [Neighbour] {
    indices.compactMap { j in
      let offset = self[j].position - self[i].position
      let distance = offset.length
      guard j != i, distance < sight else { return nil }
      return Neighbour(
        way: distance > 0 ? offset / distance : Vector2(i < j ? 1 : -1, 0), distance: distance,
        contact: self[i].radius + self[j].radius, velocity: self[j].velocity, heading: self[j].heading)
    }
  }
}

extension [Neighbour] {
  fileprivate func inColumns<Result>(_ body: (Neighbours) -> Result) -> Result {
    var columns = [Float](repeating: 0, count: NeighbourRoom.size(most: count))
    return columns.withUnsafeMutableBufferPointer {
      let room = NeighbourRoom(base: $0.baseAddress!, stride: NeighbourRoom.stride(most: count))
      return body(room.filled(with: self))
    }
  }
}
