import ECS

/// The changing side of the plan's events: row i belongs to event i.
struct Events: Table, Equatable {
  var times: [Int64] = []  // how often it has happened
  var ticks: [Int64] = []  // of the step at whose beginning it last happened; −1: it has not yet
  var since: [Int64] = []  // tick from which the density has been high enough; −1: it is not

  static let columns: [Column<Events>] = [
    Column("time", \.times), Column("tick", \.ticks), Column("since", \.since),
  ]

  init(count: Int) {
    times = [Int64](repeating: 0, count: count)
    ticks = [Int64](repeating: -1, count: count)
    since = ticks
  }
}
