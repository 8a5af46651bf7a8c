import Kernel

/// What a city is before anybody walks in it: the ground, who comes, where they go. Nobody writes it after load.
public struct CityPlan: Equatable, Sendable {
  public var ground: Ground
  public var profiles: [Profile]  // at least one
  public var journeys: [Journey]
  public var sources: [Source]  // source i enters in ground.sources[i]
  public var wearers: [WearerPlan]
  public var locomotion: LocomotionModel  // of all whose profile names none
  public var routes: RouteSettings
  public var groups = GroupSettings()
  public var exits: [ExitPlan] = []  // of ground.exits; those beyond the list are open and unbounded
  public var queues: [QueuePlan] = []
  public var waitings: [WaitingPlan] = []
  public var choices: [ChoicePlan] = []
  public var barriers: [BarrierPlan] = []
  public var zones: [ZonePlan] = []
  public var links: [LinkPlan] = []
  public var events: [EventPlan] = []

  public init(
    ground: Ground, profiles: [Profile] = [Profile(name: "adult")], journeys: [Journey] = [],
    sources: [Source] = [], wearers: [WearerPlan] = [],
    locomotion: LocomotionModel = .standard, routes: RouteSettings = RouteSettings()
  ) {
    self.ground = ground
    self.profiles = profiles
    self.journeys = journeys
    self.sources = sources
    self.wearers = wearers
    self.locomotion = locomotion
    self.routes = routes
  }

  public func exit(_ index: Int) -> ExitPlan { index < exits.count ? exits[index] : ExitPlan() }
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

/// How distance maps are made and chosen between.
public struct RouteSettings: Equatable, Sendable {
  public var cellSize: Float = 0.25  // [m]
  public var clearance: Float = 0.6  // [m] from walls within which walking is priced up
  /// How much crowds on the way count: 0 not at all, 1 as the time lost in them by Weidmann's fundamental diagram.
  public var congestion: Float = 0
  public var congestionPeriod: Double = 5  // [s] between two looks at the crowds
  public init() {}
}

/// How those of one group keep together. After Moussaïd, Perozo, Garnier, Helbing & Theraulaz 2010 (PLoS ONE 5(4)).
public struct GroupSettings: Equatable, Sendable {
  public var spread: Float = 1.5  // [m] from the group's middle beyond which people turn back to it
  public var cohesion: Float = 0.6  // strength of that beside the desired direction
  public var slowest: Float = 0.4  // share of the group's speed at which those far ahead walk
  public init() {}
}
