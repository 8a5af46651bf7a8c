import Foundation

/// What is being done, on stderr: one line that changes on a terminal, one line for each run elsewhere.
enum Progress {
  private static let isTerminal = isatty(2) == 1

  static func begin(_ title: String) { if !isTerminal { write(title + "\n") } }
  static func stage(_ text: String) { if isTerminal { write("\r\u{1B}[K" + text) } }
  static func notice(_ text: String) { write((isTerminal ? "\r\u{1B}[K" : "") + text + "\n") }
  static func clear() { if isTerminal { write("\r\u{1B}[K") } }

  private static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
