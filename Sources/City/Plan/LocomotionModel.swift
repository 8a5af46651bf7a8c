/// How people walk. One case per model; each carries its global parameters, a person's own stand in columns.
public enum LocomotionModel: Equatable, Sendable {
  case sharedPath(SharedPathSpeed)  // the default
  case collisionFreeSpeed(CollisionFreeSpeed)
  case steeredSpeed(SteeredSpeed)
  case anticipationVelocity(AnticipationVelocity)
  case socialForce(SocialForce)
  case centrifugalForce(CentrifugalForce)
  case powerLaw(PowerLaw)
  case reciprocalAvoidance(ReciprocalAvoidance)

  /// The model that a scene gets which names none: calibrated against measured flows.
  public static let standard = LocomotionModel.sharedPath(SharedPathSpeed())
}

/// Throng's own: the collision-free speed model with additions, so that streams that meet head-on or cross do not
/// lock, and with values calibrated together against measured fundamental diagrams (single file, corridor, corner, two
/// directions) and flows through openings of 0.8...2.5 m. Each addition's value below says what it is for.
public struct SharedPathSpeed: Equatable, Sendable {
  public var neighbourRepulsion: Float = 7  // a
  public var neighbourRange: Float = 0.1  // [m] D
  public var wallRepulsion: Float = 0.7  // a_w
  public var wallRange: Float = 0.1  // [m] D_w
  public var cutOff: Float = 2  // [m] beyond which neighbours do not count
  /// [s] in which the velocity follows the model's; compare t_r 0.3 s of Xu 2021.
  public var relaxation: Float = 0.1
  /// Strength of stepping aside for people ahead who come nearer, across the desired direction and away from the
  /// side on which they will be; to the right when they are straight ahead. After the anticipation velocity
  /// model, Xu, Chraibi & Seyfried 2021 (doi 10.1016/j.trc.2021.103464), whose k is 8 within D 0.1 m. Decides at
  /// which density two streams lock.
  public var sidestep: Float = 1.9
  public var sidestepRange: Float = 0.7  // [m] over which it falls by e
  public var anticipation: Float = 0.6  // [s] looked ahead when stepping aside; t_a of Xu 2021
  /// Share of the desired speed left to somebody pushed straight against the desired direction; compare the small
  /// reverse speed of JuPedSim's third version of the collision-free speed model.
  public var backing: Float = 0.4
  /// Whether people slow down where repulsion and desire cancel, rather than step to and fro at full speed.
  public var easing = true
  /// Half width of the path that neighbours must leave free, as a share of the two radii together, of somebody who
  /// walks: whoever passes another turns the shoulders; the repulsion keeps bodies apart. 1, the published model,
  /// gives half of the measured flow through openings.
  public var pathShare: Float = 0.27
  /// The same of somebody who stands, towards people who face the same way: in a jam people queue behind those ahead,
  /// also behind those half beside. Decides how loose jams in front of an opening are. The more people around face the
  /// other way, the less it counts: streams that meet stay in lanes.
  public var standingShare: Float = 1
  public var sharingSpeed: Float = 0.75  // [m/s] from which on `pathShare` holds; below it the two blend
  /// [s] for which those ahead are taken to walk on: the gap grows by what they walk in it, so that people start with
  /// those who start ahead of them.
  public var lead: Float = 0.58
  /// Time kept to where the one ahead will be after `lead`, as a multiple of the person's time gap. Those who follow
  /// one another evenly keep headway · T − lead, 0.86 s for a time gap of 1 s.
  public var headway: Float = 1.44
  public init() {}
}

/// Collision-free speed model, Tordeux, Chraibi & Seyfried 2016 (arXiv 1512.05597). Values as JuPedSim 1.4.2
/// ships them.
public struct CollisionFreeSpeed: Equatable, Sendable {
  public var neighbourRepulsion: Float = 8  // a
  public var neighbourRange: Float = 0.1  // [m] D
  public var wallRepulsion: Float = 5  // a_w
  public var wallRange: Float = 0.02  // [m] D_w
  public var cutOff: Float = 3  // [m]
  public init() {}
}

