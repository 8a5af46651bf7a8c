import City
import Foundation

/// Measurements as a table for people, as comma-separated text, and as JSON.
enum ResultText {
  static let systems = Schedule.names

  static func table(_ all: [Measurement]) -> String {
    var rows = [
      [
        "scenario", "people", "model", "dt", "workers", "ms/step", "M agent-steps/s", "M/CPU s", "ns/person",
        "spread",
        "B/person", "ground MB", "state hash",
      ]
    ]
    for m in all {
      rows.append([
        m.question.scenario, "\(m.question.people)", m.question.model, "\(m.question.stepMilliseconds) ms",
        "\(m.workers)", fixed(m.stepMilliseconds, 3), fixed(m.agentStepsPerSecond / 1e6, 2),
        fixed(m.agentStepsPerProcessorSecond / 1e6, 2),
        fixed(m.nanoseconds, 1), "\(fixed(100 * m.spread, 0)) %", memory(m),
        fixed(Double(m.groundBytes) / 1e6, 1), m.hashText,
      ])
    }
    return aligned(rows)
  }

  /// [µs] per step and system.
  static func systemsTable(_ all: [Measurement]) -> String {
    aligned(
      [["us per step", "people", "workers"] + systems]
        + all.map { m in
          [m.question.scenario, "\(m.question.people)", "\(m.workers)"]
            + systems.map { fixed(m.microseconds(of: $0), 1) }
        })
  }

  static func commaSeparated(_ all: [Measurement], on machine: Machine) -> String {
    let head =
      [
        "scenario", "people", "model", "dt_ms", "workers", "seed", "warm_up", "steps", "windows",
        "ms_per_step",
        "agent_steps_per_s", "agent_steps_per_cpu_s", "ns_per_pedestrian", "spread", "bytes_per_pedestrian",
        "ground_bytes", "set_up_s", "present", "quarantined", "hash", "processor", "cores", "load",
      ] + systems.map { "us_\($0)" }
    let rows = all.map { m in
      let q = m.question
      return [
        q.scenario, "\(q.people)", q.model, "\(q.stepMilliseconds)", "\(m.workers)", "\(q.seed)",
        "\(q.warmUp)",
        "\(q.steps)", "\(q.windows)", fixed(m.stepMilliseconds, 4), fixed(m.agentStepsPerSecond, 0),
        fixed(m.agentStepsPerProcessorSecond, 0), fixed(m.nanoseconds, 2), fixed(m.spread, 4),
        fixed(m.bytesPerPedestrian, 1), "\(m.groundBytes)", fixed(m.setUpSeconds, 3), "\(m.present)",
        "\(m.quarantined)", m.hashText, machine.processor.replacingOccurrences(of: ",", with: " "),
        "\(machine.cores)", machine.load,
      ] + systems.map { fixed(m.microseconds(of: $0), 2) }
    }
    return ([head] + rows).map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n"
  }

  static func json(_ all: [Measurement], on machine: Machine) throws -> String {
    struct Report: Encodable {
      var machine: Machine
      var measurements: [Figures]
    }
    struct Figures: Encodable {
      var measurement: Measurement
      var hash: String
      var agentStepsPerSecond: Double
      var agentStepsPerProcessorSecond: Double
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    let figures = all.map {
      Figures(
        measurement: $0, hash: $0.hashText, agentStepsPerSecond: $0.agentStepsPerSecond,
        agentStepsPerProcessorSecond: $0.agentStepsPerProcessorSecond)
    }
    return String(
      decoding: try encoder.encode(Report(machine: machine, measurements: figures)), as: UTF8.self)
  }

  /// Of a small crowd, pages that the process has anyway drown the figure.
  private static func memory(_ m: Measurement) -> String {
    m.present < 5_000 || m.peopleBytes == 0 ? "-" : fixed(m.bytesPerPedestrian, 0)
  }

  static func fixed(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

  /// Columns as wide as their widest cell; the first one to the left, the others to the right.
  static func aligned(_ rows: [[String]]) -> String {
    guard let head = rows.first else { return "" }
    let widths = head.indices.map { k in rows.map { $0[k].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).enumerated().map { k, cell in
        let space = String(repeating: " ", count: cell.1 - cell.0.count)
        return k == 0 ? cell.0 + space : space + cell.0
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}
