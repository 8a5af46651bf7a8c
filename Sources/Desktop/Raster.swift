import Kernel
import Presentation

/// A picture in memory that shapes are blended onto. A pixel is 0xAARRGGBB with the colour already multiplied by
/// its alpha, so that "over" is the same sum for all four channels:
///     out = source · coverage + below · (1 − alpha · coverage)
/// Everything is clipped to `clip`; coordinates may be anything, also infinite or not a number.
final class Raster {
  let width: Int  // [px]
  let height: Int  // [px]
  let base: UnsafeMutablePointer<UInt32>  // width × height, row by row from the top
  var clip: PixelBox
  // scratch of the polygon filler
  var edges: [Edge] = []
  var active: [Int] = []  // indices of the edges that cross the current row
  let cells: UnsafeMutablePointer<Float>  // width + 2, all zero between rows
  // scratch of the field painter
  var fieldRow: [Float] = []

  init(width: Int, height: Int) {
    self.width = max(1, width)
    self.height = max(1, height)
    base = .allocate(capacity: self.width * self.height)
    base.initialize(repeating: 0, count: self.width * self.height)
    cells = .allocate(capacity: self.width + 2)
    cells.initialize(repeating: 0, count: self.width + 2)
    clip = PixelBox(left: 0, top: 0, right: self.width, bottom: self.height)
  }
  deinit {
    base.deallocate()
    cells.deallocate()
  }

  var full: PixelBox { PixelBox(left: 0, top: 0, right: width, bottom: height) }
  func row(_ y: Int) -> UnsafeMutablePointer<UInt32> { base + y * width }

  /// Replaces every pixel inside the clip.
  func clear(_ pixel: UInt32) {
    guard !clip.isEmpty else { return }
    for y in clip.top..<clip.bottom {
      (row(y) + clip.left).update(repeating: pixel, count: clip.right - clip.left)
    }
  }
}

/// Pixel columns left..<right and rows top..<bottom.
struct PixelBox: Equatable {
  var left: Int
  var top: Int
  var right: Int
  var bottom: Int
  var isEmpty: Bool { left >= right || top >= bottom }
  func intersection(_ other: PixelBox) -> PixelBox {
    PixelBox(
      left: max(left, other.left), top: max(top, other.top), right: min(right, other.right),
      bottom: min(bottom, other.bottom))
  }
  /// The pixels touched by `low ... high`, cut to this box; nil where nothing is left or a number is none.
  func touched(by low: Vector2, _ high: Vector2) -> PixelBox? {
    guard !isEmpty else { return nil }
    // The comparisons are false for NaN, and the cut keeps the conversions in range.
    guard high.x > Float(left), low.x < Float(right), high.y > Float(top), low.y < Float(bottom) else {
      return nil
    }
    // Nothing is negative here, so cutting the fraction off rounds down; one pixel too many does no harm.
    return PixelBox(
      left: Int(max(low.x, Float(left))), top: Int(max(low.y, Float(top))),
      right: min(right, Int(min(high.x, Float(right))) + 1),
      bottom: min(bottom, Int(min(high.y, Float(bottom))) + 1))
  }
}

extension Colour {
  /// 0xAARRGGBB, multiplied by alpha.
  var premultiplied: UInt32 {
    func part(_ c: UInt8) -> UInt32 { (UInt32(c) * UInt32(alpha) + 127) / 255 }
    return UInt32(alpha) << 24 | part(red) << 16 | part(green) << 8 | part(blue)
  }
}

/// `pixel` times `share`/255, rounded, two channels at a time.
@inline(__always) func scaled(_ pixel: UInt32, _ share: UInt32) -> UInt32 {
  var low = (pixel & 0x00FF_00FF) &* share &+ 0x0080_0080
  var high = (pixel &>> 8 & 0x00FF_00FF) &* share &+ 0x0080_0080
  low = ((low &+ (low &>> 8 & 0x00FF_00FF)) &>> 8) & 0x00FF_00FF
  high = (high &+ (high &>> 8 & 0x00FF_00FF)) & 0xFF00_FF00
  return low | high
}

/// `source` over `below`, both premultiplied. No channel can overflow: source ≤ alpha, rest ≤ 255 − alpha.
@inline(__always) func over(_ below: UInt32, _ source: UInt32) -> UInt32 {
  source &+ scaled(below, 255 &- source &>> 24)
}

/// `share` 0...1 as 0...255, rounded: added to 2²³ a float keeps whole numbers only, in its lowest bits.
@inline(__always) func byte(_ share: Float) -> UInt32 { (share * 255 + 0x1p23).bitPattern & 0xFF }

/// `source` covering `share`/255 of the pixel.
@inline(__always) func over(_ below: UInt32, _ source: UInt32, share: UInt32) -> UInt32 {
  over(below, scaled(source, share))
}
