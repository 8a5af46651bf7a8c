import Kernel

/// Which colours a field's values have, and what its colour bar says.
public struct FieldScale: Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    /// From `low` up. Where it fades it is clear at `low`, so that the ground shows where nothing is.
    case rising(Palette, fades: Bool)
    /// As one that rises and fades, turned round: the low values stand out, and at `high` it is clear.
    case falling(Palette)
    /// Blue below zero and orange above, clear at zero. Both hues differ in lightness as well, for every eye.
    case diverging
    /// Fruin's classes, 0 to 5.
    case service(LevelOfService.Colours)
  }
  public var kind: Kind
  public var low: Float
  public var high: Float

  /// A range that is none, or not finite, becomes 0...1.
  public init(_ kind: Kind, low: Float, high: Float) {
    self.kind = kind
    let usable = low.isFinite && high.isFinite && high > low
    self.low = usable ? low : 0
    self.high = usable ? high : 1
    if case .service = kind { (self.low, self.high) = (0, 5) }
  }

  /// Colours from `low` to `high`, not all opaque.
  public var table: [Colour] {
    switch kind {
    case .rising(let palette, let fades): fades ? palette.fadingTable(opacity: 0.94) : palette.table()
    case .falling(let palette): palette.fadingTable(opacity: 0.94).reversed()
    case .diverging:
      (0...256).map { k in
        let value = low + (high - low) * Float(k) / 256
        let end = value < 0 ? -low : high
        return FieldScale.diverging(end > 0 ? value / end : 0)
      }
    case .service(let colours): LevelOfService.allCases.map { $0.colour(colours) }
    }
  }
  /// Between cells a class has no meaning.
  public var isSmooth: Bool { if case .service = kind { false } else { true } }

  /// Stops of the diverging scale from zero to its ends, lightness rising either way.
  private static let below = [0x1d2430, 0x1c4a80, 0x2f86dc, 0x8cc6ff, 0xe2f2ff].map { Colour(hex: $0) }
  private static let above = [0x1d2430, 0x74400f, 0xd97a1a, 0xffb866, 0xfff0d8].map { Colour(hex: $0) }

  /// The colour of `t` −1...1.
  private static func diverging(_ t: Float) -> Colour {
    let stops = t < 0 ? below : above
    let size = min(abs(t), 1)
    let place = size * Float(stops.count - 1)
    let k = min(Int(place), stops.count - 2)
    let f = place - Float(k)
    func mix(_ a: UInt8, _ b: UInt8) -> UInt8 { UInt8(Float(a) + (Float(b) - Float(a)) * f + 0.5) }
    let (a, b) = (stops[k], stops[k + 1])
    return Colour(mix(a.red, b.red), mix(a.green, b.green), mix(a.blue, b.blue)).faded(min(size * 8, 1))
  }

  /// Values with a tick, from low to high: round numbers, four to nine of them.
  public var ticks: [Float] {
    let step = roundLength((high - low) / 4)
    let first = (low / step).rounded(.up)
    return (0..<20).map { (first + Float($0)) * step }.filter { $0 <= high + step * 0.001 }
  }
  /// As many digits as neighbouring ticks need to differ.
  public func text(_ value: Float) -> String {
    let step = roundLength((high - low) / 4)
    var digits = 0
    var unit: Float = 1
    while unit > step * 1.001, digits < 6 {
      unit /= 10
      digits += 1
    }
    return decimal(value, digits)
  }
}
