import ArgumentParser
import Foundation
import Haptics
import Kernel
import Pipeline
import Scenes

extension Profile {
  /// Every mapping on one garment.
  func hapticStage() throws {
    let library = Library.standard
    let worn = try Garment.load(named: garment ?? "vest-40", from: library)
    var profiles: [HapticProfile] = []
    var bar = ProgressBar(quiet: quiet)
    let names = library.mappings()
    for (k, name) in names.enumerated() where Interrupts.signal == nil {
      bar.show(Double(k) / Double(names.count), name)
      let mapping = try Mapping.load(named: name, from: library)
      profiles.append(
        HapticProfile.measure(
          mapping, on: worn, wearers: wearers ?? 1000, seconds: seconds ?? 2,
          interrupted: { Interrupts.signal != nil }))
    }
    bar.finish()
    if let signal = Interrupts.signal { throw ExitCode(128 + signal) }
    Terminal.result(
      json
        ? HapticProfileWords.json(profiles)
        : csv ? HapticProfileWords.csv(profiles) : HapticProfileWords.table(profiles))
  }
}

/// What `throng profile --haptics` prints.
enum HapticProfileWords {
  static func table(_ profiles: [HapticProfile]) -> String {
    guard let first = profiles.first else { return "" }
    var lines = [
      "\(first.wearers) wearers of \(first.garment), \(first.actuators) actuators, 100 ticks and 20 fields a second, one thread",
      "",
      "                      ns a tick of one wearer                   one core   one wearer alone [µs]",
      "mapping           listen     map   drive    feel     all   at 100 Hz   median    99 %   99.9 %",
    ]
    for profile in profiles {
      let times = profile.stages.map(\.nanosecondsPerTick)
      let name = profile.mapping.padding(toLength: 16, withPad: " ", startingAt: 0)
      let stages = times.map { String(format: "%7.0f", $0) }.joined(separator: " ")
      lines.append(
        String(
          format: "%@ %@ %7.0f   %7.1f %%  %7.2f %7.2f  %7.2f", name, stages, times.reduce(0, +),
          profile.core * 100, profile.tick.median / 1000, profile.tick.most99 / 1000,
          profile.tick.most999 / 1000))
    }
    return lines.joined(separator: "\n")
  }

  static func csv(_ profiles: [HapticProfile]) -> String {
    var lines = [
      "mapping,garment,actuators,wearers,listen_ns,map_ns,drive_ns,feel_ns,core_share,tick_median_ns,tick_99_ns,tick_999_ns"
    ]
    for p in profiles {
      let times = p.stages.map { String(format: "%.1f", $0.nanosecondsPerTick) }.joined(separator: ",")
      lines.append(
        "\(p.mapping),\(p.garment),\(p.actuators),\(p.wearers),\(times),\(String(format: "%.5f", p.core)),\(Int(p.tick.median)),\(Int(p.tick.most99)),\(Int(p.tick.most999))"
      )
    }
    return lines.joined(separator: "\n")
  }

  static func json(_ profiles: [HapticProfile]) -> String {
    let list: [[String: Any]] = profiles.map { p in
      [
        "mapping": p.mapping, "garment": p.garment, "actuators": p.actuators, "wearers": p.wearers,
        "seconds": p.seconds, "core_share": p.core,
        "stages_ns": Dictionary(
          p.stages.map { ($0.name, $0.nanosecondsPerTick) }, uniquingKeysWith: { first, _ in first }),
        "tick_ns": ["median": p.tick.median, "99": p.tick.most99, "99.9": p.tick.most999],
      ]
    }
    let data = try? JSONSerialization.data(withJSONObject: list, options: [.prettyPrinted, .sortedKeys])
    return data.map { String(decoding: $0, as: UTF8.self) } ?? "[]"
  }
}
