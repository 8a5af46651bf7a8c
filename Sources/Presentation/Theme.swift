import Kernel

/// Colours and sizes of everything that is not data. Dark, so that light means "many people".
enum Theme {
  static let background = Colour(hex: 0x0b0e14)
  static let outside = Colour(hex: 0x0f131b)
  static let ground = Colour(hex: 0x1d2430)
  static let groundLine = Colour(hex: 0x4a566b)
  static let metricGrid = Colour(hex: 0xffffff, alpha: 11)

  static let panel = Colour(hex: 0x141922)
  static let panelLine = Colour(hex: 0x2c3545)
  static let card = Colour(hex: 0x10141c, alpha: 226)

  static let text = Colour(hex: 0xe8edf5)
  static let soft = Colour(hex: 0x9aa7ba)
  static let halo = Colour(hex: 0x0b0e14, alpha: 190)

  static let person = Colour(hex: 0xf2f5fa)
  static let personEdge = Colour(hex: 0x0b0e14, alpha: 200)
  static let wearer = Colour(hex: 0x5ce1ff)
  static let fan = Colour(hex: 0x5ce1ff)
  static let exit = Colour(hex: 0x5fd38d)
  static let waypoint = Colour(hex: 0x8fa3c4)
  static let source = Colour(hex: 0xc7a6ff)
  static let zone = Colour(hex: 0xd8b478)
  static let waiting = Colour(hex: 0x8fb4ff)
  static let barrier = Colour(hex: 0xf0765c)
  static let link = Colour(hex: 0x4fc3d9)
  static let alarm = Colour(hex: 0xe5484d)
  static let caution = Colour(hex: 0xf5b83d)
  static let motion = Colour(hex: 0xff9ec7)
  static let felt = Colour(hex: 0x8ee3b5)
  static let body = Colour(hex: 0x273040)
  static let bodyLine = Colour(hex: 0x56647b)

  static func fill(_ kind: Obstacle.Kind) -> Colour {
    switch kind {
    case .building: Colour(hex: 0x353e4e)
    case .church: Colour(hex: 0x5a4a41)
    case .wall: Colour(hex: 0x6a7486)
    case .kiosk: Colour(hex: 0x4d4560)
    case .water: Colour(hex: 0x17466b)
    case .green: Colour(hex: 0x1f4a36)
    case .other: Colour(hex: 0x414856)
    }
  }
  static func line(_ kind: Obstacle.Kind) -> Colour {
    switch kind {
    case .building: Colour(hex: 0x667389)
    case .church: Colour(hex: 0xd9b48f)
    case .wall: Colour(hex: 0x98a3b5)
    case .kiosk: Colour(hex: 0x8678ab)
    case .water: Colour(hex: 0x3f86bd)
    case .green: Colour(hex: 0x4c9a6f)
    case .other: Colour(hex: 0x7c8698)
    }
  }
}
