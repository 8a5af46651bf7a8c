import Foundation
import Haptics
import Kernel
import Scenes
import Testing

/// Effects made elsewhere, good and bad.
@Suite struct HapticEffectTests {
  static func hjif(_ channels: String, library: String = "", timescale: Int = 1000) -> String {
    """
    {"version":"2023","profile":"Main","level":1,"date":"2026-11-22","description":"minimal","timescale":\(timescale),
     "avatars":[{"id":1,"lod":0,"type":"Vibration"}],
     "perceptions":[{"id":0,"avatar_id":1,"description":"d","perception_modality":"Vibrotactile",
      "effect_library":[\(library)],"reference_devices":[],"channels":[\(channels)]}],
     "syncs":[{"timestamp":0,"timescale":1000}]}
    """
  }
  static func channel(
    _ name: String, mask: Int, _ effects: String, gain: Double = 1, band: String = "VectorialWave"
  ) -> String {
    """
    {"id":0,"description":"\(name)","gain":\(gain),"mixing_coefficient":1.0,"body_part_mask":\(mask),
     "bands":[{"band_type":"\(band)","lower_frequency_limit":0,"upper_frequency_limit":1000,"effects":[\(effects)]}]}
    """
  }
  static let ramp = """
    {"id":0,"effect_type":"Basis","position":100,"phase":0.0,"base_signal":"Sine","keyframes":[
    {"relative_position":0,"amplitude_modulation":0.2,"frequency_modulation":175},
    {"relative_position":500,"amplitude_modulation":1.0,"frequency_modulation":225}]}
    """
  static func read(_ text: String, _ file: String = "e.hjif", on garment: Garment = HapticTrackTest.vest)
    -> Result<HapticEffect, Diagnostics>
  {
    do throws(Diagnostics) {
      return .success(try HapticEffectFile.read(text: text, file: file, on: garment))
    } catch { return .failure(error) }
  }

  @Test func aRampIsARamp() throws {
    let effect = try HapticEffectTests.read(
      HapticEffectTests.hjif(HapticEffectTests.channel("front-5", mask: 0x40, HapticEffectTests.ramp))
    ).get()
    #expect(effect.actuators == 40 && effect.steps == 60)
    for step in 0..<60 {
      for a in 0..<40 {
        let expected: Float = a == 5 && step >= 10 ? 0.2 + 0.8 * Float(step - 10) / 50 : 0
        #expect(abs(effect.level[step * 40 + a] - expected) < 1e-5)
      }
    }
    #expect(abs(effect.carrier[35 * 40 + 5] - 200) < 1e-3)
  }

  /// By name, else by place, else everywhere; the timescale counts; gains too.
  @Test func channelsFindTheirActuators() throws {
    func heard(_ name: String, _ mask: Int, gain: Double = 1, timescale: Int = 1000) throws -> HapticEffect {
      try HapticEffectTests.read(
        HapticEffectTests.hjif(
          HapticEffectTests.channel(name, mask: mask, HapticEffectTests.ramp, gain: gain),
          timescale: timescale)
      ).get()
    }
    func actuators(_ effect: HapticEffect) -> Set<Int> {
      Set(effect.level.indices.filter { effect.level[$0] > 0 }.map { $0 % 40 })
    }
    #expect(actuators(try heard("front-5", 0)) == [5])
    let left = actuators(try heard("somewhere", 0x20))
    #expect(!left.isEmpty && left.allSatisfy { HapticTrackTest.vest.actuators[$0].position.x < 0 && $0 < 20 })
    #expect(actuators(try heard("somewhere", 0)).count == 40)
    let slow = try heard("front-5", 0, gain: 0.5, timescale: 500)
    #expect(slow.steps == 120 && abs((slow.level.max() ?? 0) - 0.5) < 0.01)
  }

