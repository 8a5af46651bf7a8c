import Kernel

/// What a city is before anybody walks in it: the ground, who comes, where they go. Nobody writes it after load.
public struct CityPlan: Equatable, Sendable {
  public var ground: Ground
  public var profiles: [Profile]  // at least one
  public var journeys: [Journey]
  public var sources: [Source]  // source i enters in ground.sources[i]
  public var wearers: [WearerPlan]
  public var locomotion: LocomotionModel
  public var routes: RouteSettings

  public init(
    ground: Ground, profiles: [Profile] = [Profile(name: "adult")], journeys: [Journey] = [],
    sources: [Source] = [], wearers: [WearerPlan] = [],
    locomotion: LocomotionModel = .collisionFreeSpeed(CollisionFreeSpeed()),
    routes: RouteSettings = RouteSettings()
  ) {
    self.ground = ground
    self.profiles = profiles
    self.journeys = journeys
    self.sources = sources
    self.wearers = wearers
    self.locomotion = locomotion
    self.routes = routes
  }
}

/// A kind of person. Defaults after Weidmann 1993 (speed 1.34 ± 0.26 m/s, cut to 0.5...2.2).
public struct Profile: Equatable, Sendable {
  public var name: String
  public var desiredSpeed: Distribution  // [m/s]
  public var radius: Distribution  // [m]
  public var timeGap: Distribution  // [s], T of the collision-free speed model
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

/// Places to reach one after the other. After the last stage, an exit, the person leaves; a journey whose last
/// stage is a waypoint starts again at its first.
public struct Journey: Equatable, Sendable {
  public enum Stage: Equatable, Hashable, Sendable {
    case waypoint(Int)  // index into ground.waypoints
    case exit(Int)  // index into ground.exits; only as the last stage
  }
  public var name: String
  public var stages: [Stage]  // at least one
  public init(name: String, stages: [Stage]) {
    self.name = name
    self.stages = stages
  }
}

/// A number of choices, each drawn in proportion to its weight (> 0).
public struct Weighted: Equatable, Sendable {
  public var index: Int
  public var weight: Float
  public init(index: Int, weight: Float) {
    self.index = index
    self.weight = weight
  }
}

/// Where and when people come in.
public struct Source: Equatable, Sendable {
  public enum Arrivals: String, CaseIterable, Sendable { case poisson, regular }
  public var arrivals: Arrivals
  public var rate: Float  // [1/s] while the window is open; 0 for none
  public var initial: Int  // people who stand in the area at the start, without overlap
  public var limit: Int?  // at most this many over the whole run, the initial ones included
  public var startSeconds: Double  // [s] the window opens
  public var endSeconds: Double  // [s] it closes; infinity for never
  public var journeys: [Weighted]  // at least one
  public var profiles: [Weighted]  // at least one
  public init(
    arrivals: Arrivals = .poisson, rate: Float = 0, initial: Int = 0, limit: Int? = nil,
    startSeconds: Double = 0, endSeconds: Double = .infinity, journeys: [Weighted], profiles: [Weighted]
  ) {
    self.arrivals = arrivals
    self.rate = rate
    self.initial = initial
    self.limit = limit
    self.startSeconds = startSeconds
    self.endSeconds = endSeconds
    self.journeys = journeys
    self.profiles = profiles
  }
}

/// A pedestrian with a garment. Enters at tick 0 with a fixed id: wearer i has id i + 1.
public struct WearerPlan: Equatable, Sendable {
  public enum Control: Equatable, Sendable {
    case journey(Int)  // index into journeys
    case keyboard  // walks as the person at the keys says; stands still in a headless run
  }
  public var name: String
  public var start: Pose
  public var profile: Int
  public var control: Control
  public init(name: String, start: Pose, profile: Int = 0, control: Control) {
    self.name = name
    self.start = start
    self.profile = profile
    self.control = control
  }
}

/// How people walk. One case per model; each carries its global parameters, a person's own stand in columns.
public enum LocomotionModel: Equatable, Sendable {
  case collisionFreeSpeed(CollisionFreeSpeed)
}

/// Collision-free speed model, Tordeux, Chraibi & Seyfried 2016 (arXiv 1512.05597). Values as JuPedSim 1.4.2
/// ships them.
public struct CollisionFreeSpeed: Equatable, Sendable {
  public var neighbourRepulsion: Float = 8  // a
  public var neighbourRange: Float = 0.1  // [m] D
  public var wallRepulsion: Float = 5  // a_w
  public var wallRange: Float = 0.02  // [m] D_w
  public var cutOff: Float = 3  // [m] beyond which neighbours do not count
  // Beyond the paper, so that streams that meet head-on or cross do not lock. The paper's own model has
  // relaxation 0, sidestep 0, backing 1, pathShare 1 and no easing.
  /// [s] in which the velocity follows the model's; compare t_r 0.3 s of Xu 2021.
  public var relaxation: Float = 0.1
  /// Strength of stepping aside for people ahead who come nearer, across the desired direction and away from the
  /// side on which they will be; to the right when they are straight ahead. After the anticipation velocity
  /// model, Xu, Chraibi & Seyfried 2021 (doi 10.1016/j.trc.2021.103464), whose k is 8 within D 0.1 m.
  public var sidestep: Float = 1.2
  public var sidestepRange: Float = 0.5  // [m] over which it falls by e
  public var anticipation: Float = 1  // [s] looked ahead when stepping aside; t_a of Xu 2021
  /// Share of the desired speed left to somebody pushed straight against the desired direction; compare the small
  /// reverse speed of JuPedSim's third version of this model.
  public var backing: Float = 0.5
  /// Whether people slow down where repulsion and desire cancel, rather than step to and fro at full speed.
  public var easing = true
  /// Half width of the path that neighbours must leave free, as a share of the two radii together. Whoever walks
  /// past another turns the shoulders; the repulsion keeps bodies apart. Leaves walking in single file as it is.
  /// Set by measured flows through openings: 0.3 gives 1.8 /s at 1 m and 3.8 /s at 2 m (Seyfried 2009: 1.90,
  /// 2006EG: 3.55), 1 about half of that.
  public var pathShare: Float = 0.3
  public init() {}
}

/// How distance maps are made.
public struct RouteSettings: Equatable, Sendable {
  public var cellSize: Float = 0.25  // [m]
  public var clearance: Float = 0.6  // [m] from walls within which walking is priced up
  public init() {}
}
