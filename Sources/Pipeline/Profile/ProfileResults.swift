import Fields
import Foundation
import Kernel
import Scenes

/// Everything that a profile measured. Times are wall time in milliseconds unless they say otherwise.
public struct ProfileResults: Codable, Equatable, Sendable {
  public static let format = 1

  /// How long each part of a measure took.
  public struct PhaseTime: Codable, Equatable, Sendable {
    public var phase: String
    /// Median of the sum over workers [ms].
    public var busy: Double
    /// Bytes that must move from and to memory whatever the method, and arithmetic, by `ProfileTraffic`.
    public var bytes: Double
    public var operations: Double
    /// bytes / (busy / workers) over the roof of memory, and of the caches.
    public var shareOfMemory: Double
    public var shareOfCache: Double
  }
  public struct Row: Codable, Equatable, Sendable {
    public var what: ProfileCase
    public var samples: [Double]  // [ms] in the order in which they were taken
    public var median: Double  // [ms]
    public var spread: Double  // half the middle half over the median
    public var processor: Double  // [ms] median of the processor time, all threads
    public var perPerson: Double  // [ns]
    public var perCell: Double  // [ns]
    public var activeCells: Int
    public var outside: Int  // people with no cell
    public var phases: [PhaseTime]
    /// Per measure, of the calling thread; nil where they cannot be read.
    public var counters: [String: Double]?

    public init(
      what: ProfileCase, samples: [Double], processor: Double, activeCells: Int, outside: Int,
      phases: [PhaseTime], counters: [String: Double]? = nil
    ) {
      self.what = what
      self.samples = samples
      median = ProfileStatistics.median(samples)
      spread = ProfileStatistics.spread(samples)
      self.processor = processor
      perPerson = median * 1e6 / Double(max(1, what.people))
      perCell = median * 1e6 / Double(max(1, activeCells))
      self.activeCells = activeCells
      self.outside = outside
      self.phases = phases
      self.counters = counters
    }
  }
  public struct Scaling: Codable, Equatable, Sendable {
    public var of: String  // "people" or "cells"
    public var group: String  // what the points have in common
    public var exponent: ProfileStatistics.Interval
    public var points: Int
  }
  /// Against the exact sum, of 1,500 people on 30 by 30 m.
  public struct Accuracy: Codable, Equatable, Sendable {
    public var deposit: String
    public var cellSize: Double  // [m]
    public var width: Double  // [m]
    public var largest: Double  // error over the peak
    public var mean: Double  // sum of errors over the sum
  }
  public struct PeerRow: Codable, Equatable, Sendable {
    public var peer: String
    public var title: String
    public var versions: [String: String]
    public var what: ProfileCase
    public var ours: Double  // [ms] median
    public var theirs: Double  // [ms]
    public var ratio: ProfileStatistics.Interval  // theirs / ours, paired by round
    public var rounds: Int
    /// Largest difference from the exact sum over its peak; nil where there is none to compare with.
    public var ourError: Double?
    public var theirError: Double?
    public var goal: Double?
  }
  public struct Stage: Codable, Equatable, Sendable {
    public var name: String
    public var calls: Int
    public var perStep: Double  // [ms]
    public var perPerson: Double  // [ns]
    package init(name: String, calls: Int, perStep: Double, perPerson: Double) {
      (self.name, self.calls, self.perStep, self.perPerson) = (name, calls, perStep, perPerson)
    }
  }
  public struct Skipped: Codable, Equatable, Sendable {
    public var what: String
    public var reason: String
  }

  public var format = ProfileResults.format
  public var version: String
  public var command: String
  public var machine: Machine
  public var seed: UInt64
  public var source = ""  // scene or recording; empty for crowds made here
  public var roofs: [ProfileRoofs] = []
  public var rows: [Row] = []
  public var scalings: [Scaling] = []
  public var accuracy: [Accuracy] = []
  public var peers: [PeerRow] = []
  public var stages: [Stage] = []
  public var skipped: [Skipped] = []
  public var interrupted = false

  public struct Machine: Codable, Equatable, Sendable {
    public var processor: String
    public var threads: Int
    public var counters: String  // "read", or why they are not

    static var this: Machine {
      let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
      let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
      let name = line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
      return Machine(
        processor: name ?? "unknown", threads: ProcessInfo.processInfo.activeProcessorCount, counters: "")
    }
  }

  public init(version: String, command: String, seed: UInt64) {
    self.version = version
    self.command = command
    self.seed = seed
    machine = .this
  }

  /// Measures how far fields are from the exact sum.
  public mutating func addAccuracy(widths: [Double], seed: UInt64, interrupted: () -> Bool) {
    for width in widths {
      accuracy += ProfileAccuracy.measure(width: width, seed: seed, interrupted: interrupted)
    }
  }

  /// The roof for so many workers.
  public func roof(_ workers: Int) -> ProfileRoofs? { roofs.first { $0.workers == workers } }

