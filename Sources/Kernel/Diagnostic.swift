/// What is wrong with something that a person gave us: where, what, and the way out.
public struct Diagnostic: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Severity: String, Sendable { case error, warning, note }

  public var code: String  // e.g. "S0201": looked up by `throng explain S0201`
  public var severity: Severity
  public var file: String?  // as the person wrote it
  public var line: Int?  // 1-based
  public var column: Int?  // 1-based, in characters
  public var message: String  // what is wrong, with the value and the allowed range
  public var hint: String?  // the way out

  public init(
    _ code: String, _ message: String, severity: Severity = .error, file: String? = nil, line: Int? = nil,
    column: Int? = nil, hint: String? = nil
  ) {
    self.code = code
    self.severity = severity
    self.file = file
    self.line = line
    self.column = column
    self.message = message
    self.hint = hint
  }

  /// `scenes/plaza.yaml:14:23: error[S0201]: desired_speed is 4.8, outside 0.1...3.0` and the hint below it.
  public var description: String {
    var place = ""
    if let file {
      place = file
      if let line {
        place += ":\(line)"
        if let column { place += ":\(column)" }
      }
      place += ": "
    }
    let text = "\(place)\(severity.rawValue)[\(code)]: \(message)"
    return hint.map { "\(text)\n  hint: \($0)" } ?? text
  }
}

/// Everything that is wrong with one file or call, all at once, and the exit code that goes with it.
public struct Diagnostics: Error, Equatable, Sendable, CustomStringConvertible {
  /// After sysexits.h.
  public enum Exit: Int32, Sendable {
    case usage = 64
    case data = 65
    case noInput = 66
    case unavailable = 69
    case software = 70
    case cannotCreate = 73
    case inputOutput = 74
  }
  public var all: [Diagnostic]
  public var exit: Exit
  public init(_ all: [Diagnostic], exit: Exit = .data) {
    self.all = all
    self.exit = exit
  }
  public init(_ one: Diagnostic, exit: Exit = .data) { self.init([one], exit: exit) }
  public var errors: [Diagnostic] { all.filter { $0.severity == .error } }
  public var description: String { all.map(\.description).joined(separator: "\n") }
}

/// The word of `known` that `word` was most likely meant to be; nil when none is near.
public func nearestWord(to word: String, in known: [String]) -> String? {
  var best: (distance: Int, word: String)?
  for candidate in known {
    let d = editDistance(Array(word.lowercased()), Array(candidate.lowercased()))
    if d < (best?.distance ?? Int.max) { best = (d, candidate) }
  }
  guard let best, best.distance <= max(1, min(3, word.count / 2)) else { return nil }
  return best.word
}

/// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
  var before = [Int](repeating: 0, count: b.count + 1)
  var above = Array(0...b.count)
  for i in 1...a.count {
    var row = [i] + [Int](repeating: 0, count: b.count)
    for j in 1...b.count {
      row[j] = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { row[j] = min(row[j], before[j - 2] + 1) }
    }
    before = above
    above = row
  }
  return above[b.count]
}
