import Haptics
import Kernel

/// MPEG haptics. Read are waves of keyframes, curves and transients, references to the effect library and effects made
/// of others; channels find their actuators by name, else by their place on the body, else they are felt everywhere.
extension EffectReader {
  private struct Keyframe {
    var at: Double  // [ms]
    var amplitude: Double
    var hertz: Double
  }
  private struct Scale {
    var milliseconds: Double  // of a tick
    var gain: Double
    var actuators: [Int]
    var library: [Int: SourceTree]
  }

  mutating func readHJIF(_ root: SourceTree) {
    guard case .map = root.content else {
      return fault("the file is \(root.inWords), not an object", at: root)
    }
    guard let timescale = number("timescale", of: root, in: 1...1_000_000, missing: 1000) else { return }
    let perceptions = items("perceptions", of: root)
    for perception in perceptions {
      var library: [Int: SourceTree] = [:]
      for effect in items("effect_library", of: perception, required: false) {
        if let id = number("id", of: effect, in: 0...1e9) { library[Int(id)] = effect }
      }
      for channel in items("channels", of: perception) {
        let gain = number("gain", of: channel, in: 0...1000, missing: 1) ?? 1
        let mixing = number("mixing_coefficient", of: channel, in: 0...1, missing: 1) ?? 1
        let scale = Scale(
          milliseconds: 1000 / timescale, gain: gain * mixing, actuators: actuators(of: channel),
          library: library)
        for band in items("bands", of: channel) { read(band: band, scale) }
      }
    }
  }

  private mutating func actuators(of channel: SourceTree) -> [Int] {
    let name = channel.value(of: "description")?.word ?? ""
    let named = garment.actuators.indices.filter { garment.actuators[$0].name == name }
    if !named.isEmpty { return named }
    let mask = Int(number("body_part_mask", of: channel, in: 0...4_294_967_295, missing: 0) ?? 0)
    if mask == 0 { return Array(garment.actuators.indices) }
    return garment.actuators.indices.filter { BodyMask.mask(garment.actuators[$0]) & mask != 0 }
  }

  private mutating func read(band: SourceTree, _ scale: Scale) {
    let type = band.value(of: "band_type")
    guard let type, let kind = type.word, ["Transient", "Curve", "VectorialWave"].contains(kind) else {
      fault(
        "band_type is \(type?.inWords ?? "missing"); read are Transient, Curve and VectorialWave",
        at: type ?? band)
      return
    }
    let low = number("lower_frequency_limit", of: band, in: 0...20_000, missing: 0) ?? 0
    let high = number("upper_frequency_limit", of: band, in: 0...20_000, missing: 0) ?? 0
    // Of curves and transients the band tells the frequency.
    let own = high > 0 && high < 1000 ? (low + high) / 2 : 0
    for effect in items("effects", of: band) { read(effect, kind, own, from: 0, scale, depth: 0) }
  }

  private mutating func read(
    _ effect: SourceTree, _ kind: String, _ own: Double, from start: Double, _ scale: Scale, depth: Int
  ) {
    guard count(effect) else { return }
    guard depth < 8 else { return fault("effects refer to each other more than 8 deep", at: effect) }
    guard let position = number("position", of: effect, in: 0...1e9, missing: 0) else { return }
    let begin = start + position * scale.milliseconds
    guard begin <= Double(HapticEffectFile.longest) else {
      return fault("an effect begins after ten minutes, the longest that is read", at: effect)
    }
    switch effect.value(of: "effect_type")?.word ?? "Basis" {
    case "Basis":
      let frames = keyframes(of: effect, own, begin, scale)
      kind == "Transient" ? tap(frames, scale) : draw(frames, scale)
    case "Reference":
      guard let id = number("id", of: effect, in: 0...1e9) else { return }
      guard let other = scale.library[Int(id)] else {
        return fault("there is no effect \(Int(id)) in the library", at: effect)
      }
      read(other, kind, own, from: begin, scale, depth: depth + 1)
    case "Composite":
      for part in items("composition", of: effect) {
        read(part, kind, own, from: begin, scale, depth: depth + 1)
      }
    default:
      fault("effect_type is \(effect.value(of: "effect_type")?.inWords ?? "missing")", at: effect)
    }
  }

  /// What a keyframe leaves out stays as in the one before.
  private mutating func keyframes(of effect: SourceTree, _ own: Double, _ begin: Double, _ scale: Scale)
    -> [Keyframe]
  {
    var frames: [Keyframe] = []
    for tree in items("keyframes", of: effect) {
      let last = frames.last ?? Keyframe(at: begin, amplitude: 0, hertz: own)
      guard let at = number("relative_position", of: tree, in: 0...1e9, missing: 0),
        let amplitude = number("amplitude_modulation", of: tree, in: -1...1, missing: last.amplitude),
        let hertz = number("frequency_modulation", of: tree, in: 0...20_000, missing: last.hertz)
      else { continue }
      let frame = Keyframe(at: begin + at * scale.milliseconds, amplitude: abs(amplitude), hertz: hertz)
      if frame.at < last.at, !frames.isEmpty {
        fault("a keyframe lies before the one above it", at: tree)
        continue
      }
      frames.append(frame)
    }
    return frames
  }

  /// Straight lines between keyframes, at the beginning of every step.
  private mutating func draw(_ frames: [Keyframe], _ scale: Scale) {
    let step = Double(HapticEffectFile.step)
    for (a, b) in zip(frames, frames.dropFirst()) {
      var k = Int((a.at / step).rounded(.up))
      while Double(k) * step < b.at, Double(k) * step <= Double(HapticEffectFile.longest), !isFull {
        let share = b.at > a.at ? (Double(k) * step - a.at) / (b.at - a.at) : 0
        let level = Float((a.amplitude + (b.amplitude - a.amplitude) * share) * scale.gain)
        let hertz = Float(a.hertz + (b.hertz - a.hertz) * share)
        for actuator in scale.actuators { lay(min(level, 1), hertz: hertz, on: actuator, atStep: k) }
        k += 1
      }
    }
  }

  /// A transient is one tap of two steps, about as long as the 22 ms that MPEG gives it.
  private mutating func tap(_ frames: [Keyframe], _ scale: Scale) {
    for frame in frames where frame.at <= Double(HapticEffectFile.longest) {
      let first = Int(frame.at / Double(HapticEffectFile.step))
      for k in first..<first + 2 {
        for actuator in scale.actuators {
          lay(
            Float(min(frame.amplitude * scale.gain, 1)), hertz: Float(frame.hertz), on: actuator, atStep: k)
        }
      }
    }
  }
}
