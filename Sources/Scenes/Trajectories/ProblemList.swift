import Kernel

/// Everything found wrong with one file, to be told at once.
struct ProblemList {
  static let shown = 20
  private static let kept = 2_000

  let file: String
  private(set) var errors: [Diagnostic] = []
  private(set) var warnings: [Diagnostic] = []
  private var unkept = 0
  var isEmpty: Bool { errors.isEmpty }

  init(file: String) { self.file = file }

  mutating func error(
    _ code: String, _ message: String, line: Int? = nil, column: Int? = nil, hint: String? = nil
  ) {
    if errors.count == ProblemList.kept {
      unkept += 1
      return
    }
    errors.append(Diagnostic(code, message, file: file, line: line, column: column, hint: hint))
  }

  mutating func warning(
    _ code: String, _ message: String, line: Int? = nil, column: Int? = nil, hint: String? = nil
  ) {
    let warning = Diagnostic(
      code, message, severity: .warning, file: file, line: line, column: column, hint: hint)
    warnings.append(warning)
  }

  /// The first errors in the order of the file's lines, and a note that counts the others.
  func diagnostics(exit: Diagnostics.Exit = .data) -> Diagnostics {
    // Swift's sort is stable: problems of one place stay in the order they were found.
    let sorted = errors.sorted { ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0) }
    var all = Array(sorted.prefix(ProblemList.shown))
    let more = errors.count + unkept - all.count
    if more > 0 {
      all.append(Diagnostic("R0199", "and \(more) more problems", severity: .note, file: file))
    }
    return Diagnostics(all, exit: exit)
  }
}
