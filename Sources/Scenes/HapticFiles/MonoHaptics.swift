import Haptics

/// A garment brought down to one actuator, for phones and controllers: at every tick that of the strongest drive.
///
/// The strongest and not the sum of energies: a crowd all round would hold the sum at its ceiling and flatten every
/// change. What is lost is where it came from.
struct MonoHaptics {
  let step: Int  // [ms]
  let level: [Float]  // 0…1
  let sharpness: [Float]  // 0…1: 65…300 Hz, as MPEG reads Apple's

  init(_ track: HapticTrack) {
    step = track.stepMilliseconds
    var level = [Float](repeating: 0, count: track.ticks)
    var sharpness = level
    for tick in 0..<track.ticks {
      for a in 0..<track.actuators {
        let i = track.index(tick: tick, actuator: a)
        if track.drive[i] > level[tick] {
          level[tick] = min(track.drive[i], 1)
          sharpness[tick] = min(max((track.carrier[i] - 65) / (300 - 65), 0), 1)
        }
      }
      // Silence keeps the last sharpness, so that no curve jumps for nothing.
      if level[tick] == 0, tick > 0 { sharpness[tick] = sharpness[tick - 1] }
    }
    self.level = level
    self.sharpness = sharpness
  }

  private static let tolerance: Float = 0.005

  private func seconds(_ tick: Int) -> String { NumberText.short(Double(tick * step) / 1000) }
  private static func short(_ value: Float) -> String {
    NumberText.short((Double(value) * 10_000).rounded() / 10_000)
  }

  /// Meta's format, version 1. Its amplitude is like a power: the square of the drive.
  func lofelt(name: String) -> String {
    let amplitudes = level.map { $0 * $0 } + [0]
    let frequencies = sharpness + [sharpness.last ?? 0]
    func points(_ values: [Float], _ key: String) -> String {
      KeyframeThinning.kept([(values[...], MonoHaptics.tolerance)]).map {
        "{\"time\":\(seconds($0)),\"\(key)\":\(MonoHaptics.short(values[$0]))}"
      }.joined(separator: ",")
    }
    return """
      {"version":{"major":1,"minor":0,"patch":0},
      "metadata":{"editor":"Throng","author":"","source":"","project":\(RecordJSON.text(name).packed),"tags":[],\
      "description":"the strongest actuator of a garment at every moment"},
      "signals":{"continuous":{"envelopes":{
      "amplitude":[\(points(amplitudes, "amplitude"))],
      "frequency":[\(points(frequencies, "frequency"))]}}}}

      """
  }

  /// Apple's format: a continuous event for every stretch that is not silent, at most 30 s long, and curves of at most
  /// sixteen points for its intensity and its sharpness.
  func ahap() -> String {
    var patterns: [String] = []
    for run in KeyframeThinning.sounding(level, gap: max(2, 100 / step)) {
      var start = run.lowerBound
      while start < run.upperBound {
        let end = min(run.upperBound, start + 30_000 / step)
        patterns.append(
          """
          {"Event":{"Time":\(seconds(start)),"EventType":"HapticContinuous","EventDuration":\(seconds(end - start)),\
          "EventParameters":[{"ParameterID":"HapticIntensity","ParameterValue":1},\
          {"ParameterID":"HapticSharpness","ParameterValue":0}]}}
          """)
        patterns += curves("HapticIntensityControl", level, start..<end)
        patterns += curves("HapticSharpnessControl", sharpness, start..<end)
        start = end
      }
    }
    return "{\"Version\":1.0,\"Pattern\":[\n\(patterns.joined(separator: ",\n"))\n]}\n"
  }

  private func curves(_ parameter: String, _ values: [Float], _ run: Range<Int>) -> [String] {
    let kept = KeyframeThinning.kept([(values[run], MonoHaptics.tolerance)])
    // Each curve goes on where the one before it ended.
    return stride(from: 0, to: max(kept.count - 1, 1), by: 15).map { first in
      let points = kept[first..<min(first + 16, kept.count)]
      let start = points.first ?? run.lowerBound
      let list = points.map {
        "{\"Time\":\(seconds($0 - start)),\"ParameterValue\":\(MonoHaptics.short(values[$0]))}"
      }
      return """
        {"ParameterCurve":{"ParameterID":"\(parameter)","Time":\(seconds(start)),\
        "ParameterCurveControlPoints":[\(list.joined(separator: ","))]}}
        """
    }
  }
}