  @Test func librariesCompositesAndTransientsAreRead() throws {
    let library = HapticEffectTests.ramp.replacing("\"id\":0", with: "\"id\":7").replacing(
      "\"position\":100", with: "\"position\":0")
    let reference = "{\"id\":7,\"effect_type\":\"Reference\",\"position\":200}"
    let composite =
      "{\"id\":1,\"effect_type\":\"Composite\",\"position\":1000,\"composition\":[\(reference),\(HapticEffectTests.ramp)]}"
    let effect = try HapticEffectTests.read(
      HapticEffectTests.hjif(
        HapticEffectTests.channel("front-0", mask: 0, reference + "," + composite), library: library)
    ).get()
    // Reference at 200 ms, and at 1200 ms inside the composite, which has its own ramp at 1100 ms.
    let on = (0..<effect.steps).filter { effect.level[$0 * 40] > 0 }
    #expect(on == Array(20..<70) + Array(110..<170))
    let tap =
      "{\"id\":0,\"effect_type\":\"Basis\",\"position\":50,\"keyframes\":[{\"relative_position\":0,\"amplitude_modulation\":0.7,\"frequency_modulation\":100}]}"
    let taps = try HapticEffectTests.read(
      HapticEffectTests.hjif(HapticEffectTests.channel("front-0", mask: 0, tap, band: "Transient"))
    ).get()
    #expect((0..<taps.steps).filter { taps.level[$0 * 40] > 0 } == [5, 6])
  }

  static func tact(_ mode: String, part: String = "VestFront") -> String {
    """
    {"project":{"name":"n","layout":{"name":"Tactot","type":"Vest","layouts":{}},"tracks":[{"enable":true,"effects":[
      {"name":"e","startTime":"100","offsetTime":500,"modes":{"\(part)":\(mode)}}]}]},"durationMillis":500}
    """
  }
  static func dots(_ fade: String) -> String {
    """
    {"mode":"DOT_MODE","dotMode":{"dotConnected":false,"feedback":[{"startTime":"0","endTime":"500","playbackType":"\(fade)",
      "pointList":[{"index":"3","intensity":"0.6"}]}]},"pathMode":{"feedback":[]}}
    """
  }

