/// A kind of person. Defaults after Weidmann 1993 (speed 1.34 ± 0.26 m/s, cut to 0.5...2.2).
public struct Profile: Equatable, Sendable {
  public var name: String
  public var desiredSpeed: Distribution  // [m/s]
  public var radius: Distribution  // [m]
  public var timeGap: Distribution  // [s] T of the speed models
  public var relaxation: Distribution = .constant(0.5)  // [s] τ of the force models
  public var mass: Distribution = .constant(80)  // [kg]
  /// Another model than the plan's for people of this profile.
  public var locomotion: LocomotionModel?
  public init(
    name: String,
    desiredSpeed: Distribution = .normal(mean: 1.34, deviation: 0.26, minimum: 0.5, maximum: 2.2),
    radius: Distribution = .constant(0.2), timeGap: Distribution = .constant(1.0)
  ) {
    self.name = name
    self.desiredSpeed = desiredSpeed
    self.radius = radius
    self.timeGap = timeGap
  }
}
