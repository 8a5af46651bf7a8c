import Haptics

/// The bits by which MPEG haptics names places on the body (ISO/IEC 23090-31, `body_part_mask`).
enum BodyMask {
  static let rightChest = 0x10
  static let leftChest = 0x20
  static let abdomen = 0x40
  static let waist = 0x80
  static let upperBack = 0x100
  static let lowerBack = 0x200
  static let rightUpperArm = 0x400
  static let leftUpperArm = 0x800
  static let rightForearm = 0x1000
  static let leftForearm = 0x2000
  static let rightWrist = 0x4000
  static let leftWrist = 0x8000

  /// Height that parts upper and lower back [m]: the middle of a vest's five rows.
  static let middleOfBack: Float = 1.1

  /// Where an actuator sits. Positions have x to the wearer's right; what sits on the midline is of both sides. A hand
  /// counts as its wrist, the nearest place that has a bit here.
  static func mask(_ actuator: Actuator) -> Int {
    let x = actuator.position.x
    func side(_ right: Int, _ left: Int) -> Int { x > 1e-4 ? right : x < -1e-4 ? left : right | left }
    switch actuator.site {
    case .chest: return side(rightChest, leftChest)
    case .abdomen: return abdomen
    case .waist: return waist
    case .back: return actuator.position.y >= middleOfBack ? upperBack : lowerBack
    case .upperArm: return side(rightUpperArm, leftUpperArm)
    case .forearm: return side(rightForearm, leftForearm)
    case .hand: return side(rightWrist, leftWrist)
    }
  }
}
