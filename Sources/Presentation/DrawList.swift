import Kernel

/// 8 bits a channel, not premultiplied.
public struct Colour: Equatable, Hashable, Sendable {
  public var red: UInt8
  public var green: UInt8
  public var blue: UInt8
  public var alpha: UInt8
  public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8, _ alpha: UInt8 = 255) {
    self.red = red
    self.green = green
    self.blue = blue
    self.alpha = alpha
  }
  /// 0xRRGGBB
  public init(hex: UInt32, alpha: UInt8 = 255) {
    self.init(UInt8(hex >> 16 & 255), UInt8(hex >> 8 & 255), UInt8(hex & 255), alpha)
  }
  /// The same colour, `opacity` 0...1 opaque.
  public func faded(_ opacity: Float) -> Colour {
    Colour(red, green, blue, UInt8(min(max(opacity, 0), 1) * 255 + 0.5))
  }
}

/// One thing to draw. Coordinates in pixels of the picture, origin at its upper left corner, y down; a pixel's
/// centre lies at half coordinates. Whatever is not finite is left out; nothing is too large or too far away.
public enum DrawItem: Sendable {
  case clear(Colour)
  case polygon([Vector2], fill: Colour)  // even-odd, antialiased
  /// Everything that lies in none of `polygons`.
  case outside(of: [[Vector2]], fill: Colour)
  case line([Vector2], width: Float, colour: Colour, closed: Bool)
  /// Separate straight strokes with round ends: points 2i and 2i + 1 are joined.
  case segments([Vector2], width: Float, colour: Colour)
  case disc(centre: Vector2, radius: Float, fill: Colour)
  case ring(centre: Vector2, radius: Float, width: Float, colour: Colour)
  /// Many discs of one colour at once: the fast way to draw a crowd.
  case discs(centres: [Vector2], radii: [Float], fill: Colour)
  /// A grid of values coloured through a table: value ≤ low → table[0], ≥ high → table.last. `corner` is the
  /// pixel of the grid's upper left corner, `cell` the size of a cell in pixels; row 0 of `values` is the lowest.
  /// Smooth interpolates values between cell centres before colouring. NaN is left unpainted.
  case field(
    values: Grid2D<Float>, corner: Vector2, cell: Float, low: Float, high: Float, table: [Colour],
    smooth: Bool)
  /// One line of text; `at` lies on its baseline, at its left end, middle or right end. `size` is the em [px].
  case text(String, at: Vector2, size: Float, colour: Colour, align: Alignment)
  case rectangle(Rectangle, fill: Colour)
  /// What follows is painted inside this rectangle only; nil: everywhere. Holds up to the end of its list.
  case clip(Rectangle?)
  /// Items that rarely change, painted like any other. Lists of equal `key` hold equal items, so a canvas may
  /// keep the pixels of one picture for the next. Starts unclipped, and leaves the clip outside it alone.
  case layer([DrawItem], key: UInt64)

  public enum Alignment: Sendable { case left, centre, right }
}

/// What to draw, back to front. The window, the PNG writer and the tests all read the same list.
public struct DrawList: Sendable {
  public var width: Int  // [px]
  public var height: Int  // [px]
  public var items: [DrawItem] = []
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// Every string in the picture, in the order of drawing, those in layers included.
  public var texts: [String] { DrawList.texts(in: items) }
  static func texts(in items: [DrawItem]) -> [String] {
    items.flatMap { item -> [String] in
      switch item {
      case .text(let text, _, _, _, _): [text]
      case .layer(let inner, _): texts(in: inner)
      default: []
      }
    }
  }
}
