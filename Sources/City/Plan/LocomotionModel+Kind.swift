extension LocomotionModel {
  /// Which model it is, whatever its parameters; named as scenes name it. A case that this list lacks, or that
  /// cannot be made from it, does not compile.
  public enum Kind: String, CaseIterable, Sendable {
    case sharedPath = "shared_path"
    case collisionFreeSpeed = "collision_free_speed"
    case steeredSpeed = "steered_speed"
    case anticipationVelocity = "anticipation_velocity"
    case socialForce = "social_force"
    case centrifugalForce = "centrifugal_force"
    case powerLaw = "power_law"
    case reciprocalAvoidance = "reciprocal_avoidance"
  }

  public var kind: Kind {
    switch self {
    case .sharedPath: .sharedPath
    case .collisionFreeSpeed: .collisionFreeSpeed
    case .steeredSpeed: .steeredSpeed
    case .anticipationVelocity: .anticipationVelocity
    case .socialForce: .socialForce
    case .centrifugalForce: .centrifugalForce
    case .powerLaw: .powerLaw
    case .reciprocalAvoidance: .reciprocalAvoidance
    }
  }

  /// With the parameters that a scene gets which only names the model.
  public init(_ kind: Kind) {
    self =
      switch kind {
      case .sharedPath: .sharedPath(SharedPathSpeed())
      case .collisionFreeSpeed: .collisionFreeSpeed(CollisionFreeSpeed())
      case .steeredSpeed: .steeredSpeed(SteeredSpeed())
      case .anticipationVelocity: .anticipationVelocity(AnticipationVelocity())
      case .socialForce: .socialForce(SocialForce())
      case .centrifugalForce: .centrifugalForce(CentrifugalForce())
      case .powerLaw: .powerLaw(PowerLaw())
      case .reciprocalAvoidance: .reciprocalAvoidance(ReciprocalAvoidance())
      }
  }
}
