import Haptics
import Kernel
import Learning

/// The few numbers of a mapping that a wearer is asked about, as a unit cube.
public struct PreferenceKnobs: Sendable {
  public let start: Mapping
  public let knobs: [Knob]

  /// The knobs of these names; without names four that make the most felt difference, of the first layer that is no
  /// warning. Nil where a name is not known, or there are none.
  public init?(_ start: Mapping, on garment: Garment, names: [String] = []) {
    self.start = start
    let all = start.knobs.filter(\.isTunable)
    if !names.isEmpty {
      let found = names.compactMap { name in
        all.first {
          $0.name == name || $0.name == "layers.\(name)"
            || $0.path.dropFirst(2).joined(separator: ".") == name
        }
      }
      guard found.count == names.count else { return nil }
      knobs = found
      return
    }
    guard let layer = start.layers.first(where: { $0.source != .hazard }) else { return nil }
    let wanted = [
      "curve.ceiling", "curve.exponent", "texture.most", "texture.fastest", "texture.flutter.depth",
      "texture.rate",
      "texture.duration",
      "receptive.half_angle", "curve.floor", "receptive.far", "curve.knee",
    ]
    let own = all.filter { $0.path[1] == layer.name && AutoTuner.matters($0, start, garment) }
    knobs = Array(
      wanted.compactMap { key in own.first { $0.path.dropFirst(2).joined(separator: ".") == key } }.prefix(4))
    if knobs.isEmpty { return nil }
  }

  public static func names(of mapping: Mapping) -> [String] {
    mapping.knobs.filter(\.isTunable).map { $0.path.dropFirst(1).joined(separator: ".") }
  }

  /// The mapping at a point of the cube.
  public func mapping(_ point: [Double]) -> Mapping {
    var mapping = start
    for (knob, share) in zip(knobs, point) {
      knob.turn(&mapping, to: AutoTuner.rounded(knob.value(atShare: Float(share))))
    }
    return mapping.settled()
  }
  public var origin: [Double] { knobs.map { Double($0.share(of: $0.value(in: start))) } }
}

/// How well asking finds what simulated wearers like, by the number of answers.
public struct PreferenceTrial: Sendable {
  public struct Row: Sendable {
    public var answers: Int
    public var informative: Estimate  // share of the best setting's utility, 0…1
    public var random: Estimate
  }
  public var wearers: Int
  public var rows: [Row]
  /// After how many answers the mean is nine tenths, and stays there; nil: not within those asked.
  public var informativeNeeds: Int?
  public var randomNeeds: Int?

  /// `wearers` whose liking is known, each asked `answers` questions in both manners. Nil where it was interrupted.
  public static func run(wearers: Int, answers: Int, dimensions: Int, seed: UInt64, _ errand: Errand)
    -> PreferenceTrial?
  {
    let all = errand.each(wearers * 2, "simulated wearers") { task -> [Double] in
      let wearer = SimulatedWearer(dimensions: dimensions, seed: seed &* 1_000_003 &+ UInt64(task / 2))
      var inquiry = PreferenceInquiry(
        dimensions: dimensions, seed: seed &+ UInt64(task / 2), manner: task % 2 == 0 ? .informative : .random
      )
      return (1...answers).map { number in
        let (a, b) = inquiry.question()
        let first = wearer.prefersFirst(a, b, number: number)
        inquiry.answer(PreferenceModel.Answer(first ? a : b, over: first ? b : a))
        return wearer.share(inquiry.favourite())
      }
    }
    guard let all else { return nil }
    func mean(_ manner: Int, _ n: Int) -> Estimate {
      Jackknife.mean((0..<wearers).map { all[2 * $0 + manner][n - 1] })
    }
    func needs(_ manner: Int) -> Int? {
      let means = (1...answers).map { mean(manner, $0).value }
      guard let last = means.lastIndex(where: { $0 < 0.9 }) else { return 1 }
      return last + 1 < answers ? last + 2 : nil
    }
    let counts = [1, 2, 5, 10, 15, 20, 25, 30, 40, 60, 80, 100].filter { $0 < answers } + [answers]
    return PreferenceTrial(
      wearers: wearers,
      rows: counts.map { Row(answers: $0, informative: mean(0, $0), random: mean(1, $0)) },
      informativeNeeds: needs(0), randomNeeds: needs(1))
  }
}
