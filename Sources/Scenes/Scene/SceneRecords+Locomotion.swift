import City
import Kernel

/// Models of walking. A person's own numbers (radius, time gap, relaxation, mass) stand in the profiles.
extension SceneRecords {
  private static func model<Model: Sendable>(
    _ word: String, _ summary: String, _ initial: Model
  ) -> SchemaRecord<Model> {
    SchemaRecord(word, summary, initial: initial).constant("model", word, "Which model of walking.")
  }
  private static let cutOff = SchemaKind<Float>.number(0.5...10, "m")
  private static let strength = SchemaKind<Float>.number(0...100)
  private static let range = SchemaKind<Float>.number(0.01...5, "m")
  private static let wallRange = SchemaKind<Float>.number(0.005...5, "m")
  private static let cutOffSummary = "Beyond this distance people do not count."

  static let sharedPath = model(
    "shared_path", "The standard model: collision-free speed with side steps and shared paths.",
    SharedPathSpeed()
  )
  .key("neighbour_repulsion", \.neighbourRepulsion, strength, "Strength a of the repulsion by people.")
  .key("neighbour_range", \.neighbourRange, range, "Range D of the repulsion by people.")
  .key("wall_repulsion", \.wallRepulsion, strength, "Strength of the repulsion by walls.")
  .key("wall_range", \.wallRange, wallRange, "Range of the repulsion by walls.")
  .key("cut_off", \.cutOff, cutOff, cutOffSummary)
  .key("relaxation", \.relaxation, .number(0...2, "s"), "Time in which the velocity follows the model's.")
  .key("sidestep", \.sidestep, .number(0...20), "Strength of stepping aside for people who come nearer.")
  .key("sidestep_range", \.sidestepRange, range, "Range of stepping aside.")
  .key("anticipation", \.anticipation, .number(0...5, "s"), "How far ahead people look when stepping aside.")
  .key("backing", \.backing, .number(0...1), "Share of the desired speed when pushed backwards.")
  .key("easing", \.easing, .flag, "Slow down where repulsion and desire cancel.")
  .key(
    "path_share", \.pathShare, .number(0.05...1), "Width of the path to be free, as a share of two bodies."
  )
  .key(
    "standing_share", \.standingShare, .number(0.05...2),
    "The same of people who stand, towards those who face the same way."
  )
  .key("sharing_speed", \.sharingSpeed, .number(0...3, "m/s"), "Speed from which on `path_share` holds.")
  .key("lead", \.lead, .number(0...5, "s"), "For so long those ahead are taken to walk on.")
  .key("headway", \.headway, .number(0.1...10), "Time kept to those ahead after `lead`, in time gaps.")

  static let collisionFreeSpeed = model(
    "collision_free_speed", "Collision-free speed model (Tordeux, Chraibi and Seyfried 2016), as published.",
    CollisionFreeSpeed()
  )
  .key("neighbour_repulsion", \.neighbourRepulsion, strength, "Strength a of the repulsion by people.")
  .key("neighbour_range", \.neighbourRange, range, "Range D of the repulsion by people.")
  .key("wall_repulsion", \.wallRepulsion, strength, "Strength of the repulsion by walls.")
  .key("wall_range", \.wallRange, wallRange, "Range of the repulsion by walls.")
  .key("cut_off", \.cutOff, cutOff, cutOffSummary)

  static let steeredSpeed = model(
    "steered_speed",
    "Collision-free speed model that turns the heading by the person who matters most, instead of adding repulsions.",
    SteeredSpeed()
  )
  .key(
    "range_ahead", \.rangeAhead, .number(0.1...20, "m"), "Distance ahead over which others matter less by e."
  )
  .key(
    "range_aside", \.rangeAside, .number(0.1...20, "m"), "Distance aside over which others matter less by e."
  )
  .key("greatest_turn", \.greatestTurn, .number(0...3.15, "rad"), "Largest angle off the way ahead.")
  .key("turning", \.turning, .number(0.01...5, "s"), "Time in which the heading follows.")
  .key("backing", \.backing, .number(0...1, "m/s"), "Speed backwards while bodies overlap.")
  .key("wall_repulsion", \.wallRepulsion, strength, "Strength of the repulsion by walls.")
  .key("wall_range", \.wallRange, wallRange, "Range of the repulsion by walls.")
  .key("cut_off", \.cutOff, cutOff, cutOffSummary)

  static let anticipationVelocity = model(
    "anticipation_velocity", "Anticipation velocity model (Xu, Chraibi and Seyfried 2021).",
    AnticipationVelocity()
  )
  .key("strength", \.strength, strength, "Strength k of turning away from people.")
  .key("range", \.range, range, "Range D of turning away from people.")
  .key("anticipation", \.anticipation, .number(0...5, "s"), "How far ahead people look, t_a.")
  .key("turning", \.turning, .number(0.01...5, "s"), "Time in which the heading follows, t_r.")
  .key("wall_buffer", \.wallBuffer, .number(0...1, "m"), "Distance kept from walls beside the radius.")
  .key("push_out", \.pushOut, .number(0...10), "Strength of turning away inside the wall buffer.")
  .key("buffer", \.buffer, .number(0...1, "m"), "Distance left free to whoever is in front.")
  .key("cut_off", \.cutOff, cutOff, cutOffSummary)

