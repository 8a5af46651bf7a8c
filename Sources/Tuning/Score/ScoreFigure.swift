/// What a mapping is scored by. `docs/score.md` has every definition with its source.
public enum ScoreFigure: String, CaseIterable, Sendable {
  // what the wearer can tell
  case densityBits = "density_bits"
  case directionBits = "direction_bits"
  case threatBits = "threat_bits"
  case directionError = "direction_error"
  case linearity
  case discriminability
  case latency
  // what it costs
  case energy
  case dose
  case strongTime = "time_above_comfort"
  // what the wearer does with it
  case prediction
  case collisions
  case collisionsOnWay = "collisions_per_100_m"
  case hitsFromBehind = "hits_from_behind"
  case detour
  case pace
  case crush = "time_in_crush"
  case leastTime = "least_time_to_collision"

  public enum Better: Sendable { case higher, lower }

  public var title: String {
    switch self {
    case .densityBits: "information about density"
    case .directionBits: "information about direction"
    case .threatBits: "information about who comes"
    case .directionError: "direction error"
    case .linearity: "perceived linearity"
    case .discriminability: "levels of service apart"
    case .latency: "latency to the skin"
    case .energy: "energy"
    case .dose: "dose"
    case .strongTime: "time above comfort"
    case .prediction: "collisions foreseen"
    case .collisions: "collisions"
    case .collisionsOnWay: "collisions on the way"
    case .hitsFromBehind: "hits from behind"
    case .detour: "detour"
    case .pace: "progress"
    case .crush: "time above 4 people/m²"
    case .leastTime: "least time to collision"
    }
  }
  public var unit: String {
    switch self {
    case .densityBits, .directionBits, .threatBits: "bit"
    case .directionError: "°"
    case .linearity: "R²"
    case .discriminability: "d′"
    case .latency: "ms"
    case .energy: "J/min"
    case .dose: "m/s²"
    case .strongTime, .crush: "%"
    case .prediction: "%"
    case .collisions, .hitsFromBehind: "1/min"
    case .collisionsOnWay: "1/100 m"
    case .detour: "m/m"
    case .pace: "m/s"
    case .leastTime: "s"
    }
  }
  public var better: Better {
    switch self {
    case .densityBits, .directionBits, .threatBits, .linearity, .discriminability, .prediction, .pace,
      .leastTime:
      .higher
    case .directionError, .latency, .energy, .dose, .strongTime, .collisions,
      .collisionsOnWay, .hitsFromBehind, .detour, .crush:
      .lower
    }
  }
  /// What is asked of a good mapping, where there is a figure for it.
  public var target: Double? {
    switch self {
    case .directionError: 12
    case .linearity: 0.95
    case .discriminability: 1.4
    case .latency: 50
    default: nil
    }
  }
  /// Of what is acted out, not only felt.
  public var isClosedLoop: Bool {
    switch self {
    case .prediction, .collisions, .collisionsOnWay, .hitsFromBehind, .detour, .pace, .crush, .leastTime:
      true
    default: false
    }
  }
}
