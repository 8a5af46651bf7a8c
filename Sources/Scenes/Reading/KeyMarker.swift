import Yams

/// Makes a key that stands twice in a mapping unique by replacing its first letter by one out of Unicode's
/// private use area. No position in the text moves.
enum KeyMarker {
  static let limit = 64
  private static let base: UInt32 = 0xE000

  /// Marks the key at `mark`; the letter that stood there, or nil when there is none to replace.
  static func mark(_ text: inout String, at mark: Mark, number: Int) -> Character? {
    guard var i = index(in: text, line: mark.line, column: mark.column) else { return nil }
    var scalars = text.unicodeScalars
    if scalars[i] == "\"" || scalars[i] == "'" {
      i = scalars.index(after: i)
      guard i < scalars.endIndex else { return nil }
    }
    guard let marker = Unicode.Scalar(base + UInt32(number)) else { return nil }
    let original = scalars[i]
    if original == "\"" || original == "'" || original == "\n" || isMarker(original) { return nil }
    scalars.replaceSubrange(i...i, with: [marker])
    text = String(scalars)
    return Character(original)
  }

  /// The key as it was written, when `key` carries a marker.
  static func original(of key: String, renamed: [Character]) -> String? {
    guard let first = key.unicodeScalars.first, isMarker(first) else { return nil }
    let number = Int(first.value - base)
    guard number < renamed.count else { return nil }
    return String(renamed[number]) + String(String.UnicodeScalarView(key.unicodeScalars.dropFirst()))
  }

  static func index(in text: String, line: Int, column: Int) -> String.Index? {
    let scalars = text.unicodeScalars
    var i = scalars.startIndex
    var row = 1
    while row < line {
      guard let newline = scalars[i...].firstIndex(of: "\n") else { return nil }
      i = scalars.index(after: newline)
      row += 1
    }
    guard let j = scalars.index(i, offsetBy: max(0, column - 1), limitedBy: scalars.endIndex),
      j < scalars.endIndex
    else { return nil }
    return j
  }
  private static func isMarker(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= base && scalar.value < base + UInt32(limit)
  }
}
