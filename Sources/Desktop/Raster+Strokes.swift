import Kernel
import Presentation

// Round shapes and strokes by distance: a pixel's share is how far its centre lies inside the outline, cut to
// 0...1. For discs the distance d is taken linear in d², d ≈ (d² + r²)/2r, which spares the root and, integrated
// over the plane, covers exactly πr²:
//     share = ½ + (r² − d²)/2r

extension Raster {
  func disc(_ centre: Vector2, _ radius: Float, _ colour: Colour) {
    disc(centre, radius, colour.premultiplied)
  }

  func discs(_ centres: [Vector2], _ radii: [Float], _ colour: Colour) {
    let source = colour.premultiplied
    for i in 0..<min(centres.count, radii.count) { disc(centres[i], radii[i], source) }
  }

  /// `source` is premultiplied.
  @inline(__always) private func disc(_ centre: Vector2, _ radius: Float, _ source: UInt32) {
    guard radius > 0, radius < 1e6, centre.isFinite else { return }
    // Below this radius no pixel is covered whole: keep the size, thin the ink.
    let r = max(radius, 1)
    let ink = radius < 1 ? scaled(source, byte(radius * radius)) : source
    let reach = (r * r + r).squareRoot()
    guard ink != 0, let box = clip.touched(by: centre - reach, centre + reach) else { return }
    let opaque = ink >> 24 == 255
    let slope = 1 / (2 * r)
    for y in box.top..<box.bottom {
      let dy = Float(y) + 0.5 - centre.y
      let most = 0.5 + (r * r - dy * dy) * slope  // the share straight above or below the centre
      if most <= 0 { continue }
      let out = row(y)
      var x = box.left
      if r > 12 {  // long rows: jump to the first pixel, and over the whole ones
        x = max(x, Int(max(centre.x - (most / slope).squareRoot() - 1, 0)))
        if most > 1 {
          let half = ((most - 1) / slope).squareRoot()
          let from = max(box.left, Int(max(centre.x - half + 0.5, 0)))
          let to = min(box.right, Int(max(centre.x + half - 0.5, 0)))
          if from < to {
            paint(out, x..<min(from, box.right), centre.x, most, slope, ink, opaque)
            if opaque {
              (out + from).update(repeating: ink, count: to - from)
            } else {
              for k in from..<to { out[k] = over(out[k], ink) }
            }
            x = to
          }
        }
      }
      if x < box.right { paint(out, x..<box.right, centre.x, most, slope, ink, opaque) }
    }
  }

  /// Pixels of one row of a disc, one by one.
  @inline(__always) private func paint(
    _ out: UnsafeMutablePointer<UInt32>, _ columns: Range<Int>, _ centre: Float, _ most: Float,
    _ slope: Float, _ ink: UInt32, _ opaque: Bool
  ) {
    for x in columns {
      let dx = Float(x) + 0.5 - centre
      let share = most - dx * dx * slope
      if share >= 1, opaque {
        out[x] = ink
      } else if share > 0 {
        out[x] = over(out[x], ink, share: byte(min(share, 1)))
      }
    }
  }

  /// A circle's line of `width`, centred on `radius`.
  func ring(_ centre: Vector2, _ radius: Float, _ width: Float, _ colour: Colour) {
    let source = colour.premultiplied
    guard radius > 0, width > 0, radius < 1e6, width < 1e6, centre.isFinite, source != 0 else { return }
    let outer = radius + width / 2
    let half = width / 2
    guard let box = clip.touched(by: centre - (outer + 0.5), centre + (outer + 0.5)) else { return }
    for y in box.top..<box.bottom {
      let dy = Float(y) + 0.5 - centre.y
      let out = row(y)
      let hole = max(radius - half - 0.5, 0)
      let gap = hole * hole - dy * dy
      var x = box.left
      while x < box.right {
        let dx = Float(x) + 0.5 - centre.x
        if dx < 0, gap > 0, dx * dx < gap {  // jump over the inside
          x = max(x + 1, min(box.right, Int((centre.x + gap.squareRoot()).rounded(.down))))
          continue
        }
        let off = abs((dx * dx + dy * dy).squareRoot() - radius)
        let share = min(half + 0.5 - off, min(1, width))
        if share > 0 { out[x] = over(out[x], source, share: byte(share)) }
        x += 1
      }
    }
  }

  /// Short straight strokes with round ends, each by itself.
  func segments(_ points: [Vector2], _ width: Float, _ colour: Colour) {
    let source = colour.premultiplied
    guard width > 0, width < 1e4, source != 0 else { return }
    var i = 0
    while i + 1 < points.count {
      capsule(points[i], points[i + 1], width / 2, source)
      i += 2
    }
  }

  @inline(__always) private func capsule(_ a: Vector2, _ b: Vector2, _ half: Float, _ source: UInt32) {
    guard a.isFinite, b.isFinite, (b - a).lengthSquared < 1e8 else { return }
    let reach = half + 0.5
    guard let box = clip.touched(by: pointwiseMin(a, b) - reach, pointwiseMax(a, b) + reach) else { return }
    let ab = b - a
    let scale = ab.lengthSquared > 0 ? 1 / ab.lengthSquared : 0
    let most = min(1, half * 2)
    for y in box.top..<box.bottom {
      let out = row(y)
      let py = Float(y) + 0.5 - a.y
      for x in box.left..<box.right {
        let px = Float(x) + 0.5 - a.x
        let t = min(max((px * ab.x + py * ab.y) * scale, 0), 1)
        let dx = px - ab.x * t
        let dy = py - ab.y * t
        let squared = dx * dx + dy * dy
        if squared >= reach * reach { continue }
        let share = min(reach - squared.squareRoot(), most)
        out[x] = over(out[x], source, share: byte(share))
      }
    }
  }

  /// A line through `points` as one shape, so that a translucent line does not double at its corners: a
  /// rectangle along every piece and a round join on every inner corner, filled together.
  func line(_ points: [Vector2], _ width: Float, _ colour: Colour, closed: Bool) {
    guard width > 0, width < 1e4 else { return }
    let path = points.filter(\.isFinite)
    guard path.count > 1 else { return }
    edges.removeAll(keepingCapacity: true)
    // A stroke thinner than a pixel would flicker: keep a pixel's width and thin the ink.
    let half = max(width, 1) / 2
    let ink = width < 1 ? colour.faded(Float(colour.alpha) / 255 * width) : colour
    let last = closed ? path.count : path.count - 1
    for i in 0..<last {
      let a = path[i]
      let b = path[(i + 1) % path.count]
      let d = b - a
      let length = (d * 0x1p-20).length * 0x1p20  // squares of far coordinates would overflow
      guard length > 0, length.isFinite else { continue }
      let side = (d / length).left * half
      add([a + side, b + side, b - side, a - side])
      if half > 0.75, closed || i > 0 { join(a, half) }
    }
    fillEdges(ink, rule: .nonZero)
  }

  /// A small polygon with the same sense of turning as the rectangles.
  private func join(_ p: Vector2, _ radius: Float) {
    let sides = min(24, max(8, Int(radius * 3)))
    add(
      (0..<sides).map { k in
        p + Math.unit(degrees: -360 * Float(k) / Float(sides)) * radius
      })
  }
}
