import Foundation
import Haptics
import Kernel

/// Garments by their addresses.
public enum Devices {
  public static let schemes = ["osc", "bhaptics", "belt", "lsl", "gamepad"]

  /// Opens a way to a garment. Where nobody is there yet, the driver tries again and again.
  ///
  ///     osc://HOST:PORT[?space=throng|vrchat]     bhaptics://HOST[:15881]     belt:///dev/ttyACM0
  ///     lsl://NAME                                gamepad://
  ///
  /// Throws N0101 to N0104 for addresses that can never work with this garment.
  public static func open(
    _ address: String, garment: Garment, rumble: (@Sendable (_ low: Float, _ high: Float) -> Bool)? = nil
  ) throws(Diagnostics) -> any GarmentDriver {
    let link = try link(address, garment, rumble)
    return LinkDriver(link, url: address, garment: garment)
  }

  /// Throws what `open` would, and opens nothing.
  public static func check(_ address: String, garment: Garment, hasController: Bool) throws(Diagnostics) {
    _ = try link(address, garment, hasController ? { @Sendable _, _ in true } : nil)
  }

  private static func link(
    _ address: String, _ garment: Garment, _ rumble: (@Sendable (Float, Float) -> Bool)?
  ) throws(Diagnostics) -> any DeviceLink {
    guard let split = address.range(of: "://"), let parts = URLComponents(string: address) else {
      throw unknown(address)
    }
    let scheme = address[..<split.lowerBound].lowercased()
    let host = parts.host.flatMap { $0.isEmpty ? nil : $0 } ?? "127.0.0.1"
    switch scheme {
    case "osc":
      guard let port = parts.port, (1...65_535).contains(port) else {
        throw wrong(address, "has no port, or one outside 1…65535", "osc://127.0.0.1:9001")
      }
      let space = parts.queryItems?.first { $0.name == "space" }?.value ?? "throng"
      switch space {
      case "throng": return OSCLink(host: host, port: port, space: .throng, garment: garment)
      case "vrchat":
        guard let wire = garment.wire(.vrchat) else { throw noWire(garment, .vrchat) }
        return OSCLink(host: host, port: port, space: .vrchat(wire), garment: garment)
      default: throw wrong(address, "has the space '\(space)'", "?space=throng or ?space=vrchat")
      }
    case "bhaptics":
      let port = parts.port ?? VirtualPlayer.port2
      guard (1...65_535).contains(port) else {
        throw wrong(address, "has a port outside 1…65535", "bhaptics://127.0.0.1:15881")
      }
      guard let wire = garment.wire(.bhaptics) else { throw noWire(garment, .bhaptics) }
      return PlayerLink(host: host, port: port, wire: wire)
    case "belt":
      let path = String(address[split.upperBound...])
      guard path.hasPrefix("/") else { throw wrong(address, "names no serial line", "belt:///dev/ttyACM0") }
      guard let wire = garment.wire(.feelspace), let motors = wire.parts.first?.actuators else {
        throw noWire(garment, .feelspace)
      }
      return BeltLink(path: path, motors: Array(motors.prefix(BeltPacket.motors)))
    case "lsl":
      do {
        return try LSLLink(name: parts.host.flatMap { $0.isEmpty ? nil : $0 } ?? "throng", garment: garment)
      } catch {
        throw Diagnostics(
          Diagnostic(
            "N0104", "\(address) needs the library liblsl, which is not here",
            hint: "install it, or name its file in THRONG_LSL"), exit: .unavailable)
      }
    case "gamepad":
      guard let wire = garment.wire(.gamepad), let motors = wire.parts.first?.actuators else {
        throw noWire(garment, .gamepad)
      }
      guard let rumble else {
        throw Diagnostics(
          Diagnostic(
            "N0104", "\(address) needs a window: controllers belong to it", hint: "run without --headless"),
          exit: .unavailable)
      }
      return RumbleLink(
        low: motors.prefix(1).filter { $0 >= 0 }, high: motors.dropFirst().prefix(1).filter { $0 >= 0 },
        rumble: rumble)
    default: throw unknown(address)
    }
  }

  private static func unknown(_ address: String) -> Diagnostics {
    let scheme = address.split(separator: ":").first.map(String.init) ?? ""
    let near = nearestWord(to: scheme, in: schemes).map { "did you mean \($0)://? " } ?? ""
    return Diagnostics(
      Diagnostic(
        "N0101", "'\(address)' is no address of a garment",
        hint: near
          + "addresses are osc://HOST:PORT, bhaptics://HOST, belt:///dev/…, lsl://NAME and gamepad://"),
      exit: .usage)
  }
  private static func wrong(_ address: String, _ what: String, _ example: String) -> Diagnostics {
    Diagnostics(Diagnostic("N0103", "'\(address)' \(what)", hint: "write it as \(example)"), exit: .usage)
  }
  static func noWire(_ garment: Garment, _ format: WireProtocol) -> Diagnostics {
    Diagnostics(
      Diagnostic(
        "N0102", "the garment '\(garment.name)' has no numbering for \(format.rawValue)",
        hint: "give its file wires of that protocol, or wear another; throng garments lists them"),
      exit: .usage)
  }
}
