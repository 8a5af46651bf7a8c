import ECS
import Kernel

/// The crowds that count in the choice of ways: row i of both belongs to cell i of a coarse grid. Without rows where
/// crowds do not count.
struct Congestion: Table, Equatable {
  var smoothed: [Float] = []  // [1/m²] mean over the last while
  var priced: [Float] = []  // [1/m²] as it was when the maps were last worked out

  static let columns: [Column<Congestion>] = [Column("smoothed", \.smoothed), Column("priced", \.priced)]

  init(_ frame: GridFrame?) {
    smoothed = [Float](repeating: 0, count: frame?.count ?? 0)
    priced = smoothed
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
