import ECS

/// People taken out because their state made no sense any more, in the order in which it was found.
struct Quarantine: Table, Equatable {
  enum Reason: UInt32, Sendable {
    case notFinite = 1
    case outside = 2
  }
  private var ids: [UInt32] = []
  private var ticks: [Int64] = []
  private var reasons: [UInt32] = []

  static let columns: [Column<Quarantine>] = [
    Column("id", \.ids), Column("tick", \.ticks), Column("reason", \.reasons),
  ]

  var count: Int { ids.count }

  mutating func append(id: UInt32, tick: Int, reason: Reason) {
    ids.append(id)
    ticks.append(Int64(tick))
    reasons.append(reason.rawValue)
  }

  var reports: [QuarantineReport] {
    ids.indices.map { i in
      QuarantineReport(id: ids[i], tick: Int(ticks[i]), what: Reason(rawValue: reasons[i])?.what ?? "unknown")
    }
  }
}

extension Quarantine.Reason {
  var what: String {
    switch self {
    case .notFinite: "position, velocity or heading is not a finite number"
    case .outside: "position lies outside the walkable ground's bounds"
    }
  }
}

/// One person who was taken out of the run.
public struct QuarantineReport: Equatable, Sendable {
  public let id: UInt32
  public let tick: Int  // crowd tick of the step that found it
  public let what: String
}
