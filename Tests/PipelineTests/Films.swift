import Fields
import Haptics
import Kernel
import Pipeline
import Scenes

/// Small films made by hand, and clothes to watch them in.
enum Films {
  /// Fifteen people who stand in a patch of 2 × 4 m whose middle is `centre`, for `seconds`.
  static func patch(at centre: Vector2, seconds: Int = 3) -> RecordedCrowd {
    var frames: [Int] = []
    var ids: [UInt32] = []
    var positions: [Vector2] = []
    for frame in 0...(seconds * 10) {
      for person in 0..<15 {
        frames.append(frame)
        ids.append(UInt32(person + 1))
        positions.append(centre + Vector2(Float(person % 3) - 1, (Float(person / 3) - 2) * 0.8))
      }
    }
    let walkable = Polygon(Rectangle(minimum: Vector2(-10, -10), maximum: Vector2(10, 10)))
    return RecordedCrowd(
      Recording(
        name: "patch", framesPerSecond: 10, frames: frames, ids: ids, positions: positions,
        walkable: [walkable]))
  }

  /// A ring of sixteen fast actuators, 22.5° apart, the first ahead, counter-clockwise.
  static var ring: Garment {
    Garment(
      name: "ring", title: "Ring of 16",
      actuators: (0..<16).map { k in
        let side = Math.unit(degrees: 22.5 * Float(k))
        return Actuator(
          name: "\(k)", position: Vector3(-side.y * 0.15, 1.1, side.x * 0.15),
          normal: Vector3(-side.y, 0, side.x),
          site: .waist, zone: "ring", kind: .linearResonant(LinearResonant()))
      })
  }

  static func session(_ film: RecordedCrowd, at pose: Pose, workers: Int = 1) -> Session {
    var field = FieldSettings()
    field.cellSize = 0.25
    field.width = 0.5
    return Session(
      film, wearer: Wearer(name: "w", garment: ring, mapping: Mapping(name: "m")), seat: .standing(pose),
      field: field,
      workers: Workers(workers))
  }
}
