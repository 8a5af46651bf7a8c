/// Text on its way into HTML and SVG.
enum Markup {
  /// Safe between tags and in quoted attributes. Control characters, which neither allows, become U+FFFD.
  static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      default:
        let control =
          (scalar.value < 32 && scalar != "\n" && scalar != "\t") || (127...159).contains(scalar.value)
        out.unicodeScalars.append(control ? "\u{FFFD}" : scalar)
      }
    }
    return out
  }

  /// RFC 4648, section 4.
  static func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var out: [UInt8] = []
    out.reserveCapacity((bytes.count + 2) / 3 * 4)
    var i = 0
    while i < bytes.count {
      let left = bytes.count - i
      let word =
        UInt32(bytes[i]) << 16 | (left > 1 ? UInt32(bytes[i + 1]) << 8 : 0)
        | (left > 2 ? UInt32(bytes[i + 2]) : 0)
      out.append(digits[Int(word >> 18 & 63)])
      out.append(digits[Int(word >> 12 & 63)])
      out.append(left > 1 ? digits[Int(word >> 6 & 63)] : 61)
      out.append(left > 2 ? digits[Int(word & 63)] : 61)
      i += 3
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// A coordinate in a picture.
  static func px(_ value: Double) -> String {
    let text = NumberText.fixed(value, 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