  static let socialForce = model(
    "social_force", "Social force model with bodies that push (Helbing, Farkas and Vicsek 2000).",
    SocialForce()
  )
  .key("strength", \.strength, .number(0...20_000, "N"), "Strength A of the repulsion.")
  .key("range", \.range, range, "Range B of the repulsion.")
  .key("body_force", \.bodyForce, .number(0...1e6, "kg/s^2"), "Stiffness k of bodies that touch.")
  .key(
    "friction", \.friction, .number(0...1e6, "kg/(m s)"), "Friction κ of bodies that slide along each other."
  )
  .key("cut_off", \.cutOff, cutOff, cutOffSummary)

  static let centrifugalForce = model(
    "centrifugal_force",
    "Generalised centrifugal force model (Chraibi, Seyfried and Schadschneider 2010): bodies are ellipses.",
    CentrifugalForce()
  )
  .key("neighbour_strength", \.neighbourStrength, .number(0...10), "Strength η of the repulsion by people.")
  .key("wall_strength", \.wallStrength, .number(0...10), "Strength of the repulsion by walls.")
  .key("neighbour_reach", \.neighbourReach, .number(0.1...10, "m"), "People farther than this do not push.")
  .key("wall_reach", \.wallReach, .number(0.1...10, "m"), "Walls farther than this do not push.")
  .key("smoothing", \.smoothing, .number(0.01...1, "m"), "Distance over which a force sets in at its reach.")
  .key("neighbour_cap", \.neighbourCap, .number(0...100, "m/s^2"), "Largest push of one person per mass.")
  .key("wall_cap", \.wallCap, .number(0...100, "m/s^2"), "Largest push of one wall per mass.")
  .key("length_at_rest", \.lengthAtRest, .number(0.05...1, "m"), "Half axis a along the way, standing.")
  .key("length_per_speed", \.lengthPerSpeed, .number(0...2, "s"), "How much of it speed adds.")
  .key("narrowest", \.narrowest, .number(0.05...1, "m"), "Half axis b across, at the desired speed.")
  .key("widest", \.widest, .number(0.05...1, "m"), "Half axis b across, standing.")
  .key("cut_off", \.cutOff, cutOff, cutOffSummary)
  .checking { model, tree, reader in
    guard model.narrowest > model.widest else { return }
    reader.report(
      .reversed,
      "narrowest is \(inWords(model.narrowest, "m")), above widest \(inWords(model.widest, "m"))",
      at: (tree.value(of: "narrowest") ?? tree.value(of: "widest") ?? tree).place)
  }

  static let powerLaw = model(
    "power_law", "Power law of the time to collision (Karamouzas, Skinner and Guy 2014).", PowerLaw()
  )
  .key("strength", \.strength, .number(0...100), "Strength k of the repulsion.")
  .key("horizon", \.horizon, .number(0.1...20, "s"), "Collisions later than about this do not count, τ₀.")
  .key("greatest_force", \.greatestForce, .number(0.1...1000, "m/s^2"), "Largest push per mass.")
  .key(
    "contact_stiffness", \.contactStiffness, .number(0...100_000, "1/s^2"),
    "Push per mass and metre of overlap."
  )
  .key("cut_off", \.cutOff, cutOff, cutOffSummary)

  static let reciprocalAvoidance = model(
    "reciprocal_avoidance", "Optimal reciprocal collision avoidance (van den Berg and others 2011), ORCA.",
    ReciprocalAvoidance()
  )
  .key("horizon", \.horizon, .number(0.1...20, "s"), "Time ahead within which people do not collide.")
  .key("wall_horizon", \.wallHorizon, .number(0.1...20, "s"), "Time ahead within which nobody meets a wall.")
  .key("most_neighbours", \.mostNeighbours, .whole(1...32, "people"), "Only the nearest so many count.")
  .key("most_speed", \.mostSpeed, .number(1...5), "Highest speed, as a multiple of the desired one.")
  .key("cut_off", \.cutOff, cutOff, cutOffSummary)

  static let locomotion = SchemaKind<LocomotionModel>.tagged(
    "model", standard: "shared_path",
    [
      ("shared_path", sharedPath.kind.map { .sharedPath($0) }),
      ("collision_free_speed", collisionFreeSpeed.kind.map { .collisionFreeSpeed($0) }),
      ("steered_speed", steeredSpeed.kind.map { .steeredSpeed($0) }),
      ("anticipation_velocity", anticipationVelocity.kind.map { .anticipationVelocity($0) }),
      ("social_force", socialForce.kind.map { .socialForce($0) }),
      ("centrifugal_force", centrifugalForce.kind.map { .centrifugalForce($0) }),
      ("power_law", powerLaw.kind.map { .powerLaw($0) }),
      ("reciprocal_avoidance", reciprocalAvoidance.kind.map { .reciprocalAvoidance($0) }),
    ])
}

extension LocomotionModel {
  /// The word that scene files know the model by.
  var word: String { kind.rawValue }
}
