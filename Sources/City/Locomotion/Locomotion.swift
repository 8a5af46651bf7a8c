import Kernel

/// Somebody near enough to count, as seen by the person who walks.
struct Neighbour: Sendable, BitwiseCopyable {
  var way: Vector2  // unit vector towards them
  var distance: Float  // [m] between the centres
  var contact: Float  // [m] sum of the radii
  var velocity: Vector2  // [m/s]

  var gap: Float { distance - contact }  // [m] between the bodies; negative when they overlap
}

/// What a model knows of the person who walks.
struct Walker: Sendable {
  var position: Vector2  // [m]
  var velocity: Vector2  // [m/s]
  var radius: Float  // [m]
  var desiredSpeed: Float  // [m/s]
  var timeGap: Float  // [s]
  var desiredDirection: Vector2  // unit vector; zero: stands
}

/// A way of walking: from what is around a person now to the velocity in one step's time. A model is one type in
/// one file of this folder and one case of `LocomotionModel`.
protocol Locomotion: Sendable {
  /// [m] beyond which nobody counts.
  var sight: Float { get }
  /// Velocity [m/s] after `dt` [s]. Reads only what it is given.
  func velocity(
    of walker: Walker, among neighbours: UnsafeBufferPointer<Neighbour>, walls: ArraySlice<Segment>, dt: Float
  ) -> Vector2
}

extension LocomotionModel {
  /// The one place where a model is picked.
  func use<Result>(_ body: (any Locomotion) -> Result) -> Result {
    switch self {
    case .collisionFreeSpeed(let model): body(model)
    }
  }
}
