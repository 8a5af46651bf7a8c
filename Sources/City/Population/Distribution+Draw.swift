import Kernel

extension Distribution {
  /// The value below which a share `u` (0 ..< 1) of people lie.
  package func value(at u: Float) -> Float {
    switch self {
    case .constant(let value): return value
    case .uniform(let minimum, let maximum): return minimum + (maximum - minimum) * u
    case .normal(let mean, let deviation, let minimum, let maximum):
      guard deviation > 0, maximum > minimum else { return max(minimum, min(maximum, mean)) }
      let low = Normal.share(below: (minimum - mean) / deviation)
      let high = Normal.share(below: (maximum - mean) / deviation)
      let z = Normal.quantile(low + (high - low) * u)
      return max(minimum, min(maximum, mean + deviation * z))
    case .exponential(let mean): return -mean * Math.log(1 - u)
    case .logNormal(let mu, let sigma): return Math.exp(mu + sigma * Normal.quantile(max(u, 0x1p-25)))
    case .weibull(let scale, let shape): return scale * Math.pow(-Math.log(1 - u), 1 / shape)
    case .gamma, .choice, .cut: preconditionFailure("not drawn yet")
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

/// The standard normal distribution.
enum Normal {
  static func share(below z: Float) -> Float { 0.5 * (1 + Math.erf(z * Float(0.5).squareRoot())) }

  /// Inverse of `share(below:)`, to about seven digits: M. J. Wichura, "Algorithm AS 241: the percentage points of
  /// the normal distribution", Applied Statistics 37 (1988), function PPND7. Infinite at 0 and 1.
  static func quantile(_ share: Float) -> Float {
    let q = Double(share) - 0.5
    if abs(q) <= 0.425 {
      let r = 0.180625 - q * q
      let top = ((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179
      let bottom = ((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1
      return Float(q * top / bottom)
    }
    let tail = Float(q < 0 ? Double(share) : 1 - Double(share))
    if !(tail > 0) { return q < 0 ? -.infinity : .infinity }
    var r = Double((-Math.log(tail)).squareRoot())
    let z: Double
    if r <= 5 {
      r -= 1.6
      z =
        (((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777)
        / ((0.12021132975 * r + 0.73700164250) * r + 1)
    } else {
      r -= 5
      z =
        (((0.017337203997 * r + 0.42868294337) * r + 3.0812263860) * r + 6.6579051150)
        / ((0.012258202635 * r + 0.24197894225) * r + 1)
    }
    return Float(q < 0 ? -z : z)
  }
}

extension [Weighted] {
  /// The choice at a share `u` (0 ..< 1) of all weight.
  package func choice(at u: Float) -> Int {
    let total = reduce(0) { $0 + Double($1.weight) }
    var left = Double(u) * total
    for option in self {
      left -= Double(option.weight)
      if left < 0 { return option.index }
    }
    precondition(!isEmpty, "there is something to choose from")
    return self[count - 1].index
  }
}

extension Profile {
  /// The person with this id: always the same, whenever asked.
  func person(id: UInt32, random: CounterRandom) -> Person {
    let u = random.uniform4(.profile, entity: id, tick: 0)
    let w = random.uniform4(.parameters, entity: id, tick: 0)
    return Person(
      desiredSpeed: max(0, desiredSpeed.value(at: u.x)), radius: max(0.01, radius.value(at: u.y)),
      timeGap: max(0, timeGap.value(at: u.z)), relaxation: max(0.01, relaxation.value(at: w.x)),
      mass: max(1, mass.value(at: w.y)))
  }
}
