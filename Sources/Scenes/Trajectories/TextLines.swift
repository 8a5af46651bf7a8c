/// Bytes of a text file, cut into lines and fields without making strings of them. Lines end at LF, CR LF or
/// CR; a byte order mark at the start is skipped.
struct TextLines {
  let bytes: [UInt8]
  /// 1-based number of the line handed out last.
  private(set) var number = 0
  private var next: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    next = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The bytes of the next line without its end; nil after the last.
  mutating func nextLine() -> Range<Int>? {
    guard next < bytes.count else { return nil }
    let start = next
    var i = start
    while i < bytes.count, bytes[i] != 10, bytes[i] != 13 { i += 1 }
    next = i + 1
    if i + 1 < bytes.count, bytes[i] == 13, bytes[i + 1] == 10 { next = i + 2 }
    number += 1
    return start..<i
  }

  /// Replaces `fields` by the pieces of `line` between white space, at most `limit` of them. A `#` ends the
  /// line.
  func split(_ line: Range<Int>, into fields: inout [Range<Int>], limit: Int = .max) {
    fields.removeAll(keepingCapacity: true)
    var i = line.lowerBound
    while fields.count < limit {
      while i < line.upperBound {
        let width = spaceWidth(at: i, before: line.upperBound)
        if width == 0 { break }
        i += width
      }
      let start = i
      while i < line.upperBound, bytes[i] != 35, spaceWidth(at: i, before: line.upperBound) == 0 { i += 1 }
      if i == start { return }
      fields.append(start..<i)
    }
  }

  /// Replaces `fields` by the pieces of `line` between commas, trimmed of white space. No quotes.
  func splitAtCommas(_ line: Range<Int>, into fields: inout [Range<Int>]) {
    fields.removeAll(keepingCapacity: true)
    var start = line.lowerBound
    for i in line where bytes[i] == 44 {
      fields.append(trimmed(start..<i))
      start = i + 1
    }
    fields.append(trimmed(start..<line.upperBound))
  }

  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var low = range.lowerBound
    while low < range.upperBound {
      let width = spaceWidth(at: low, before: range.upperBound)
      if width == 0 { break }
      low += width
    }
    var high = range.upperBound
    search: while high > low {
      for width in 1...3 where high - width >= low {
        if spaceWidth(at: high - width, before: high) == width {
          high -= width
          continue search
        }
      }
      break
    }
    return low..<high
  }

  func isBlank(_ line: Range<Int>) -> Bool { trimmed(line).isEmpty }

  /// Bytes of the white space character at `i`: ASCII's and Unicode's, zero where there is none.
  private func spaceWidth(at i: Int, before end: Int) -> Int {
    let b = bytes[i]
    if b < 0x80 { return b == 32 || (b >= 9 && b <= 13) || (b >= 28 && b <= 31) ? 1 : 0 }
    if b == 0xC2, i + 1 < end { return bytes[i + 1] == 0xA0 || bytes[i + 1] == 0x85 ? 2 : 0 }
    guard b == 0xE1 || b == 0xE2 || b == 0xE3 || b == 0xEF, i + 2 < end else { return 0 }
    switch (b, bytes[i + 1], bytes[i + 2]) {
    case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8...0xA9), (0xE2, 0x80, 0xAF),
      (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF):
      return 3
    default: return 0
    }
  }

  /// 1-based column of byte `i` in a line that starts at `start`, counted in Unicode scalars.
  func column(of i: Int, from start: Int) -> Int {
    1 + bytes[start..<i].count { $0 & 0xC0 != 0x80 }
  }

  /// A field as a person can be shown it: quoted, short, without control characters.
  func quoted(_ range: Range<Int>) -> String {
    let text = String(decoding: bytes[range].prefix(96), as: UTF8.self)
    let plain = String(
      text.unicodeScalars.prefix(25).map { $0.value < 32 || $0.value == 127 ? "\u{FFFD}" : Character($0) })
    return plain.unicodeScalars.count > 24 || range.count > 96 ? "\"\(plain.prefix(24))…\"" : "\"\(plain)\""
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
