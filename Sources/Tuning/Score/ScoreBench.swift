import Fields
import Haptics
import Kernel
import Learning
import Scenes

/// Crowds to score mappings in: made once, the same for every mapping.
public struct ScoreBench: Sendable {
  /// How much is looked at.
  public struct Size: Equatable, Sendable {
    public var seconds = 30.0  // of each group
    public var warmUp = 8.0  // [s] of a simulated crowd before
    public var seats = 6  // people of the crowd whose walks are felt
    public var walkers = 6  // bodies that walk through it, for practice and for real; 0: no closed loop
    public init() {}
  }

  public let source: String
  public let size: Size
  /// What is different between several crowds of one seed, such as their densities; one empty name where there is one.
  public let variants: [String]
  public let groups: Int
  let reels: [CrowdReel]  // variant by variant, each with all groups
  let walks: [Walk]
  let practices: [Practice]  // as the reels
  let crowdStep: Float
  public let hapticStep: Float
  /// Whether each group is a seed; otherwise it is a slice of a recording.
  public var isSimulated: Bool { reels.first?.seed != nil }
  public var seeds: [UInt64] { reels.prefix(groups).compactMap(\.seed) }
  /// [1/m²] people over walkable ground, mean over all steps, of each variant.
  public let meanDensities: [Double]

  /// One group for each seed. `scenes` are variants of one scene, by name.
  public static func simulate(
    _ scenes: [(name: String, scene: Scene)], seeds: [UInt64], size: Size = Size(), _ errand: Errand
  ) -> ScoreBench? {
    let made = errand.each(scenes.count * seeds.count, "crowds") { k in
      let (variant, group) = (k / seeds.count, k % seeds.count)
      var reel = CrowdReel.simulate(
        scenes[variant].scene, seed: seeds[group], warmUp: size.warmUp, seconds: size.seconds,
        interrupted: errand.interrupted)
      (reel.group, reel.variant) = (group, variant)
      return reel
    }
    guard let reels = made else { return nil }
    return ScoreBench(
      scenes.first?.scene.name ?? "", reels, variants: scenes.map(\.name), size, errand)
  }

  /// Slices of a recording, each a group: as many as `count`, but none under 8 s.
  public static func slice(
    _ film: RecordedCrowd, field: FieldSettings, count: Int, size: Size = Size(), _ errand: Errand
  ) -> ScoreBench? {
    let whole = CrowdReel.play(film, field: field, seconds: min(film.duration, 600))
    let slices = max(1, min(count, Int(whole.seconds / 8)))
    let each = min(Int(size.seconds / Double(film.clocks.crowdStep)), whole.frames.count / slices)
    let reels = (0..<slices).map { k in
      var reel = whole
      let first = k * (whole.frames.count / slices)
      reel.frames = Array(whole.frames[first..<min(first + each, whole.frames.count)])
      reel.group = k
      return reel
    }
    return ScoreBench(film.name, reels, variants: [""], size, errand)
  }

  private init?(
    _ source: String, _ reels: [CrowdReel], variants: [String], _ size: Size, _ errand: Errand
  ) {
    self.source = source
    self.size = size
    self.reels = reels
    self.variants = variants
    groups = reels.count / max(variants.count, 1)
    crowdStep = reels.first?.clocks.crowdStep ?? 0.05
    hapticStep = reels.first?.clocks.hapticStep ?? 0.01
    guard
      let walks = errand.each(reels.count, "walks", { Walk.ofPeople(reels[$0], seats: size.seats) }),
      let practices = errand.each(
        size.walkers == 0 ? 0 : reels.count, "practice", { Practice(reels[$0], walkers: size.walkers) })
    else { return nil }
    self.walks = walks.flatMap { $0 }
    self.practices = practices
    meanDensities = variants.indices.map { variant in
      let some = reels.filter { $0.variant == variant }
      let area = some.first.map { reel in
        let frame = reel.estimator().frame
        let cells = reel.ground.walkableCells(frame).cells.count { $0 }
        return Double(cells) * Double(frame.cellSize * frame.cellSize)
      }
      let people = some.flatMap { $0.frames.map { Double($0.count) } }
      return people.reduce(0, +) / Double(max(people.count, 1)) / max(area ?? 1, 1e-9)
    }
  }

  /// Whether nobody is ever there.
  public var isEmpty: Bool { walks.isEmpty }

  /// Everything about one mapping. `kinds` act in the closed loop.
  public func score(
    _ mapping: Mapping, on garment: Garment, kinds: [WalkerKind] = WalkerKind.senses, _ errand: Errand
  ) -> MappingScore? {
    let outfit = Outfit(mapping, on: garment, hapticStep: hapticStep)
    guard let open = OpenScore(outfit, walks, groups: groups, crowdStep: crowdStep, errand) else {
      return nil
    }
    guard size.walkers > 0 else { return MappingScore(mapping, garment, open, kinds: [], [], []) }
    var schools: [Schooling] = []
    for variant in variants.indices {
      if errand.interrupted() { return nil }
      errand.progress(Double(variant) / Double(variants.count), "lessons")
      schools.append(
        Schooling(
          kinds, Array(practices[variant * groups..<(variant + 1) * groups]), outfit: outfit,
          crowdStep: crowdStep, workers: errand.workers))
    }
    let taught = schools
    let outings = errand.each(reels.count, "outings") { k in
      Outing.run(kinds, reels[k], walkers: size.walkers, taught[reels[k].variant], outfit: outfit)
    }
    guard let outings else { return nil }
    return MappingScore(mapping, garment, open, kinds: kinds, schools, outings)
  }
}

