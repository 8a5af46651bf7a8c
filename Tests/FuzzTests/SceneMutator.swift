import Kernel

/// Changes a file the way accidents do. Mutant n is the same on every run.
struct SceneMutator {
  private let random = CounterRandom(seed: 0x5CE4E)
  private let number: UInt32
  private var draws = 0

  init(number: Int) { self.number = UInt32(number) }

  mutating func below(_ count: Int) -> Int {
    draws += 1
    return Int(random.bits4(.test, entity: number, tick: draws).x % UInt32(max(1, count)))
  }

  /// One to four changes, mostly one.
  mutating func mutant(of file: [UInt8]) -> [UInt8] {
    var bytes = file
    let changes = max(1, below(7) - 2)
    for _ in 0..<changes {
      switch below(10) {
      case 0: flipBits(&bytes)
      case 1: dropLine(&bytes)
      case 2: repeatLine(&bytes)
      case 3: swapTokens(&bytes)
      case 4, 5: replaceNumber(&bytes)
      case 6: insertToken(&bytes)
      case 7, 8: changeDigit(&bytes)
      default: cut(&bytes)
      }
    }
    return bytes
  }

  private static let extremes = [
    "0", "-1", "1e30", "-1e30", "1e999", "nan", ".inf", "1e-30", "99999999999999999999", "0x10", "1:30", "''",
    "~",
    "[]", "{}", "20000", "-20000", "0.1", "1", "3", "100000", "0.2", "64",
  ]
  private static let tokens = [
    "*a", "&a ", "<<: *a", "!!int ", "? ", "---\n", "...\n", "[", "]", "{", "}", ":", ": ", ", ", "- ", "\t",
    "\"", "'",
    "|\n", "#", "%YAML 1.1\n", "\u{FEFF}", "\u{0}", "\u{85}", "\u{E000}", "name: west", "[[[[[[[[", "\r",
    "null", "true",
    "{rectangle: [0, 0, 1, 1]}", "{circle: [0, 0, 1]}", "model: social_force",
    "{distribution: gamma, shape: 2, scale: 1}",
    "{choose: nearest, among: [east]}", "floor: gallery", "to: gallery, ", "open: false, ", "at: [0, 0]",
    "{time: 5}",
  ]

  private mutating func flipBits(_ bytes: inout [UInt8]) {
    for _ in 0...below(3) where !bytes.isEmpty { bytes[below(bytes.count)] ^= 1 << UInt8(below(8)) }
  }
  private mutating func dropLine(_ bytes: inout [UInt8]) {
    var lines = self.lines(bytes)
    lines.remove(at: below(lines.count))
    bytes = Array(lines.joined(separator: [10]))
  }
  private mutating func repeatLine(_ bytes: inout [UInt8]) {
    var lines = self.lines(bytes)
    lines.insert(lines[below(lines.count)], at: below(lines.count + 1))
    bytes = Array(lines.joined(separator: [10]))
  }
  private mutating func swapTokens(_ bytes: inout [UInt8]) {
    var words = bytes.split(separator: 32, omittingEmptySubsequences: false)
    words.swapAt(below(words.count), below(words.count))
    bytes = Array(words.joined(separator: [32]))
  }
  private mutating func replaceNumber(_ bytes: inout [UInt8]) {
    let digits = bytes.indices.filter { (48...57).contains(bytes[$0]) }
    guard !digits.isEmpty else { return }
    var first = digits[below(digits.count)]
    var end = first + 1
    func belongs(_ byte: UInt8) -> Bool { (48...57).contains(byte) || byte == 46 || byte == 45 }
    while first > 0, belongs(bytes[first - 1]) { first -= 1 }
    while end < bytes.count, belongs(bytes[end]) { end += 1 }
    bytes.replaceSubrange(first..<end, with: SceneMutator.extremes[below(SceneMutator.extremes.count)].utf8)
  }
  /// Mild enough that most mutants still load.
  private mutating func changeDigit(_ bytes: inout [UInt8]) {
    let digits = bytes.indices.filter { (48...57).contains(bytes[$0]) }
    guard !digits.isEmpty else { return }
    bytes[digits[below(digits.count)]] = 48 + UInt8(below(10))
  }
  private mutating func insertToken(_ bytes: inout [UInt8]) {
    let token = SceneMutator.tokens[below(SceneMutator.tokens.count)].utf8
    bytes.insert(contentsOf: token, at: below(bytes.count + 1))
  }
  private mutating func cut(_ bytes: inout [UInt8]) {
    let start = below(bytes.count + 1)
    bytes.removeSubrange(start..<min(bytes.count, start + 1 + below(40)))
  }
  private func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    bytes.split(separator: 10, omittingEmptySubsequences: false)
  }
}
