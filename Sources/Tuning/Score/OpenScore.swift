import Haptics
import Kernel
import Learning

/// What can be told of a mapping from walks that do not depend on it.
struct OpenScore: Sendable {
  /// Fruin's levels of service for walkways, A to F [1/m²]; the borders between them.
  static let serviceBorders: [Float] = [0.308, 0.431, 0.718, 1.075, 2.174]
  static let densityClasses = 8
  static let strengthClasses = 12
  static let directionClasses = 12
  /// Fewer judgements tell nothing.
  static let fewest = 24

  let outfit: Outfit
  let walks: [FeltWalk]
  let groups: Int
  let latency: Double  // [ms]

  /// Nil where it was interrupted.
  init?(_ outfit: Outfit, _ walks: [Walk], groups: Int, crowdStep: Float, _ errand: Errand) {
    self.outfit = outfit
    self.groups = groups
    guard
      let felt = errand.each(
        walks.count, "felt walks", { FeltWalk(walks[$0], outfit, crowdStep: crowdStep) })
    else { return nil }
    self.walks = felt
    let budget = LatencyBudget.measure(outfit.mapping, on: outfit.garment, seeds: 8)
    latency = budget.stages.isEmpty ? .nan : budget.total
  }

  static let figures: [ScoreFigure] = ScoreFigure.allCases.filter { !$0.isClosedLoop }

  /// The numbers of `figures` in the walks of some groups.
  func figures(of some: [Int]) -> [Double] {
    let walks = walks.filter { some.contains($0.group) }
    let all = walks.flatMap(\.judgements)
    let seconds = Double(walks.reduce(0) { $0 + $1.seconds })
    return OpenScore.figures.map { figure in
      switch figure {
      case .densityBits: OpenScore.densityBits(all)
      case .directionBits:
        OpenScore.directionBits(all.compactMap { j in OpenScore.crowdAngle(j).map { ($0, j.direction) } })
      case .threatBits: OpenScore.directionBits(all.compactMap { j in j.threat.map { ($0, j.direction) } })
      case .directionError: OpenScore.directionError(all)
      case .linearity: OpenScore.linearity(all)
      case .discriminability: OpenScore.mean(steps(all).map(\.value))
      case .latency: latency
      case .energy: seconds > 0 ? Double(walks.reduce(0) { $0 + $1.joules }) / seconds * 60 : .nan
      case .dose: dose(walks)
      case .strongTime:
        seconds > 0 ? 100 * Double(walks.reduce(0) { $0 + $1.strongSeconds }) / seconds : .nan
      default: .nan
      }
    }
  }

  private static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
  }

  /// A(8) after an hour like these walks, of the actuator with the most [m/s²].
  private func dose(_ walks: [FeltWalk]) -> Double {
    let seconds = walks.reduce(0) { $0 + $1.seconds }
    guard seconds > 0 else { return .nan }
    let mean = Double(walks.reduce(0) { $0 + $1.exposure } / seconds)
    return (mean / 8).squareRoot()
  }

  /// Of an even crowd nobody can say where it is: at least half a person near, and on one side.
  static func crowdAngle(_ j: Judgement) -> Float? {
    guard j.people >= 0.5, j.crowd.length >= 0.3 else { return nil }
    return Math.atan2(j.crowd.y, j.crowd.x)
  }

  private static func densityBits(_ all: [Judgement]) -> Double {
    guard all.count >= fewest else { return .nan }
    return Information.bits(
      Information.equalShares(all.map(\.density), densityClasses),
      Information.equalShares(all.map(\.strength), strengthClasses))
  }

  /// Not to feel where it comes from is an answer, too.
  private static func directionBits(_ all: [(truth: Float, felt: Float?)]) -> Double {
    guard all.count >= fewest else { return .nan }
    return Information.bits(
      all.map { Information.sector($0.truth, of: directionClasses) },
      all.map { pair in pair.felt.map { Information.sector($0, of: directionClasses) } ?? directionClasses })
  }

  /// Root of the mean square [°]; who feels nothing guesses, which is 104° off.
  private static func directionError(_ all: [Judgement]) -> Double {
    var sum = 0.0
    var count = 0.0
    for j in all {
      guard let truth = crowdAngle(j) else { continue }
      count += 1
      guard let felt = j.direction else {
        sum += 180 * 180 / 3
        continue
      }
      let off = Double(Math.atan2(Math.sin(felt - truth), Math.cos(felt - truth))) * 180 / .pi
      sum += off * off
    }
    return count >= Double(fewest) ? (sum / count).squareRoot() : .nan
  }

  /// R² of what is felt on ln(1 + density).
  private static func linearity(_ all: [Judgement]) -> Double {
    guard all.count >= fewest else { return .nan }
    let x = all.map { Double(Math.log(1 + $0.density)) }
    let y = all.map { Double($0.felt) }
    let n = Double(all.count)
    let (mx, my) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
    var (sxx, syy, sxy) = (0.0, 0.0, 0.0)
    for (x, y) in zip(x, y) {
      sxx += (x - mx) * (x - mx)
      syy += (y - my) * (y - my)
      sxy += (x - mx) * (y - my)
    }
    return sxx > 1e-12 && syy > 1e-12 ? sxy * sxy / (sxx * syy) : 0
  }

  /// One step from a level of service to the next that was met.
  struct ServiceStep: Equatable, Sendable {
    var from: String
    var to: String
    var value: Double  // d′
  }

  /// d′ between neighbouring levels: the difference of the mean number of noticeable steps, over the noise of judging.
  /// Of levels with at least a score of judgements.
  func steps(_ all: [Judgement]) -> [ServiceStep] {
    let skin = outfit.mapping.skin
    let site = outfit.garment.actuators.first?.site ?? .chest
    var levels: [(name: String, mean: Double)] = []
    for (k, name) in ["A", "B", "C", "D", "E", "F"].enumerated() {
      let inside = all.filter { j in OpenScore.serviceBorders.count { $0 <= j.density } == k }
      guard inside.count >= 20 else { continue }
      let mean = inside.reduce(0) { $0 + skin.jnds(from: 0, to: $1.felt, at: site) } / Float(inside.count)
      levels.append((name, Double(mean)))
    }
    return zip(levels, levels.dropFirst()).map { a, b in
      ServiceStep(from: a.name, to: b.name, value: (b.mean - a.mean) * 0.954)
    }
  }
}
