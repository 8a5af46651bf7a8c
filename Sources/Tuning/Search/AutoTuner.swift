import Haptics
import Kernel
import Learning

/// Looks for better numbers of a mapping: points of the unit cube of its tunable knobs, each scored in one bench.
public struct AutoTuner: Sendable {
  /// One set of numbers and what came of it.
  public struct Trial: Equatable, Sendable {
    public var values: [Float]  // of the knobs
    public var figures: [ScoreFigure: Double]
  }
  /// All that was tried.
  public struct Result: Sendable {
    public var trials: [Trial]  // the first is the start
    public var front: [Int]  // those within the limits that nothing beats in everything
    public var chosen: Int  // the best compromise of them; 0 where nothing is better than the start
  }

  public let start: Mapping
  public let garment: Garment
  public let goal: TuningGoal
  public let knobs: [Knob]
  let bench: ScoreBench

  public init(_ start: Mapping, on garment: Garment, for goal: TuningGoal, in bench: ScoreBench) {
    self.start = start
    self.garment = garment
    self.goal = goal
    self.bench = bench
    knobs = start.knobs.filter { $0.isTunable && AutoTuner.matters($0, start, garment) }
  }

  /// Grains are a flutter on slow motors, and the flutter is nothing on quick ones: of the two only one is searched.
  static func matters(_ knob: Knob, _ start: Mapping, _ garment: Garment) -> Bool {
    guard knob.path.count > 3, knob.path[2] == "texture",
      let layer = start.layers.first(where: { $0.name == knob.path[1] }), case .grains = layer.texture
    else { return true }
    let isFlutter = knob.path[3] == "flutter"
    return garment.actuators.contains { $0.kind.followsGrains != isFlutter }
  }

  /// The mapping with these numbers.
  public func mapping(_ values: [Float]) -> Mapping {
    var mapping = start
    for (knob, value) in zip(knobs, values) { knob.turn(&mapping, to: value) }
    return mapping.settled()
  }

  /// Three figures are what anybody would write.
  static func rounded(_ value: Float) -> Float {
    guard value != 0, value.isFinite else { return 0 }
    let digits = 2 - Math.log10(abs(value)).rounded(.down)
    let scale = Math.pow(10, abs(digits))
    return digits >= 0 ? (value * scale).rounded() / scale : (value / scale).rounded() * scale
  }

  func values(_ point: [Double]) -> [Float] {
    zip(knobs, point).map { knob, share in AutoTuner.rounded(knob.value(atShare: Float(share))) }
  }

  /// Scores numbers; nil where it was interrupted.
  public func score(_ values: [Float], _ errand: Errand) -> [ScoreFigure: Double]? {
    let kinds: [WalkerKind] = goal.needsWalkers ? [.touch] : []
    guard let score = bench.score(mapping(values), on: garment, kinds: kinds, errand) else { return nil }
    let all = score.figures(of: Array(0..<bench.groups))
    return Dictionary(uniqueKeysWithValues: zip(ScoreFigure.allCases, all))
  }

  /// By how much better than the start each objective is, as a share of what the start has.
  func gains(_ figures: [ScoreFigure: Double], _ reference: [ScoreFigure: Double]) -> [Double] {
    goal.objectives.map { objective in
      let then = objective.value(reference)
      return (objective.value(figures) - then) / max(abs(then), 1e-3)
    }
  }

  /// How good a compromise is: the weighted gains, and half again the one that is served worst.
  func merit(_ figures: [ScoreFigure: Double], _ reference: [ScoreFigure: Double], _ weights: [Double])
    -> Double
  {
    let gains = gains(figures, reference)
    let sum = zip(gains, weights).reduce(0) { $0 + $1.0 * $1.1 }
    let worst = zip(gains, weights).filter { $0.1 > 0 }.map(\.0).min() ?? 0
    let merit = sum + 0.5 * worst
    return merit.isFinite ? merit - 10 * goal.excess(figures) : -1e9
  }

  /// Shares of the objectives in each search: all alike, then each of them above the others.
  var weightings: [[Double]] {
    let n = goal.objectives.count
    guard n > 1 else { return [[1]] }
    let even = [Double](repeating: 1 / Double(n), count: n)
    return [even] + (0..<n).map { k in (0..<n).map { $0 == k ? 0.75 : 0.25 / Double(n - 1) } }
  }

