import Foundation
import Haptics
import Kernel
import Scenes
import Testing

/// Thousands of damaged effects: each is read as something that a garment can play, or told of; none traps or takes long.
@Suite struct HapticEffectFuzzTests {
  static let garment = Garment(
    name: "belt", title: "Belt", levels: 100,
    actuators: (0..<8).map { k in
      let side = Math.unit(degrees: 45 * Float(k))
      return Actuator(
        name: "b\(k)", position: Vector3(-0.15 * side.y, 1, 0.1 * side.x),
        normal: Vector3(-side.y, 0, side.x),
        site: .waist, zone: "belt", kind: .eccentricMass(EccentricMass()))
    })

  static let hjif = """
    {"version":"2023","profile":"Main","level":1,"date":"2026-11-22","description":"d","timescale":1000,
    "avatars":[{"id":1,"lod":0,"type":"Vibration"}],"perceptions":[{"id":0,"avatar_id":1,"description":"d",
    "perception_modality":"Vibrotactile","effect_library":[],"reference_devices":[],"channels":[{"id":0,
    "description":"b2","gain":1.0,"mixing_coefficient":1.0,"body_part_mask":128,"bands":[{"band_type":"VectorialWave",
    "lower_frequency_limit":0,"upper_frequency_limit":1000,"effects":[{"id":0,"effect_type":"Basis","position":100,
    "phase":0.0,"base_signal":"Sine","keyframes":[{"relative_position":0,"amplitude_modulation":0.2,
    "frequency_modulation":175},{"relative_position":500,"amplitude_modulation":1.0,"frequency_modulation":225}]}]}]}]}],
    "syncs":[{"timestamp":0,"timescale":1000}]}
    """
  static let tact = """
    {"project":{"tracks":[{"enable":true,"effects":[{"startTime":0,"offsetTime":200,"modes":{"VestFront":{"mode":
    "DOT_MODE","dotMode":{"dotConnected":false,"feedback":[{"startTime":0,"endTime":200,"playbackType":"NONE",
    "pointList":[{"index":5,"intensity":0.5}]}]},"pathMode":{"feedback":[{"movingPattern":"CONST_TDM","playbackType":
    "NONE","pointList":[{"intensity":1,"time":0,"x":0.1,"y":0.2},{"intensity":0.5,"time":200,"x":0.9,"y":0.4}]}]}}}}]}],
    "layout":{"type":"Vest","layouts":{"VestFront":[{"index":5,"x":0.33,"y":0.25}]}}},"durationMillis":200}
    """

  @Test(arguments: [("e.hjif", hjif), ("e.tact", tact)], 0..<8)
  func damagedEffectsAreToldOf(seed: (name: String, text: String), lot: Int) {
    var random = FuzzChance(UInt64(lot) &* 977 &+ UInt64(seed.name.count))
    let numbers = [
      "-1", "1e308", "-1e308", "99999999999999999999", "0.5", "null", "true", "\"\"", "[]", "{}", "1e-308",
    ]
    let good = Array(seed.text.utf8)
    for _ in 0..<400 {
      var bytes = good
      for _ in 0..<1 + random.below(5) {
        if bytes.isEmpty { break }
        let at = random.below(bytes.count)
        switch random.below(5) {
        case 0: bytes[at] = UInt8(random.below(256))
        case 1: bytes.remove(at: at)
        case 2: bytes.removeSubrange(at..<min(bytes.count, at + random.below(60)))
        case 3: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + random.below(80))], at: at)
        default:
          // Another value where a number stands.
          var first = at
          while first < bytes.count, !(48...57).contains(bytes[first]) { first += 1 }
          var last = first
          while last < bytes.count, (46...57).contains(bytes[last]) { last += 1 }
          bytes.replaceSubrange(first..<last, with: Array(numbers[random.below(numbers.count)].utf8))
        }
      }
      let text = String(decoding: bytes, as: UTF8.self)
      do throws(Diagnostics) {
        let effect = try HapticEffectFile.read(text: text, file: seed.name, on: Self.garment)
        #expect(effect.level.count == effect.steps * effect.actuators)
        #expect(effect.level.allSatisfy { $0 >= 0 && $0 <= 1 })
        #expect(effect.carrier.allSatisfy { $0 >= 0 && $0.isFinite })
      } catch {
        #expect(!error.description.isEmpty && error.description.contains(seed.name))
      }
    }
  }
}

/// Numbers by chance that are the same everywhere (Steele, Lea & Flood 2014).
private struct FuzzChance {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func below(_ count: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ z >> 31) >> 11) % count
  }
}
