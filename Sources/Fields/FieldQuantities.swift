/// What a field is asked for. Each is computed only then; what rests on others brings them along.
public struct FieldQuantities: OptionSet, Sendable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Density alone, always there.
  public static let density: FieldQuantities = []
  /// Mean velocity of the people counted in a cell.
  public static let velocity = FieldQuantities(rawValue: 1 << 0)
  /// Their velocities' variance.
  public static let variance = FieldQuantities(rawValue: 1 << 1 | 1 << 0)
  /// Helbing's crowd pressure ρ · Var(v).
  public static let pressure = FieldQuantities(rawValue: 1 << 2 | variance.rawValue)
  /// Density times mean velocity.
  public static let flow = FieldQuantities(rawValue: 1 << 3 | velocity.rawValue)
  public static let divergence = FieldQuantities(rawValue: 1 << 4 | velocity.rawValue)
  public static let vorticity = FieldQuantities(rawValue: 1 << 5 | velocity.rawValue)
  /// Feliciani & Nishinari's congestion level.
  public static let congestion = FieldQuantities(rawValue: 1 << 6 | vorticity.rawValue)
  /// Their crowd danger, ρ · congestion level.
  public static let danger = FieldQuantities(rawValue: 1 << 7 | congestion.rawValue)
  /// Fruin's level of service.
  public static let service = FieldQuantities(rawValue: 1 << 8)
  /// When the people counted in a cell would run into somebody.
  public static let timeToCollision = FieldQuantities(rawValue: 1 << 9)
}
