/// The one way a number may be written: a sign, decimal digits with one point, an exponent. YAML's other forms
/// (hexadecimal, octal, sexagesimal, underscores, infinities) are refused rather than guessed at.
package enum PlainNumber: Equatable {
  case number(Double)
  case notFinite  // nan, inf, 1e999
  case notPlain  // looks like a number, but in a form that is refused
  case notNumeric

  package static func parse(_ text: String) -> PlainNumber {
    if isDecimal(Array(text.utf8)) {
      guard let value = Double(text), value.isFinite else { return .notFinite }
      return .number(value)
    }
    let bare = text.lowercased().drop { $0 == "+" || $0 == "-" || $0 == "." }
    if ["nan", "inf", "infinity"].contains(bare) { return .notFinite }
    guard let first = bare.utf8.first, isDigit(first) else { return .notNumeric }
    return .notPlain
  }

  /// A whole number that fits `type`, written in digits alone.
  static func whole<Number: FixedWidthInteger>(_ text: String, as type: Number.Type) -> Number? {
    let digits = Array(text.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") })
    guard isDecimal(Array(text.utf8)), digits.allSatisfy(isDigit) else { return nil }
    return Number(text)
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  private static func isDecimal(_ bytes: [UInt8]) -> Bool {
    var i = 0
    func digits() -> Int {
      let start = i
      while i < bytes.count, isDigit(bytes[i]) { i += 1 }
      return i - start
    }
    func skip(_ characters: String) -> Bool {
      guard i < bytes.count, characters.utf8.contains(bytes[i]) else { return false }
      i += 1
      return true
    }
    _ = skip("+-")
    let leadingZero = i < bytes.count && bytes[i] == UInt8(ascii: "0")
    let whole = digits()
    if leadingZero && whole > 1 { return false }  // 010 would be eight to some readers
    let fraction = skip(".") ? digits() : 0
    if whole + fraction == 0 { return false }
    if skip("eE") {
      _ = skip("+-")
      if digits() == 0 { return false }
    }
    return i == bytes.count
  }
}
