import City
import Fields
import Haptics
import Kernel

/// All that a scene file says, checked: nothing in it can be out of range. Nobody writes it after load.
public struct Scene: Equatable, Sendable {
  public var name: String  // the file's stem unless the file names itself
  public var title: String
  public var description = ""  // what the scene shows, for people
  public var seed: UInt64
  public var duration: Double  // [s] of a headless run
  public var clocks: Clocks
  public var city: CityPlan
  public var floors: [SceneFloor] = []  // the geometry's first
  public var field: FieldSettings
  public var wearers: [Wearer]  // as many as city.wearers, in the same order
  public var hazards: [Hazard] = []
  public var audio: AudioSettings
  public var view: ViewSettings
  public var verification: VerificationPlan?  // what the scene proves
  public var hash: UInt64 = 0  // StableHash of the file, the overrides, and the garment and mapping files

  public init(
    name: String, title: String = "", seed: UInt64 = 1, duration: Double = 60, clocks: Clocks = Clocks(),
    city: CityPlan, field: FieldSettings = FieldSettings(), wearers: [Wearer] = [],
    audio: AudioSettings = AudioSettings(), view: ViewSettings = ViewSettings()
  ) {
    self.name = name
    self.title = title
    self.seed = seed
    self.duration = duration
    self.clocks = clocks
    self.city = city
    self.field = field
    self.wearers = wearers
    self.audio = audio
    self.view = view
  }
}

/// A part of the plane on which one floor of the city is drawn.
public struct SceneFloor: Equatable, Sendable {
  public var name: String
  public var origin: Vector2  // [m] where its own coordinates begin
  public var bounds: Rectangle  // [m] of its walkable polygons, in the plane
  public var elevation: Float?  // [m]; nil: not said
  public init(name: String, origin: Vector2, bounds: Rectangle, elevation: Float? = nil) {
    self.name = name
    self.origin = origin
    self.bounds = bounds
    self.elevation = elevation
  }
}

/// What a wearer wears and how the crowd becomes touch.
public struct Wearer: Equatable, Sendable {
  public var name: String
  public var garment: Garment
  public var mapping: Mapping
  public init(name: String, garment: Garment, mapping: Mapping) {
    self.name = name
    self.garment = garment
    self.mapping = mapping
  }
}

public struct AudioSettings: Equatable, Sendable {
  public var enabled = true
  public var hrtf = true
  public var volume: Float = 0.7  // 0...1
  public var earconDensity: Float = 2.17  // [1/m^2] own density at which the earcon sounds (Fruin's E to F)
  public init() {}
}

/// What the first picture shows.
public struct ViewSettings: Equatable, Sendable {
  public enum FieldLayer: String, CaseIterable, Sendable {
    case density
    case levelOfService = "level_of_service"
    case none
  }
  public var centre: Vector2?  // [m]; nil: the middle of the ground
  public var span: Float?  // [m] shown across the picture; nil: all of the ground
  public var maximumDensity: Float = 6  // [1/m^2] at the top of the colour scale
  public var layer: FieldLayer = .density
  public var follow = false  // the camera keeps to the wearer
  public var garment = true  // the panel with the garment on the body
  public var fan = true  // what the garment senses, on the ground
  public init() {}
}
