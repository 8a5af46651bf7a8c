import Foundation
import Haptics
import Kernel
import Scenes

/// What clients of the virtual Player ask for, and what that comes to at any moment: frames that last, projects that
/// were registered and play, everything off. Knows no network.
package struct PlayerDesk: Sendable {
  private struct Sounding: Sendable {
    var key: String
    var from: Int  // [ms]
    var until: Int  // [ms]
    var level: [Float]  // per actuator, of a frame
    var effect: HapticEffect?  // of a project
    var strength: Float
  }
  private let garment: Garment
  private let wire: GarmentWire
  private var sounding: [Sounding] = []
  private var projects: [String: HapticEffect] = [:]
  package private(set) var counters = PlayerCounters()
  static let mostSounding = 256
  static let mostProjects = 256

  package init(_ garment: Garment, wire: GarmentWire) {
    (self.garment, self.wire) = (garment, wire)
  }

  package var registered: [String] { projects.keys.sorted() }
  package mutating func joined(_ change: Int) {
    counters.clients += change
    if change > 0 { counters.greeted += 1 }
  }
  package mutating func refuse() { counters.refused += 1 }

  /// One message of a client. What is not understood is counted and has no effect.
  package mutating func take(_ text: String, version: Int, atMilliseconds now: Int) {
    counters.messages += 1
    guard let message = LooseJSON(text), message.isObject else { return refuse() }
    let understood = version == 3 ? third(message, now) : second(message, now)
    if !understood { refuse() }
  }

  private mutating func second(_ message: LooseJSON, _ now: Int) -> Bool {
    var understood = false
    for project in (message["Register"]?.items ?? []).prefix(64) {
      guard let key = project["Key"]?.text, let body = project["Project"] else { return false }
      understood = register(key, body) || understood
    }
    for request in (message["Submit"]?.items ?? []).prefix(64) {
      let key = request["Key"]?.text ?? ""
      switch request["Type"]?.text?.lowercased() {
      case "frame":
        guard let frame = request["Frame"], let position = frame["position"]?.text else { return false }
        understood = play(frame, position: position, key: key, now) || understood
      case "key":
        let options = request["Parameters"]
        let scale = options?["scaleOption"]
        understood =
          play(
            registered: key, as: options?["altKey"]?.text ?? key,
            strength: Float(scale?.number("intensity", in: 0...2) ?? 1), now) || understood
      case "turnoff":
        sounding.removeAll { $0.key == key }
        understood = true
      case "turnoffall":
        sounding.removeAll()
        understood = true
      default: return false
      }
    }
    return understood
  }

  /// The Player's third version: a type, and a message that is JSON once more.
  private mutating func third(_ message: LooseJSON, _ now: Int) -> Bool {
    guard let type = message["Type"]?.text else { return false }
    let body = message["Message"]?.text.flatMap { LooseJSON($0) }
    let key = body?["requestId"]?.number.map { "#\(Int($0))" } ?? ""
    switch type {
    case "SdkPlayDotMode":
      guard let body, let position = body.number("position", in: 0...20) else { return false }
      let motors = body["motorValues"]?.items.prefix(64).map { $0.number ?? 0 } ?? []
      let part = PlayerDesk.parts[Int(position)] ?? []
      guard !part.isEmpty else { return false }
      var level = silent
      var first = 0
      for name in part {
        guard let part = wire.parts.first(where: { $0.name == name }) else { continue }
        for (index, actuator) in part.actuators.enumerated()
        where actuator >= 0 && first + index < motors.count {
          level[actuator] = max(level[actuator], PlayerDesk.percent(motors[first + index]))
        }
        first += part.actuators.count
      }
      return add(key, level: level, milliseconds: body.number("durationMillis", in: 0...10_000) ?? 100, now)
    case "SdkPlayPathMode":
      guard let body, let position = body.number("position", in: 0...20) else { return false }
      let names = PlayerDesk.parts[Int(position)] ?? []
      guard let name = names.first else { return false }
      return play(body, position: name, key: key, now)
    case "SdkPlay", "SdkPlayLoop":
      guard let body, let event = body["eventName"]?.text else { return false }
      return play(
        registered: event, as: key, strength: Float(body.number("intensity", in: 0...2) ?? 1), now)
    case "SdkStopAll":
      sounding.removeAll()
      return true
    case "SdkStopByRequestId":
      sounding.removeAll { $0.key == key }
      return true
    case "SdkRequestAuth", "SdkPing", "SdkPingAll", "SdkPlayWaveformMode8", "SdkStopByEventId",
      "SdkDeviceSetVSM",
      "SdkSwapPosition":
      return true  // known, and of no consequence for a simulated suit
    default: return false
    }
  }

  /// Positions of the third version by number, as parts of the second.
  private static let parts: [Int: [String]] = [
    0: ["VestFront", "VestBack"], 1: ["ForearmL"], 2: ["ForearmR"], 3: ["Head"], 4: ["HandL"], 5: ["HandR"],
    6: ["FootL"], 7: ["FootR"], 8: ["GloveL"], 9: ["GloveR"],
  ]

  /// What the third version says of the garment: a device for each of its positions.
  package var devices: String {
    let known = PlayerDesk.parts.filter { entry in
      entry.value.contains { name in wire.parts.contains { $0.name == name } }
    }
    let list = known.keys.sorted().map {
      "{\"position\":\($0),\"deviceName\":\"Throng\",\"address\":\"throng-\($0)\",\"paired\":true,"
        + "\"connected\":true,\"battery\":100,\"audioJackIn\":false,\"vsm\":0}"
    }
    return "[\(list.joined(separator: ","))]"
  }

  private var silent: [Float] { [Float](repeating: 0, count: garment.actuators.count) }
  private static func percent(_ value: Double) -> Float { Float(min(max(value, 0), 100)) / 100 }

  private mutating func register(_ key: String, _ body: LooseJSON) -> Bool {
    guard projects.count < PlayerDesk.mostProjects || projects[key] != nil else { return false }
    do throws(Diagnostics) {
      projects[key] = try HapticEffectFile.read(text: body.projectText, file: "\(key).tact", on: garment)
      return true
    } catch { return false }
  }

  /// Dots, points of a path, or both, for a while.
  private mutating func play(_ frame: LooseJSON, position: String, key: String, _ now: Int) -> Bool {
    let milliseconds = frame.number("durationMillis", in: 0...10_000) ?? 100
    var level = silent
    // A whole vest is front and back one after the other.
    let names = position == "Vest" ? ["VestFront", "VestBack"] : [position]
    var first = 0
    for name in names {
      guard let part = wire.parts.first(where: { $0.name == name }) else { continue }
      for point in (frame["dotPoints"]?.items ?? []).prefix(256) {
        guard let index = point["index"]?.number, let intensity = point["intensity"]?.number else {
          return false
        }
        let k = Int(min(max(index, -1), 1e6)) - first
        guard k >= 0, k < part.actuators.count, part.actuators[k] >= 0 else { continue }
        level[part.actuators[k]] = max(level[part.actuators[k]], PlayerDesk.percent(intensity))
      }
      for point in (frame["pathPoints"]?.items ?? []).prefix(256) {
        guard let x = point.number("x", in: 0...1), let y = point.number("y", in: 0...1),
          let intensity = point["intensity"]?.number
        else { return false }
        let most = Int(point.number("motorCount", in: 1...3) ?? 3)
        for (k, share) in TactGrid.shares(x: Float(x), y: Float(y), motors: part.actuators.count, most: most)
        where part.actuators[k] >= 0 {
          let strength = PlayerDesk.percent(intensity) * share.squareRoot()
          level[part.actuators[k]] = max(level[part.actuators[k]], strength)
        }
      }
      first += part.actuators.count
    }
    return add(key, level: level, milliseconds: milliseconds, now)
  }

  private mutating func play(registered key: String, as name: String, strength: Float, _ now: Int) -> Bool {
    guard let effect = projects[key] else { return false }
    return add(
      Sounding(
        key: name, from: now, until: now + effect.steps * effect.stepMilliseconds, level: [], effect: effect,
        strength: min(max(strength, 0), 2)))
  }

  private mutating func add(_ key: String, level: [Float], milliseconds: Double, _ now: Int) -> Bool {
    add(Sounding(key: key, from: now, until: now + Int(milliseconds), level: level, effect: nil, strength: 1))
  }
  /// A key that sounds begins anew.
  private mutating func add(_ one: Sounding) -> Bool {
    sounding.removeAll { $0.key == one.key || $0.until <= one.from }
    guard sounding.count < PlayerDesk.mostSounding else { return false }
    sounding.append(one)
    return true
  }

  /// The strongest of what sounds, for every actuator.
  package mutating func drive(atMilliseconds now: Int) -> [Float] {
    sounding.removeAll { $0.until <= now }
    var level = silent
    for one in sounding {
      if let effect = one.effect {
        guard let row = effect.step(atMilliseconds: now - one.from) else { continue }
        for a in level.indices {
          level[a] = max(level[a], min(effect.level[row * level.count + a] * one.strength, 1))
        }
      } else {
        for a in level.indices { level[a] = max(level[a], one.level[a]) }
      }
    }
    return level
  }
  package var activeKeys: [String] { sounding.map(\.key).sorted() }

  /// What the Player pushes all the time: who is there, what plays, what every motor does.
  package func status(_ drive: [Float]) -> String {
    let positions = wire.parts.map { part in
      "\"\(part.name)\":[\(PlayerMessage.percents(part, drive).map(String.init).joined(separator: ","))]"
    }
    func list(_ names: [String]) -> String {
      let data = try? JSONSerialization.data(withJSONObject: names)
      return data.map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    }
    return """
      {"ConnectedDeviceCount":1,"ActiveKeys":\(list(activeKeys)),"ConnectedPositions":\(list(wire.parts.map(\.name))),\
      "RegisteredKeys":\(list(registered)),"Status":{\(positions.joined(separator: ","))}}
      """
  }
}

/// How the virtual Player's clients fare.
public struct PlayerCounters: Equatable, Sendable {
  public var clients = 0  // now
  public var greeted = 0  // ever
  public var messages = 0
  public var refused = 0  // messages that had no meaning, and connections that were none
  public init() {}
}
