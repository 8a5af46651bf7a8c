import Presentation

/// Rendered lines by text and size. What was not asked for during a whole generation is forgotten, so a clock
/// that shows a new time in every picture cannot fill the memory.
struct TextCache {
  private struct Key: Hashable {
    var text: String
    var size: Int32  // [px]
  }
  private static let generation = 256  // lines
  private var young: [Key: TextMask?] = [:]
  private var old: [Key: TextMask?] = [:]

  mutating func mask(_ text: String, size: Float) -> TextMask? {
    guard size >= 1, !text.isEmpty else { return nil }
    // No line of a picture is longer; a longer one would only fill memory.
    let key = Key(text: String(text.prefix(300)), size: Int32(min(size, 200).rounded()))
    if let known = young[key] { return known }
    let mask = old[key] ?? FontBook.shared.mask(key.text, size: key.size)
    if young.count >= TextCache.generation {
      old = young
      young.removeAll(keepingCapacity: true)
    }
    young[key] = .some(mask)
    return mask
  }
}

extension Raster {
  /// Inks a mask with its left end on the baseline at (`x`, `y`) [px].
  func text(_ mask: TextMask, x: Int, y: Int, _ colour: Colour) {
    let source = colour.premultiplied
    let box = PixelBox(
      left: x, top: y - mask.ascent, right: x + mask.width, bottom: y - mask.ascent + mask.height)
    let seen = box.intersection(clip)
    guard source != 0, !seen.isEmpty else { return }
    mask.shares.withUnsafeBufferPointer { shares in
      for row in seen.top..<seen.bottom {
        let out = self.row(row)
        let from = (row - box.top) * mask.width - box.left
        for column in seen.left..<seen.right {
          let share = shares[from + column]
          if share > 0 { out[column] = over(out[column], source, share: UInt32(share)) }
        }
      }
    }
  }
}
