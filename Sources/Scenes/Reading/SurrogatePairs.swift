/// What JSON writes and YAML does not read.
enum SurrogatePairs {
  /// JSON writes letters beyond the basic plane as two escapes of four digits; YAML wants one of eight.
  /// `"\ud83d\ude00"` becomes `"\U0001f600"`: two characters fewer on that line, nothing else moves.
  static func joiningSurrogates(_ text: String) -> String {
    guard text.contains("\\u"), let first = text.unicodeScalars.first(where: { !$0.properties.isWhitespace }),
      first == "{"
    else { return text }
    let bytes = Array(text.utf8)
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var i = 0
    while i < bytes.count {
      if bytes[i] == UInt8(ascii: "\\"), i + 1 < bytes.count {
        if let high = escape(bytes, i), 0xD800..<0xDC00 ~= high, let low = escape(bytes, i + 6),
          0xDC00..<0xE000 ~= low
        {
          let scalar = 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
          let digits = String(scalar, radix: 16)
          out += Array("\\U\(String(repeating: "0", count: 8 - digits.count))\(digits)".utf8)
          i += 12
          continue
        }
        out += bytes[i...(i + 1)]
        i += 2
        continue
      }
      out.append(bytes[i])
      i += 1
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// The value of `\uXXXX` at `i`; nil when there is none.
  private static func escape(_ bytes: [UInt8], _ i: Int) -> UInt32? {
    guard i + 6 <= bytes.count, bytes[i] == UInt8(ascii: "\\"), bytes[i + 1] == UInt8(ascii: "u") else {
      return nil
    }
    return UInt32(String(decoding: bytes[(i + 2)..<(i + 6)], as: UTF8.self), radix: 16)
  }
}
