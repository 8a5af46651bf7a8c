/// Decimal numbers out of bytes: sign, digits, point, exponent; nothing else, in no locale.
enum DecimalNumber: Equatable {
  case finite(Double)
  case notFinite  // nan, inf, or beyond the range of a Double
  case malformed

  /// Correctly rounded. Up to 19 digits and powers of ten to 10²² take the exact short way of W. D. Clinger
  /// ("How to read floating point numbers accurately", PLDI 1990); the rest goes through the standard
  /// library.
  init(_ bytes: [UInt8], _ range: Range<Int>) {
    var i = range.lowerBound
    let end = range.upperBound
    var negative = false
    if i < end, bytes[i] == 43 || bytes[i] == 45 {
      negative = bytes[i] == 45
      i += 1
    }
    var mantissa: UInt64 = 0
    var significant = 0
    var digits = 0
    var scale = 0
    var seenPoint = false
    while i < end {
      let b = bytes[i]
      if b == 46, !seenPoint {
        seenPoint = true
      } else if b >= 48, b <= 57 {
        digits += 1
        if significant > 0 || b != 48 { significant += 1 }
        if significant <= 19 { mantissa = mantissa * 10 + UInt64(b - 48) }
        if seenPoint { scale -= 1 }
      } else {
        break
      }
      i += 1
    }
    if digits == 0 {
      self = DecimalNumber.isWordForNotFinite(bytes, i..<end) && !seenPoint ? .notFinite : .malformed
      return
    }
    if i < end {
      guard bytes[i] == 69 || bytes[i] == 101 else {
        self = .malformed
        return
      }
      i += 1
      var down = false
      if i < end, bytes[i] == 43 || bytes[i] == 45 {
        down = bytes[i] == 45
        i += 1
      }
      var exponent = 0
      guard i < end else {
        self = .malformed
        return
      }
      while i < end {
        guard bytes[i] >= 48, bytes[i] <= 57 else {
          self = .malformed
          return
        }
        exponent = min(exponent * 10 + Int(bytes[i] - 48), 1_000_000)
        i += 1
      }
      scale += down ? -exponent : exponent
    }
    if significant <= 19, mantissa < 1 << 53, scale >= -22, scale <= 22 {
      let value = scale < 0 ? Double(mantissa) / tenTo[-scale] : Double(mantissa) * tenTo[scale]
      self = .finite(negative ? -value : value)
      return
    }
    guard let value = Double(String(decoding: bytes[range], as: UTF8.self)) else {
      self = .malformed
      return
    }
    self = value.isFinite ? .finite(value) : .notFinite
  }

  init(_ text: String) {
    let bytes = Array(text.utf8)
    self.init(bytes, 0..<bytes.count)
  }

  private static func isWordForNotFinite(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    guard range.count == 3 || range.count == 8 else { return false }
    return ["nan", "inf", "infinity"].contains(String(decoding: bytes[range], as: UTF8.self).lowercased())
  }
}

/// 10⁰ to 10²²: the powers of ten that a Double holds exactly.
private let tenTo: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
  1e19, 1e20, 1e21, 1e22,
]
