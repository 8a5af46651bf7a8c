import Kernel
import Presentation

// Round shapes and strokes by distance: a pixel's share is how far its centre lies inside the outline, cut to
// 0...1. Over a disc that sums up to π(r² + 1/12), so the radius is first made smaller by that twelfth.

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
    let least: Float = 0.7
    let r = (max(radius, least) * max(radius, least) - 1.0 / 12).squareRoot()
    let ink =
      radius < least ? scaled(source, UInt32(radius * radius / (least * least) * 255 + 0.5)) : source
    guard ink != 0, let box = clip.touched(by: centre - (r + 0.5), centre + (r + 0.5)) else { return }
    let opaque = ink >> 24 == 255
    let inner = max(r - 0.5, 0)
    for y in box.top..<box.bottom {
      let dy = Float(y) + 0.5 - centre.y
      let reach = (r + 0.5) * (r + 0.5) - dy * dy
      if reach <= 0 { continue }
      let half = reach.squareRoot()
      let left = max(box.left, Int(max(centre.x - half - 0.5, -1).rounded(.up)))
      let right = min(box.right, Int(min(max(centre.x + half + 0.5, 0), Float(width)).rounded(.up)))
      let core = inner * inner - dy * dy
      let out = row(y)
      var x = left
      while x < right {
        let dx = Float(x) + 0.5 - centre.x
        let squared = dx * dx + dy * dy
        if dx * dx <= core {  // whole pixels up to the mirrored column
          let stop = max(x + 1, min(right, Int((centre.x + core.squareRoot() + 0.5).rounded(.down))))
          if opaque {
            (out + x).update(repeating: ink, count: stop - x)
          } else {
            for k in x..<stop { out[k] = over(out[k], ink) }
          }
          x = stop
          continue
        }
        let share = min(r + 0.5 - squared.squareRoot(), 1)
        if share > 0 { out[x] = over(out[x], ink, share: UInt32(share * 255 + 0.5)) }
        x += 1
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
        if share > 0 { out[x] = over(out[x], source, share: UInt32(share * 255 + 0.5)) }
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
        out[x] = over(out[x], source, share: UInt32(share * 255 + 0.5))
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
