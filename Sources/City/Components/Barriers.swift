import ECS

/// The changing side of the plan's barriers: row i belongs to barrier i.
struct Barriers: Table, Equatable {
  var closed: [UInt8] = []  // 1: stands in the way

  static let columns: [Column<Barriers>] = [Column("closed", \.closed)]

  init(plan: [BarrierPlan]) { closed = plan.map { $0.isClosed ? 1 : 0 } }
}
