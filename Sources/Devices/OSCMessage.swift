/// Open Sound Control 1.0: an address, type tags and arguments, all in steps of four bytes, big-endian.
package struct OSCMessage: Equatable, Sendable {
  package enum Argument: Equatable, Sendable {
    case int(Int32)
    case float(Float)
    case double(Double)
    case flag(Bool)  // T or F, no bytes
  }
  package var address: String
  package var arguments: [Argument]
  package init(_ address: String, _ arguments: [Argument]) {
    self.address = address
    self.arguments = arguments
  }

  package var bytes: [UInt8] {
    var bytes = OSCMessage.padded(address)
    bytes += OSCMessage.padded("," + arguments.map(\.tag).joined())
    for argument in arguments {
      switch argument {
      case .int(let value): OSCMessage.append(UInt32(bitPattern: value), to: &bytes)
      case .float(let value): OSCMessage.append(value.bitPattern, to: &bytes)
      case .double(let value): OSCMessage.append(value.bitPattern, to: &bytes)
      case .flag: break
      }
    }
    return bytes
  }

  /// Several at one moment: the time tag says at once.
  package static func bundle(_ messages: [OSCMessage]) -> [UInt8] {
    var bytes = padded("#bundle")
    append(UInt64(1), to: &bytes)
    for message in messages {
      let body = message.bytes
      append(UInt32(body.count), to: &bytes)
      bytes += body
    }
    return bytes
  }

  private static func padded(_ text: String) -> [UInt8] {
    var bytes = Array(text.utf8) + [0]
    while bytes.count % 4 != 0 { bytes.append(0) }
    return bytes
  }
  private static func append<Word: FixedWidthInteger>(_ word: Word, to bytes: inout [UInt8]) {
    for shift in stride(from: Word.bitWidth - 8, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: word >> Word(shift)))
    }
  }
}

extension OSCMessage.Argument {
  fileprivate var tag: String {
    switch self {
    case .int: "i"
    case .float: "f"
    case .double: "d"
    case .flag(let value): value ? "T" : "F"
    }
  }
}
