import Kernel

/// Something that happens once, when its trigger comes true, or every time if it repeats.
public struct EventPlan: Equatable, Sendable {
  public enum Trigger: Equatable, Sendable {
    case time(Double)  // [s]
    case every(Double, from: Double)  // [s] period; [s] first
    case arrived(Int, exit: Int?)  // so many have left, by that exit or by any
    case present(Int, inside: Polygon)  // so many stand in the area
    case density(above: Float, inside: Polygon, seconds: Double)  // [1/m²] for that long without a break
    case waiting(Int, waiting: Int)  // so many stand in that waiting area
  }
  public enum Action: Equatable, Sendable {
    case open(barrier: Int)
    case close(barrier: Int)
    case openExit(Int)
    case closeExit(Int)
    case release(waiting: Int)
    /// People on one journey (nil: on any) go on with another, each with probability `share`.
    case redirect(from: Int?, to: Int, share: Float)
    case startSource(Int)
    case stopSource(Int)
  }
  public var name: String
  public var trigger: Trigger
  public var actions: [Action]
  public init(name: String, trigger: Trigger, actions: [Action]) {
    self.name = name
    self.trigger = trigger
    self.actions = actions
  }
}
