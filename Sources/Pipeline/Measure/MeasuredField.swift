import Fields
import Kernel

/// A field that `throng measure --field` knows, with the key that its series have.
public enum MeasuredField: String, CaseIterable, Sendable {
  case density
  case speed  // of the mean velocity
  case variance
  case pressure
  case flow
  case divergence
  case vorticity
  case congestion
  case danger
  case timeToCollision = "time_to_collision"
  case service = "level_of_service"
  case direction  // density of those who walk in each of eight directions

  var quantities: FieldQuantities {
    switch self {
    case .density, .direction: .density
    case .speed: .velocity
    case .variance: .variance
    case .pressure: .pressure
    case .flow: .flow
    case .divergence: .divergence
    case .vorticity: .vorticity
    case .congestion: .congestion
    case .danger: .danger
    case .timeToCollision: .timeToCollision
    case .service: .service
    }
  }

  var unit: String {
    switch self {
    case .density, .direction: "1/m²"
    case .speed: "m/s"
    case .variance: "m²/s²"
    case .pressure: "1/s²"
    case .flow: "1/(m s)"
    case .divergence, .vorticity: "1/s"
    case .congestion: "1/m"
    case .danger: "1/m³"
    case .timeToCollision: "s"
    case .service: ""
    }
  }

  /// What of a field's cell is looked at; one series each, with the end of its key.
  var parts: [String] {
    switch self {
    case .service: ["a", "b", "c", "d", "e", "f"]
    case .direction:
      ["east", "north_east", "north", "north_west", "west", "south_west", "south", "south_east"]
    default: []
    }
  }

  /// The value in one cell.
  func value(_ field: CrowdField, _ i: Int) -> Float {
    switch self {
    case .density: return field.density.cells[i]
    case .speed: return Vector2(field.velocityX.cells[i], field.velocityY.cells[i]).length
    case .variance: return field.variance.cells[i]
    case .pressure: return field.pressure.cells[i]
    case .flow: return Vector2(field.flowX.cells[i], field.flowY.cells[i]).length
    case .divergence: return field.divergence.cells[i]
    case .vorticity: return field.vorticity.cells[i]
    case .congestion: return field.congestion.cells[i]
    case .danger: return field.danger.cells[i]
    case .timeToCollision: return field.timeToCollision.cells[i]
    case .service, .direction: return 0
    }
  }

  /// Keys of its series.
  var seriesKeys: [String] {
    switch self {
    case .service: parts.map { "level_of_service_\($0)" }
    case .direction: parts.map { "density_\($0)" }
    case .timeToCollision: ["field_\(rawValue)", "least_\(rawValue)"]
    default: ["field_\(rawValue)", "greatest_\(rawValue)"]
    }
  }

  /// Keys of each of its plots: eight directions are more than one picture tells apart.
  var plottedKeys: [[String]] {
    let keys = seriesKeys
    guard self == .direction else { return [keys] }
    return (0...1).map { odd in keys.indices.filter { $0 % 2 == odd }.map { keys[$0] } }
  }
}

extension String {
  /// With its first letter in upper case.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
