import Kernel

/// Time per stage as comma-separated text, for people's spreadsheets and for `make bench`.
enum StageTable {
  /// Columns: stage, calls, total [ms], per crowd step [µs].
  static func text(_ trace: Trace, steps: Int) -> String {
    var lines = ["stage,calls,total_ms,per_step_us"]
    for scope in trace.scopes {
      let total = Double(scope.nanoseconds) / 1e6
      let perStep = steps > 0 ? Double(scope.nanoseconds) / 1e3 / Double(steps) : 0
      lines.append("\(scope.name),\(scope.calls),\(rounded(total)),\(rounded(perStep))")
    }
    return lines.joined(separator: "\n") + "\n"
  }
  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
