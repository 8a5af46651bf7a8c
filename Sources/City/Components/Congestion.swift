import ECS
import Kernel

/// The crowds that count in the choice of ways: row i of both belongs to cell i of a coarse grid. Without rows where
/// crowds do not count.
struct Congestion: Table, Equatable {
  var smoothed: [Float] = []  // [1/m²] mean over the last while
  var priced: [Float] = []  // [1/m²] as it was when the maps began to be worked out anew
  var pricedBefore: [Float] = []  // [1/m²] the time before that: what maps not reached yet rest on
  private var mapsDone: [Int32] = [0]  // one row: so many maps, from the first, rest on the latest prices

  static let columns: [Column<Congestion>] = [
    Column("smoothed", \.smoothed), Column("priced", \.priced), Column("priced before", \.pricedBefore),
    Column("maps done", \.mapsDone),
  ]

  var done: Int {
    get { Int(mapsDone[0]) }
    set { mapsDone[0] = Int32(newValue) }
  }

  init(_ frame: GridFrame?) {
    smoothed = [Float](repeating: 0, count: frame?.count ?? 0)
    priced = smoothed
    pricedBefore = smoothed
  }

  /// Begins to work the maps out anew.
  mutating func price() {
    pricedBefore = priced
    priced = smoothed
    done = 0
  }

  /// True where the other could be the state of the same plan.
  func isLike(_ other: Congestion) -> Bool {
    smoothed.count == other.smoothed.count && priced.count == other.priced.count
      && pricedBefore.count == other.pricedBefore.count && mapsDone.count == 1
  }
}

/// How fast a crowd walks.
enum FundamentalDiagram {
  /// Share of the free speed left at `density` [1/m²], after U. Weidmann, "Transporttechnik der Fussgänger" (1993):
  ///     v(ρ)/v₀ = 1 − exp(−γ·(1/ρ − 1/ρmax)),      γ = 1.913 /m², ρmax = 5.4 /m²
  /// No less than a twentieth.
  static func speed(at density: Float) -> Float {
    guard density > 0 else { return 1 }
    return max(0.05, 1 - Math.exp(-1.913 * (1 / density - 1 / 5.4)))
  }
}
