import Haptics

/// Everything that a track holds, as comma-separated text: a row a tick, and for every actuator its drive 0…1 under
/// its name, carrier [Hz], motion [g], frequency [Hz] and felt strength [multiples of the threshold] under NAME/….
enum HapticText {
  static func text(_ track: HapticTrack) -> String {
    let names = track.garment.actuators.map(\.name)
    var header = ["seconds"]
    for suffix in ["", "/carrier_hz", "/motion_g", "/hz", "/felt"] { header += names.map { $0 + suffix } }
    var text = header.map(CommaSeparated.field).joined(separator: ",") + "\n"
    for tick in 0..<track.ticks {
      text += NumberText.short(Double(tick * track.stepMilliseconds) / 1000)
      for column in [track.drive, track.carrier, track.motion, track.frequency, track.felt] {
        for a in 0..<track.actuators {
          let value = column[track.index(tick: tick, actuator: a)]
          text += value == 0 ? ",0" : "," + NumberText.short(value)
        }
      }
      text += "\n"
    }
    return text
  }
}
