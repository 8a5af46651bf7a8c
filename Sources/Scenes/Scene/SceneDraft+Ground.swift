import City
import Kernel

/// What stands on a floor, as it is written.
extension SceneDraft {
  struct Floor: Sendable {
    var name: Located<String>?
    var at: Vector2?  // [m] where its origin is drawn; nil: to the right of the floors before
    var elevation: Float?  // [m]
    var walkable: [Polygon] = []
    var obstacles: [Block] = []
    var exits: [Gate] = []
    var waypoints: [Waypoint] = []
    var queues: [Line] = []
    var waitings: [Hall] = []
    var barriers: [Barrier] = []
    var zones: [Zone] = []
    var stairs: [Slope] = []
    var ramps: [Slope] = []
    var links: [Joint] = []
  }
  struct Block: Sendable {
    var name: Located<String>?
    var kind = Obstacle.Kind.other
    var polygon = Polygon([])
  }
  struct Danger: Sendable {
    var name: Located<String>?
    var kind = Hazard.Kind.ledge
    var polygon = Polygon([])
  }
  struct Gate: Sendable {
    var name: Located<String>?
    var polygon = Polygon([])
    var exit = ExitPlan()
  }
  struct Waypoint: Sendable {
    var name: Located<String>?
    var centre: Vector2?
    var radius: Float?  // [m]
    var polygon: Polygon?

    var outline: Polygon { polygon ?? Polygon(centre: centre ?? .zero, radius: radius ?? 1) }
  }
  struct Line: Sendable {
    var name: Located<String>?
    var spots: [Vector2]?  // the head first
    var line: [Vector2]?  // corners of a path, the head first
    var spacing: Float = 0.6  // [m] between two spots on a line
    var servers = 1
    var service = Distribution.constant(5)  // [s]
  }
  struct Hall: Sendable {
    var name: Located<String>?
    var polygon = Polygon([])
    var release = WaitingPlan.Release.byEvent
  }
  struct Barrier: Sendable {
    var name: Located<String>?
    var polygon = Polygon([])
    var isClosed = true
  }
  struct Zone: Sendable {
    var name: Located<String>?
    var polygon = Polygon([])
    var speed: Float = 1  // share of the desired speed
    var oneWay: Vector2?
  }
  struct Slope: Sendable {
    var name: Located<String>?
    var polygon = Polygon([])
    var up = Vector2(1, 0)
    var speedUp: Float = 1
    var speedDown: Float = 1
    var to: Located<String>?  // floor at the head
  }
  struct Joint: Sendable {
    var name: Located<String>?
    var edge: [Vector2] = []  // two ends, the ground on its left
    var shift = Vector2.zero  // [m]
    var to: Located<String>?
  }
}

/// What happens, as it is written.
extension SceneDraft {
  struct Happening: Sendable {
    var name: Located<String>?
    var trigger = Trigger.time(0)
    var actions: [Action] = []
  }
  struct Region: Sendable {
    var polygon = Polygon([])
    var floor: Located<String>?
  }
  enum Trigger: Sendable {
    case time(Double)
    case every(Double, from: Double)
    case arrived(Int, exit: Located<String>?)
    case present(Int, Region)
    case density(above: Float, Region, seconds: Double)
    case waiting(Int, hall: Located<String>)
  }
  enum Action: Sendable {
    case open(Located<String>)
    case close(Located<String>)
    case release(Located<String>)
    case redirect(to: Located<String>, from: Located<String>?, share: Float)
    case start(Located<String>)
    case stop(Located<String>)
  }
}
