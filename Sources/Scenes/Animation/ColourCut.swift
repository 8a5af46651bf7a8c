/// The colours that stand best for those of a picture: Heckbert's median cut (1982), where a colour weighs as the root
/// of how often it comes, so that letters and a colour bar are not lost to the background.
struct ColourCut {
  private(set) var colours: [UInt32] = []  // 0x00RRGGBB
  private var known: [UInt16]  // number by the upper six bits of each channel; none
  private static let none: UInt16 = 0xFFFF

  private struct Sort {
    var colour: UInt32
    var weight: Double
    func channel(_ k: Int) -> Int { Int(colour >> UInt32(16 - 8 * k) & 255) }
  }

  init(_ pixels: UnsafeBufferPointer<UInt32>, colours most: Int) {
    known = [UInt16](repeating: ColourCut.none, count: 1 << 18)
    var seen = pixels.map { $0 & 0xFF_FFFF }
    seen.sort()
    var sorts: [Sort] = []
    var start = 0
    for i in seen.indices where i + 1 == seen.count || seen[i + 1] != seen[i] {
      sorts.append(Sort(colour: seen[i], weight: Double(i + 1 - start).squareRoot()))
      start = i + 1
    }
    var boxes = [sorts[...]]
    var order = sorts
    while boxes.count < most {
      guard let widest = boxes.indices.max(by: { ColourCut.need(boxes[$0]) < ColourCut.need(boxes[$1]) }),
        ColourCut.need(boxes[widest]) > 0
      else { break }
      let box = boxes[widest]
      let (axis, _) = ColourCut.longest(box)
      let range = box.startIndex..<box.endIndex
      order.replaceSubrange(
        range, with: box.sorted { ($0.channel(axis), $0.colour) < ($1.channel(axis), $1.colour) })
      let half = box.reduce(0) { $0 + $1.weight } / 2
      var sum = 0.0
      var cut = range.lowerBound
      while cut < range.upperBound - 1 {
        sum += order[cut].weight
        cut += 1
        if sum >= half { break }
      }
      boxes[widest] = order[range.lowerBound..<cut]
      boxes.append(order[cut..<range.upperBound])
    }
    colours = boxes.map(ColourCut.mean)
  }

  /// The side that is longest, and its length.
  private static func longest(_ box: ArraySlice<Sort>) -> (axis: Int, length: Int) {
    var best = (axis: 0, length: 0)
    for axis in 0..<3 {
      var (low, high) = (255, 0)
      for sort in box {
        low = min(low, sort.channel(axis))
        high = max(high, sort.channel(axis))
      }
      if high - low > best.length { best = (axis, high - low) }
    }
    return best
  }
  private static func need(_ box: ArraySlice<Sort>) -> Double {
    let weight = box.reduce(0) { $0 + $1.weight }
    return Double(longest(box).length) * weight.squareRoot()
  }
  private static func mean(_ box: ArraySlice<Sort>) -> UInt32 {
    let weight = box.reduce(0) { $0 + $1.weight }
    var colour: UInt32 = 0
    for axis in 0..<3 {
      let sum = box.reduce(0) { $0 + $1.weight * Double($1.channel(axis)) }
      colour = colour << 8 | UInt32((sum / weight).rounded())
    }
    return colour
  }

  /// The nearest colour's number for every pixel.
  mutating func numbers(of pixels: UnsafeBufferPointer<UInt32>) -> [UInt8] {
    var numbers = [UInt8](repeating: 0, count: pixels.count)
    for i in pixels.indices {
      let colour = pixels[i]
      let place = Int(colour >> 18 & 63) << 12 | Int(colour >> 10 & 63) << 6 | Int(colour >> 2 & 63)
      if known[place] == ColourCut.none { known[place] = UInt16(nearest(colour)) }
      numbers[i] = UInt8(known[place])
    }
    return numbers
  }

  private func nearest(_ colour: UInt32) -> Int {
    var best = (distance: Int.max, number: 0)
    for (number, candidate) in colours.enumerated() {
      var distance = 0
      // The eye weighs green most and blue least.
      for (shift, weight) in [(16, 3), (8, 5), (0, 2)] as [(UInt32, Int)] {
        let d = Int(colour >> shift & 255) - Int(candidate >> shift & 255)
        distance += weight * d * d
      }
      if distance < best.distance { best = (distance, number) }
    }
    return best.number
  }
}
