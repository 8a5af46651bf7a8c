import Kernel

/// A continuous scale of colours. The three are matplotlib's, as polynomials of degree six in sRGB fitted to its
/// 256 entries (largest error 0.017, 0.041 and 0.051 of the range); lightness rises all the way in each.
public enum Palette: String, CaseIterable, Sendable {
  case viridis, cividis, inferno

  /// Coefficients of t⁰...t⁶, (red, green, blue).
  private var coefficients: [SIMD3<Float>] {
    switch self {
    case .viridis:
      [
        SIMD3(0.27446, 0.00577, 0.33266), SIMD3(0.10771, 1.39647, 1.38677), SIMD3(-0.32724, 0.21481, 0.09198),
        SIMD3(-4.59993, -5.75824, -19.29181), SIMD3(6.20374, 14.15396, 56.6563),
        SIMD3(4.75179, -13.74944, -65.32097), SIMD3(-5.43208, 4.64157, 26.27211),
      ]
    case .cividis:
      [
        SIMD3(-0.00897, 0.13676, 0.29417), SIMD3(-0.38469, 0.63949, 2.98265),
        SIMD3(15.42921, 0.38556, -22.36376), SIMD3(-58.97703, -1.4042, 74.86356),
        SIMD3(102.37049, 2.60091, -121.30316), SIMD3(-83.18724, -2.14075, 93.97422),
        SIMD3(25.77607, 0.68812, -28.26253),
      ]
    case .inferno:
      [
        SIMD3(0.00021, 0.00163, -0.03713), SIMD3(0.10587, 0.56636, 4.11793),
        SIMD3(11.61711, -3.94772, -16.25732), SIMD3(-41.70928, 17.45772, 44.64512),
        SIMD3(77.15745, -33.41568, -82.25392), SIMD3(-71.28767, 32.55388, 73.58813),
        SIMD3(25.09262, -12.22216, -23.11565),
      ]
    }
  }

  /// The colour at `t` 0...1; what lies outside takes the nearer end, NaN the lower one.
  public func colour(_ t: Float) -> Colour {
    let t = t > 0 ? min(t, 1) : 0
    var sum = SIMD3<Float>.zero
    for c in coefficients.reversed() { sum = sum * t + c }
    let bytes = sum.clamped(lowerBound: .zero, upperBound: .one) * 255 + 0.5
    return Colour(UInt8(bytes.x), UInt8(bytes.y), UInt8(bytes.z))
  }

  /// `count` colours from end to end, opaque.
  public func table(_ count: Int = 256) -> [Colour] {
    let last = Float(max(count - 1, 1))
    return (0..<max(count, 1)).map { colour(Float($0) / last) }
  }

  /// As `table`, but clear at zero and soon nearly opaque, so that the ground shows where nobody stands.
  public func fadingTable(_ count: Int = 256, opacity: Float = 0.86) -> [Colour] {
    let last = Float(max(count - 1, 1))
    return table(count).enumerated().map { i, colour in
      let t = Float(i) / last
      // Opacity rises over the lowest eighth of the scale.
      let rise = min(t * 8, 1)
      return colour.faded(opacity * rise * (2 - rise))
    }
  }
}