/// The collision-free speed model's later variant that turns the heading instead of summing repulsions (version 3 of
/// JuPedSim 1.4.2): the most relevant neighbour in front turns it, weighted exp(−x/rangeAhead)·exp(−y/rangeAside).
public struct SteeredSpeed: Equatable, Sendable {
  public var rangeAhead: Float = 2  // [m] R·20 with R 0.1 m
  public var rangeAside: Float = 0.8  // [m] R·8
  public var greatestTurn: Float = 1.57  // [rad]
  public var turning: Float = 0.3  // [s] in which the heading follows
  public var backing: Float = 0.05  // [m/s] reverse speed when bodies overlap
  public var wallRepulsion: Float = 5
  public var wallRange: Float = 0.02  // [m]
  public var cutOff: Float = 3  // [m]
  public init() {}
}

/// Anticipation velocity model, Xu, Chraibi & Seyfried 2021 (doi 10.1016/j.trc.2021.103464). Values as JuPedSim 1.4.2
/// ships them.
public struct AnticipationVelocity: Equatable, Sendable {
  public var strength: Float = 8  // k
  public var range: Float = 0.1  // [m] D
  public var anticipation: Float = 1  // [s] t_a
  public var turning: Float = 0.3  // [s] t_r
  public var wallBuffer: Float = 0.1  // [m]
  public var pushOut: Float = 0.3  // strength of turning away inside the radius and the buffer
  public var buffer: Float = 0.02  // [m] left free to whoever is in front
  public var cutOff: Float = 3  // [m]
  public init() {}
}

/// Social force model with bodies that push, Helbing, Farkas & Vicsek 2000 (Nature 407). A person's mass and
/// relaxation time stand in columns.
public struct SocialForce: Equatable, Sendable {
  public var strength: Float = 2000  // [N] A
  public var range: Float = 0.08  // [m] B
  public var bodyForce: Float = 1.2e5  // [kg/s²] k
  public var friction: Float = 2.4e5  // [kg/(m s)] κ
  public var cutOff: Float = 2.5  // [m]
  public init() {}
}

/// Generalised centrifugal force model, Chraibi, Seyfried & Schadschneider 2010 (arXiv 1008.4297), with JuPedSim
/// 1.4.2's values. Bodies are ellipses that grow along the walking direction and narrow across it.
public struct CentrifugalForce: Equatable, Sendable {
  public var neighbourStrength: Float = 0.3  // η
  public var wallStrength: Float = 0.2  // η for walls
  public var neighbourReach: Float = 2  // [m] beyond which the force is nothing
  public var wallReach: Float = 2  // [m]
  public var smoothing: Float = 0.1  // [m] over which the force sets in at the reach
  public var neighbourCap: Float = 9  // [m/s²] most force per mass between two people
  public var wallCap: Float = 3  // [m/s²]
  public var lengthAtRest: Float = 0.2  // [m] a_min, half axis along the walking direction
  public var lengthPerSpeed: Float = 0.53  // [s] a_v
  public var narrowest: Float = 0.2  // [m] b_min, half axis across at the desired speed
  public var widest: Float = 0.25  // [m] b_max, half axis across at rest
  public var cutOff: Float = 4  // [m]
  public init() {}
}

/// Power law of the time to collision, Karamouzas, Skinner & Guy 2014 (PRL 113, 238701).
public struct PowerLaw: Equatable, Sendable {
  public var strength: Float = 1.5  // [J/kg·s²] k
  public var horizon: Float = 3  // [s] τ₀
  public var greatestForce: Float = 20  // [m/s²] cap on the sum per mass
  public var contactStiffness: Float = 500  // [1/s²] push per mass and metre of overlap
  public var cutOff: Float = 5  // [m]
  public init() {}
}

/// Optimal reciprocal collision avoidance, van den Berg, Guy, Lin & Manocha 2011 (ORCA).
public struct ReciprocalAvoidance: Equatable, Sendable {
  public var horizon: Float = 2  // [s] ahead within which people do not collide
  public var wallHorizon: Float = 1  // [s] ahead within which nobody meets a wall
  public var mostNeighbours = 10  // the nearest that count; 32 at most
  /// Greatest speed as a share of the desired one, for getting out of somebody's way. Not in the paper, where both
  /// are given: its examples have 2 and up to 2 m/s; 1.8 m/s to 1.3 m/s is this.
  public var mostSpeed: Float = 1.4
  public var cutOff: Float = 5  // [m]
  public init() {}
}
