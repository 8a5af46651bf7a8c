import Foundation
import Haptics

/// Messages of the bHaptics Player, second version: JSON text over a WebSocket.
package enum PlayerMessage {
  package static let path = "/v2/feedbacks"
  /// [ms] that a frame lasts when nothing follows: a program that dies leaves nothing on.
  package static let hold = 120

  /// One `Submit` for a position. Motors that rest are left out.
  package static func submit(position: String, percents: [Int], milliseconds: Int = hold) -> String {
    let points = percents.enumerated().filter { $0.element > 0 }.map {
      "{\"index\":\($0.offset),\"intensity\":\($0.element)}"
    }
    return """
      {"Submit":[{"Type":"frame","Key":"throng-\(position)","Frame":{"position":"\(position)",\
      "dotPoints":[\(points.joined(separator: ","))],"durationMillis":\(milliseconds)}}]}
      """
  }
  package static let turnOffAll = "{\"Submit\":[{\"Type\":\"turnOffAll\"}]}"

  package static func percents(_ part: GarmentWire.Part, _ drive: [Float]) -> [Int] {
    part.actuators.map { $0 >= 0 ? Int((min(max(drive[$0], 0), 1) * 100).rounded()) : 0 }
  }
}

/// JSON from elsewhere, read without trust: keys in any capitals, numbers also as text, no deep nesting.
struct LooseJSON {
  let value: Any
  static let deepest = 32

  /// nil where it is no JSON object or array, or nested deeper than anybody means.
  init?(_ text: String) {
    var depth = 0
    var quoted = false
    var escaped = false
    for byte in text.utf8 {
      if escaped {
        escaped = false
      } else if byte == UInt8(ascii: "\\") {
        escaped = quoted
      } else if byte == UInt8(ascii: "\"") {
        quoted.toggle()
      } else if !quoted, byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
        depth += 1
        if depth > LooseJSON.deepest { return nil }
      } else if !quoted, byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
        depth -= 1
      }
    }
    guard let value = try? JSONSerialization.jsonObject(with: Data(text.utf8)) else { return nil }
    self.value = value
  }
  private init(value: Any) { self.value = value }

  subscript(key: String) -> LooseJSON? {
    guard let object = value as? [String: Any] else { return nil }
    if let exact = object[key] { return LooseJSON(value: exact) }
    let low = key.lowercased()
    // Two keys that differ in capitals alone: the first in the alphabet, so that it is always the same.
    guard let name = object.keys.filter({ $0.lowercased() == low }).min(), let found = object[name] else {
      return nil
    }
    return LooseJSON(value: found)
  }
  var items: [LooseJSON] { (value as? [Any] ?? []).map { LooseJSON(value: $0) } }
  var text: String? { value as? String }
  var isObject: Bool { value is [String: Any] }
  var number: Double? {
    if let number = value as? NSNumber { return number.doubleValue.isFinite ? number.doubleValue : nil }
    return (value as? String).flatMap(Double.init).flatMap { $0.isFinite ? $0 : nil }
  }
  func number(_ key: String, in range: ClosedRange<Double>) -> Double? {
    guard let number = self[key]?.number else { return nil }
    return min(max(number, range.lowerBound), range.upperBound)
  }
  /// The same as JSON text, with keys in the spelling of project files: `Tracks` is `tracks`, positions stay.
  var projectText: String {
    func spelled(_ value: Any) -> Any {
      if let object = value as? [String: Any] {
        var other: [String: Any] = [:]
        for (key, item) in object {
          let isPosition =
            key.hasPrefix("Vest") || key.hasPrefix("Forearm") || key.hasPrefix("Hand")
            || key.hasPrefix("Foot") || key.hasPrefix("Head") || key.hasPrefix("Glove")
          other[isPosition ? key : key.prefix(1).lowercased() + key.dropFirst()] = spelled(item)
        }
        return other
      }
      return (value as? [Any])?.map(spelled) ?? value
    }
    let data = try? JSONSerialization.data(withJSONObject: spelled(value), options: [.sortedKeys])
    return data.map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}
