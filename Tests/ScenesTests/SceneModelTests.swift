import City
import Foundation
import Kernel
import Scenes
import Testing

/// Every model of walking can be written with all its numbers, for all people or for those of a profile.
@Suite struct SceneModelTests {
  typealias Sample = (word: String, keys: String, model: LocomotionModel, plain: LocomotionModel)

  /// A value off the default for each key.
  static let samples: [Sample] = [
    (
      "shared_path",
      "neighbour_repulsion: 7, neighbour_range: 0.2, wall_repulsion: 4, wall_range: 0.03, cut_off: 2, relaxation: 0.3, "
        + "sidestep: 2, sidestep_range: 0.4, anticipation: 2, backing: 0.25, easing: false, path_share: 0.5, "
        + "standing_share: 0.9, sharing_speed: 0.5, lead: 0.4, headway: 1.1",
      .sharedPath(
        changed(SharedPathSpeed()) {
          $0.neighbourRepulsion = 7
          $0.neighbourRange = 0.2
          $0.wallRepulsion = 4
          $0.wallRange = 0.03
          $0.cutOff = 2
          $0.relaxation = 0.3
          $0.sidestep = 2
          $0.sidestepRange = 0.4
          $0.anticipation = 2
          $0.backing = 0.25
          $0.easing = false
          $0.pathShare = 0.5
          $0.standingShare = 0.9
          $0.sharingSpeed = 0.5
          $0.lead = 0.4
          $0.headway = 1.1
        }), .sharedPath(SharedPathSpeed())
    ),
    (
      "collision_free_speed",
      "neighbour_repulsion: 7, neighbour_range: 0.2, wall_repulsion: 4, wall_range: 0.03, cut_off: 2",
      .collisionFreeSpeed(
        changed(CollisionFreeSpeed()) {
          $0.neighbourRepulsion = 7
          $0.neighbourRange = 0.2
          $0.wallRepulsion = 4
          $0.wallRange = 0.03
          $0.cutOff = 2
        }), .collisionFreeSpeed(CollisionFreeSpeed())
    ),
    (
      "steered_speed",
      "range_ahead: 3, range_aside: 1, greatest_turn: 1, turning: 0.5, backing: 0.1, wall_repulsion: 4, wall_range: 0.03, "
        + "cut_off: 2",
      .steeredSpeed(
        changed(SteeredSpeed()) {
          $0.rangeAhead = 3
          $0.rangeAside = 1
          $0.greatestTurn = 1
          $0.turning = 0.5
          $0.backing = 0.1
          $0.wallRepulsion = 4
          $0.wallRange = 0.03
          $0.cutOff = 2
        }), .steeredSpeed(SteeredSpeed())
    ),
    (
      "anticipation_velocity",
      "strength: 7, range: 0.2, anticipation: 2, turning: 0.5, wall_buffer: 0.2, push_out: 0.4, buffer: 0.05, cut_off: 2",
      .anticipationVelocity(
        changed(AnticipationVelocity()) {
          $0.strength = 7
          $0.range = 0.2
          $0.anticipation = 2
          $0.turning = 0.5
          $0.wallBuffer = 0.2
          $0.pushOut = 0.4
          $0.buffer = 0.05
          $0.cutOff = 2
        }), .anticipationVelocity(AnticipationVelocity())
    ),
    (
      "social_force", "strength: 1000, range: 0.1, body_force: 1e5, friction: 2e5, cut_off: 2",
      .socialForce(
        changed(SocialForce()) {
          $0.strength = 1000
          $0.range = 0.1
          $0.bodyForce = 1e5
          $0.friction = 2e5
          $0.cutOff = 2
        }), .socialForce(SocialForce())
    ),
    (
      "centrifugal_force",
      "neighbour_strength: 0.4, wall_strength: 0.3, neighbour_reach: 3, wall_reach: 1, smoothing: 0.2, neighbour_cap: 8, "
        + "wall_cap: 4, length_at_rest: 0.3, length_per_speed: 0.5, narrowest: 0.15, widest: 0.3, cut_off: 3",
      .centrifugalForce(
        changed(CentrifugalForce()) {
          $0.neighbourStrength = 0.4
          $0.wallStrength = 0.3
          $0.neighbourReach = 3
          $0.wallReach = 1
          $0.smoothing = 0.2
          $0.neighbourCap = 8
          $0.wallCap = 4
          $0.lengthAtRest = 0.3
          $0.lengthPerSpeed = 0.5
          $0.narrowest = 0.15
          $0.widest = 0.3
          $0.cutOff = 3
        }), .centrifugalForce(CentrifugalForce())
    ),
    (
      "power_law", "strength: 2, horizon: 4, greatest_force: 30, contact_stiffness: 400, cut_off: 6",
      .powerLaw(
        changed(PowerLaw()) {
          $0.strength = 2
          $0.horizon = 4
          $0.greatestForce = 30
          $0.contactStiffness = 400
          $0.cutOff = 6
        }), .powerLaw(PowerLaw())
    ),
    (
      "reciprocal_avoidance", "horizon: 3, wall_horizon: 2, most_neighbours: 12, most_speed: 1.2, cut_off: 6",
      .reciprocalAvoidance(
        changed(ReciprocalAvoidance()) {
          $0.horizon = 3
          $0.wallHorizon = 2
          $0.mostNeighbours = 12
          $0.mostSpeed = 1.2
          $0.cutOff = 6
        }), .reciprocalAvoidance(ReciprocalAvoidance())
    ),
  ]
  private static func changed<Model>(_ model: Model, _ change: (inout Model) -> Void) -> Model {
    var model = model
    change(&model)
    return model
  }

