import Kernel

/// A queue: people come to its tail, move up from spot to spot, and are served at its head.
public struct QueuePlan: Equatable, Sendable {
  public var name: String
  public var spots: [Vector2]  // [m] the head first; at least one
  public var servers: Int  // at least 1: the first spots are served at the same time
  public var service: Distribution  // [s] how long one person is served
  public init(name: String, spots: [Vector2], servers: Int = 1, service: Distribution = .constant(5)) {
    self.name = name
    self.spots = spots
    self.servers = servers
    self.service = service
  }
}

/// An area in which people stand until they are let go.
public struct WaitingPlan: Equatable, Sendable {
  public enum Release: Equatable, Sendable {
    case after(Distribution)  // [s] of standing there, each by the own clock
    case atTime(Double)  // [s] all at once; whoever comes later walks on at once
    case byEvent  // an event's action lets all go who wait then
    case whenFull(Int)  // as soon as so many wait, all of them go
  }
  public var name: String
  public var polygon: Polygon
  public var release: Release
  public init(name: String, polygon: Polygon, release: Release) {
    self.name = name
    self.polygon = polygon
    self.release = release
  }
}

/// Several places or journeys of which each person takes one.
public struct ChoicePlan: Equatable, Sendable {
  public enum Rule: String, CaseIterable, Sendable {
    case weighted  // at random, in proportion to the weights
    case roundRobin = "round_robin"  // in turn, each as often as its weight says
    case leastLoad = "least_load"  // where the fewest people per weight are bound now
    case nearest  // the shortest way from where the person is
    /// The least time by the way's length and those who wait at its end; looked at again while walking.
    case quickest
  }
  public enum Option: Equatable, Sendable {
    case stage(Journey.Stage)  // not a choice itself
    case journey(Int)  // goes on with that journey's first stage
  }
  public var rule: Rule
  public var options: [Option]  // at least one
  public var weights: [Float]  // one per option, > 0
  public init(rule: Rule, options: [Option], weights: [Float]? = nil) {
    self.rule = rule
    self.options = options
    self.weights = weights ?? options.map { _ in 1 }
  }
}

/// What the plan knows of an exit beside its area.
public struct ExitPlan: Equatable, Sendable {
  public var capacity: Float?  // [1/s] people who can leave at the most; nil: no bound
  public var isOpen: Bool  // at the start; nobody leaves by a closed one
  public init(capacity: Float? = nil, isOpen: Bool = true) {
    self.capacity = capacity
    self.isOpen = isOpen
  }
}
