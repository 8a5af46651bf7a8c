/// How wide a line will be, for laying out without a font at hand.
package enum TextMetrics {
  /// Advance widths of DejaVu Sans for U+0020...U+007E, in thousandths of the em.
  private static let advances: [Float] = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636,
    636,
    636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295,
    656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500,
    500,
    613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634,
    592,
    818, 592, 592, 525, 636, 337, 636, 838,
  ]

  /// [px] at an em of `size` [px], which canvases round to whole pixels. What is not ASCII counts as wide.
  package static func width(_ text: String, size: Float) -> Float {
    var sum: Float = 0
    for scalar in text.unicodeScalars {
      let k = Int(scalar.value) - 32
      sum += k >= 0 && k < advances.count ? advances[k] : 700
    }
    return sum * max(size, 1).rounded() / 1000
  }

  /// `text`, or as much of it as fits into `room` [px] with "…" at its end.
  package static func fitted(_ text: String, size: Float, room: Float) -> String {
    // Nothing longer can fit; a name of a million letters must not cost a million steps.
    let start = String(text.prefix(max(0, Int(min(room / max(size, 1) * 4, 2000))) + 1))
    if start == text, width(text, size: size) <= room { return text }
    var kept = start
    while !kept.isEmpty, width(kept, size: size) + size > room { kept.removeLast() }
    return kept.isEmpty ? "" : kept.trimmedEnd + "…"
  }
}

extension String {
  fileprivate var trimmedEnd: String {
    var s = self
    while s.last == " " { s.removeLast() }
    return s
  }
}
