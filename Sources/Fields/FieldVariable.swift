import Kernel

/// One plane of a field, as files and pictures name it. Every person is counted over the kernel round each cell's centre.
public enum FieldVariable: String, CaseIterable, Sendable {
  case density
  case velocityX = "velocity_x"
  case velocityY = "velocity_y"
  case variance
  case pressure
  case flowX = "flow_x"
  case flowY = "flow_y"
  case divergence
  case vorticity
  case congestion
  case danger
  case service
  case timeToCollision = "time_to_collision"

  /// What a field has to be asked for to hold this plane.
  public var quantities: FieldQuantities {
    switch self {
    case .density: .density
    case .velocityX, .velocityY: .velocity
    case .variance: .variance
    case .pressure: .pressure
    case .flowX, .flowY: .flow
    case .divergence: .divergence
    case .vorticity: .vorticity
    case .congestion: .congestion
    case .danger: .danger
    case .service: .service
    case .timeToCollision: .timeToCollision
    }
  }

  /// In the notation of UDUNITS.
  public var unit: String {
    switch self {
    case .density: "m-2"
    case .velocityX, .velocityY: "m s-1"
    case .variance: "m2 s-2"
    case .pressure: "s-2"
    case .flowX, .flowY: "m-1 s-1"
    case .divergence, .vorticity: "s-1"
    case .congestion: "m-1"
    case .danger: "m-3"
    case .service: "1"
    case .timeToCollision: "s"
    }
  }

  public var title: String {
    switch self {
    case .density: "density of pedestrians"
    case .velocityX: "mean eastward velocity of pedestrians"
    case .velocityY: "mean northward velocity of pedestrians"
    case .variance: "variance of the pedestrians' velocities"
    case .pressure: "crowd pressure"
    case .flowX: "eastward flow of pedestrians"
    case .flowY: "northward flow of pedestrians"
    case .divergence: "divergence of the mean velocity"
    case .vorticity: "vorticity of the mean velocity"
    case .congestion: "congestion level"
    case .danger: "crowd danger"
    case .service: "level of service of walkways"
    case .timeToCollision: "time to collision"
    }
  }

  /// Definition and source, in one line.
  public var definition: String {
    switch self {
    case .density:
      "people by area under the kernel; the sum over all cells times the cell's area is the headcount"
    case .velocityX, .velocityY: "mean over the people under the kernel; 0 where nobody is"
    case .variance: "mean of |v - mean v|^2 over the people under the kernel; 0 where nobody is"
    case .pressure: "density times variance (Helbing, Johansson and Al-Abideen 2007)"
    case .flowX, .flowY: "density times mean velocity"
    case .divergence, .vorticity: "central differences of the mean velocity; 0 where nobody is"
    case .congestion:
      "range of the vorticity over the mean speed, within 1.5 m (Feliciani and Nishinari 2018)"
    case .danger: "density times congestion level (Feliciani and Nishinari 2018)"
    case .service: "Fruin's classes of walkways (1971), by density"
    case .timeToCollision:
      "harmonic mean over the people under the kernel of the time until each meets somebody, 5 at most"
    }
  }

  /// A plane of `field`, which was asked for it; of service, the classes' numbers 0...5.
  public func plane(of field: CrowdField) -> Grid2D<Float> {
    switch self {
    case .density: field.density
    case .velocityX: field.velocityX
    case .velocityY: field.velocityY
    case .variance: field.variance
    case .pressure: field.pressure
    case .flowX: field.flowX
    case .flowY: field.flowY
    case .divergence: field.divergence
    case .vorticity: field.vorticity
    case .congestion: field.congestion
    case .danger: field.danger
    case .service: field.service.asNumbers
    case .timeToCollision: field.timeToCollision
    }
  }

  /// The planes that a person's word means: a plane's own name, or both components of a vector.
  public static func named(_ word: String) -> [FieldVariable] {
    switch word {
    case "velocity": [.velocityX, .velocityY]
    case "flow": [.flowX, .flowY]
    default: FieldVariable(rawValue: word).map { [$0] } ?? []
    }
  }
  /// Every word that `named` knows.
  public static let words =
    ["density", "velocity", "flow"] + allCases.map(\.rawValue).filter { $0 != "density" }
}

extension Grid2D where Element == WalkwayService {
  fileprivate var asNumbers: Grid2D<Float> {
    var out = Grid2D<Float>(frame, filledWith: 0)
    for i in cells.indices { out.cells[i] = Float(cells[i].rawValue) }
    return out
  }
}
