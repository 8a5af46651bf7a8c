import Kernel

/// The standard normal distribution.
enum Normal {
  /// Φ(z), to full precision in the lower tail.
  static func share(below z: Double) -> Double { 0.5 * Math.erfc(-z * 0.5.squareRoot()) }

  /// Inverse of `share(below:)`, to some twelve digits. Infinite at 0 and 1.
  static func quantile(_ share: Double) -> Double {
    if share > 0.5 { return -quantile(1 - share) }
    let z = approximateQuantile(share)
    guard z.isFinite else { return z }
    // Newton's step with the slope φ(z) doubles the seven digits.
    let density = Math.exp(-0.5 * z * z) * 0.3989422804014327  // 1/√2π
    return density > 0 ? z - (Normal.share(below: z) - share) / density : z
  }

  /// To about seven digits, for shares up to a half: M. J. Wichura, "Algorithm AS 241: the percentage points of the
  /// normal distribution", Applied Statistics 37 (1988), function PPND7.
  private static func approximateQuantile(_ share: Double) -> Double {
    let q = share - 0.5
    if q >= -0.425 {
      let r = 0.180625 - q * q
      let top = ((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179
      let bottom = ((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1
      return q * top / bottom
    }
    if !(share > 0) { return -.infinity }
    var r = (-Math.log(share)).squareRoot()
    if r <= 5 {
      r -= 1.6
      return -(((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777)
        / ((0.12021132975 * r + 0.73700164250) * r + 1)
    }
    r -= 5
    return -(((0.017337203997 * r + 0.42868294337) * r + 3.0812263860) * r + 6.6579051150)
      / ((0.012258202635 * r + 0.24197894225) * r + 1)
  }
}
