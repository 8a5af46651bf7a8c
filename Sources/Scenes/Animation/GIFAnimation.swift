import Kernel

/// An animated GIF (CompuServe 1990, version 89a) that repeats for ever.
///
/// One palette of 255 colours serves all pictures: it is cut from the first one, which should show every colour that
/// will come; a colour bar does. Of the later pictures only the box that changed is written, and in it what did not
/// change is left transparent.
public final class GIFAnimation: AnimationFile {
  private static let clear: UInt8 = 255

  private let file: TextFile
  private let width: Int
  private let height: Int
  private var palette: ColourCut?
  private var shown: [UInt8] = []  // colour numbers of the picture that stands
  private var waiting: (bytes: [UInt8], box: Box, milliseconds: Int)?

  private struct Box {
    var left: Int
    var top: Int
    var right: Int  // first column beyond
    var bottom: Int
  }

  public init(path: String, width: Int, height: Int) throws(Diagnostics) {
    precondition((1...0xFFFF).contains(width) && (1...0xFFFF).contains(height), "sides of 1 to 65535 pixels")
    file = try TextFile(path: path)
    self.width = width
    self.height = height
  }

  public func append(_ pixels: UnsafeBufferPointer<UInt32>, milliseconds: Int) throws(Diagnostics) {
    precondition(pixels.count == width * height, "a picture has width × height pixels")
    if var palette {
      let numbers = palette.numbers(of: pixels)
      self.palette = palette
      try writeWaiting(until: milliseconds)
      waiting = change(to: numbers, milliseconds)
      shown = numbers
      return
    }
    var cut = ColourCut(pixels, colours: Int(GIFAnimation.clear))
    let numbers = cut.numbers(of: pixels)
    palette = cut
    try file.write(bytes: head(cut.colours))
    shown = numbers
    waiting = (numbers, Box(left: 0, top: 0, right: width, bottom: height), milliseconds)
  }

  public func finish(milliseconds: Int) throws(Diagnostics) {
    try writeWaiting(until: milliseconds)
    try file.write(bytes: [0x3B])
    try file.finish()
  }
  public func abandon() { file.abandon() }

  /// Screen, palette, and the block that lets it repeat.
  private func head(_ colours: [UInt32]) -> [UInt8] {
    var bytes = Array("GIF89a".utf8)
    bytes += GIFAnimation.word(width) + GIFAnimation.word(height) + [0xF7, 0, 0]
    for k in 0..<256 {
      let colour = k < colours.count ? colours[k] : 0
      bytes += [UInt8(colour >> 16 & 255), UInt8(colour >> 8 & 255), UInt8(colour & 255)]
    }
    bytes += [0x21, 0xFF, 11] + Array("NETSCAPE2.0".utf8) + [3, 1, 0, 0, 0]
    return bytes
  }

  /// The least box that holds every pixel that differs from what stands, and its pixels; one pixel where none does.
  private func change(to numbers: [UInt8], _ milliseconds: Int) -> (
    bytes: [UInt8], box: Box, milliseconds: Int
  ) {
    var box = Box(left: width, top: height, right: 0, bottom: 0)
    for y in 0..<height {
      let row = y * width
      guard let first = (0..<width).first(where: { numbers[row + $0] != shown[row + $0] }) else { continue }
      var last = width - 1
      while numbers[row + last] == shown[row + last] { last -= 1 }
      box = Box(
        left: min(box.left, first), top: min(box.top, y), right: max(box.right, last + 1), bottom: y + 1)
    }
    if box.right == 0 { box = Box(left: 0, top: 0, right: 1, bottom: 1) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity((box.right - box.left) * (box.bottom - box.top))
    for y in box.top..<box.bottom {
      for i in y * width + box.left..<y * width + box.right {
        bytes.append(numbers[i] == shown[i] ? GIFAnimation.clear : numbers[i])
      }
    }
    return (bytes, box, milliseconds)
  }

  /// Times are hundredths of a second, rounded once each, so that they do not drift.
  private func writeWaiting(until milliseconds: Int) throws(Diagnostics) {
    guard let (bytes, box, from) = waiting else { return }
    waiting = nil
    let delay = max(2, (milliseconds + 5) / 10 - (from + 5) / 10)
    var block: [UInt8] = [0x21, 0xF9, 4, 0x05]
    block += GIFAnimation.word(min(delay, 0xFFFF)) + [GIFAnimation.clear, 0, 0x2C]
    for value in [box.left, box.top, box.right - box.left, box.bottom - box.top] {
      block += GIFAnimation.word(value)
    }
    block += [0, 8]
    var coder = LZWCoder()
    let code = coder.code(bytes)
    var at = 0
    while at < code.count {
      let end = min(at + 255, code.count)
      block.append(UInt8(end - at))
      block += code[at..<end]
      at = end
    }
    block.append(0)
    try file.write(bytes: block)
  }

  private static func word(_ value: Int) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8 & 255)] }
}

/// Lempel, Ziv and Welch's code as GIF has it: 8-bit symbols, codes of 9 to 12 bits, lowest bit first.
struct LZWCoder {
  private static let reset = 256
  private static let end = 257
  private var bytes: [UInt8] = []
  private var held: UInt32 = 0
  private var bits: UInt32 = 0

  mutating func code(_ symbols: [UInt8]) -> [UInt8] {
    // next[code · 256 + symbol]: the code of both together, 0 for none
    var next = [UInt16](repeating: 0, count: 4096 * 256)
    var used: [Int] = []  // places of `next` that are set
    var width: UInt32 = 9
    var free = 258
    put(LZWCoder.reset, width)
    guard var current = symbols.first.map({ Int($0) }) else {
      put(LZWCoder.end, width)
      return flushed()
    }
    for symbol in symbols.dropFirst() {
      let place = current << 8 | Int(symbol)
      if next[place] != 0 {
        current = Int(next[place])
        continue
      }
      put(current, width)
      current = Int(symbol)
      if free < 4096 {
        next[place] = UInt16(free)
        used.append(place)
        if free == 1 << width { width += 1 }
        free += 1
      } else {
        put(LZWCoder.reset, width)
        for place in used { next[place] = 0 }
        used.removeAll(keepingCapacity: true)
        width = 9
        free = 258
      }
    }
    put(current, width)
    // The reader adds an entry for this code as well, and may turn to wider codes for the last one.
    if free < 4096, free == 1 << width { width += 1 }
    put(LZWCoder.end, width)
    return flushed()
  }

  private mutating func put(_ code: Int, _ width: UInt32) {
    held |= UInt32(code) << bits
    bits += width
    while bits >= 8 {
      bytes.append(UInt8(held & 255))
      held >>= 8
      bits -= 8
    }
  }
  private mutating func flushed() -> [UInt8] {
    if bits > 0 { bytes.append(UInt8(held & 255)) }
    return bytes
  }
}