  /// Tries at most `evaluations` sets of numbers. `recall` gives what has been tried before, `remember` takes every new
  /// trial. The same seed asks the same points in the same order, so that what is recalled goes on where it was cut off.
  /// Nil where it was interrupted.
  public func search(
    evaluations: Int, seed: UInt64, _ errand: Errand, recall: ([Float]) -> [ScoreFigure: Double]?,
    remember: (Trial) -> Void, progress: (Int, Trial) -> Void
  ) -> Result? {
    var trials: [Trial] = []
    var known: [[UInt32]: Int] = [:]  // looked up, never listed
    var interrupted = false
    func figures(_ values: [Float]) -> [ScoreFigure: Double]? {
      let key = values.map(\.bitPattern)
      if let k = known[key] { return trials[k].figures }
      var found = recall(values)
      if found == nil {
        found = score(values, errand)
        if let found { remember(Trial(values: values, figures: found)) }
      }
      guard let found else {
        interrupted = true
        return nil
      }
      known[key] = trials.count
      trials.append(Trial(values: values, figures: found))
      progress(trials.count, trials[trials.count - 1])
      return found
    }
    let origin = knobs.map { AutoTuner.rounded($0.value(in: start)) }
    guard let reference = figures(origin) else { return nil }
    let first = zip(knobs, origin).map { Double($0.share(of: $1)) }
    let shares =
      weightings.count == 1
      ? [1.0] : weightings.indices.map { $0 == 0 ? 0.5 : 0.5 / Double(weightings.count - 1) }
    for (turn, weights) in weightings.enumerated() {
      let budget = Int(Double(evaluations) * shares[turn])
      func cost(_ point: [Double]) -> Double? {
        figures(values(point)).map { -merit($0, reference, weights) }
      }
      /// The best so far by these weights.
      func best() -> [Double] {
        let k = trials.indices.max {
          merit(trials[$0].figures, reference, weights) < merit(trials[$1].figures, reference, weights)
        }
        return k.map { zip(knobs, trials[$0].values).map { Double($0.share(of: $1)) } } ?? first
      }
      if turn == 0 {
        _ = Optimizer.minimize(
          .everywhere, from: first, evaluations: budget * 3 / 5, seed: seed &+ UInt64(turn), cost)
        if interrupted { return nil }
        _ = Optimizer.minimize(
          .nearby, from: best(), evaluations: budget * 2 / 5, seed: seed &+ UInt64(turn), cost)
      } else {
        _ = Optimizer.minimize(
          .nearby, from: best(), evaluations: budget, seed: seed &+ UInt64(turn), step: 0.25, cost)
      }
      if interrupted { return nil }
    }
    let allowed = trials.indices.filter { goal.excess(trials[$0].figures) == 0 }
    let points = allowed.map { k in goal.objectives.map { $0.value(trials[k].figures) } }
    let front = TradeOff.front(points).map { allowed[$0] }
    let chosen =
      front.max {
        merit(trials[$0].figures, reference, weightings[0])
          < merit(trials[$1].figures, reference, weightings[0])
      } ?? 0
    return Result(trials: trials, front: front, chosen: chosen)
  }

  /// What each changed number is worth: the merit that is lost when it alone goes back to where it was, most first.
  public func worth(
    _ trial: Trial, reference: [ScoreFigure: Double], _ errand: Errand
  ) -> [(knob: Knob, before: Float, after: Float, lost: Double)]? {
    let origin = knobs.map { AutoTuner.rounded($0.value(in: start)) }
    var all: [(knob: Knob, before: Float, after: Float, lost: Double)] = []
    let whole = merit(trial.figures, reference, weightings[0])
    for k in knobs.indices where trial.values[k] != origin[k] {
      var values = trial.values
      values[k] = origin[k]
      guard let figures = score(values, errand) else { return nil }
      all.append((knobs[k], origin[k], trial.values[k], whole - merit(figures, reference, weightings[0])))
    }
    return all.sorted { $0.lost > $1.lost }
  }

  /// The chosen trial without those changes that are worth nothing, if it is as good without them: numbers that nobody
  /// needs changed stay as their author wrote them. Nil where it was interrupted.
  public func pruned(
    _ result: Result, worth: [(knob: Knob, before: Float, after: Float, lost: Double)], _ errand: Errand,
    recall: ([Float]) -> [ScoreFigure: Double]?, remember: (Trial) -> Void
  ) -> Result? {
    let idle = Set(worth.filter { $0.lost < AutoTuner.nothing }.map(\.knob.name))
    guard !idle.isEmpty else { return result }
    let origin = knobs.map { AutoTuner.rounded($0.value(in: start)) }
    let chosen = result.trials[result.chosen]
    let values = knobs.indices.map { idle.contains(knobs[$0].name) ? origin[$0] : chosen.values[$0] }
    var figures = recall(values)
    if figures == nil {
      figures = score(values, errand)
      if let figures { remember(Trial(values: values, figures: figures)) }
    }
    guard let figures else { return nil }
    let reference = result.trials[0].figures
    let kept = merit(figures, reference, weightings[0])
    guard kept >= merit(chosen.figures, reference, weightings[0]) - AutoTuner.nothing else { return result }
    var pruned = result
    pruned.trials.append(Trial(values: values, figures: figures))
    pruned.front = result.front.filter { $0 != result.chosen } + [pruned.trials.count - 1]
    pruned.chosen = pruned.trials.count - 1
    return pruned
  }

  /// A share of what the start has that nobody would miss.
  static let nothing = 0.002
}
