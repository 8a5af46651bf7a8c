import ArgumentParser
import City

/// The models of walking by the names that scenes call them.
enum Model: String, CaseIterable, ExpressibleByArgument, Sendable {
  case sharedPath = "shared_path"
  case collisionFreeSpeed = "collision_free_speed"
  case steeredSpeed = "steered_speed"
  case anticipationVelocity = "anticipation_velocity"
  case socialForce = "social_force"
  case centrifugalForce = "centrifugal_force"
  case powerLaw = "power_law"
  case reciprocalAvoidance = "reciprocal_avoidance"

  /// With the values of a scene that only names the model.
  var published: LocomotionModel {
    switch self {
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

  static func name(of model: LocomotionModel) -> String {
    switch model {
    case .sharedPath: sharedPath.rawValue
    case .collisionFreeSpeed: collisionFreeSpeed.rawValue
    case .steeredSpeed: steeredSpeed.rawValue
    case .anticipationVelocity: anticipationVelocity.rawValue
    case .socialForce: socialForce.rawValue
    case .centrifugalForce: centrifugalForce.rawValue
    case .powerLaw: powerLaw.rawValue
    case .reciprocalAvoidance: reciprocalAvoidance.rawValue
    }
  }
}
