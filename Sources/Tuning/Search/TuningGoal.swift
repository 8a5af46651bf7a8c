import Kernel

/// What a search is for.
public struct TuningGoal: Equatable, Sendable {
  /// A thing to get more or less of: one figure, or several taken together.
  public struct Objective: Equatable, Sendable {
    public var name: String
    public var figures: [ScoreFigure]
    /// As a share of what the mapping to start from has; what counts as one unit of gain.
    public init(_ name: String, _ figures: [ScoreFigure]) {
      self.name = name
      self.figures = figures
    }

    /// More is better, in the figures' own unit.
    public func value(_ figures: [ScoreFigure: Double]) -> Double {
      self.figures.reduce(0) { sum, figure in
        sum + (figure.better == .higher ? 1 : -1) * (figures[figure] ?? .nan)
      }
    }
  }

  public var objectives: [Objective]
  /// Figures that may not be above a value.
  public var limits: [(figure: ScoreFigure, most: Double)]

  public init(_ objectives: [Objective], limits: [(figure: ScoreFigure, most: Double)]) {
    self.objectives = objectives
    self.limits = limits
  }

  public static let names = ["information"] + ScoreFigure.allCases.filter { $0 != .latency }.map(\.rawValue)

  /// `information` is that about density and about direction; every other name is a figure's.
  public static func objective(_ name: String) -> Objective? {
    if name == "information" { return Objective(name, [.densityBits, .directionBits]) }
    return ScoreFigure(rawValue: name).map { Objective(name, [$0]) }
  }

  public static func == (a: TuningGoal, b: TuningGoal) -> Bool {
    a.objectives == b.objectives && a.limits.map(\.figure) == b.limits.map(\.figure)
      && a.limits.map(\.most) == b.limits.map(\.most)
  }

  public var needsWalkers: Bool {
    (objectives.flatMap(\.figures) + limits.map(\.figure)).contains(where: \.isClosedLoop)
  }

  /// By how much of a limit its figure is above it, summed over the limits; 0: all are kept.
  public func excess(_ figures: [ScoreFigure: Double]) -> Double {
    limits.reduce(0) { sum, limit in
      let value = figures[limit.figure] ?? .nan
      return sum + (value.isFinite ? max(value / max(limit.most, 1e-9) - 1, 0) : 1)
    }
  }
}
