import Foundation
import Synchronization

private let firstSignal = Atomic<Int32>(0)

/// Ctrl-C and SIGTERM: the first asks the run to finish its files, the second leaves at once.
enum Interrupts {
  static func ignoreBrokenPipes() {
    // A reader that goes away is an error of the write, not the end of the run.
    signal(SIGPIPE, SIG_IGN)
    // So is a file that may not grow any further.
    signal(SIGXFSZ, SIG_IGN)
  }

  static func watch() {
    let handler: @convention(c) (Int32) -> Void = { number in
      if firstSignal.exchange(number, ordering: .relaxed) != 0 { _exit(128 + number) }
    }
    signal(SIGINT, handler)
    signal(SIGTERM, handler)
    // Whoever started us may have had them blocked, and a child inherits that.
    var wanted = sigset_t()
    sigemptyset(&wanted)
    sigaddset(&wanted, SIGINT)
    sigaddset(&wanted, SIGTERM)
    pthread_sigmask(SIG_UNBLOCK, &wanted, nil)
  }
  static var requested: Bool { firstSignal.load(ordering: .relaxed) != 0 }
  /// The first one that came; nil for none.
  static var signal: Int32? {
    let number = firstSignal.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }
  private static func signal(_ number: Int32, _ handler: sighandler_t?) {
    Foundation.signal(number, handler)
  }
}
