import Haptics
import Kernel

/// What the motors do, as sound: a channel per actuator, for amplifiers that drive coils and for measuring.
///
/// A sample is the acceleration as a share of the largest full acceleration of the garment's motors. Amplitude and
/// frequency go in straight lines from the end of one tick to that of the next; the phase is the integral of the
/// frequency. The channels' names stand beside the file in PATH.csv.
enum HapticWave {
  static func save(_ track: HapticTrack, to path: String, rate: Int) throws(Diagnostics) {
    let count = track.actuators
    let full = track.garment.actuators.map { HapticWave.full($0.kind) }.max() ?? 1
    let file = try WaveFile(path: path, sampleRate: rate, channels: count, encoding: .float32)
    var phases = [Double](repeating: 0, count: count)  // in turns
    var amplitudes = [Float](repeating: 0, count: count)
    var hertz = [Float](repeating: 0, count: count)
    var written = 0
    for tick in 0..<track.ticks {
      // Ticks end on whole samples as near as there are.
      let end = ((tick + 1) * track.stepMilliseconds * rate) / 1000
      let samples = end - written
      var block = [Float](repeating: 0, count: samples * count)
      for a in 0..<count {
        let i = track.index(tick: tick, actuator: a)
        let (amplitude, frequency) = (track.motion[i] / max(full, 1e-6), track.frequency[i])
        if amplitude == 0, amplitudes[a] == 0 { continue }
        // A motor that starts has the frequency that it starts with.
        let from = hertz[a] > 0 ? hertz[a] : frequency
        let to = frequency > 0 ? frequency : from
        for s in 0..<samples {
          let share = Float(s + 1) / Float(samples)
          phases[a] += Double(from + (to - from) * share) / Double(rate)
          let level = amplitudes[a] + (amplitude - amplitudes[a]) * share
          block[s * count + a] =
            level * Math.sin(2 * .pi * Float(phases[a].truncatingRemainder(dividingBy: 1)))
        }
        amplitudes[a] = amplitude
        hertz[a] = amplitude > 0 ? to : 0
      }
      try file.append(block)
      written = end
    }
    try file.finish()
    try TextFile.save(names(track.garment, full: full), to: path + ".csv")
  }

  private static func names(_ garment: Garment, full: Float) -> String {
    var text = "channel,actuator,zone,site,x,y,z,full_scale_g\n"
    for (i, actuator) in garment.actuators.enumerated() {
      let place = [actuator.position.x, actuator.position.y, actuator.position.z].map { NumberText.short($0) }
      text += "\(i + 1),\(CommaSeparated.field(actuator.name)),\(CommaSeparated.field(actuator.zone)),"
      text += "\(actuator.site.rawValue),\(place.joined(separator: ",")),\(NumberText.short(full))\n"
    }
    return text
  }

  private static func full(_ kind: ActuatorKind) -> Float {
    switch kind {
    case .eccentricMass(let motor): motor.fullAcceleration
    case .linearResonant(let motor): motor.fullAcceleration
    case .voiceCoil(let motor): motor.fullAcceleration
    }
  }
}
