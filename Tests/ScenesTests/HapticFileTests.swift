import Foundation
import Haptics
import Kernel
import Scenes
import Testing

/// Files of haptics by the rules of their formats.
@Suite struct HapticFileTests {
  typealias Object = [String: Any]
  let folder = RecordTestFolder()

  private func saved(_ track: HapticTrack, _ name: String) throws -> Object {
    let path = folder.file(name)
    try HapticFile.save(track, to: path, name: "walk \"home\"")
    #expect(folder.names.allSatisfy { !$0.hasSuffix(".partial") })
    return try HapticTrackTest.json(path)
  }

  /// The structural rules of ISO/IEC 23090-31 that its reference software asks for.
  static func faults(ofHJIF root: Object) -> [String] {
    var faults: [String] = []
    func need(_ object: Object, _ keys: String, _ place: String) {
      for key in keys.split(separator: " ") where object[String(key)] == nil {
        faults.append("\(place) lacks \(key)")
      }
    }
    func whole(_ value: Any?) -> Bool {
      (value as? NSNumber).map { $0.doubleValue == $0.doubleValue.rounded() } ?? false
    }
    need(root, "version profile level date description timescale perceptions avatars syncs", "root")
    let avatars = root["avatars"] as? [Object] ?? []
    if avatars.contains(where: { $0["id"] as? Int == 0 }) { faults.append("avatar 0 is reserved") }
    for perception in root["perceptions"] as? [Object] ?? [] {
      need(perception, "id avatar_id description perception_modality channels effect_library", "perception")
      let devices = Set((perception["reference_devices"] as? [Object] ?? []).compactMap { $0["id"] as? Int })
      var ids = Set<Int>()
      for channel in perception["channels"] as? [Object] ?? [] {
        need(channel, "id description gain mixing_coefficient body_part_mask bands", "channel")
        if !ids.insert(channel["id"] as? Int ?? -1).inserted { faults.append("two channels of one id") }
        if !devices.contains(channel["reference_device_id"] as? Int ?? -1) { faults.append("no such device") }
        for band in channel["bands"] as? [Object] ?? [] {
          need(band, "band_type lower_frequency_limit upper_frequency_limit effects", "band")
          if !whole(band["lower_frequency_limit"]) || !whole(band["upper_frequency_limit"]) {
            faults.append("limits")
          }
          for effect in band["effects"] as? [Object] ?? [] {
            need(effect, "effect_type position", "effect")
            if !whole(effect["position"]) { faults.append("position") }
            var last = -1
            for frame in effect["keyframes"] as? [Object] ?? [] {
              need(frame, "relative_position amplitude_modulation frequency_modulation", "keyframe")
              if !whole(frame["relative_position"]) || !whole(frame["frequency_modulation"]) {
                faults.append("whole")
              }
              let amplitude = frame["amplitude_modulation"] as? Double ?? -9
              if amplitude < 0 || amplitude > 1 { faults.append("amplitude \(amplitude)") }
              let at = frame["relative_position"] as? Int ?? -1
              if at <= last { faults.append("keyframes go back") }
              last = at
            }
          }
        }
      }
    }
    return faults
  }

  struct Keyframe {
    var at: Int  // [ms]
    var amplitude: Double
    var hertz: Int
    init(_ object: Object, from start: Int) {
      at = start + (object["relative_position"] as? Int ?? 0)
      amplitude = object["amplitude_modulation"] as? Double ?? -1
      hertz = object["frequency_modulation"] as? Int ?? -1
    }
  }

