import City
import Kernel

/// What of a simulated ground is more than walls and areas, and what of it is open or closed now. Empty for a film.
public struct GroundFeatures: Equatable, Sendable {
  public var zones: [ZonePlan] = []
  public var queues: [QueuePlan] = []
  public var waitings: [WaitingPlan] = []
  public var links: [LinkPlan] = []
  public var barriers: [BarrierPlan] = []  // as they stand now, whatever they were at the start
  public var closedExits: [Bool] = []  // of the ground's exits; those beyond the list are open
  public var hazards: [Hazard] = []
  public init() {}

  /// Of a plan, with barriers and exits as they stand now.
  public init(of plan: CityPlan, closedBarriers: [Bool], closedExits: [Bool]) {
    zones = plan.zones
    queues = plan.queues
    waitings = plan.waitings
    links = plan.links
    barriers = plan.barriers
    for (k, isClosed) in closedBarriers.enumerated() where k < barriers.count {
      barriers[k].isClosed = isClosed
    }
    self.closedExits = closedExits
  }

  func isClosed(exit index: Int) -> Bool { index < closedExits.count && closedExits[index] }

  /// Pictures of equal features are equal.
  func combine(into hash: inout StableHash) {
    for zone in zones {
      hash.combine(Array(zone.name.utf8))
      hash.combine(zone.polygon.vertices)
      hash.combine([zone.factor])
      hash.combine([zone.up, zone.oneWay])
    }
    for queue in queues {
      hash.combine(Array(queue.name.utf8))
      hash.combine(queue.spots)
      hash.combine(UInt64(queue.servers))
    }
    for waiting in waitings {
      hash.combine(Array(waiting.name.utf8))
      hash.combine(waiting.polygon.vertices)
    }
    for link in links { hash.combine([link.a, link.b, link.shift]) }
    for barrier in barriers {
      hash.combine(Array(barrier.name.utf8))
      hash.combine(barrier.polygon.vertices)
      hash.combine([barrier.isClosed])
    }
    hash.combine(closedExits)
    for hazard in hazards {
      hash.combine(Array(hazard.name.utf8))
      hash.combine(hazard.polygon.vertices)
    }
  }
}
