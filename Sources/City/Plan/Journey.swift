/// Places to reach one after the other. After the last stage, an exit, the person leaves; a journey whose last
/// stage is none starts again at its first.
public struct Journey: Equatable, Sendable {
  public enum Stage: Equatable, Hashable, Sendable {
    case waypoint(Int)  // index into ground.waypoints
    case exit(Int)  // index into ground.exits; only as the last stage
    case queue(Int)  // index into the plan's queues
    case waiting(Int)  // index into the plan's waiting areas
    /// Index into the plan's choices. One that leads to exits or journeys stands only as the last stage.
    case choice(Int)
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
