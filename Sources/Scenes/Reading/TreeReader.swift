import Kernel
import Yams

/// Text to tree: YAML, and JSON as the part of YAML that it is. Everything that can be wrong is collected;
/// the tree is nil only where the text could not be parsed at all.
package struct TreeReader {
  let source: SourceText
  var override: Int?  // set while the value of an override is read
  package private(set) var diagnostics: [Diagnostic] = []

  static let maximumNodes = 200_000

  package init(source: SourceText, override: Int? = nil) {
    self.source = source
    self.override = override
  }

  /// First comes a check of size and encoding, see `read(_ text:)`.
  package mutating func read(bytes: [UInt8]) -> SourceTree? {
    if bytes.count > TextGuard.maximumBytes {
      diagnostics.append(
        source.diagnostic(.tooLarge, "the file has \(bytes.count) bytes, more than 1 MiB", at: nil))
      return nil
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      diagnostics.append(
        source.diagnostic(
          .notUnicode, "the text is not valid UTF-8", at: TreeReader.firstInvalid(bytes),
          hint: "save the file as UTF-8"))
      return nil
    }
    return read(text)
  }

  mutating func read(_ text: String) -> SourceTree? {
    var text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    if text.utf8.count > TextGuard.maximumBytes {
      fault(.tooLarge, "the text has \(text.utf8.count) bytes, more than 1 MiB", at: nil)
      return nil
    }
    let findings = TextGuard.findings(in: text)
    for finding in findings { refuse(finding) }
    if !findings.isEmpty { return nil }
    text = SurrogatePairs.joiningSurrogates(text)
    guard let (root, renamed) = compose(text) else { return nil }
    var conversion = Conversion(renamed: renamed, override: override)
    let tree = conversion.tree(root, depth: 0)
    for finding in conversion.faults {
      fault(finding.code, finding.message, at: finding.place, hint: finding.hint)
    }
    return conversion.overBudget ? nil : tree
  }

  /// Parses, working round the parser's own treatment of keys given twice, which is to stop at the first: the
  /// earlier of the two gets another first letter (see `KeyMarker`) and the text is parsed again, so that the
  /// conversion sees both, each with its place.
  private mutating func compose(_ text: String) -> (Node, [Character])? {
    var text = text
    var renamed: [Character] = []
    while true {
      do {
        guard let root = try Parser(yaml: text, encoding: .utf8).singleRoot() else {
          fault(
            .emptyFile, "there is nothing in it", at: .start,
            hint: "the least scene has `format: 1` and a `geometry`")
          return nil
        }
        return (root, renamed)
      } catch YamlError.duplicatedKeysInMapping(_, let context) {
        // Parsing again costs time, so large texts get fewer rounds.
        guard renamed.count < KeyMarker.limit, text.utf8.count * renamed.count < 4 * TextGuard.maximumBytes,
          let original = KeyMarker.mark(&text, at: context.mark, number: renamed.count)
        else {
          fault(
            .duplicateKey, "a key is given twice in this mapping",
            at: Place(line: context.mark.line, column: context.mark.column))
          return nil
        }
        renamed.append(original)
      } catch {
        syntaxFault(error, in: text)
        return nil
      }
    }
  }

  private mutating func refuse(_ finding: TextGuard.Finding) {
    let place = Place(line: finding.line, column: finding.column)
    switch finding.what {
    case .alias:
      fault(
        .unsupportedYAML, "anchors (&) and aliases (*) are not supported", at: place,
        hint: "write the value out, or put text in quotes")
    case .tag:
      fault(.unsupportedYAML, "tags (!) are not supported", at: place, hint: "put text in quotes")
    case .explicitKey:
      fault(
        .unsupportedYAML, "explicit keys (?) are not supported", at: place, hint: "write `key: value`")
    case .depth:
      fault(.tooDeep, "values are nested deeper than \(TextGuard.maximumDepth) levels", at: place)
    }
  }

  private mutating func syntaxFault(_ error: any Error, in text: String) {
    switch error {
    case YamlError.scanner(let context, let problem, let mark, _),
      YamlError.parser(let context, let problem, let mark, _):
      let place = Place(line: mark.line, column: mark.column)
      if TreeReader.scalar(in: text, line: mark.line, column: mark.column) == "\t" {
        fault(
          .syntax, "a tab is used where the text is indented", at: place,
          hint: "YAML is indented with spaces only")
        return
      }
      let during = context.map { " \($0.text.trimmed) that starts on line \($0.mark.line)" } ?? ""
      fault(.syntax, "\(problem.trimmed)\(during)", at: place, hint: TreeReader.hint(for: problem))
    case YamlError.composer(_, let problem, let mark, _):
      let place = Place(line: mark.line, column: mark.column)
      if problem.contains("another document") {
        fault(
          .severalDocuments, "a second document starts here", at: place,
          hint: "one file holds one document")
      } else {
        fault(.syntax, problem.trimmed, at: place)
      }
    case YamlError.reader(let problem, let offset, _, _):
      let before = text.prefix(offset ?? 0)
      let lastLine = before.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
      let line = before.reduce(1) { $0 + ($1.isNewline ? 1 : 0) }
      fault(
        .syntax, problem.trimmed, at: Place(line: line, column: lastLine.count + 1),
        hint: "remove the character")
    default:
      fault(.syntax, "the text cannot be parsed", at: .start)
    }
  }

  private mutating func fault(_ code: SceneCode, _ message: String, at place: Place?, hint: String? = nil) {
    var place = place
    if let override { place = Place(line: 1, column: 1, override: override) }
    diagnostics.append(source.diagnostic(code, message, at: place, hint: hint))
  }

  private static func hint(for problem: String) -> String? {
    if problem.contains("mapping values are not allowed") || problem.contains("unexpected ':'") {
      return "put text that holds ': ' in quotes, and check the indentation"
    }
    if problem.contains("expected ',' or") { return "a bracket may not be closed" }
    if problem.contains("cannot start any token") {
      return "put text that begins with this character in quotes"
    }
    if problem.contains("could not find expected ':'") { return "a key is followed by ': '" }
    return problem.contains("expected <block end>") ? "check the indentation of this line" : nil
  }

  private static func scalar(in text: String, line: Int, column: Int) -> Unicode.Scalar? {
    KeyMarker.index(in: text, line: line, column: column).map { text.unicodeScalars[$0] }
  }

  /// The place of the first byte that breaks UTF-8.
  private static func firstInvalid(_ bytes: [UInt8]) -> Place {
    // The valid prefix is the longest that decodes; a text of at most 1 MiB is halved twenty times.
    var low = 0
    var high = bytes.count
    while low < high {
      let middle = (low + high + 1) / 2
      // A cut inside a character is no fault: up to three bytes of its beginning may be left off.
      let valid = (0..<4).contains {
        middle >= $0 && String(validating: bytes[..<(middle - $0)], as: UTF8.self) != nil
      }
      if valid { low = middle } else { high = middle - 1 }
    }
    var start = low
    while start > 0, String(validating: bytes[..<start], as: UTF8.self) == nil { start -= 1 }
    let before = String(decoding: bytes[..<start], as: UTF8.self).unicodeScalars
    let line = before.reduce(1) { $0 + ($1 == "\n" ? 1 : 0) }
    let column =
      before.count
      - (before.lastIndex(of: "\n").map { before.distance(from: before.startIndex, to: $0) + 1 } ?? 0)
    return Place(line: line, column: column + 1)
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
