import City
import Kernel
import Presentation
import Scenes

/// Where the people come from: a city that is simulated, or a film. The only place that knows which.
public enum CrowdSource {
  case city(World)
  case film(RecordedCrowd)
  case none  // only while a step is under way

  /// Everybody who is there before the first step.
  func start(into crowd: inout Crowd) {
    switch self {
    case .city(let world): world.write(into: &crowd)
    case .film(let film): crowd = film.crowd(atSeconds: 0)
    case .none: break
    }
  }

  /// Everybody taken out so far because their state made no sense, in order.
  var quarantine: [QuarantineReport] {
    guard case .city(let world) = self, world.quarantined > 0 else { return [] }
    return world.quarantineReports
  }

  /// Zones, queues, doors and the like as they stand now; a film has none.
  var features: GroundFeatures? {
    guard case .city(let world) = self else { return nil }
    return GroundFeatures(
      of: world.plan, closedBarriers: world.closedBarriers, closedExits: world.closedExits)
  }

  /// Advances by one crowd step and writes everybody present into `crowd`.
  mutating func step(
    _ input: FrameInput, tick: Int, into crowd: inout Crowd, clocks: Clocks, workers: Workers,
    trace: inout Trace
  ) {
    switch self {
    case .city(var world):
      self = .none  // the world has one owner while it changes, so nothing of it is copied
      world.step(input: input.walking, workers: workers, trace: &trace)
      world.write(into: &crowd)
      self = .city(world)
    case .film(let film): crowd = film.crowd(atSeconds: clocks.seconds(atCrowdTick: tick + 1))
    case .none: break
    }
  }
}

/// Where everybody stood before a step, for those whom the step could not keep.
struct LastPlaces: Sendable {
  private var ids: [UInt32] = []
  private var positions: [Vector2] = []

  mutating func remember(_ crowd: Crowd) {
    ids.removeAll(keepingCapacity: true)
    positions.removeAll(keepingCapacity: true)
    ids.append(contentsOf: crowd.ids)
    positions.append(contentsOf: crowd.positions)
  }
  /// One place for every report; not a number where nothing is known.
  func places(of reports: ArraySlice<QuarantineReport>) -> [Vector2] {
    reports.map { report in
      ids.firstIndex(of: report.id).map { positions[$0] } ?? Vector2(.nan, .nan)
    }
  }
}
