import Kernel

/// Where and when people come in.
public struct Source: Equatable, Sendable {
  public enum Arrivals: String, CaseIterable, Sendable {
    case poisson
    case regular
    case schedule  // by `schedule` alone
  }
  /// A number of people who come at one moment.
  public struct Arrival: Equatable, Sendable {
    public var seconds: Double
    public var people: Int
    public init(seconds: Double, people: Int) {
      self.seconds = seconds
      self.people = people
    }
  }
  /// From a moment on, another rate.
  public struct RateStep: Equatable, Sendable {
    public var seconds: Double
    public var rate: Float  // [1/s]
    public init(seconds: Double, rate: Float) {
      self.seconds = seconds
      self.rate = rate
    }
  }
  public var arrivals: Arrivals
  public var rate: Float  // [1/s] while the window is open; 0 for none
  public var rates: [RateStep] = []  // rising in time; before the first, `rate` holds
  public var schedule: [Arrival] = []  // rising in time
  public var batch: Distribution = .constant(1)  // people who come together at each arrival
  public var initial: Int  // people who stand in the area at the start, without overlap
  public var density: Float?  // [1/m²] the area is filled with evenly at the start, beside `initial`
  public var limit: Int?  // at most this many over the whole run, the initial ones included
  public var startSeconds: Double  // [s] the window opens
  public var endSeconds: Double  // [s] it closes; infinity for never
  public var isOpen = true  // at the start; events open and close it
  public var journeys: [Weighted]  // at least one
  public var profiles: [Weighted]  // at least one
  public var premovement: Distribution = .constant(0)  // [s] from the entry until somebody starts to walk
  public var groupSize: Distribution = .constant(1)  // people who walk together; rounded, 1 for nobody
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
