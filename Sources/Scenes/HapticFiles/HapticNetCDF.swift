import CNetCDF
import Haptics
import Kernel

/// A track as NetCDF-4 with CF conventions: time × actuator, with where every actuator sits.
enum HapticNetCDF {
  static func save(_ track: HapticTrack, to path: String, name: String) throws(Diagnostics) {
    let place = try PartialFile(path)
    do throws(NetCDFFault) {
      let file = try NetCDFFile(creating: place.partial)
      try fill(file, track, name)
      try file.close()
    } catch {
      place.remove()
      throw Diagnostics(
        Diagnostic(
          "R0502", "cannot be written: \(error.message)", file: path, hint: "make room, then run again"),
        exit: .inputOutput)
    }
    try place.finish()
  }

  private static func fill(_ file: NetCDFFile, _ track: HapticTrack, _ name: String) throws(NetCDFFault) {
    let count = track.actuators
    let actuators = track.garment.actuators
    let letters = max(1, actuators.map(\.name.utf8.count).max() ?? 1)
    let time = try file.dimension("time", length: track.ticks)
    let actuator = try file.dimension("actuator", length: count)
    let letter = try file.dimension("letter", length: letters)
    let all = NetCDFFile.global
    try file.attribute(all, "Conventions", "CF-1.11")
    try file.attribute(all, "title", "What a garment did: \(name)")
    try file.attribute(all, "source", "Throng")
    try file.attribute(all, "garment", track.garment.name)

    let seconds = try file.variable("time", NC_DOUBLE, [time])
    try file.attribute(seconds, "units", "s")
    try file.attribute(seconds, "long_name", "beginning of the haptic tick")
    let names = try file.variable("actuator_name", NC_CHAR, [actuator, letter])
    try file.attribute(names, "long_name", "name of the actuator")
    let zones = try file.variable("zone", NC_INT, [actuator])
    try file.attribute(zones, "long_name", "index into the zones")
    try file.attribute(zones, "zones", track.garment.zones.joined(separator: " "))
    let places: [(String, (Actuator) -> Float)] = [
      ("x", { $0.position.x }), ("y", { $0.position.y }), ("z", { $0.position.z }),
    ]
    var coordinates: [(NetCDFFile.Variable, (Actuator) -> Float)] = []
    for ((axis, value), side) in zip(places, ["right", "up", "forward"]) {
      let variable = try file.variable(axis, NC_FLOAT, [actuator])
      try file.attribute(variable, "units", "m")
      try file.attribute(variable, "long_name", "position on the wearer, \(side)")
      coordinates.append((variable, value))
    }
    let columns: [(String, String, String, [Float])] = [
      ("drive", "1", "drive sent, 0 to 1", track.drive),
      ("carrier", "Hz", "frequency that the drive settles at", track.carrier),
      ("motion", "9.80665 m s-2", "amplitude of the acceleration", track.motion),
      ("frequency", "Hz", "frequency of the motion, 0 at rest", track.frequency),
      ("felt", "1", "sensation in multiples of the one at threshold", track.felt),
    ]
    var variables: [(NetCDFFile.Variable, [Float])] = []
    for (name, unit, words, values) in columns {
      let variable = try file.variable(name, NC_FLOAT, [time, actuator])
      try file.chunk(variable, sides: [min(track.ticks, 1000), count], deflate: 2)
      try file.attribute(variable, "units", unit)
      try file.attribute(variable, "long_name", words)
      try file.attribute(variable, "coordinates", "actuator_name x y z")
      variables.append((variable, values))
    }
    try file.endDefinitions()
    let times = (0..<track.ticks).map { Double($0 * track.stepMilliseconds) / 1000 }
    try file.put(seconds, from: [0], sides: [track.ticks], times)
    for (i, one) in actuators.enumerated() {
      try file.put(names, row: i, text: one.name)
    }
    let zoneNames = track.garment.zones
    try file.put(
      zones, from: [0], sides: [count], actuators.map { Int32(zoneNames.firstIndex(of: $0.zone) ?? 0) })
    for (variable, value) in coordinates {
      try file.put(variable, from: [0], sides: [count], actuators.map(value))
    }
    for (variable, values) in variables {
      try file.put(variable, from: [0, 0], sides: [track.ticks, count], values)
    }
  }
}
