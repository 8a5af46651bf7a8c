import Foundation
import Kernel
import Scenes
import Testing

/// Reads a GIF by the book, pixel by pixel: slow, and of one mind with nobody.
private struct PlainGIF {
  var width = 0
  var height = 0
  var frames: [[UInt32]] = []  // 0x00RRGGBB of every whole picture
  var delays: [Int] = []  // [1/100 s]
  var repeats = false

  init?(_ bytes: [UInt8]) {
    guard bytes.starts(with: Array("GIF89a".utf8)), bytes.last == 0x3B else { return nil }
    func word(_ at: Int) -> Int { Int(bytes[at]) | Int(bytes[at + 1]) << 8 }
    (width, height) = (word(6), word(8))
    guard bytes[10] & 0x87 == 0x87 else { return nil }
    let palette = (0..<256).map { k in
      UInt32(bytes[13 + 3 * k]) << 16 | UInt32(bytes[14 + 3 * k]) << 8 | UInt32(bytes[15 + 3 * k])
    }
    var picture = [UInt32](repeating: 0xFFFF_FFFF, count: width * height)
    var clear: UInt8?
    var at = 13 + 768
    func blocks() -> [UInt8] {
      var all: [UInt8] = []
      while bytes[at] != 0 {
        all += bytes[at + 1...at + Int(bytes[at])]
        at += Int(bytes[at]) + 1
      }
      at += 1
      return all
    }
    while bytes[at] != 0x3B {
      if bytes[at] == 0x21, bytes[at + 1] == 0xF9 {
        delays.append(word(at + 4))
        clear = bytes[at + 3] & 1 == 1 ? bytes[at + 6] : nil
        at += 8
      } else if bytes[at] == 0x21 {
        at += 2
        repeats = blocks().starts(with: Array("NETSCAPE2.0".utf8)) || repeats
      } else {
        guard bytes[at] == 0x2C else { return nil }
        let (left, top, w, h) = (word(at + 1), word(at + 3), word(at + 5), word(at + 7))
        at += 11
        let size = Int(bytes[at - 1])
        guard let numbers = PlainGIF.decode(blocks(), size), numbers.count == w * h else { return nil }
        for y in 0..<h {
          for x in 0..<w where numbers[y * w + x] != clear {
            picture[(top + y) * width + left + x] = palette[Int(numbers[y * w + x])]
          }
        }
        frames.append(picture)
      }
    }
  }

  private static func decode(_ bytes: [UInt8], _ size: Int) -> [UInt8]? {
    let clear = 1 << size
    var table: [[UInt8]] = []
    var width = size + 1
    var before: [UInt8]?
    var out: [UInt8] = []
    func reset() {
      table = (0..<clear).map { [UInt8($0)] } + [[], []]
      width = size + 1
      before = nil
    }
    reset()
    var bit = 0
    while bit + width <= bytes.count * 8 {
      var code = 0
      for k in 0..<width where bytes[(bit + k) / 8] >> UInt8((bit + k) % 8) & 1 == 1 { code |= 1 << k }
      bit += width
      if code == clear {
        reset()
        continue
      }
      if code == clear + 1 { return out }
      guard code < table.count || (code == table.count && before != nil) else { return nil }
      let word = code < table.count ? table[code] : before! + [before![0]]
      out += word
      if let before, table.count < 4096 { table.append(before + [word[0]]) }
      if table.count == 1 << width, width < 12 { width += 1 }
      before = word
    }
    return nil
  }
}

@Suite struct AnimationTests {
  let folder = RecordTestFolder()

  private func append(_ pixels: [UInt32], _ milliseconds: Int, to file: any AnimationFile) throws {
    var problem: Diagnostics?
    pixels.withUnsafeBufferPointer { pixels in
      do throws(Diagnostics) { try file.append(pixels, milliseconds: milliseconds) } catch { problem = error }
    }
    if let problem { throw problem }
  }

  /// Noise of 200 colours: codes of every width, and tables that fill up.
  private func noise(_ width: Int, _ height: Int, seed: Int, colours: Float = 200) -> [UInt32] {
    let chance = CounterRandom(seed: UInt64(seed))
    return (0..<width * height).map { i in
      let k = UInt32(chance.uniform4(.test, entity: UInt32(i), tick: 0).x * colours)
      // Colours that fall into bins of their own.
      return 0xFF00_0000 | (k & 7) << 21 | (k >> 3 & 7) << 13 | (k >> 6 & 3) << 6
    }
  }

