import Kernel

/// What a colour looks like to an eye that lacks one kind of cone, after Machado, Oliveira & Fernandes 2009,
/// "A physiologically-based model for simulation of color vision deficiency", severity 1.
public enum ColourVision: String, CaseIterable, Sendable {
  case normal, protanopia, deuteranopia, tritanopia

  /// Rows of the matrix on linear RGB.
  var matrix: [SIMD3<Double>]? {
    switch self {
    case .normal: nil
    case .protanopia:
      [
        SIMD3(0.152286, 1.052583, -0.204868), SIMD3(0.114503, 0.786281, 0.099216),
        SIMD3(-0.003882, -0.048116, 1.051998),
      ]
    case .deuteranopia:
      [
        SIMD3(0.367322, 0.860646, -0.227968), SIMD3(0.280085, 0.672501, 0.047413),
        SIMD3(-0.01182, 0.04294, 0.968881),
      ]
    case .tritanopia:
      [
        SIMD3(1.255528, -0.076749, -0.178779), SIMD3(-0.078411, 0.930809, 0.147602),
        SIMD3(0.004733, 0.691367, 0.3039),
      ]
    }
  }

  /// Linear RGB as this eye sees it, 0...1 a channel.
  func seen(_ linear: SIMD3<Double>) -> SIMD3<Double> {
    guard let matrix else { return linear }
    let out = SIMD3((matrix[0] * linear).sum(), (matrix[1] * linear).sum(), (matrix[2] * linear).sum())
    return out.clamped(lowerBound: .zero, upperBound: .one)
  }
  /// The colour that shows a normal eye what this one sees.
  public func seen(_ colour: Colour) -> Colour {
    let c = seen(colour.linear)
    func byte(_ v: Double) -> UInt8 {
      let s = v <= 0.0031308 ? 12.92 * v : 1.055 * root(v, 2.4) - 0.055
      return UInt8(min(max(s, 0), 1) * 255 + 0.5)
    }
    return Colour(byte(c.x), byte(c.y), byte(c.z), colour.alpha)
  }
}

private func root(_ v: Double, _ n: Double) -> Double { Double(Math.pow(Float(v), Float(1 / n))) }

extension Colour {
  /// Linear RGB 0...1 of an sRGB colour (IEC 61966-2-1).
  var linear: SIMD3<Double> {
    func part(_ byte: UInt8) -> Double {
      let v = Double(byte) / 255
      return v <= 0.04045 ? v / 12.92 : Double(Math.pow(Float((v + 0.055) / 1.055), 2.4))
    }
    return SIMD3(part(red), part(green), part(blue))
  }

  /// Relative luminance 0...1, as the contrast ratio of WCAG 2 takes it.
  package var luminance: Double { (linear * SIMD3(0.2126, 0.7152, 0.0722)).sum() }

  /// (lighter + 0.05)/(darker + 0.05), 1...21, after WCAG 2; 4.5 is enough for text.
  public func contrast(with other: Colour) -> Double {
    let a = luminance + 0.05
    let b = other.luminance + 0.05
    return max(a, b) / min(a, b)
  }

  /// Perceived difference to `other` as `vision` sees both: CIEDE2000, about 1 is just noticeable.
  public func difference(to other: Colour, vision: ColourVision = .normal) -> Double {
    Lab(linear: vision.seen(linear)).difference(to: Lab(linear: vision.seen(other.linear)))
  }
}

/// CIE L*a*b* under D65.
package struct Lab {
  var l: Double
  var a: Double
  var b: Double

  package init(l: Double, a: Double, b: Double) {
    self.l = l
    self.a = a
    self.b = b
  }
  init(linear c: SIMD3<Double>) {
    let x = (SIMD3(0.4124564, 0.3575761, 0.1804375) * c).sum() / 0.95047
    let y = (SIMD3(0.2126729, 0.7151522, 0.0721750) * c).sum()
    let z = (SIMD3(0.0193339, 0.1191920, 0.9503041) * c).sum() / 1.08883
    func f(_ t: Double) -> Double { t > 216.0 / 24389 ? root(t, 3) : (24389.0 / 27 * t + 16) / 116 }
    self.init(l: 116 * f(y) - 16, a: 500 * (f(x) - f(y)), b: 200 * (f(y) - f(z)))
  }

  /// CIEDE2000 with kL = kC = kH = 1, after Sharma, Wu & Dalal 2005.
  package func difference(to other: Lab) -> Double {
    let meanChroma = (hypotenuse(a, b) + hypotenuse(other.a, other.b)) / 2
    let g = 0.5 * (1 - Lab.saturation(meanChroma))
    let c1 = hypotenuse((1 + g) * a, b)
    let c2 = hypotenuse((1 + g) * other.a, other.b)
    let h1 = Lab.hue((1 + g) * a, b)
    let h2 = Lab.hue((1 + g) * other.a, other.b)
    let gray = c1 * c2 == 0
    var dh = gray ? 0 : h2 - h1
    if dh > 180 { dh -= 360 } else if dh < -180 { dh += 360 }
    let dH = 2 * (c1 * c2).squareRoot() * sine(dh / 2)
    var h = h1 + h2
    if !gray {
      if abs(h1 - h2) <= 180 { h /= 2 } else { h = h < 360 ? (h + 360) / 2 : (h - 360) / 2 }
    }
    let l = (self.l + other.l) / 2
    let c = (c1 + c2) / 2
    let t =
      1 - 0.17 * cosine(h - 30) + 0.24 * cosine(2 * h) + 0.32 * cosine(3 * h + 6)
      - 0.20 * cosine(4 * h - 63)
    let off = (l - 50) * (l - 50)
    let sl = 1 + 0.015 * off / (20 + off).squareRoot()
    let sc = 1 + 0.045 * c
    let sh = 1 + 0.015 * c * t
    let bend = (h - 275) / 25
    let rt = -2 * Lab.saturation(c) * sine(60 * Double(Math.exp(Float(-bend * bend))))
    let tl = (other.l - self.l) / sl
    let tc = (c2 - c1) / sc
    let th = dH / sh
    return (tl * tl + tc * tc + th * th + rt * tc * th).squareRoot()
  }

  /// √(C⁷/(C⁷ + 25⁷))
  private static func saturation(_ c: Double) -> Double {
    let seventh = c * c * c * c * c * c * c
    return (seventh / (seventh + 6_103_515_625)).squareRoot()
  }
  private static func hue(_ a: Double, _ b: Double) -> Double {
    if a == 0, b == 0 { return 0 }
    let h = Double(Math.atan2(Float(b), Float(a))) * 180 / .pi
    return h < 0 ? h + 360 : h
  }
}

private func hypotenuse(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
private func sine(_ degrees: Double) -> Double { Double(Math.sin(Float(degrees * .pi / 180))) }
private func cosine(_ degrees: Double) -> Double { Double(Math.cos(Float(degrees * .pi / 180))) }