  public var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let data = try? encoder.encode(self) else { return "{}\n" }
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  /// Reads what `json` wrote.
  public static func load(_ path: String) throws(Diagnostics) -> ProfileResults {
    let data: Data
    do { data = try Data(contentsOf: URL(filePath: path)) } catch {
      throw Diagnostics(
        Diagnostic(
          "P0130", "cannot be read", file: path, hint: "name a file that throng profile --json wrote"),
        exit: .noInput)
    }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do { return try decoder.decode(ProfileResults.self, from: data) } catch {
      throw Diagnostics(
        Diagnostic(
          "P0131", "is no profile of format \(format): \(reason(error))", file: path,
          hint: "name a file that throng profile --json wrote"), exit: .data)
    }
  }

  private static func reason(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "it is not JSON" }
    func path(_ context: DecodingError.Context) -> String {
      let keys = context.codingPath.map(\.stringValue).joined(separator: ".")
      return keys.isEmpty ? "" : " at \(keys)"
    }
    switch error {
    case .keyNotFound(let key, let context): return "no '\(key.stringValue)'\(path(context))"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "another kind of value\(path(context))"
    case .dataCorrupted(let context):
      return context.codingPath.isEmpty ? "it is not JSON" : "a bad value\(path(context))"
    @unknown default: return "it is not JSON"
    }
  }

  /// A row a case, for spreadsheets; a row a stage, of a scene.
  public var commaSeparated: String {
    if rows.isEmpty, !stages.isEmpty {
      let lines = stages.map { stage in
        // A stage within another is indented in tables.
        let name = stage.name.replacing("· ", with: "")
        return "\(name),\(stage.name.hasPrefix("·")),\(stage.calls),\(stage.perStep),\(stage.perPerson)"
      }
      return (["stage,is_part,calls,ms_per_step,ns_per_person"] + lines).joined(separator: "\n") + "\n"
    }
    if rows.isEmpty, !peers.isEmpty {
      let lines = peers.map { row in
        let w = row.what
        return [
          row.peer, "\(w.people)", "\(w.cells)", "\(w.workers)", "\(row.ours)", "\(row.theirs)",
          "\(row.ratio.value)", "\(row.ratio.low)", "\(row.ratio.high)", row.ourError.map { "\($0)" } ?? "",
          row.theirError.map { "\($0)" } ?? "", row.goal.map { "\($0)" } ?? "",
        ].joined(separator: ",")
      }
      let head =
        "peer,people,cells,workers,ours_ms,theirs_ms,ratio,ratio_low,ratio_high,our_error,their_error,goal"
      return ([head] + lines).joined(separator: "\n") + "\n"
    }
    let phases = FieldTiming.Phase.allCases.map(\.rawValue)
    var lines = [
      "people,cells,cell_size_m,width_m,estimator,deposit,quantities,order,workers,rounds,median_ms,spread,"
        + "processor_ms,ns_per_person,ns_per_cell,active_cells,"
        + phases.map { "\($0)_ms" }.joined(separator: ",")
    ]
    for row in rows {
      let w = row.what
      var fields = [
        "\(w.people)", "\(w.cells)", "\(w.cellSize)", "\(w.width)", w.estimator, w.deposit, w.quantities,
        w.order.rawValue, "\(w.workers)", "\(row.samples.count)", "\(row.median)", "\(row.spread)",
        "\(row.processor)", "\(row.perPerson)", "\(row.perCell)", "\(row.activeCells)",
      ]
      fields += phases.map { name in row.phases.first { $0.phase == name }.map { "\($0.busy)" } ?? "" }
      lines.append(fields.joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// What must move and be reckoned at least, so that a time can be held against the machine's roofs.
enum ProfileTraffic {
  /// Bytes and operations of one phase.
  static func of(_ phase: FieldTiming.Phase, _ what: ProfileCase, activeCells: Int) -> (
    bytes: Double, operations: Double
  ) {
    let people = Double(what.people)
    let cells = Double(activeCells)
    let planes = Double(what.quantities == "density" ? 1 : what.quantities == "velocity" ? 3 : 5)
    let channels: Double = what.quantities == "density" ? 1 : 4
    let radius = (3 * what.width / what.cellSize).rounded(.up)
    switch phase {
    // A position is read and a key of two bytes written, read twice afterwards.
    case .sort: return (people * 14, people * 6)
    // Position, and velocity where it counts; the cells stay in the worker's cache.
    case .deposit: return (people * (channels > 1 ? 16 : 8), people * (20 + 18 * channels))
    // Each plane written, which reads the line first; two passes of a symmetric kernel.
    case .blur: return (cells * planes * 8, cells * channels * 2 * (3 * radius + 1))
    // Planes read and written, about.
    case .derive:
      let derived: Double = what.quantities == "all" ? 7 : what.quantities == "danger" ? 3 : 0
      return (cells * derived * 16, cells * derived * 4)
    }
  }
}