  @Test(arguments: samples.indices)
  func everyNumberCounts(index: Int) throws {
    let sample = SceneModelTests.samples[index]
    let plain = try read(leastScene + "locomotion: {model: \(sample.word)}\n").city
    #expect(plain.locomotion == sample.plain)
    let written = try read(leastScene + "locomotion: {model: \(sample.word), \(sample.keys)}\n").city
    #expect(written.locomotion == sample.model)
    #expect(written.profiles[0].locomotion == nil)
    let own = try read(
      leastScene + "profiles: [{name: a}, {name: b, locomotion: {model: \(sample.word), \(sample.keys)}}]\n"
    ).city
    #expect(own.locomotion == .standard)
    #expect(own.profiles.map(\.locomotion) == [nil, sample.model])
  }

  /// The sample leaves no key of the schema out.
  @Test(arguments: samples.indices)
  func everyKeyIsSampled(index: Int) throws {
    let sample = SceneModelTests.samples[index]
    let root = try SchemaValidator(Scene.jsonSchema()).root
    let records = try #require(root["$defs"] as? [String: [String: Any]])
    let keys = try #require(records[sample.word]?["properties"] as? [String: Any]).keys.filter {
      $0 != "model"
    }
    let sampled = sample.keys.split(separator: ", ").map { String($0.prefix { $0 != ":" }) }
    #expect(keys.sorted() == sampled.sorted())
    // Nor does the schema leave out a number of the model.
    let model = try #require(Mirror(reflecting: sample.model).children.first?.value)
    #expect(Mirror(reflecting: model).children.count == keys.count)
  }

  /// A model that needs shorter steps than the scene's says so, with the engine's own figures, and is quiet at
  /// a step that is short enough.
  @Test(arguments: samples.indices)
  func longStepsAreTold(index: Int) throws {
    let sample = SceneModelTests.samples[index]
    for (milliseconds, list) in [
      (10, "locomotion: "), (50, "locomotion: "), (500, "profiles: [{name: a, locomotion: "),
    ] {
      let end = list.hasPrefix("p") ? "}]" : ""
      let text =
        leastScene + "clocks: {crowd_step: \(Double(milliseconds) / 1000)}\n"
        + "routes: {cell_size: 2}\n\(list){model: \(sample.word)}\(end)\n"
      let (_, warnings) = try Scene.read(text: text, file: "test.yaml", library: Repository.library)
      let told = warnings.filter { $0.code == "S0322" }
      let parts = sample.plain.stepParts(of: Float(milliseconds) / 1000)
      #expect(told.count == (parts > 1 ? 1 : 0), "\(sample.word) at \(milliseconds) ms")
      #expect(told.allSatisfy { $0.message.contains("in \(parts) parts") && $0.severity == .warning })
    }
  }
}
