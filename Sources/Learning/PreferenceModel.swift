import Kernel

/// What somebody likes, learnt from "rather this one than that one".
///
/// A utility over the unit cube, a Gaussian process with the squared-exponential kernel, and answers with the probability
/// Φ((f(a) − f(b))/√2) (Chu & Ghahramani 2005). The posterior is Laplace's; its two hyperparameters, the length over which
/// liking changes and how large it is against the noise of answering, are those of a small grid with the greatest evidence.
public struct PreferenceModel: Sendable {
  public struct Answer: Equatable, Sendable {
    public var preferred: [Double]
    public var other: [Double]
    /// 0…1: how sure; an answer of 0 tells nothing.
    public var confidence: Double
    public init(_ preferred: [Double], over other: [Double], confidence: Double = 1) {
      (self.preferred, self.other, self.confidence) = (preferred, other, confidence)
    }
  }

  public let dimensions: Int
  public private(set) var answers: [Answer] = []
  public private(set) var length = 0.4
  public private(set) var size = 2.0  // standard deviation of the utility, noise of answering being 1
  private var points: [[Double]] = []
  private var pairs: [(Int, Int)] = []
  private var mode: [Double] = []  // utility at `points`
  private var pull: [Double] = []  // K⁻¹ · mode
  private var known: [Double] = []  // K⁻¹ − K⁻¹ Σ K⁻¹, row-major

  public init(dimensions: Int) { self.dimensions = dimensions }

  public mutating func learn(_ answer: Answer) { learn([answer]) }

  public mutating func learn(_ more: [Answer]) {
    for answer in more {
      answers.append(answer)
      pairs.append((index(of: answer.preferred), index(of: answer.other)))
    }
    var best: (evidence: Double, length: Double, size: Double)?
    for length in [0.25, 0.4, 0.65] {
      for size in [1.0, 2, 4] {
        guard let fit = fitted(length, size) else { continue }
        // A mild prior keeps few answers from extremes.
        let prior = -0.5 * (square(Math.log(length / 0.4)) / 0.25 + square(Math.log(size / 2)) / 1)
        if fit.evidence + prior > best?.evidence ?? -.infinity { best = (fit.evidence + prior, length, size) }
      }
    }
    guard let best, let fit = fitted(best.length, best.size) else { return }
    (length, size) = (best.length, best.size)
    (mode, pull, known) = (fit.mode, fit.pull, fit.known)
  }

  private func square(_ x: Double) -> Double { x * x }

  private mutating func index(of point: [Double]) -> Int {
    precondition(point.count == dimensions, "a point of the cube")
    if let k = points.firstIndex(of: point) { return k }
    points.append(point)
    return points.count - 1
  }

  private func kernel(_ a: [Double], _ b: [Double], _ length: Double, _ size: Double) -> Double {
    var sum = 0.0
    for (x, y) in zip(a, b) { sum += (x - y) * (x - y) }
    return size * size * Math.exp(-sum / (2 * length * length))
  }

  private struct Fit {
    var mode: [Double]
    var pull: [Double]
    var known: [Double]
    var evidence: Double
  }

