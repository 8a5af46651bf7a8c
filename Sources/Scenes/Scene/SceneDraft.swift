import City
import Fields
import Haptics
import Kernel

/// A scene as it is written: things still refer to each other by name.
struct SceneDraft: Sendable {
  typealias Weights = [(name: Located<String>, weight: Float)]

  struct Steps: Sendable {
    var crowd = Clocks().crowdStepMilliseconds  // [ms]
    var haptic = Clocks().hapticStepMilliseconds  // [ms]
  }
  struct NamedArea: Sendable {
    var name: Located<String>?
    var polygon = Polygon([])
  }
  struct Waypoint: Sendable {
    var name: Located<String>?
    var centre: Vector2?
    var radius: Float?  // [m]
    var polygon: Polygon?
  }
  struct Block: Sendable {
    var name: Located<String>?
    var kind = Obstacle.Kind.other
    var polygon = Polygon([])
  }
  struct Geometry: Sendable {
    var walkable: [Polygon] = []
    var obstacles: [Block] = []
    var exits: [NamedArea] = []
    var waypoints: [Waypoint] = []
  }
  struct Person: Sendable {
    var name: Located<String>?
    var profile = Profile(name: "adult")
  }
  struct Way: Sendable {
    var name: Located<String>?
    var stages: [Located<String>] = []
  }
  struct Origin: Sendable {
    var name: Located<String>?
    var area = Polygon([])
    var rate: Float = 0  // [1/s]
    var arrivals = Source.Arrivals.poisson
    var initial = 0
    var limit: Int?
    var window: [Double]?  // [s]
    var journeys: Weights?
    var profiles: Weights?
  }
  enum Control: String, CaseIterable, Sendable { case keyboard, journey }
  enum Choice<Item: Sendable>: Sendable {
    case named(Located<String>)
    case inline(Item)
  }
  struct Dressed: Sendable {
    var name: Located<String>?
    var start = Vector2.zero  // [m]
    var heading: Float = 0  // [degrees]
    var profile: Located<String>?
    var journey: Located<String>?
    var control: Located<Control>?
    var garment: Choice<Garment> = .named(Located(value: "vest-40", place: .start))
    var mapping: Choice<Mapping> = .named(Located(value: "density-glow", place: .start))
  }

  var format = 1
  var name: String?
  var title = ""
  var description = ""
  var seed: UInt64 = 1
  var duration: Double = 60  // [s]
  var clocks = Steps()
  var geometry = Geometry()
  var profiles: [Person]?
  var journeys: [Way]?
  var sources: [Located<Origin>] = []
  var wearers: [Dressed] = []
  var locomotion = LocomotionModel.standard
  var routes = RouteSettings()
  var field = FieldSettings()
  var audio = AudioSettings()
  var view = ViewSettings()
}