  @Test func hjifKeepsEveryActuatorsDrive() throws {
    let track = HapticTrackTest.wave(HapticTrackTest.vest)
    let root = try saved(track, "walk.hjif")
    #expect(HapticFileTests.faults(ofHJIF: root) == [])
    let perception = try #require((root["perceptions"] as? [Object])?.first)
    let channels = try #require(perception["channels"] as? [Object])
    #expect(
      channels.count == 40
        && channels.map { $0["description"] as? String } == track.garment.actuators.map(\.name))
    for (a, channel) in channels.enumerated() {
      // Straight lines between keyframes; nothing outside effects.
      var level = [Double](repeating: 0, count: track.ticks)
      let band = try #require((channel["bands"] as? [Object])?.first)
      for effect in band["effects"] as? [Object] ?? [] {
        let start = try #require(effect["position"] as? Int)
        let frames = try #require(effect["keyframes"] as? [Object]).map { Keyframe($0, from: start) }
        #expect(frames.allSatisfy { $0.hertz >= 1 && $0.hertz <= 300 })
        for (p, q) in zip(frames, frames.dropFirst()) {
          let last = min((q.at + 9) / 10, track.ticks)
          for tick in (p.at + 9) / 10..<max(last, (p.at + 9) / 10) {
            let share = Double(tick * 10 - p.at) / Double(q.at - p.at)
            level[tick] = p.amplitude + (q.amplitude - p.amplitude) * share
          }
        }
      }
      for tick in 0..<track.ticks {
        let drive = Double(track.drive[track.index(tick: tick, actuator: a)])
        #expect(abs(level[tick] - drive) <= 0.5 / Double(track.garment.levels) + 1e-4, "\(a) \(tick)")
      }
    }
    // One silence of over a second parts two effects; a wearer's left chest has its own bit.
    let second = try #require((channels[1]["bands"] as? [Object])?.first?["effects"] as? [Object])
    #expect(second.count == 2)
    #expect(channels[0]["body_part_mask"] as? Int == 0x20 && channels[3]["body_part_mask"] as? Int == 0x10)
    let masks = Set(channels[20...].compactMap { $0["body_part_mask"] as? Int })
    #expect(masks == [0x100, 0x200])
  }

  @Test func hjifComesBackAsItWent() throws {
    for garment in [HapticTrackTest.vest, HapticTrackTest.coils] {
      let track = HapticTrackTest.wave(garment)
      let path = folder.file("again.hjif")
      try HapticFile.save(track, to: path, name: "again")
      let effect = try HapticEffectFile.load(path: path, on: garment)
      #expect(effect.stepMilliseconds == 10 && effect.steps >= track.ticks && effect.steps <= track.ticks + 1)
      for i in track.drive.indices {
        #expect(abs(effect.level[i] - track.drive[i]) <= 0.5 / Float(garment.levels) + 1e-3)
        if track.drive[i] > 0 { #expect(abs(effect.carrier[i] - track.carrier[i]) <= 3) }
      }
    }
  }

  @Test func tactComesBackAsItWent() throws {
    let track = HapticTrackTest.wave(HapticTrackTest.vest)
    let root = try saved(track, "walk.tact")
    #expect(root["durationMillis"] as? Int == 2000 && root["intervalMillis"] as? Int == 20)
    let layouts = ((root["project"] as? Object)?["layout"] as? Object)?["layouts"] as? Object
    let front = try #require(layouts?["VestFront"] as? [Object])
    #expect(front.count == 20 && front[7]["x"] as? Double == 1 && front[7]["y"] as? Double == 0.25)
    let effect = try HapticEffectFile.load(path: folder.file("walk.tact"), on: track.garment)
    // A step of 20 ms has the greater drive of its two ticks.
    for step in stride(from: 0, to: 200, by: 2) {
      for a in 0..<40 {
        let most = max(
          track.drive[track.index(tick: step, actuator: a)],
          track.drive[track.index(tick: step + 1, actuator: a)])
        for tick in step...step + 1 {
          let level = tick < effect.steps ? effect.level[tick * 40 + a] : 0
          #expect(abs(level - most) < 6e-4)
        }
      }
    }
  }

  @Test func aGarmentWithoutTheNumberingIsToldOf() throws {
    let track = HapticTrackTest.wave(HapticTrackTest.coils)
    do throws(Diagnostics) {
      try HapticFile.save(track, to: folder.file("coils.tact"), name: "coils")
      Issue.record("written all the same")
    } catch {
      #expect(error.all.map(\.code) == ["R0702"])
    }
    #expect(folder.names == [])
    for (path, code) in [("walk.mp3", "R0701"), ("walk", "R0701"), ("none/walk.hjif", "R0501")] {
      do throws(Diagnostics) {
        try HapticFile.save(track, to: folder.file(path), name: "odd")
        Issue.record("\(path) is written all the same")
      } catch { #expect(error.all.map(\.code) == [code]) }
    }
    do throws(Diagnostics) {
      try HapticFile.save(
        HapticTrack(HapticTrackTest.vest, stepMilliseconds: 10), to: folder.file("empty.csv"), name: "empty")
      Issue.record("an empty track is written")
    } catch { #expect(error.all.map(\.code) == ["R0703"]) }
  }

  /// Values in 0…1, times that never go back, the square of the strongest drive.
  @Test func lofeltIsTheStrongestActuatorSquared() throws {
    let track = HapticTrackTest.wave(HapticTrackTest.vest)
    let root = try saved(track, "walk.haptic")
    let envelopes = ((root["signals"] as? Object)?["continuous"] as? Object)?["envelopes"] as? Object
    let amplitude = try #require(envelopes?["amplitude"] as? [Object])
    let frequency = try #require(envelopes?["frequency"] as? [Object])
    for (points, key) in [(amplitude, "amplitude"), (frequency, "frequency")] {
      let times = points.map { $0["time"] as! Double }
      let values = points.map { $0[key] as! Double }
      #expect(!times.isEmpty && times == times.sorted() && values.allSatisfy { (0...1).contains($0) })
    }
    // Half way on the line from point to point.
    func at(_ seconds: Double) -> Double {
      let next = amplitude.firstIndex { ($0["time"] as! Double) > seconds + 1e-9 } ?? amplitude.count - 1
      let (p, q) = (amplitude[max(next - 1, 0)], amplitude[next])
      let (t, u) = (p["time"] as! Double, q["time"] as! Double)
      let (a, b) = (p["amplitude"] as! Double, q["amplitude"] as! Double)
      return u > t ? a + (b - a) * (seconds - t) / (u - t) : a
    }
    for tick in stride(from: 0, to: track.ticks - 1, by: 7) {
      let most = (0..<40).map { track.drive[track.index(tick: tick, actuator: $0)] }.max()!
      #expect(abs(at(Double(tick) / 100) - Double(most * most)) < 0.006)
    }
  }

  @Test func ahapHasCurvesOfSixteenPointsAtMost() throws {
    let track = HapticTrackTest.wave(HapticTrackTest.vest)
    let root = try saved(track, "walk.ahap")
    #expect(root["Version"] as? Double == 1)
    let pattern = try #require(root["Pattern"] as? [Object])
    let events = pattern.compactMap { $0["Event"] as? Object }
    let curves = pattern.compactMap { $0["ParameterCurve"] as? Object }
    #expect(
      events.count == 1 && events[0]["EventDuration"] as? Double == 2
        && events.count + curves.count == pattern.count)
    var ends: [String: (Double, Double)] = [:]
    for curve in curves {
      let points = try #require(curve["ParameterCurveControlPoints"] as? [Object])
      #expect((1...16).contains(points.count))
      let name = curve["ParameterID"] as! String
      let start = curve["Time"] as! Double
      let values = points.map { (start + ($0["Time"] as! Double), $0["ParameterValue"] as! Double) }
      #expect(values.allSatisfy { (0...1).contains($0.1) })
      // Each goes on where the one before it ended.
      if let end = ends[name] { #expect(abs(end.0 - start) < 1e-9 && abs(end.1 - values[0].1) < 1e-9) }
      ends[name] = values.last
    }
    #expect(Set(ends.keys) == ["HapticIntensityControl", "HapticSharpnessControl"])
  }

  @Test(arguments: ["walk.csv", "walk.hjif", "walk.tact", "walk.haptic", "walk.ahap", "walk.wav", "walk.nc"])
  func theSameTrackIsTheSameBytes(name: String) throws {
    let track = HapticTrackTest.wave(HapticTrackTest.vest, seconds: 0.5)
    try HapticFile.save(track, to: folder.file("a-" + name), name: "walk")
    try HapticFile.save(track, to: folder.file("b-" + name), name: "walk")
    let a = FileManager.default.contents(atPath: folder.file("a-" + name))
    #expect(a == FileManager.default.contents(atPath: folder.file("b-" + name)) && (a?.count ?? 0) > 100)
  }

  @Test func csvHasEveryColumn() throws {
    let track = HapticTrackTest.wave(HapticTrackTest.coils, seconds: 0.3)
    try HapticFile.save(track, to: folder.file("walk.csv"), name: "walk")
    let rows = folder.text("walk.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(rows.count == 31 && rows.allSatisfy { $0.count == 101 })
    #expect(
      rows[0][0] == "seconds" && rows[0][100].hasSuffix("/felt") && rows[0][21].hasSuffix("/carrier_hz"))
    for tick in 0..<30 {
      for a in 0..<20 {
        let i = track.index(tick: tick, actuator: a)
        #expect(
          Float(rows[tick + 1][1 + a]) == track.drive[i] && Float(rows[tick + 1][81 + a]) == track.felt[i])
      }
    }
  }
}
