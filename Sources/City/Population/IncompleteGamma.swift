import Kernel

/// The gamma distribution of scale 1: P(a, x) = γ(a, x)/Γ(a) and its inverse. Series and continued fraction after
/// Abramowitz & Stegun, "Handbook of Mathematical Functions", 6.5.29 and 6.5.31.
struct IncompleteGamma {
  let a: Double  // shape
  private let logGamma: Double  // ln Γ(a)

  /// Beyond this shape Wilson & Hilferty's cube root is as good as single precision.
  private static let largestShape = 1e6
  private static let mostTerms = 20_000

  init(shape: Double) {
    a = shape
    logGamma = IncompleteGamma.logGamma(shape)
  }

  /// ln Γ(x) for x > 0: Stirling's series beyond 10, and below it Γ(x) = Γ(x + n)/(x (x + 1) … (x + n − 1)).
  static func logGamma(_ x: Double) -> Double {
    var product = 1.0
    var y = x
    while y < 10 {
      product *= y
      y += 1
    }
    let r = 1 / (y * y)
    let series = (((r * (1 / 1188) - 1 / 1680) * r + 1 / 1260) * r - 1 / 360) * r + 1 / 12
    let halfLogTwoPi = 0.9189385332046727
    return (y - 0.5) * Math.log(y) - y + halfLogTwoPi + series / y - Math.log(product)
  }

  /// P(a, x), the share below `x`.
  func share(below x: Double) -> Double {
    if !(x > 0) { return 0 }
    if x == .infinity { return 1 }
    if a > IncompleteGamma.largestShape {
      let s = 1 / (9 * a)
      return Normal.share(below: (Math.pow(x / a, 1 / 3) - 1 + s) / s.squareRoot())
    }
    let front = Math.exp(a * Math.log(x) - x - logGamma)
    return x < a + 1 ? min(1, front * series(x)) : max(0, 1 - front * fraction(x))
  }

  /// Σ xⁿ / (a (a + 1) … (a + n))
  private func series(_ x: Double) -> Double {
    var term = 1 / a
    var sum = term
    for n in 1...IncompleteGamma.mostTerms {
      term *= x / (a + Double(n))
      sum += term
      if term < sum * 1e-16 { break }
    }
    return sum
  }

  /// 1/(x + 1 − a − 1·(1 − a)/(x + 3 − a − 2·(2 − a)/(x + 5 − a − …))), by Lentz's products.
  private func fraction(_ x: Double) -> Double {
    let tiny = 1e-300
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var product = d
    for n in 1...IncompleteGamma.mostTerms {
      let numerator = -Double(n) * (Double(n) - a)
      b += 2
      d = numerator * d + b
      d = 1 / (abs(d) < tiny ? tiny : d)
      c = b + numerator / c
      if abs(c) < tiny { c = tiny }
      product *= c * d
      if abs(c * d - 1) < 1e-15 { break }
    }
    return product
  }

  /// The value below which a share `p` lies; Halley's steps, halving where they would leave the bracket.
  func quantile(_ p: Double) -> Double {
    if !(p > 0) { return 0 }
    if p >= 1 { return .infinity }
    var x = start(p)
    if a > IncompleteGamma.largestShape { return x }
    var low = 0.0
    var high = Double.infinity
    for _ in 0..<200 {
      let excess = share(below: x) - p
      if excess > 0 { high = x } else { low = x }
      let density = Math.exp((a - 1) * Math.log(x) - x - logGamma)
      var next = x
      if density > 0, density.isFinite {
        let step = excess / density
        let bend = 0.5 * min(1, step * ((a - 1) / x - 1))
        next = x - step / (1 - bend)
      }
      if !(next > low && next < high) || next == x {
        if excess == 0 { return x }
        next = high == .infinity ? 2 * x : low + (high - low) / 2
      }
      let moved = abs(next - x)
      x = next
      if moved <= 1e-11 * x || x < 1e-300 { return x }
    }
    return x
  }

  private func start(_ p: Double) -> Double {
    if a > 1 {
      // E. B. Wilson & M. M. Hilferty, "The distribution of chi-square", PNAS 17 (1931).
      let s = 1 / (9 * a)
      let root = 1 - s + Normal.quantile(p) * s.squareRoot()
      if root > 0.1 { return a * root * root * root }
    }
    // Near zero P(a, x) ≈ xᵃ/Γ(a + 1).
    let small = Math.exp((Math.log(p * a) + logGamma) / a)
    return min(max(small, 1e-300), a + 1)
  }
}
