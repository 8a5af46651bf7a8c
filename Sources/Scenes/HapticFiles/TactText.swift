import Haptics
import Kernel

/// A bHaptics project with one effect in dot mode, every 20 ms: the format's own step. A step has the greatest drive of
/// its ticks; equal steps in a row are one entry.
enum TactText {
  static let interval = 20  // [ms]

  /// How the Player numbers the garment's actuators. Throws R0702 where the garment does not say.
  static func wire(of garment: Garment, path: String) throws(Diagnostics) -> GarmentWire {
    if let wire = garment.wire(.bhaptics) { return wire }
    throw Diagnostics(
      Diagnostic(
        "R0702", "the garment '\(garment.name)' has no numbering for bHaptics, which .tact needs", file: path,
        hint: "write .hjif, or give the garment wires of the protocol bhaptics"),
      exit: .data)
  }

  static func text(_ track: HapticTrack, name: String, path: String) throws(Diagnostics) -> String {
    let wire = try wire(of: track.garment, path: path)
    let total = (track.ticks * track.stepMilliseconds + interval - 1) / interval * interval
    let isVest = wire.parts.contains { $0.name.hasPrefix("Vest") }
    let layouts = wire.parts.map { part in
      let (columns, rows) = TactGrid.sides(part.actuators.count)
      let places = part.actuators.indices.map { i in
        let x = columns > 1 ? Double(i % columns) / Double(columns - 1) : 0.5
        let y = rows > 1 ? Double(i / columns) / Double(rows - 1) : 0.5
        return "{\"index\":\(i),\"x\":\(short(x)),\"y\":\(short(y))}"
      }
      return "\"\(part.name)\":[\(places.joined(separator: ","))]"
    }
    let modes = wire.parts.map { part in
      """
      "\(part.name)":{"mode":"DOT_MODE","dotMode":{"dotConnected":false,"feedback":[
      \(entries(track, part, total).joined(separator: ",\n"))]},
      "pathMode":{"feedback":[{"playbackType":"NONE","movingPattern":"CONST_TDM","pointList":[]}]}}
      """
    }
    let title = RecordJSON.text(name).packed
    return """
      {"project":{"name":\(title),"id":"-throng","createdAt":0,"updatedAt":0,"description":"",\
      "mediaFileDuration":\(max(1, total / 1000)),
      "layout":{"name":"\(isVest ? "Tactot" : "Tactosy2")","type":"\(isVest ? "Vest" : "Tactosy2")","layouts":{
      \(layouts.joined(separator: ",\n"))}},
      "tracks":[{"enable":true,"effects":[{"name":\(title),"startTime":0,"offsetTime":\(total),"modes":{
      \(modes.joined(separator: ",\n"))}}]}]},
      "durationMillis":\(total),"intervalMillis":\(interval),"size":20}

      """
  }

  private static func short(_ value: Double) -> String { NumberText.short((value * 1000).rounded() / 1000) }

  private static func entries(_ track: HapticTrack, _ part: GarmentWire.Part, _ total: Int) -> [String] {
    var entries: [String] = []
    var start = 0
    var points = ""
    func close(_ end: Int) {
      guard !points.isEmpty, end > start else { return }
      entries.append(
        "{\"startTime\":\(start),\"endTime\":\(end),\"playbackType\":\"NONE\",\"pointList\":[\(points)]}")
    }
    for from in stride(from: 0, to: total, by: interval) {
      let ticks =
        from
        / track.stepMilliseconds..<max(
          from / track.stepMilliseconds + 1, (from + interval) / track.stepMilliseconds)
      var list: [String] = []
      for (index, actuator) in part.actuators.enumerated() where actuator >= 0 {
        var most: Float = 0
        for tick in ticks where tick < track.ticks {
          most = max(most, track.drive[track.index(tick: tick, actuator: actuator)])
        }
        if most > 0 { list.append("{\"index\":\(index),\"intensity\":\(short(Double(min(most, 1))))}") }
      }
      let now = list.joined(separator: ",")
      if now != points {
        close(from)
        (start, points) = (from, now)
      }
    }
    close(total)
    return entries
  }
}

/// How the Player's positions lay their motors out: rows from the top, columns from the wearer's left.
package enum TactGrid {
  package static func sides(_ motors: Int) -> (columns: Int, rows: Int) {
    switch motors {
    case 20: (4, 5)
    case 6: (3, 2)
    default: (1, max(motors, 1))
    }
  }
}
