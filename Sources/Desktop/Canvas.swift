import CSDL2
import Kernel
import Presentation

/// A picture in our own memory that draw lists are painted into. Needs no display. The same list on a new canvas
/// gives the same pixels; on one that has kept a layer from the picture before, channels may differ by 2 of 255,
/// as translucent edges are rounded once more. For one thread at a time.
public final class Canvas {
  let raster: Raster
  private var texts = TextCache()
  // By key; nil for a layer that was painted but not kept. Looked up, never walked.
  private var layers: [UInt64: PictureLayer?] = [:]  // of this picture
  private var former: [UInt64: PictureLayer?] = [:]  // of the one before

  /// A black picture of `width` × `height` [px], each brought into 1...16384.
  public init(width: Int, height: Int) {
    raster = Raster(width: min(max(width, 1), 16_384), height: min(max(height, 1), 16_384))
    raster.clear(0xFF00_0000)
  }
  public var width: Int { raster.width }
  public var height: Int { raster.height }

  /// width × height pixels 0xAARRGGBB, row by row from the top; always opaque.
  public var pixels: [UInt32] {
    Array(UnsafeBufferPointer(start: raster.base, count: raster.width * raster.height))
  }
  /// The same memory without a copy, for the duration of `body`.
  public func withPixels<R>(_ body: (UnsafeBufferPointer<UInt32>) throws -> R) rethrows -> R {
    try body(UnsafeBufferPointer(start: raster.base, count: raster.width * raster.height))
  }

  /// Why pictures have no text; nil where they have. To be said once to the person.
  public static var textProblem: Diagnostic? { FontBook.shared.problem() }

  /// Paints `list` over what is there.
  public func draw(_ list: DrawList) {
    former = layers
    layers.removeAll(keepingCapacity: true)
    raster.clip = raster.full
    paint(list.items, on: raster)
    raster.clip = raster.full
    former.removeAll(keepingCapacity: true)
  }

  private func paint(_ items: [DrawItem], on raster: Raster) {
    for item in items {
      switch item {
      case .clear(let colour): raster.clear(colour.premultiplied | (raster === self.raster ? 0xFF00_0000 : 0))
      case .polygon(let points, let fill): raster.fill([points], fill, rule: .evenOdd)
      case .outside(let polygons, let fill): outside(polygons, fill, on: raster)
      case .line(let points, let width, let colour, let closed):
        raster.line(points, width, colour, closed: closed)
      case .segments(let points, let width, let colour): raster.segments(points, width, colour)
      case .disc(let centre, let radius, let fill): raster.disc(centre, radius, fill)
      case .ring(let centre, let radius, let width, let colour): raster.ring(centre, radius, width, colour)
      case .discs(let centres, let radii, let fill): raster.discs(centres, radii, fill)
      case .field(let values, let corner, let cell, let low, let high, let table, let smooth):
        raster.field(
          values, corner: corner, cell: cell, low: low, high: high, table: table, smooth: smooth)
      case .text(let text, let at, let size, let colour, let align):
        write(text, at, size, colour, align, on: raster)
      case .rectangle(let area, let fill): rectangle(area, fill, on: raster)
      case .clip(let area): clip(area, on: raster)
      case .layer(let inner, let key): layer(inner, key, on: raster)
      }
    }
  }

  private func layer(_ items: [DrawItem], _ key: UInt64, on raster: Raster) {
    guard raster === self.raster else {  // a layer in a layer is part of it
      let before = raster.clip
      paint(items, on: raster)
      raster.clip = before
      return
    }
    if let kept = former[key] ?? layers[key], let sheet = kept {
      layers[key] = .some(sheet)
      sheet.paint(on: raster)
      return
    }
    guard former[key] != nil else {
      // Seen for the first time: it may never come again, as under a moving camera. Keeping costs more.
      layers[key] = .some(nil)
      let before = raster.clip
      raster.clip = raster.full
      paint(items, on: raster)
      raster.clip = before
      return
    }
    let sheet = Raster(width: raster.width, height: raster.height)
    paint(items, on: sheet)
    let kept = PictureLayer(of: sheet)
    layers[key] = .some(kept)
    kept.paint(on: raster)
  }

  /// A clip has whole pixels: its sides go to the nearest ones. What is no number clips nothing away.
  private func clip(_ area: Rectangle?, on raster: Raster) {
    raster.clip = raster.full
    guard let area, area.minimum.isFinite, area.maximum.isFinite else { return }
    let most = Vector2(Float(raster.width), Float(raster.height))
    let low = area.minimum.clamped(lowerBound: .zero, upperBound: most) + 0.5
    let high = area.maximum.clamped(lowerBound: .zero, upperBound: most) + 0.5
    raster.clip = PixelBox(left: Int(low.x), top: Int(low.y), right: Int(high.x), bottom: Int(high.y))
  }

  /// Antialiased at its four sides: the polygon filler does it, with two edges.
  private func rectangle(_ area: Rectangle, _ fill: Colour, on raster: Raster) {
    raster.fill([Polygon(area).vertices], fill, rule: .evenOdd)
  }

  private func outside(_ polygons: [[Vector2]], _ fill: Colour, on raster: Raster) {
    guard !raster.clip.isEmpty else { return }
    let box = raster.clip
    let low = Vector2(Float(box.left - 1), Float(box.top - 1))
    let high = Vector2(Float(box.right + 1), Float(box.bottom + 1))
    func turned(_ points: [Vector2], positive: Bool) -> [Vector2] {
      (Polygon(points).signedArea > 0) == positive ? points : points.reversed()
    }
    // An outline of positive area counts 1 inside: the frame is 1, and every polygon takes one away.
    let frame = turned(Polygon(Rectangle(minimum: low, maximum: high)).vertices, positive: true)
    raster.fill(
      [frame] + polygons.map { turned($0.filter(\.isFinite), positive: false) }, fill, rule: .positive)
  }

  private func write(
    _ text: String, _ at: Vector2, _ size: Float, _ colour: Colour, _ align: DrawItem.Alignment,
    on raster: Raster
  ) {
    guard at.isFinite, abs(at.x) < 1e5, abs(at.y) < 1e5, let mask = texts.mask(text, size: size) else {
      return
    }
    let left: Float
    switch align {
    case .left: left = at.x
    case .centre: left = at.x - Float(mask.width) / 2
    case .right: left = at.x - Float(mask.width)
    }
    raster.text(mask, x: Int(left.rounded()), y: Int(at.y.rounded()), colour)
  }
}
