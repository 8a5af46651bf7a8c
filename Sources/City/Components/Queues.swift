import ECS

/// The changing side of the plan's queues. Who stands on which spot is written beside the people.
struct Queues: Table, Equatable {
  var tails: [Int32] = []  // by queue: the spot that the next to come gets
  var calls: [Int32] = []  // by server, queue after queue: tick at which somebody was called there

  static let columns: [Column<Queues>] = [Column("tail", \.tails), Column("call", \.calls)]

  init(plan: [QueuePlan]) {
    tails = plan.map { _ in 0 }
    calls = [Int32](repeating: 0, count: plan.reduce(0) { $0 + $1.serverCount })
  }
}

extension QueuePlan {
  /// At most one a spot.
  var serverCount: Int { max(1, min(servers, spots.count)) }
}
