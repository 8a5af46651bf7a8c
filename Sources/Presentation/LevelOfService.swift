import Kernel

/// How freely people walk, in six classes: walkway level of service, Fruin 1971, "Pedestrian Planning and Design".
public enum LevelOfService: Int, CaseIterable, Sendable {
  case a, b, c, d, e, f

  /// [1/m²] at which B, C, D, E and F begin (3.24, 2.32, 1.39, 0.93 and 0.46 m² a person).
  public static let limits: [Float] = [0.31, 0.43, 0.72, 1.08, 2.17]

  /// The class at a density [1/m²]; a limit belongs to the class above it. NaN counts as A.
  public init(density: Float) {
    self = LevelOfService.allCases[LevelOfService.limits.filter { density >= $0 }.count]
  }
  public var letter: String { String("ABCDEF".dropFirst(rawValue).prefix(1)) }
  /// [1/m²] where the class begins and, but for F, where it ends.
  public var densities: (from: Float, to: Float?) {
    (
      rawValue == 0 ? 0 : LevelOfService.limits[rawValue - 1],
      rawValue < LevelOfService.limits.count ? LevelOfService.limits[rawValue] : nil
    )
  }

  /// Six colours. `inferno` keeps its classes apart for every kind of colour vision (ΔE2000 ≥ 11); `rainbow` is
  /// the industry's habit, does not, and so comes with the letters printed into the picture.
  public enum Colours: String, CaseIterable, Sendable {
    case inferno, rainbow

    public var all: [Colour] {
      switch self {
      case .inferno: [0x160b39, 0x5f136e, 0xa32c61, 0xe05536, 0xfb9b06, 0xf1ef75].map { Colour(hex: $0) }
      case .rainbow: [0x0000ff, 0x00ffff, 0x00ff00, 0xffff00, 0xff8000, 0xff0000].map { Colour(hex: $0) }
      }
    }
  }

  /// How much of the ground the class colours hide; 0...1. All of it where the classes must stay apart.
  static func opacity(_ colours: Colours) -> Float { colours == .rainbow ? 0.55 : 1 }

  public func colour(_ colours: Colours) -> Colour { colours.all[rawValue] }

  /// [1/m²] at the end of `table`: twice the last limit, in steps of 0.01.
  static let tableEnd: Float = 4.34
  /// Class colours for 0...tableEnd; clear below 0.05 /m², where nobody stands.
  static func table(_ colours: Colours) -> [Colour] {
    (0...434).map { step in
      // A table's entry stands for half a step on either side of it.
      let density = Float(step) * 0.01
      if step < 5 { return colours.all[0].faded(0) }
      return LevelOfService(density: density + 0.0005).colour(colours).faded(opacity(colours))
    }
  }
}
