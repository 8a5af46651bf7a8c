import Dispatch
import Foundation
import Kernel

/// What a process uses of its machine, as the kernel counts it.
enum Resources {
  /// [ns] since some fixed moment.
  static func wall() -> UInt64 { DispatchTime.now().uptimeNanoseconds }

  /// [ns] that all threads of the process have run.
  static func processor() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// [B] of the process in memory, after the allocator gave back what it can.
  static func memory() -> Int {
    // The C library's header of it is not among the imported ones.
    if let trim = dlsym(nil, "malloc_trim") {
      _ = unsafeBitCast(trim, to: (@convention(c) (Int) -> CInt).self)(0)
    }
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
    let fields = text.split(separator: " ")
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
  }
}

/// The machine that a figure belongs to.
struct Machine: Codable, Sendable {
  var processor: String
  var cores: Int
  var load: String  // of the last 1, 5 and 15 minutes

  static var here: Machine {
    func text(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
    let model = text("/proc/cpuinfo").split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = model?.split(separator: ":", maxSplits: 1).last.map(String.init) ?? "unknown processor"
    return Machine(
      processor: name.trimmingCharacters(in: .whitespaces),
      cores: ProcessInfo.processInfo.activeProcessorCount,
      load: text("/proc/loadavg").split(separator: " ").prefix(3).joined(separator: " "))
  }

  /// A file name: `amd-epyc-7763-64-core-processor-2-cores`.
  var slug: String {
    let words = processor.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    return (words.map(String.init) + ["\(cores)", "cores"]).joined(separator: "-")
  }
}
