/// The time that a way takes, in ticks so fine that no map is the coarser for them. Whole numbers, because the sums
/// and roots of the solver are then exact, and a map does not depend on the order in which it was worked out.
enum RouteTime {
  /// Ticks for one cell at free speed.
  static let perCell: Int32 = 1024
  /// The greatest cost of one cell, and the least.
  static let most: Int32 = 32767
  static let least: Int32 = 16
  /// Of a cell that cannot reach the destination. The dearest cell added to any less time does not overflow.
  static let never: Int32 = Int32.max - 2 * most

  static func cost(speed: Float) -> Int32 { cut(Float(perCell) / speed) }
  /// The nearest cost that a cell can have.
  static func cut(_ cost: Float) -> Int32 { Int32(max(Float(least), min(Float(most), cost.rounded()))) }
}
