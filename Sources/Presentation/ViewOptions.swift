import Kernel

/// What of a moment is shown, and how.
public struct ViewOptions: Equatable, Sendable {
  public enum Layer: String, CaseIterable, Sendable {
    case density
    case levelOfService = "level_of_service"
    case none
  }
  public var layer: Layer = .density
  public var pedestrians = true
  public var labels = true
  public var fan = true  // what the wearer's garment listens to, on the ground
  public var garment = true  // the panel with the garment on the body
  public var percept = false  // the strips of what was sent, done and felt
  public var profile = false  // the panel with the stages' times
  public var help = false  // the list of keys
  public var camera: Camera?  // its viewport is the layout's, whatever it says; nil: all of the ground
  public var palette: Palette = .viridis
  public var serviceColours: LevelOfService.Colours = .inferno
  public var maximumDensity: Float = 6  // [1/m²] at the top of the colour scale, which never follows the data
  public init() {}

  /// [1/m²] a scale can end at: the option, kept usable.
  var scaleEnd: Float {
    maximumDensity.isFinite && maximumDensity > 0 ? min(max(maximumDensity, 0.1), 100) : 6
  }
}
