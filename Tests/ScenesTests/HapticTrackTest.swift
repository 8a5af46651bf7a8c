import Foundation
import Haptics
import Kernel
import Scenes

/// Tracks that haptic files are tried with.
enum HapticTrackTest {
  static let vest = try! Garment.load(named: "vest-40", from: Repository.library)
  static let coils = try! Garment.load(named: "vest-20-coils", from: Repository.library)

  /// Two seconds in the device's own levels: half of the actuators follow a slow wave, one is on all the time, one
  /// sounds twice with a long silence in between, and the rest are still.
  static func wave(_ garment: Garment, seconds: Double = 2) -> HapticTrack {
    let levels = Float(garment.levels)
    return play(garment, ticks: Int(seconds * 100)) { tick, actuator in
      switch actuator {
      case 0: return 0.8
      case 1: return (20..<40).contains(tick) || (150..<170).contains(tick) ? 0.6 : 0
      case 2..<garment.actuators.count / 2:
        let wave = 0.5 + 0.4 * sin(Float(tick) / 15 + Float(actuator))
        return (wave * levels).rounded() / levels
      default: return 0
      }
    }
  }

  static func play(_ garment: Garment, ticks: Int, _ drive: (Int, Int) -> Float) -> HapticTrack {
    var track = HapticTrack(garment, stepMilliseconds: 10)
    var motors = Motors(garment)
    var percept = Percept(garment)
    for tick in 0..<ticks {
      let sent = garment.actuators.indices.map { drive(tick, $0) }
      motors.tick(drive: sent, dt: 0.01)
      percept.tick(motors, dt: 0.01)
      track.append(
        drive: sent,
        carrier: garment.actuators.indices.map {
          garment.actuators[$0].kind.settledHertz(level: sent[$0], carrier: 0)
        }, motion: motors.acceleration, frequency: motors.frequency, felt: percept.intensity)
    }
    return track
  }

  static func json(_ path: String) throws -> [String: Any] {
    let data = FileManager.default.contents(atPath: path) ?? Data()
    return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }
}
