import Haptics

/// MPEG haptics in its interchange format, ISO/IEC 23090-31:2025: a perception with a channel per actuator, each a
/// band of waves whose keyframes carry drive and frequency.
///
/// A keyframe stands at the beginning of its tick; between keyframes a player draws a straight line, so a step of the
/// drive becomes a ramp of one tick. Keyframes on such a line, within half of a level of the device, are left out.
/// Silences of 100 ms and more part effects, which keeps the file of a quiet walk small.
enum HJIFText {
  static let gap = 100  // [ms]

  static func text(_ track: HapticTrack, name: String) -> String {
    let garment = track.garment
    var kinds: [ActuatorKind] = []
    for actuator in garment.actuators where !kinds.contains(actuator.kind) { kinds.append(actuator.kind) }
    var masks = 0
    for actuator in garment.actuators { masks |= BodyMask.mask(actuator) }
    var text = """
      {"version":"2023","profile":"Main","level":1,"date":"2026-01-01","description":\(quoted(name)),"timescale":1000,
      "avatars":[{"id":1,"lod":0,"type":"Vibration"}],
      "perceptions":[{"id":0,"avatar_id":1,"description":\(quoted(garment.title)),"perception_modality":"Vibrotactile",\
      "effect_library":[],
      "reference_devices":[
      """
    text += kinds.enumerated().map { device($0.offset, $0.element, masks) }.joined(separator: ",\n")
    text += "],\n\"channels\":[\n"
    for (i, actuator) in garment.actuators.enumerated() {
      text += channel(i, actuator, track, device: kinds.firstIndex(of: actuator.kind) ?? 0)
      text += i + 1 < garment.actuators.count ? ",\n" : "\n"
    }
    text += "]}],\n\"syncs\":[{\"timestamp\":0,\"timescale\":1000}]}\n"
    return text
  }

  private static func quoted(_ text: String) -> String { RecordJSON.text(text).packed }

  private static func device(_ id: Int, _ kind: ActuatorKind, _ mask: Int) -> String {
    func whole(_ hertz: Float) -> Int { Int(hertz.rounded()) }
    let (type, low, high, own): (String, Float, Float, Float) =
      switch kind {
      case .eccentricMass(let m):
        ("ERM", m.fullFrequencyHertz * m.stopDrive, m.fullFrequencyHertz, m.fullFrequencyHertz)
      case .linearResonant(let m):
        // Where the response has fallen to a half: f₀ (1 ± √3/(2Q)).
        (
          "LRA", m.resonanceHertz * (1 - 0.866 / m.quality), m.resonanceHertz * (1 + 0.866 / m.quality),
          m.resonanceHertz
        )
      case .voiceCoil(let m): ("VCA", m.lowestHertz, m.highestHertz, m.resonanceHertz)
      }
    return """
      {"id":\(id),"name":"\(type)\(whole(own))","body_part_mask":\(mask),"minimum_frequency":\(whole(low)),\
      "maximum_frequency":\(whole(high)),"resonance_frequency":\(whole(own)),"type":"\(type)"}
      """
  }

  private static func channel(_ i: Int, _ actuator: Actuator, _ track: HapticTrack, device: Int) -> String {
    let drive = track.drive(of: i)
    let carrier = track.carrier(of: i)
    let step = track.stepMilliseconds
    let runs = KeyframeThinning.sounding(drive, gap: max(2, gap / step))
    let effects = runs.enumerated().map { id, run in
      effect(id, run, drive, carrier, step, levels: track.garment.levels)
    }
    return """
      {"id":\(i),"description":\(quoted(actuator.name)),"gain":1.0,"mixing_coefficient":1.0,\
      "body_part_mask":\(BodyMask.mask(actuator)),"reference_device_id":\(device),"bands":[{"band_type":"VectorialWave",\
      "lower_frequency_limit":0,"upper_frequency_limit":1000,"effects":[\(effects.joined(separator: ","))]}]}
      """
  }

  /// From the last silent tick before the run to the first one after it.
  private static func effect(
    _ id: Int, _ run: Range<Int>, _ drive: [Float], _ carrier: [Float], _ step: Int, levels: Int
  ) -> String {
    let first = max(run.lowerBound - 1, 0)
    var amplitudes = Array(drive[first..<run.upperBound])
    var hertz = Array(carrier[first..<run.upperBound])
    // The end is silence, also where the track ends with the run.
    amplitudes.append(0)
    // A silent motor has no frequency of its own: it takes its neighbour's.
    hertz.append(hertz.last { $0 > 0 } ?? 0)
    if let next = hertz.firstIndex(where: { $0 > 0 }) { for k in 0..<next { hertz[k] = hertz[next] } }
    for k in hertz.indices.dropFirst() where hertz[k] == 0 { hertz[k] = hertz[k - 1] }
    let kept = KeyframeThinning.kept([
      (amplitudes[...], 0.5 / Float(max(levels, 1))), (hertz[...], 2),
    ])
    let frames = kept.map { k in
      """
      {"relative_position":\(k * step),"amplitude_modulation":\(amplitude(amplitudes[k])),\
      "frequency_modulation":\(Int(hertz[k].rounded()))}
      """
    }
    return """
      {"id":\(id),"effect_type":"Basis","position":\(first * step),"phase":0.0,"base_signal":"Sine",\
      "keyframes":[\(frames.joined(separator: ","))]}
      """
  }

  /// Four digits: finer than any device's levels.
  private static func amplitude(_ value: Float) -> String {
    NumberText.short((Double(min(max(value, 0), 1)) * 10_000).rounded() / 10_000)
  }
}
