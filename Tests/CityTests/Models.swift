import City
import Kernel
import Testing

/// A model by its name, so that a failed test says which it was.
struct NamedModel: CustomTestStringConvertible, Sendable {
  let name: String
  let model: LocomotionModel
  var testDescription: String { name }

  static let sharedPath = NamedModel(name: "shared path", model: .sharedPath(SharedPathSpeed()))
  static let collisionFree = NamedModel(
    name: "collision-free speed", model: .collisionFreeSpeed(CollisionFreeSpeed()))
  static let steered = NamedModel(name: "steered speed", model: .steeredSpeed(SteeredSpeed()))
  static let anticipation = NamedModel(
    name: "anticipation velocity", model: .anticipationVelocity(AnticipationVelocity()))
  static let social = NamedModel(name: "social force", model: .socialForce(SocialForce()))
  static let centrifugal = NamedModel(
    name: "centrifugal force", model: .centrifugalForce(CentrifugalForce()))
  static let power = NamedModel(name: "power law", model: .powerLaw(PowerLaw()))
  static let reciprocal = NamedModel(
    name: "reciprocal avoidance", model: .reciprocalAvoidance(ReciprocalAvoidance()))

  /// A model that is missing here fails `ModelTests.everyModelIsTested`.
  static let all = [
    sharedPath, collisionFree, steered, anticipation, social, centrifugal, power, reciprocal,
  ]
  static let forces = [social, centrifugal, power]
  static let mirrored = [collisionFree, social, centrifugal, power, reciprocal]
}

/// Evenly drawn numbers for situations; always the same for the same seed.
struct Dice {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }
  mutating func roll(_ low: Float, _ high: Float) -> Float {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return low + (high - low) * Float(state >> 40) / 16_777_216
  }
  mutating func vector(_ most: Float) -> Vector2 { Vector2(roll(-most, most), roll(-most, most)) }
  mutating func direction() -> Vector2 { Math.unit(degrees: roll(0, 360)) }

  /// People around the middle who walk and want to walk anywhere.
  mutating func people(_ count: Int, within half: Float) -> [Someone] {
    (0..<count).map { _ in
      var person = Someone(at: vector(half), velocity: vector(1), towards: direction())
      person.radius = roll(0.15, 0.3)
      person.desiredSpeed = roll(0.5, 2)
      return person
    }
  }
}