  /// Newton's method to the mode, then the covariance there. Nil where the matrices are not what they should be.
  private func fitted(_ length: Double, _ size: Double) -> Fit? {
    let n = points.count
    var k = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for j in 0..<n {
        k[i * n + j] = kernel(points[i], points[j], length, size) + (i == j ? 1e-6 * size * size : 0)
      }
    }
    guard let prior = Cholesky(k, size: n) else { return nil }
    let inverse = PreferenceModel.inverse(prior)
    var f = [Double](repeating: 0, count: n)
    var bend = [Double](repeating: 0, count: n * n)
    for _ in 0..<30 {
      var slope = [Double](repeating: 0, count: n)
      bend = inverse
      for (pair, answer) in zip(pairs, answers) {
        let z = (f[pair.0] - f[pair.1]) / PreferenceModel.noise
        let ratio = Normal.density(z) / Normal.below(z)
        let g = answer.confidence * ratio / PreferenceModel.noise
        slope[pair.0] += g
        slope[pair.1] -= g
        let w = answer.confidence * ratio * (z + ratio) / square(PreferenceModel.noise)
        bend[pair.0 * n + pair.0] += w
        bend[pair.1 * n + pair.1] += w
        bend[pair.0 * n + pair.1] -= w
        bend[pair.1 * n + pair.0] -= w
      }
      let held = multiply(inverse, f)
      for i in 0..<n { slope[i] -= held[i] }
      guard let solver = Cholesky(bend, size: n) else { return nil }
      let step = solver.solve(slope)
      var most = 0.0
      for i in 0..<n {
        f[i] += step[i]
        most = max(most, abs(step[i]))
      }
      if most < 1e-6 { break }
    }
    guard let posterior = Cholesky(bend, size: n) else { return nil }
    let pull = multiply(inverse, f)
    var evidence = -0.5 * zip(f, pull).reduce(0) { $0 + $1.0 * $1.1 }
    for (pair, answer) in zip(pairs, answers) {
      evidence += answer.confidence * Math.log(Normal.below((f[pair.0] - f[pair.1]) / PreferenceModel.noise))
    }
    evidence -= 0.5 * (prior.logDeterminant + posterior.logDeterminant)
    let covariance = PreferenceModel.inverse(posterior)
    // K⁻¹ Σ K⁻¹
    var half = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for j in 0..<n { for m in 0..<n { half[i * n + j] += inverse[i * n + m] * covariance[m * n + j] } }
    }
    var known = inverse
    for i in 0..<n {
      for j in 0..<n { for m in 0..<n { known[i * n + j] -= half[i * n + m] * inverse[m * n + j] } }
    }
    return Fit(mode: f, pull: pull, known: known, evidence: evidence)
  }

  private static let noise = 2.0.squareRoot()

  private static func inverse(_ matrix: Cholesky) -> [Double] {
    let n = matrix.size
    var all = [Double](repeating: 0, count: n * n)
    for j in 0..<n {
      var unit = [Double](repeating: 0, count: n)
      unit[j] = 1
      let column = matrix.solve(unit)
      for i in 0..<n { all[i * n + j] = column[i] }
    }
    return all
  }
  private func multiply(_ matrix: [Double], _ x: [Double]) -> [Double] {
    let n = x.count
    return (0..<n).map { i in (0..<n).reduce(0) { $0 + matrix[i * n + $1] * x[$1] } }
  }

  /// Mean utility; 0 all over before the first answer.
  public func utility(_ point: [Double]) -> Double {
    zip(points, pull).reduce(0) { $0 + kernel(point, $1.0, length, size) * $1.1 }
  }

  /// Utility of `a` less that of `b`.
  public func difference(_ a: [Double], _ b: [Double]) -> (mean: Double, variance: Double) {
    let n = points.count
    let c = points.map { kernel(a, $0, length, size) - kernel(b, $0, length, size) }
    var variance = 2 * (size * size - kernel(a, b, length, size))
    var mean = 0.0
    for i in 0..<min(n, pull.count) {
      mean += c[i] * pull[i]
      var row = 0.0
      for j in 0..<n { row += known[i * n + j] * c[j] }
      variance -= c[i] * row
    }
    return (mean, max(variance, 1e-9))
  }

  /// Bits to expect from asking "a or b?": what is not known of the answer, less what nobody could know. After Houlsby,
  /// Huszár, Ghahramani & Lengyel 2011.
  public func information(_ a: [Double], _ b: [Double]) -> Double {
    let (mean, variance) = difference(a, b)
    let m = mean / PreferenceModel.noise
    let v = variance / square(PreferenceModel.noise)
    let c2 = Double.pi * Math.log(2.0) / 2
    let p = Normal.below(m / (1 + v).squareRoot())
    let whole = -(p * Math.log(max(p, 1e-12)) + (1 - p) * Math.log(max(1 - p, 1e-12))) / Math.log(2.0)
    let noise = (c2 / (v + c2)).squareRoot() * Math.exp(-m * m / (2 * (v + c2)))
    return max(whole - noise, 0)
  }
}

/// The standard normal distribution.
enum Normal {
  static func density(_ z: Double) -> Double { Math.exp(-z * z / 2) / (2 * Double.pi).squareRoot() }
  /// The probability of a value below `z`, never quite 0.
  static func below(_ z: Double) -> Double { max(Math.erfc(-z / 2.0.squareRoot()) / 2, 1e-300) }
}

/// Asks for preferences, and knows the setting that is liked best so far.
public struct PreferenceInquiry: Sendable {
  public enum Manner: Sendable {
    /// The question that tells most, among settings that may be the best.
    case informative
    case random
  }
  public private(set) var model: PreferenceModel
  private let random: CounterRandom
  private let manner: Manner
  public var asked: Int { model.answers.count }

  public init(dimensions: Int, seed: UInt64, manner: Manner = .informative) {
    model = PreferenceModel(dimensions: dimensions)
    random = CounterRandom(seed: seed)
    self.manner = manner
  }