  @Test(arguments: [(1, 1), (2, 3), (97, 61), (256, 199)])
  func gifOfFewColoursComesBackExactly(width: Int, height: Int) throws {
    let path = folder.file("noise.gif")
    let file = try GIFAnimation(path: path, width: width, height: height)
    var pictures = [noise(width, height, seed: 1)]
    // One like the first, one that differs in a pixel, one in some, one in all, one plain.
    pictures.append(pictures[0])
    pictures.append(pictures[0])
    pictures[2][width * height / 2] = pictures[0][0]
    pictures.append(zip(pictures[0], pictures[0].reversed()).enumerated().map { $0 % 3 == 0 ? $1.1 : $1.0 })
    pictures.append(pictures[0].reversed())
    pictures.append([UInt32](repeating: pictures[0][0], count: width * height))
    for (k, picture) in pictures.enumerated() { try append(picture, k * 125, to: file) }
    #expect(folder.names == ["noise.gif.partial"])
    try file.finish(milliseconds: pictures.count * 125)
    #expect(folder.names == ["noise.gif"])
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    let read = try #require(PlainGIF(bytes))
    #expect(read.width == width && read.height == height && read.repeats)
    #expect(read.frames.count == pictures.count)
    for (k, picture) in pictures.enumerated() {
      #expect(read.frames[k] == picture.map { $0 & 0xFF_FFFF }, "picture \(k)")
    }
    // Rounded once each, so that they add up: 0.125 s is 12 or 13 hundredths.
    #expect(read.delays.reduce(0, +) == 75 && read.delays.allSatisfy { $0 == 12 || $0 == 13 })
  }

  /// With more colours than a GIF holds, none is far from its own.
  @Test func gifOfManyColoursIsNear() throws {
    let path = folder.file("ramp.gif")
    let (width, height) = (256, 64)
    let file = try GIFAnimation(path: path, width: width, height: height)
    let ramp = (0..<width * height).map { i -> UInt32 in
      let (x, y) = (UInt32(i % width), UInt32(i / width))
      return 0xFF00_0000 | x << 16 | (255 - x) << 8 | y * 4
    }
    try append(ramp, 0, to: file)
    try file.finish(milliseconds: 100)
    let read = try #require(PlainGIF([UInt8](try Data(contentsOf: URL(filePath: path)))))
    var worst = 0
    for (a, b) in zip(ramp, read.frames[0]) {
      for shift in [16, 8, 0] as [UInt32] {
        worst = max(worst, abs(Int(a >> shift & 255) - Int(b >> shift & 255)))
      }
    }
    #expect(worst <= 40)
  }

  @Test(.enabled(if: FieldTest.python(with: "PIL") != nil, "no python3 with Pillow here"))
  func othersReadTheAnimations() throws {
    let python = try #require(FieldTest.python(with: "PIL"))
    let script = """
      import sys
      from PIL import Image
      picture = Image.open(sys.argv[1])
      spans = []
      for k in range(picture.n_frames):
        picture.seek(k); picture.load(); spans.append(picture.info["duration"])
      last = picture.convert("RGB")
      print(picture.size, picture.n_frames, sum(spans), picture.info.get("loop"), last.getpixel((3, 2)))
      """
    for format in [AnimationFormat.gif, .webp] {
      let path = folder.file("noise.\(format.rawValue)")
      let file = try format.file(path: path, width: 40, height: 30, framesPerSecond: 10)
      for k in 0..<5 { try append(noise(40, 30, seed: k), k * 100, to: file) }
      try append([UInt32](repeating: 0xFF40_80C0, count: 1200), 500, to: file)
      try file.finish(milliseconds: 600)
      let run = try #require(RecordTest.run([python, "-c", script, path]))
      if format == .webp {
        #expect(run.output == "(40, 30) 6 600 0 (64, 128, 192)\n")
      } else {
        #expect(run.output.hasPrefix("(40, 30) 6 600 0 "))
      }
    }
  }

  @Test func abandonedAnimationsAreGone() throws {
    for format in [AnimationFormat.gif, .webp] {
      let file = try format.file(
        path: folder.file("a.\(format.rawValue)"), width: 8, height: 8, framesPerSecond: 10)
      try append(noise(8, 8, seed: 1), 0, to: file)
      file.abandon()
    }
    #expect(folder.names.isEmpty)
    for format in AnimationFormat.allCases {
      let error = #expect(throws: Diagnostics.self) {
        _ = try format.file(
          path: folder.file("no/a.\(format.rawValue)"), width: 8, height: 8, framesPerSecond: 10)
      }
      #expect(error?.exit == .cannotCreate || error?.exit == .unavailable)
    }
  }
}
