import Foundation

/// The only place that speaks to the person: results to stdout, progress and notices to stderr.
enum Terminal {
  static var showsProgress: Bool { isatty(STDERR_FILENO) == 1 }

  static func result(_ text: String) {
    write(text + "\n", to: STDOUT_FILENO)
  }
  static func notice(_ text: String) {
    write(text + "\n", to: STDERR_FILENO)
  }
  /// A reader that went away, or a full disk behind a redirection, must not cost the run its results: what cannot be
  /// said is left unsaid.
  static func write(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { return }
      rest = rest.dropFirst(written)
    }
  }
  static func exit(_ code: Int32) -> Never { Foundation.exit(code) }
}

/// A bar that redraws itself on a terminal, and a line every tenth of the way where there is none.
struct ProgressBar {
  private var lastTenth = -1
  private var lastDrawn: UInt64 = 0
  private let quiet: Bool
  private let live: Bool

  init(quiet: Bool) {
    self.quiet = quiet
    live = Terminal.showsProgress
  }

  /// `share` of the work that is done, 0...1; `text` says the rest.
  mutating func show(_ share: Double, _ text: String) {
    guard !quiet else { return }
    let done = min(max(share, 0), 1)
    if live {
      let now = DispatchTime.now().uptimeNanoseconds
      guard now - lastDrawn > 100_000_000 || done >= 1 else { return }
      lastDrawn = now
      let filled = Int(done * 30)
      let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
      write("\r\u{1B}[K\(bar) \(String(format: "%3.0f", done * 100)) %  \(text)")
    } else if Int(done * 10) > lastTenth {
      lastTenth = Int(done * 10)
      write("\(String(format: "%3.0f", done * 100)) %  \(text)\n")
    }
  }
  func finish() {
    if live && !quiet { write("\r\u{1B}[K") }
  }
  private func write(_ text: String) { Terminal.write(text, to: STDERR_FILENO) }
}

/// A progress bar that closures share; the command calls it from one thread.
final class ProgressBox {
  private var bar: ProgressBar
  init(quiet: Bool) { bar = ProgressBar(quiet: quiet) }
  func show(_ share: Double, _ text: String) { bar.show(share, text) }
  func finish() { bar.finish() }
}
