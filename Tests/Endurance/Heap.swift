import AllocationCounter
import Foundation

/// What this process takes of the machine's memory.
enum Heap {
  /// Blocks asked for since the program began.
  static var blocks: UInt64 { allocation_count() }
  /// [B] of the blocks that are taken now.
  static var live: Int { Int(allocation_live_bytes()) }

  /// [B] The most that was taken at once since `forgetPeak`.
  static var peak: Int { Int(allocation_peak_bytes()) }
  static func forgetPeak() { allocation_forget_peak() }

  /// [B] of the process in memory.
  static var resident: Int {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
    let fields = text.split(separator: " ")
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
  }
}
