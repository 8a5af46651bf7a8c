import Foundation
import Synchronization

private let interrupts = Atomic<Int>(0)

/// Ctrl-C and SIGTERM: the first asks the run to finish its files, the second leaves at once.
enum Interrupts {
  static func watch() {
    let handler: @convention(c) (Int32) -> Void = { _ in
      if interrupts.wrappingAdd(1, ordering: .relaxed).oldValue >= 1 { _exit(130) }
    }
    signal(SIGINT, handler)
    signal(SIGTERM, handler)
    // A reader that goes away is an error of the write, not the end of the run.
    signal(SIGPIPE, SIG_IGN)
    // So is a file that may not grow any further.
    signal(SIGXFSZ, SIG_IGN)
  }
  static var requested: Bool { interrupts.load(ordering: .relaxed) > 0 }
}
