import Foundation
import Scenes

/// Tests by models, for a terminal.
enum VerifyTable {
  static func text(_ results: VerificationResults) -> String {
    let labels = 56
    let width = results.models.count == 1 ? 20 : 12
    var lines = [pad("", labels) + results.models.map { " " + pad($0, width) }.joined()]
    for test in results.tests {
      let verdicts = test.outcomes.map { " " + pad($0.verdict.rawValue, width) }.joined()
      lines.append(pad("\(test.name)  \(test.plan.title)", labels) + verdicts)
      for (k, criterion) in test.plan.criteria.enumerated() {
        let cells = test.outcomes.map { outcome -> String in
          guard k < outcome.criteria.count else { return " " + pad("", width) }
          let result = outcome.criteria[k]
          return " " + pad("\(result.passed ? "✓" : "✗") \(result.words)", width)
        }
        guard test.outcomes.contains(where: { k < $0.criteria.count }) else { continue }
        let limits = test.outcomes.first { k < $0.criteria.count }?.criteria[k].limits ?? ""
        lines.append(pad("  \(criterion.label) (\(limits))", labels) + cells.joined())
        for row in criterion.band where criterion.counted == .bins {
          let cells = test.outcomes.map { outcome -> String in
            let point = k < outcome.criteria.count ? outcome.criteria[k].curve.first { $0.x == row.x } : nil
            guard let y = point?.y else { return " " + pad("", width) }
            return " " + pad("  \(row.low <= y && y <= row.high ? "·" : "✗") \(fixed(y))", width)
          }
          lines.append(
            pad("    \(fixed(row.x)): \(fixed(row.low))…\(fixed(row.high))", labels) + cells.joined())
        }
      }
      if let reason = test.outcomes.first(where: { !$0.reason.isEmpty })?.reason {
        lines.append("  \(reason)")
      }
    }
    lines.append("")
    for model in results.models {
      let counts = [Verdict.passed, .failed, .notApplicable, .notRun].compactMap { verdict -> String? in
        let count = results.count(verdict, of: model)
        return count > 0 ? "\(count) \(verdict.words)" : nil
      }
      lines.append("\(model): \(counts.joined(separator: ", "))")
    }
    return lines.map(trimmed).joined(separator: "\n")
  }

  private static func fixed(_ value: Double) -> String { String(format: "%.2f", value) }
  private static func pad(_ text: String, _ width: Int) -> String {
    let cut = text.count > width ? String(text.prefix(width - 1)) + "…" : text
    return cut + String(repeating: " ", count: max(0, width - cut.count))
  }
  private static func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}

extension Verdict {
  fileprivate var words: String {
    switch self {
    case .passed: "passed"
    case .failed: "failed"
    case .notApplicable: "not applicable"
    case .notRun: "not run"
    }
  }
}
