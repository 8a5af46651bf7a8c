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
}

/// One thing to draw. Coordinates in pixels of the picture, origin at its upper left corner, y down.
public enum DrawItem: Sendable {
  case clear(Colour)
  case polygon([Vector2], fill: Colour)  // even-odd, antialiased
  case line([Vector2], width: Float, colour: Colour, closed: Bool)
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
  case text(String, at: Vector2, size: Float, colour: Colour, align: Alignment)
  case rectangle(Rectangle, fill: Colour)

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
}