  /// Number `k` of round `round`: chance that does not depend on what was asked before.
  private func point(_ k: Int, _ round: Int) -> [Double] {
    var point: [Double] = []
    for block in 0..<(model.dimensions + 3) / 4 {
      let u = random.uniform4(.questions, entity: UInt32(k), tick: round * 64 + block)
      for lane in 0..<4 where point.count < model.dimensions { point.append(Double(u[lane])) }
    }
    return point
  }

  /// Two settings to compare next.
  public func question() -> (a: [Double], b: [Double]) {
    let round = asked
    if manner == .random || round == 0 { return (point(0, round), point(1, round)) }
    // Who may be the best: high by mean and doubt, near the best known, and the best itself.
    let favourite = favourite()
    var pool = (0..<200).map { point($0 + 2, round) }
      .map { (point: $0, promise: promise($0, over: favourite)) }
      .sorted { $0.promise > $1.promise }.prefix(18).map(\.point)
    for k in 0..<10 {
      let nudge = point(k + 300, round)
      pool.append(zip(favourite, nudge).map { min(max($0 + ($1 - 0.5) * 0.4, 0), 1) })
    }
    pool.append(favourite)
    var best = (bits: -1.0, a: favourite, b: pool[0])
    for i in pool.indices {
      for j in 0..<i {
        let bits = model.information(pool[i], pool[j])
        if bits > best.bits { best = (bits, pool[i], pool[j]) }
      }
    }
    return (best.a, best.b)
  }

  private func promise(_ point: [Double], over favourite: [Double]) -> Double {
    let (mean, variance) = model.difference(point, favourite)
    return mean + variance.squareRoot()
  }

  public mutating func answer(_ answer: PreferenceModel.Answer) { model.learn(answer) }

  /// The setting of the greatest mean utility: the best of many, then downhill to its top.
  public func favourite() -> [Double] {
    guard asked > 0 else { return [Double](repeating: 0.5, count: model.dimensions) }
    var best = [Double](repeating: 0.5, count: model.dimensions)
    var most = model.utility(best)
    func consider(_ point: [Double]) {
      let utility = model.utility(point)
      if utility > most { (most, best) = (utility, point) }
    }
    for k in 0..<300 { consider(point(k + 1000, 0)) }
    for answer in model.answers { consider(answer.preferred) }
    var step = 0.12
    while step > 0.01 {
      let before = most
      for d in best.indices {
        for sign in [-1.0, 1] {
          var next = best
          next[d] = min(max(next[d] + sign * step, 0), 1)
          consider(next)
        }
      }
      if most == before { step /= 2 }
    }
    return best
  }
}

/// Somebody with a known liking, to try inquiries on: one or two hills over the cube, some steep and some gentle.
public struct SimulatedWearer: Sendable {
  private let tops: [[Double]]
  private let widths: [[Double]]
  private let heights: [Double]
  private let random: CounterRandom
  /// Standard deviation of what is judged of one setting, the best being 1.
  public static let noise = 0.08

  public init(dimensions: Int, seed: UInt64) {
    let random = CounterRandom(seed: seed)
    self.random = random
    func draw(_ entity: UInt32, _ tick: Int) -> [Double] {
      (0..<dimensions).map {
        Double(random.uniform(.simulatedWearer, entity: entity &* 64 &+ UInt32($0), tick: tick))
      }
    }
    let hills = random.uniform(.simulatedWearer, entity: 9999, tick: 0) < 0.5 ? 1 : 2
    tops = (0..<hills).map { draw(UInt32($0), 0) }
    widths = (0..<hills).map { draw(UInt32($0), 1).map { 0.25 + 0.45 * $0 } }
    heights = (0..<hills).map { $0 == 0 ? 1 : 0.6 }
  }

  /// 0…1 of a setting's utility over that of the best one.
  public func share(_ point: [Double]) -> Double { min(utility(point) / best, 1) }

  private var best: Double { tops.map(utility).max() ?? 1 }
  private func utility(_ point: [Double]) -> Double {
    tops.indices.reduce(0) { sum, k in
      var exponent = 0.0
      for d in point.indices {
        let off = (point[d] - tops[k][d]) / widths[k][d]
        exponent += off * off / 2
      }
      return max(sum, heights[k] * Math.exp(-exponent))
    }
  }

  /// Which one they say they like better at question `number`.
  public func prefersFirst(_ a: [Double], _ b: [Double], number: Int) -> Bool {
    let u = random.uniform4(.simulatedWearer, entity: 7777, tick: number)
    let size = (-2 * Math.log(1 - u.x)).squareRoot()
    let judged = Double(size * Math.cos(2 * .pi * u.y)) * SimulatedWearer.noise * 2.0.squareRoot()
    return utility(a) - utility(b) + judged > 0
  }
}
