import Kernel

/// What a model knows of the person who walks.
struct Walker: Sendable {
  var id: UInt32
  var position: Vector2  // [m]
  var velocity: Vector2  // [m/s]
  var heading: Vector2  // unit vector of the chest
  var radius: Float  // [m]
  var desiredSpeed: Float  // [m/s] here and now: zones, groups and waiting count already
  var timeGap: Float  // [s]
  var relaxation: Float  // [s]
  var mass: Float  // [kg]
  var desiredDirection: Vector2  // unit vector; zero: stands
}

/// A way of walking: from what is around a person now to the velocity in one step's time. A model is one type in
/// one file of this folder and one case of `LocomotionModel`.
protocol Locomotion: Sendable {
  /// [m] beyond which nobody counts.
  var sight: Float { get }
  /// [m] between bodies beyond which, for this person, nobody changes the velocity by more than a hundred-thousandth. No model
  /// has to say less than its sight; it is what keeps the common case short.
  func reach(speed: Float, timeGap: Float) -> Float
  /// Whether it looks at the velocities of neighbours; where not, those columns are not filled.
  var looksAtVelocities: Bool { get }
  /// [m] within which `walls` is complete.
  var wallSight: Float { get }
  /// [s] of the longest step that the model is stable at; a longer one is taken in equal parts.
  var longestStep: Float { get }
  /// What is settled before the velocity: nothing, for most models.
  associatedtype Course = Void
  /// The first half of a look, for models that first settle a direction and then how far it is free. People are dealt
  /// with a few at a time, each half for all of them, so that a processor works on several at once.
  func course(
    of walker: Walker, among neighbours: Neighbours, walls: UnsafeBufferPointer<Segment>
  ) -> Course
  /// The second half: velocity [m/s] after `dt` [s].
  func velocity(
    of walker: Walker, on course: Course, among neighbours: Neighbours, walls: UnsafeBufferPointer<Segment>,
    dt: Float
  ) -> Vector2
  /// Velocity [m/s] after `dt` [s], both halves. Reads only what it is given: `neighbours` are all whom the person sees within
  /// `sight`, `walls` all walls within `wallSight` and some more.
  func velocity(
    of walker: Walker, among neighbours: Neighbours, walls: UnsafeBufferPointer<Segment>, dt: Float
  ) -> Vector2
}

extension Locomotion {
  @inline(__always) func reach(speed: Float, timeGap: Float) -> Float { sight }
  @inline(__always) var looksAtVelocities: Bool { true }
  var wallSight: Float { Walls.near }
  var longestStep: Float { .infinity }
}

extension Locomotion where Course == Void {
  @inline(__always)
  func course(of walker: Walker, among neighbours: Neighbours, walls: UnsafeBufferPointer<Segment>) {}
  @inline(__always)
  func velocity(
    of walker: Walker, on course: Void, among neighbours: Neighbours, walls: UnsafeBufferPointer<Segment>,
    dt: Float
  ) -> Vector2 { velocity(of: walker, among: neighbours, walls: walls, dt: dt) }
}

/// A model that settles a direction first.
protocol DirectionFirst: Locomotion {}

extension DirectionFirst {
  @inline(__always)
  func velocity(
    of walker: Walker, among neighbours: Neighbours, walls: UnsafeBufferPointer<Segment>, dt: Float
  ) -> Vector2 {
    velocity(
      of: walker, on: course(of: walker, among: neighbours, walls: walls), among: neighbours, walls: walls,
      dt: dt)
  }
}

extension LocomotionModel {
  /// The one place where a model is picked.
  func use<Result>(_ body: (any Locomotion) -> Result) -> Result {
    switch self {
    case .sharedPath(let model): body(model)
    case .collisionFreeSpeed(let model): body(model)
    case .steeredSpeed(let model): body(model)
    case .anticipationVelocity(let model): body(model)
    case .socialForce(let model): body(model)
    case .centrifugalForce(let model): body(model)
    case .powerLaw(let model): body(model)
    case .reciprocalAvoidance(let model): body(model)
    }
  }
}
