import City
import Kernel

/// One figure, or one cloud of points, taken of a run.
public struct MeasurePlan: Equatable, Sendable {
  /// What is measured. Those that give one value per person are reduced by `statistic`.
  public enum Kind: String, CaseIterable, Sendable {
    case evacuationTime = "evacuation_time"  // [s] when the last one left
    case timeUntil = "time_until"  // [s] when `people` have left
    case left  // people who left
    /// [s] of each from entry, or from the end of a pre-movement time, to leaving
    case travelTime = "travel_time"
    case arrivalTime = "arrival_time"  // [s] when each left
    case startTime = "start_time"  // [s] when each had gone 5 cm
    /// [s] of each from the end of the pre-movement time to having gone 5 cm
    case startLateness = "start_lateness"
    case desiredSpeed = "desired_speed"  // [m/s] of each
    case walkingSpeed = "walking_speed"  // [m/s] of each: way walked inside `area` by the time spent there
    case flow  // [1/s] over `line` between two persons' crossings
    case crossings  // people who crossed `line` within the window
    case areaPoints = "area_points"  // [1/m²], [m/s] in `area`: a fundamental diagram
    case singleFilePoints = "single_file_points"  // [1/m], [m/s] on a section of `path`
    case density  // [1/m²] people in `area`
    case speed  // [m/s] mean over the people in `area`
    case outside  // people ever found off the walkable ground
    case quarantined  // people taken out of the run
  }
  public enum Statistic: String, CaseIterable, Sendable {
    case mean, median, minimum, maximum, spread, deviation
  }
  /// How people become a density.
  public enum Method: String, CaseIterable, Sendable {
    case voronoi  // each person's share of the area by the cell of all that is nearest to the person
    case classic  // heads in the area
  }
  /// Of whom; an empty one is everybody.
  public struct People: Equatable, Sendable {
    public var profile: String?
    public var journey: String?  // at the start
    public var startedIn: Polygon?
    public init() {}
    public var isEverybody: Bool { profile == nil && journey == nil && startedIn == nil }
  }

  public var name = ""
  public var kind = Kind.evacuationTime
  public var who = People()
  public var exit: String?
  public var people: Int?
  public var area: Polygon?
  public var line: [Vector2] = []  // two ends [m]
  public var persons: [Double] = [1, 1_000_000]  // flow: first and last crossing that count
  public var path: [Vector2] = []  // [m] closed
  public var section: [Double] = [0, 1]  // [m] along the path
  public var window: [Double] = [0, 86_400]  // [s]
  public var period = 1.0  // [s] between two looks
  public var method = Method.voronoi
  public var direction: Vector2?  // speeds along it, whichever way; nil: whatever their direction
  public var statistic = Statistic.mean
  public var distribution: Distribution?  // the figure is the p of a Kolmogorov–Smirnov test against it
  public init() {}
}

extension MeasurePlan.Kind {
  /// Of the figure.
  public var unit: String {
    switch self {
    case .evacuationTime, .timeUntil, .travelTime, .arrivalTime, .startTime, .startLateness: "s"
    case .left, .crossings, .outside, .quarantined: ""
    case .desiredSpeed, .walkingSpeed, .speed: "m/s"
    case .flow: "1/s"
    case .density: "1/m²"
    case .areaPoints, .singleFilePoints: "m/s"
    }
  }
  /// True where the measure is a cloud of (density, speed).
  public var givesPoints: Bool { self == .areaPoints || self == .singleFilePoints }
  /// True where every person has a value.
  public var isPerPerson: Bool {
    switch self {
    case .travelTime, .arrivalTime, .startTime, .startLateness, .desiredSpeed, .walkingSpeed: true
    default: false
    }
  }
}

extension MeasurePlan {
  public var unit: String { distribution == nil ? kind.unit : "" }
}
