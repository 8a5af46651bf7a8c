/// A look at the text before it is parsed, for what must not reach the parser: aliases, whose expansion can grow
/// without bound; nesting beyond any use; tags and explicit keys, which no scene needs. It walks the text once
/// and knows just enough of YAML (quotes, comments, block text) to tell an indicator from a letter.
struct TextGuard {
  struct Finding: Equatable {
    enum What: Equatable { case alias, tag, explicitKey, depth }
    var what: What
    var line: Int
    var column: Int
  }
  static let maximumDepth = 64
  static let maximumBytes = 1 << 20  // [bytes]

  private(set) var findings: [Finding] = []
  private var quote: UInt8 = 0  // the kind of quotes we are in; 0: none
  private var flowDepth = 0
  private var blockParent: Int?  // indent of the node whose block text we are in

  static func findings(in text: String) -> [Finding] {
    var watch = TextGuard()
    var line = 1
    for bytes in Array(text.utf8).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      watch.walk(bytes, line: line)
      if watch.findings.last?.what == .depth { break }
      line += 1
    }
    return watch.findings
  }

  private mutating func walk(_ bytes: ArraySlice<UInt8>, line: Int) {
    let end = bytes.endIndex
    let indent = bytes.prefix { $0 == UInt8(ascii: " ") }.count
    if let parent = blockParent {
      if bytes.allSatisfy(TextGuard.isBlank) || indent > parent { return }
      blockParent = nil
    }
    var i = bytes.startIndex
    var plain = false
    var nodeIndent = indent
    var dashes = 0
    func blank(_ at: Int) -> Bool { at >= end || TextGuard.isBlank(bytes[at]) }
    func column() -> Int {
      // Counted in characters: continuation bytes of UTF-8 do not count.
      bytes[bytes.startIndex..<i].reduce(1) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    }
    while i < end {
      let byte = bytes[i]
      defer { i += 1 }
      if quote != 0 {
        if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
          i += 1
        } else if byte == quote {
          quote = 0
        }
        continue
      }
      let character = Character(Unicode.Scalar(byte))
      switch character {
      case " ", "\t", "\r": continue
      case "#" where i == bytes.startIndex || blank(i - 1): return
      case ":" where blank(i + 1) || flowDepth > 0: plain = false
      case "[", "{":
        if plain && flowDepth == 0 { continue }
        flowDepth += 1
        plain = false
        if flowDepth > TextGuard.maximumDepth { return note(.depth, line, column()) }
      case "]", "}", ",":
        guard flowDepth > 0 else {
          plain = true
          continue
        }
        if character != "," { flowDepth -= 1 }
        plain = false
      case _ where plain: continue
      case "\"", "'": quote = byte
      case "*", "&", "!":
        note(character == "!" ? .tag : .alias, line, column())
        plain = true
      case "?" where blank(i + 1): note(.explicitKey, line, column())
      case "-" where blank(i + 1):
        nodeIndent = i - bytes.startIndex + 2
        dashes += 1
        if dashes > TextGuard.maximumDepth { return note(.depth, line, column()) }
      case "|" where flowDepth == 0, ">" where flowDepth == 0:
        blockParent = TextGuard.isDocumentStart(bytes) ? -1 : nodeIndent
        return
      default: plain = true
      }
    }
  }

  private mutating func note(_ what: Finding.What, _ line: Int, _ column: Int) {
    // One of each kind says it all.
    if findings.contains(where: { $0.what == what }) { return }
    findings.append(Finding(what: what, line: line, column: column))
  }
  private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 }
  private static func isDocumentStart(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.starts(with: "---".utf8) }
}