/// What is known of one mapping in one bench.
public struct MappingScore: Sendable {
  public let mapping: Mapping
  public let garment: Garment
  public let kinds: [WalkerKind]
  let open: OpenScore
  private let schools: [Schooling]  // by variant
  private let outings: [[[OutingFigures]]]  // by variant and group, kind, walker

  init(
    _ mapping: Mapping, _ garment: Garment, _ open: OpenScore, kinds: [WalkerKind], _ schools: [Schooling],
    _ outings: [[[OutingFigures]]]
  ) {
    self.mapping = mapping
    self.garment = garment
    self.open = open
    self.kinds = kinds
    self.schools = schools
    self.outings = outings
  }
  public var groups: Int { open.groups }

  /// Every figure, in the order of `ScoreFigure.allCases`, from some of the groups. Those of the closed loop are of the
  /// walkers who go by touch.
  func figures(of some: [Int]) -> [Double] {
    open.figures(of: some)
      + ScoreFigure.allCases.filter(\.isClosedLoop).map { figure in
        value(figure, .touch, some)
      }
  }

  /// A figure of the closed loop, of one kind of walker, in one variant or in all.
  func value(_ figure: ScoreFigure, _ kind: WalkerKind, _ some: [Int], variant: Int? = nil) -> Double {
    guard let k = kinds.firstIndex(of: kind), !outings.isEmpty else { return .nan }
    let variants = variant.map { [$0] } ?? Array(schools.indices)
    if figure == .prediction {
      let marks = variants.compactMap { schools[$0].mark(kind, groups: some)?.accuracy }
      return marks.isEmpty ? .nan : 100 * marks.reduce(0, +) / Double(marks.count)
    }
    let all = variants.flatMap { v in some.flatMap { outings[v * groups + $0][k] } }
    func sum(_ part: (OutingFigures) -> Double) -> Double { all.reduce(0) { $0 + part($1) } }
    let seconds = max(sum(\.seconds), 1e-9)
    let progress = sum(\.progress)
    switch figure {
    case .collisions: return sum { Double($0.collisions) } / seconds * 60
    case .collisionsOnWay: return progress > 0 ? sum { Double($0.collisions) } / progress * 100 : .nan
    case .hitsFromBehind: return sum { Double($0.fromBehind) } / seconds * 60
    case .detour: return progress > 0 ? sum(\.path) / progress : .nan
    case .pace: return progress / seconds
    case .crush: return 100 * sum(\.crushed) / seconds
    case .leastTime: return sum(\.leastTime) / Double(max(all.count, 1))
    case .energy: return sum(\.joules) / seconds * 60
    default: return .nan
    }
  }

  public var estimates: [(figure: ScoreFigure, estimate: Estimate)] {
    let all = Jackknife.estimates(groups: groups) { figures(of: $0) }
    return Array(zip(ScoreFigure.allCases, all))
  }
  public func estimate(_ figure: ScoreFigure) -> Estimate {
    let k = ScoreFigure.allCases.firstIndex(of: figure)!
    return Jackknife.estimates(groups: groups) { [figures(of: $0)[k]] }[0]
  }

  /// A figure of the closed loop for each kind of walker.
  public func estimate(_ figure: ScoreFigure, _ kind: WalkerKind, variant: Int? = nil) -> Estimate {
    Jackknife.estimates(groups: groups) { [value(figure, kind, $0, variant: variant)] }[0]
  }
  /// How much less or more than walkers of kind `other`, in the same crowds.
  public func difference(
    _ figure: ScoreFigure, _ kind: WalkerKind, from other: WalkerKind, variant: Int? = nil
  ) -> Estimate {
    Jackknife.estimates(groups: groups) {
      [value(figure, kind, $0, variant: variant) - value(figure, other, $0, variant: variant)]
    }[0]
  }
  /// By how much every figure is more than `other`'s, in the same crowds: the groups are paired.
  public func differences(from other: MappingScore) -> [(figure: ScoreFigure, estimate: Estimate)] {
    precondition(groups == other.groups, "scores of one bench")
    let all = Jackknife.estimates(groups: groups) { some in
      zip(figures(of: some), other.figures(of: some)).map { $0 - $1 }
    }
    return Array(zip(ScoreFigure.allCases, all))
  }

  /// d′ from each level of service to the next.
  public var serviceSteps: [(from: String, to: String, value: Double)] {
    open.steps(open.walks.flatMap(\.judgements)).map { ($0.from, $0.to, $0.value) }
  }
  /// What was felt over how dense it was, of every judgement.
  public var impressions: [SIMD2<Double>] {
    open.walks.flatMap { $0.judgements.map { SIMD2(Double($0.density), Double($0.felt)) } }
  }
}
