import City
import Fields
import Haptics
import Kernel

/// A scene as it is written: things still refer to each other by name, and places stand in their floor's own
/// coordinates.
struct SceneDraft: Sendable {
  typealias Weights = [(name: Located<String>, weight: Float)]

  struct Steps: Sendable {
    var crowd = Clocks().crowdStepMilliseconds  // [ms]
    var haptic = Clocks().hapticStepMilliseconds  // [ms]
  }
  struct Person: Sendable {
    var name: Located<String>?
    var profile = Profile(name: "adult")
  }
  struct Way: Sendable {
    var name: Located<String>?
    var stages: [Located<Stage>] = []
  }
  enum Stage: Sendable {
    case place(String)
    case choice(Options)
  }
  struct Options: Sendable {
    var rule = ChoicePlan.Rule.weighted
    var among: [Located<String>]?  // places
    var journeys: [Located<String>]?
    var weights: [Float]?
  }
  struct Arrival: Sendable {
    var seconds: Double = 0
    var people = 1
  }
  struct RateStep: Sendable {
    var seconds: Double = 0
    var rate: Float = 0  // [1/s]
  }
  struct Origin: Sendable {
    var name: Located<String>?
    var floor: Located<String>?
    var area = Polygon([])
    var rate: Float = 0  // [1/s]
    var rates: [RateStep] = []
    var schedule: [Arrival] = []
    var arrivals = Source.Arrivals.poisson
    var batch = Distribution.constant(1)
    var initial = 0
    var density: Float?  // [1/m²]
    var limit: Int?
    var window: [Double]?  // [s]
    var isOpen = true
    var premovement = Distribution.constant(0)
    var groupSize = Distribution.constant(1)
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
    var floor: Located<String>?
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
  var geometry = Floor()
  var floors: [Floor] = []
  var profiles: [Person]?
  var journeys: [Way]?
  var sources: [Located<Origin>] = []
  var wearers: [Dressed] = []
  var events: [Happening] = []
  var locomotion = LocomotionModel.standard
  var routes = RouteSettings()
  var groups = GroupSettings()
  var field = FieldSettings()
  var hazards: [Danger] = []
  var audio = AudioSettings()
  var view = ViewSettings()
  var verification: VerificationPlan?
}
