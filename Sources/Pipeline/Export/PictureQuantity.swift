import Fields
import Kernel
import Presentation

/// What a picture can show of a field: a plane, or the size of a vector.
public enum PictureQuantity: String, CaseIterable, Sendable {
  case density
  case velocity
  case velocityX = "velocity_x"
  case velocityY = "velocity_y"
  case variance, pressure
  case flow
  case flowX = "flow_x"
  case flowY = "flow_y"
  case divergence, vorticity, congestion, danger, service
  case timeToCollision = "time_to_collision"

  /// The planes it is made of.
  public var variables: [FieldVariable] { FieldVariable.named(rawValue) }

  public var title: String {
    switch self {
    case .velocity: "mean walking speed and direction"
    case .flow: "flow of pedestrians"
    default: variables[0].title
    }
  }

  /// As it is written beside a colour bar.
  public var unit: String {
    switch self {
    case .density: "1/m²"
    case .velocity, .velocityX, .velocityY: "m/s"
    case .variance: "m²/s²"
    case .pressure: "1/s²"
    case .flow, .flowX, .flowY: "1/(m·s)"
    case .divergence, .vorticity: "1/s"
    case .congestion: "1/m"
    case .danger: "1/m³"
    case .service: "1/m²"
    case .timeToCollision: "s"
    }
  }

  /// Fixed, so that pictures of different crowds compare.
  public var range: ClosedRange<Float> {
    switch self {
    case .density: 0...6
    case .velocity: 0...1.6
    case .velocityX, .velocityY: -1.6...1.6
    case .variance: 0...0.5
    case .pressure: 0...0.2
    case .flow: 0...2
    case .flowX, .flowY: -2...2
    case .divergence, .vorticity: -1...1
    case .congestion: 0...5
    case .danger: 0...10
    case .service, .timeToCollision: 0...5
    }
  }
  public var isSigned: Bool { range.lowerBound < 0 }

  public func scale(_ range: ClosedRange<Float>?, _ palette: Palette) -> FieldScale {
    let range = range ?? self.range
    let kind: FieldScale.Kind =
      switch self {
      case .service: .service(.inferno)
      case .timeToCollision: .falling(palette)
      default: isSigned ? .diverging : .rising(palette, fades: !isOfPeople)
      }
    return FieldScale(kind, low: range.lowerBound, high: range.upperBound)
  }

  /// How much of a value deserves a picture: its size, or how short a time is.
  func weight(_ value: Float) -> Float {
    self == .timeToCollision ? max(0, range.upperBound - value) : abs(value)
  }

  /// Whether the values say something only where people are.
  var isOfPeople: Bool {
    switch self {
    case .density, .service, .flow, .flowX, .flowY, .pressure, .danger: false
    default: true
    }
  }
}