  /// Also with numbers in quotes, as older files have them.
  @Test func dotsAndFades() throws {
    func level(_ fade: String, _ step: Int) throws -> Float {
      let effect = try HapticEffectTests.read(HapticEffectTests.tact(HapticEffectTests.dots(fade)), "e.tact")
        .get()
      #expect(effect.level.indices.allSatisfy { effect.level[$0] == 0 || $0 % 40 == 3 })
      return step < effect.steps ? effect.level[step * 40 + 3] : 0
    }
    #expect(
      try level("NONE", 9) == 0 && level("NONE", 10) == 0.6 && level("NONE", 59) == 0.6
        && level("NONE", 60) == 0)
    #expect(try abs(level("FADE_IN", 35) - 0.3) < 1e-5 && abs(level("FADE_OUT", 35) - 0.3) < 1e-5)
    #expect(try abs(level("FADE_IN_OUT", 35) - 0.6) < 1e-5 && abs(level("FADE_OUT", 10) - 0.6) < 1e-5)
  }

  /// A point's energy is shared: the squares of the motors' levels add up to its own.
  @Test func pathsShareTheirEnergy() throws {
    let mode = """
      {"mode":"PATH_MODE","pathMode":{"feedback":[{"playbackType":"NONE","movingPattern":"CONST_TDM","pointList":[
        {"x":0,"y":0,"intensity":0.8,"time":0},{"x":1,"y":1,"intensity":0.8,"time":1000}]}]}}
      """
    let effect = try HapticEffectTests.read(HapticEffectTests.tact(mode), "e.tact").get()
    for step in 10..<110 {
      let levels = (0..<40).map { effect.level[step * 40 + $0] }
      let energy = levels.reduce(0) { $0 + $1 * $1 }
      #expect(abs(energy - 0.64) < 1e-4 && (1...3).contains(levels.count { $0 > 0 }))
      #expect(levels[20...].allSatisfy { $0 == 0 })
    }
    #expect(effect.level[10 * 40] == 0.8)  // upper left
  }

  @Test(arguments: [
    ("e.hjif", "{", "S"), ("e.hjif", "[]", "R0712"), ("e.hjif", "{}", "R0712"), ("e.mp3", "{}", "R0711"),
    ("e.tact", "{}", "R0712"), ("e.tact", tact(dots("NONE"), part: "HandL"), "R0713"),
    ("e.hjif", hjif(channel("front-0", mask: 0, ramp.replacing("0.2", with: "7"))), "R0712"),
    ("e.hjif", hjif(channel("front-0", mask: 0, ramp.replacing("0.2", with: "\"x\""))), "R0712"),
    ("e.hjif", hjif(channel("nowhere", mask: 1, ramp)), "R0713"),
    ("e.hjif", hjif(channel("front-0", mask: 0, ramp, band: "WaveletWave")), "R0712"),
    (
      "e.hjif",
      hjif(channel("front-0", mask: 0, "{\"id\":9,\"effect_type\":\"Reference\",\"position\":0}")), "R0712"
    ),
  ])
  func badFilesAreToldOf(file: String, text: String, code: String) throws {
    guard case .failure(let problem) = HapticEffectTests.read(text, file) else {
      Issue.record("\(text) is read")
      return
    }
    #expect(problem.all.allSatisfy { $0.code.hasPrefix(code) && $0.file == file }, "\(problem)")
    if code == "R0712" { #expect(problem.all.allSatisfy { ($0.line ?? 0) >= 1 && ($0.column ?? 0) >= 1 }) }
  }

  /// Effects that hold themselves many times over end with a message, and soon.
  @Test func effectsThatHoldThemselvesEnd() {
    let selves = (0..<40).map { _ in "{\"id\":1,\"effect_type\":\"Reference\",\"position\":0}" }.joined(
      separator: ",")
    let library = "{\"id\":1,\"effect_type\":\"Composite\",\"position\":0,\"composition\":[\(selves)]}"
    let text = HapticEffectTests.hjif(
      HapticEffectTests.channel(
        "front-0", mask: 0, "{\"id\":1,\"effect_type\":\"Reference\",\"position\":0}"),
      library: library)
    guard case .failure(let problem) = HapticEffectTests.read(text) else {
      Issue.record("it is read")
      return
    }
    #expect(problem.all.count <= 20)
  }

  /// A mapping plays one, as strong as its level, and names it as seen from its own file.
  @Test func aMappingPlaysAnEffect() throws {
    let folder = RecordTestFolder()
    _ = folder.write(
      HapticEffectTests.hjif(HapticEffectTests.channel("front-5", mask: 0, HapticEffectTests.ramp)),
      to: "e.hjif")
    let path = folder.write(
      """
      title: An effect
      layers:
        - source: nearest
          texture: {type: effect, file: e.hjif}
      """, to: "played.yaml")
    let mapping = try Mapping.load(path: path).layingEffects(on: HapticTrackTest.vest)
    var mapper = Mapper(mapping, on: HapticTrackTest.vest, seed: 1, step: 0.01)
    var view = BodyView()
    for k in view.nearest.indices { view.nearest[k] = 0.2 }
    mapper.listen(view)
    var request = HapticRequest(actuators: 40)
    var felt: Set<Int> = []
    for tick in 0..<60 {
      mapper.ask(tick: tick, into: &request)
      for a in 0..<40 where request.level[a] > 0 { felt.insert(a) }
    }
    #expect(felt == [5])
    try FileManager.default.removeItem(atPath: folder.file("e.hjif"))
    #expect(throws: Diagnostics.self) {
      _ = try Mapping.load(path: path).layingEffects(on: HapticTrackTest.vest)
    }
  }
}
