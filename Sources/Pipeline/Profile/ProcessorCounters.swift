import CCounters
import Foundation

/// Cycles, instructions and cache misses of the calling thread, where the system lets them be read.
final class ProcessorCounters {
  private static let kinds: [(name: String, kind: UInt64)] = [
    ("cycles", counters_cycles), ("instructions", counters_instructions),
    ("cache references", counters_cache_references), ("cache misses", counters_cache_misses),
  ]
  private var files: [(name: String, file: Int32)] = []
  /// "read", or why not.
  let words: String

  init() {
    var reason = ""
    for (name, kind) in ProcessorCounters.kinds {
      let file = counters_open(kind)
      if file >= 0 { files.append((name, file)) } else { reason = ProcessorCounters.reason(-file) }
    }
    words = files.isEmpty ? "not available: \(reason)" : "read"
  }
  deinit { for (_, file) in files { close(file) } }

  var isAvailable: Bool { !files.isEmpty }

  func start() { for (_, file) in files { counters_start(file) } }
  /// By name, since the start.
  func stop() -> [String: Double] {
    var values: [String: Double] = [:]
    for (name, file) in files { values[name] = Double(counters_stop(file)) }
    return values
  }

  private static func reason(_ number: Int32) -> String {
    switch number {
    case ENOENT, EOPNOTSUPP: "this machine shows no hardware counters (a virtual one often does not)"
    case EACCES, EPERM: "the system forbids it (kernel.perf_event_paranoid)"
    case ENOSYS: "the system's kernel was built without it"
    default: String(cString: strerror(number))
    }
  }
}
