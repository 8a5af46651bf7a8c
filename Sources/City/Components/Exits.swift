import ECS

/// The changing side of the plan's exits: row i belongs to exit i of the ground.
struct Exits: Table, Equatable {
  var open: [UInt8] = []  // 0: nobody leaves
  var credits: [Double] = []  // people who may leave now, where the plan bounds how many; at most one is kept
  var left: [UInt64] = []  // people who have left so far
  var tickets: [Int32] = []  // the next to be given to somebody who has to wait

  static let columns: [Column<Exits>] = [
    Column("open", \.open), Column("credit", \.credits), Column("left", \.left), Column("ticket", \.tickets),
  ]

  init(plan: CityPlan) {
    let exits = plan.ground.exits.indices.map { plan.exit($0) }
    open = exits.map { $0.isOpen ? 1 : 0 }
    credits = exits.map { _ in 1 }
    left = exits.map { _ in 0 }
    tickets = exits.map { _ in 0 }
  }
}
