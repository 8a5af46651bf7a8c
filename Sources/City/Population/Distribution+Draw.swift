import Kernel

extension Distribution {
  /// The value below which a share `u` (0 ..< 1) of people lie.
  package func value(at u: Float) -> Float {
    // Draws are whole multiples of 2⁻²⁴; the lowest one stands for all below it.
    let value = Float(quantile(u > 0 ? Double(u) : 0x1p-25))
    let limits = self.limits
    return max(limits.lowerBound, min(limits.upperBound, value))
  }

  /// Inverse of the distribution function at `p`, 0 ... 1.
  func quantile(_ p: Double) -> Double {
    switch self {
    case .constant(let value): return Double(value)
    case .uniform(let minimum, let maximum):
      return Double(minimum) + (Double(maximum) - Double(minimum)) * p
    case .normal(let mean, let deviation, let minimum, let maximum):
      return CutNormal(mean, deviation, minimum, maximum).quantile(p)
    case .exponential(let mean): return -Double(mean) * Math.log(1 - p)
    case .logNormal(let mu, let sigma): return Math.exp(Double(mu) + Double(sigma) * Normal.quantile(p))
    case .gamma(let shape, let scale):
      return shape > 0 ? Double(scale) * IncompleteGamma(shape: Double(shape)).quantile(p) : 0
    case .weibull(let scale, let shape):
      return Double(scale) * Math.pow(-Math.log(1 - p), 1 / Double(shape))
    case .choice(let values, let weights): return Double(WeighedValues(values, weights).value(at: p))
    case .cut(let inner, let minimum, let maximum):
      let low = inner.share(below: minimum)
      let high = inner.share(upTo: maximum)
      let value = inner.quantile(high > low ? low + (high - low) * p : 0.5)
      return max(Double(minimum), min(Double(maximum), value))
    }
  }
}

extension Distribution {
  /// The distribution function: the share of people at or below `x`.
  package func share(upTo x: Float) -> Double {
    if case .cut(let inner, let minimum, let maximum) = self {
      if x >= maximum { return 1 }
      if x < minimum { return 0 }
      let low = inner.share(below: minimum)
      let high = inner.share(upTo: maximum)
      return high > low ? (inner.share(upTo: x) - low) / (high - low) : (x >= value(at: 0.5) ? 1 : 0)
    }
    switch self {
    case .constant(let value): return x >= value ? 1 : 0
    case .choice(let values, let weights): return WeighedValues(values, weights).share { $0 <= x }
    default: return share(below: x)
    }
  }

  /// The share of people below `x`.
  package func share(below x: Float) -> Double {
    let x64 = Double(x)
    switch self {
    case .constant(let value): return x > value ? 1 : 0
    case .uniform(let minimum, let maximum):
      if x <= minimum { return 0 }
      return x >= maximum ? 1 : (x64 - Double(minimum)) / (Double(maximum) - Double(minimum))
    case .normal(let mean, let deviation, let minimum, let maximum):
      return CutNormal(mean, deviation, minimum, maximum).share(below: x64)
    case .exponential(let mean): return x > 0 ? -Math.expm1(-x64 / Double(mean)) : 0
    case .logNormal(let mu, let sigma):
      return x > 0 ? Normal.share(below: (Math.log(x64) - Double(mu)) / Double(sigma)) : 0
    case .gamma(let shape, let scale):
      return shape > 0 ? IncompleteGamma(shape: Double(shape)).share(below: x64 / Double(scale)) : 1
    case .weibull(let scale, let shape):
      return x > 0 ? -Math.expm1(-Math.pow(x64 / Double(scale), Double(shape))) : 0
    case .choice(let values, let weights): return WeighedValues(values, weights).share { $0 < x }
    case .cut(let inner, let minimum, let maximum):
      if x > maximum { return 1 }
      if x <= minimum { return 0 }
      let low = inner.share(below: minimum)
      let high = inner.share(upTo: maximum)
      return high > low ? (inner.share(below: x) - low) / (high - low) : (x > value(at: 0.5) ? 1 : 0)
    }
  }
}

extension Distribution {
  /// Least and greatest value that can be drawn.
  package var limits: ClosedRange<Float> {
    switch self {
    case .constant(let x): return x...x
    case .uniform(let low, let high), .normal(_, _, let low, let high): return low...max(low, high)
    case .exponential, .logNormal, .gamma, .weibull: return 0...Float.infinity
    case .choice(let values, _): return (values.min() ?? 0)...(values.max() ?? 0)
    case .cut(let inner, let low, let high):
      let limits = inner.limits
      let least = max(low, min(limits.lowerBound, high))
      return least...max(least, min(high, limits.upperBound))
    }
  }
}

/// A normal distribution inside limits.
private struct CutNormal {
  let mean: Double
  let deviation: Double
  let minimum: Double
  let maximum: Double

  init(_ mean: Float, _ deviation: Float, _ minimum: Float, _ maximum: Float) {
    self.mean = Double(mean)
    self.deviation = Double(deviation)
    self.minimum = Double(minimum)
    self.maximum = Double(maximum)
  }
  /// The same seen in a mirror at the mean: what is left of an upper tail is then known to many digits.
  private var mirrored: CutNormal {
    CutNormal(mean: mean, deviation: deviation, minimum: 2 * mean - maximum, maximum: 2 * mean - minimum)
  }
  private init(mean: Double, deviation: Double, minimum: Double, maximum: Double) {
    self.mean = mean
    self.deviation = deviation
    self.minimum = minimum
    self.maximum = maximum
  }
  private func whole(below x: Double) -> Double { Normal.share(below: (x - mean) / deviation) }

  func quantile(_ p: Double) -> Double {
    guard deviation > 0, maximum > minimum else { return max(minimum, min(maximum, mean)) }
    if minimum > mean { return 2 * mean - mirrored.quantile(1 - p) }
    let low = whole(below: minimum)
    let z = Normal.quantile(low + (whole(below: maximum) - low) * p)
    return max(minimum, min(maximum, mean + deviation * z))
  }

  func share(below x: Double) -> Double {
    if x <= minimum { return 0 }
    if x > maximum { return 1 }
    guard deviation > 0, maximum > minimum else { return x > quantile(0.5) ? 1 : 0 }
    if minimum > mean { return 1 - mirrored.share(below: 2 * mean - x) }
    let low = whole(below: minimum)
    let high = whole(below: maximum)
    return high > low ? (whole(below: x) - low) / (high - low) : (x - minimum) / (maximum - minimum)
  }
}

/// Values with weights, in rising order.
private struct WeighedValues {
  private var pairs: [(value: Float, weight: Double)]

  init(_ values: [Float], _ weights: [Float]) {
    pairs = zip(values, weights).map { ($0, Double(max(0, $1))) }
    if !zip(values, values.dropFirst()).allSatisfy({ $0 <= $1 }) { pairs.sort { $0.value < $1.value } }
  }
  private var total: Double { pairs.reduce(0) { $0 + $1.weight } }

  func value(at p: Double) -> Float {
    var left = p * total
    for pair in pairs {
      left -= pair.weight
      if left < 0 { return pair.value }
    }
    return pairs.last { $0.weight > 0 }?.value ?? pairs.last?.value ?? 0
  }

  func share(_ counts: (Float) -> Bool) -> Double {
    let total = self.total
    return total > 0 ? pairs.reduce(0) { $0 + (counts($1.value) ? $1.weight : 0) } / total : 0
  }
}
