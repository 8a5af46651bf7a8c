import ECS

/// What choices remember: whose turn it is, and what people know of the crowds on their way.
struct Choices: Table, Equatable {
  /// By option, choice after choice: how much of a turn it has saved up, [weights].
  var turns: [Double] = []
  /// By place, `ChoiceLoads.bins` each: people on the way there by distance left, as of the last look.
  var crowds: [Int32] = []
  var flows: [Float] = []  // [1/s] by exit: people who left of late
  var capacities: [Float] = []  // [1/s] by exit: people who can leave, as it looks
  var counted: [UInt64] = []  // by exit: people who had left at the last look

  static let columns: [Column<Choices>] = [
    Column("turn", \.turns), Column("crowd", \.crowds), Column("flow", \.flows),
    Column("capacity", \.capacities), Column("counted", \.counted),
  ]
}
