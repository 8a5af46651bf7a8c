import ECS
import Kernel

/// A city and everybody in it, at one tick. `step` moves it on; `Schedule` lists what a step does.
public struct World: Sendable {
  // plan: nobody writes it after init
  public let plan: CityPlan
  public let seed: UInt64
  public let clocks: Clocks
  let zones: Zones
  let stages: Stages
  let links: Links
  let congestionSettings: CongestionSettings?
  let models: [LocomotionModel]  // the plan's first, then those that profiles name
  let modelOfProfile: [UInt8]
  let stepParts: Int  // equal parts in which a step is walked

  // state: what a snapshot saves
  var pedestrians = Pedestrians()
  var gates: Gates
  var barriers: Barriers
  var stations: Stations
  var congestion: Congestion
  var ledger = Ledger()
  var quarantine = Quarantine()
  var allocator = EntityAllocator()

  // derived from the plan, the barriers and the congestion; computed by followBarriers and followCongestion
  var walls: Walls
  var routes: Routes
  var entrance: Entrance

  // derived
  var bins: NeighbourBins  // computed by binNeighbours
  var desired: [Vector2] = []  // unit vectors; computed by desiredDirections
  var paces: [Float] = []  // [m/s]; computed by desiredDirections
  var chosen: [Vector2] = []  // [m/s]; computed by chooseVelocities
  var companions = Companions()  // who walks with whom; computed by walkTogether
  var entityRows = EntityRows()  // computed by applyCommands and orderRows

  // scratch
  var room: StandingRoom
  var scratch = NeighbourScratch()
  var journeyScratch = JourneyScratch()
  var commands = Commands<Newcomer, Farewell>()

  /// Builds walls and distance maps and lets the wearers and the initial people in. Tick 0; no step is done.
  /// `workers` make the distance maps; the result does not depend on them.
  public init(plan: CityPlan, seed: UInt64, clocks: Clocks, workers: Workers = .one) {
    precondition(!plan.profiles.isEmpty, "a plan has a profile")
    precondition(plan.journeys.allSatisfy { !$0.stages.isEmpty }, "a journey has a stage")
    precondition(plan.sources.count == plan.ground.sources.count, "each source has its area")
    self.plan = plan
    self.seed = seed
    self.clocks = clocks
    (models, modelOfProfile) = plan.modelsByProfile
    let sight = models.map { $0.use { $0.sight } }.max() ?? 0
    let wallSight = models.map { $0.use { $0.wallSight } }.max() ?? 0
    stepParts = models.map { $0.stepParts(of: clocks.crowdStep) }.max() ?? 1
    let area = plan.ground.bounds
    let frame = plan.routeFrame
    zones = Zones(plan.zones, over: area)
    let reach = max(sight, wallSight, plan.routes.clearance, 3 * frame.cellSize)
    links = Links(plan.links, over: area.grown(by: 1), sight: reach)
    let outline = Outline(of: plan.ground, barriers: plan.barriers, links: links.edges.map(\.line))
    walls = Walls(outline, reach: reach)
    congestionSettings = CongestionSettings(plan.routes, over: area, dt: clocks.crowdStep)
    congestion = Congestion(congestionSettings?.frame)
    routes = Routes(plan: plan, frame: frame, walls: walls, links: links, workers: workers)
    congestion.done = routes.maps.count
    entrance = Entrance(outline: outline, ground: plan.ground, random: CounterRandom(seed: seed))
    stages = Stages(plan: plan, routes: routes, walls: walls, outline: entrance.outline)
    gates = Gates(count: plan.sources.count)
    gates.open = plan.sources.map { $0.isOpen ? 1 : 0 }
    stations = Stations(plan: plan, stages: stages)
    barriers = Barriers(plan: plan.barriers)
    bins = NeighbourBins(over: area, sight: sight)
    room = StandingRoom(over: area)
    populate()
  }

  /// Steps done.
  public var tick: Int { ledger.tick }
  /// Simulated time [s].
  public var seconds: Double { clocks.seconds(atCrowdTick: tick) }
  /// People who have entered so far: spawned = arrived + present + quarantined.
  public var spawned: Int { ledger.spawned }
  /// People who have left through the exit of their journey.
  public var arrived: Int { ledger.arrived }
  public var present: Int { pedestrians.count }
  public var quarantined: Int { quarantine.count }
  /// Who was quarantined, when and why, in the order found.
  public var quarantineReports: [QuarantineReport] { quarantine.reports }
  /// People who have come to a source and found no room to enter yet.
  public var waiting: Int { Int(gates.waiting.reduce(0, +)) }

  /// Which of the plan's barriers stand in the way now.
  public var closedBarriers: [Bool] { barriers.closed.map { $0 != 0 } }
  /// Which of the ground's exits let nobody out now.
  public var closedExits: [Bool] { stations.exits.open.map { $0 == 0 } }

  /// Fills `crowd` with everybody present: in order of entry up to some thousands, in order of place beyond.
  public func write(into crowd: inout Crowd) {
    crowd.removeAll()
    crowd.ids.append(contentsOf: pedestrians.ids)
    crowd.positions.append(contentsOf: pedestrians.positions)
    crowd.velocities.append(contentsOf: pedestrians.velocities)
    crowd.headings.append(contentsOf: pedestrians.headings)
    crowd.radii.append(contentsOf: pedestrians.radii)
  }
}

extension CityPlan {
  /// Every model in use once, the plan's own first, and which of them each profile walks by.
  var modelsByProfile: (models: [LocomotionModel], ofProfile: [UInt8]) {
    var models = [locomotion]
    let ofProfile = profiles.map { profile -> UInt8 in
      let model = profile.locomotion ?? locomotion
      if let k = models.firstIndex(of: model) { return UInt8(k) }
      models.append(model)
      return UInt8(models.count - 1)
    }
    return (models, ofProfile)
  }
}

extension LocomotionModel {
  /// [s] of the longest step at which this model is stable.
  public var longestStep: Float { use { $0.longestStep } }

  /// Equal parts into which a step of `dt` [s] is cut so that each is short enough.
  public func stepParts(of dt: Float) -> Int {
    // A hair of rounding does not make one part more.
    let parts = (dt / longestStep - 1e-4).rounded(.up)
    return parts.isFinite ? min(1000, max(1, Int(parts))) : 1
  }
}
