/// Fruin's levels of service of walkways, from free walking (a) to a jam (f), by density.
/// Fruin, "Pedestrian Planning and Design" (1971): 35, 25, 15, 10 and 5 square feet a person.
@frozen public enum WalkwayService: UInt8, CaseIterable, Sendable {
  case a, b, c, d, e, f

  /// [1/m^2] up to which each level but the last reaches.
  public static let limits: [Float] = [35, 25, 15, 10, 5].map { 1 / ($0 * 0.092_903_04) }

  /// Of `density` [1/m^2].
  public init(density: Float) {
    let passed = WalkwayService.limits.count { density > $0 }
    self = WalkwayService(rawValue: UInt8(passed)) ?? .f
  }
}
