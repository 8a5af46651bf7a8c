import Kernel

/// Places for so many people, evenly over an area and close together if need be: a lattice of equal triangles, as
/// wide as the number allows, from which each is moved a little at random. Random places one after the other stop at
/// about half of what fits.
///
///      o   o   o   o      rows a·√3/2 apart, every other one shifted by a/2;
///        o   o   o   o    walked in turns, so that people who follow one another stand side by side
///      o   o   o   o
struct Filling {
  let places: [Vector2]  // [m] one per person, in order; fewer where not so many fit
  let spacing: Float  // [m] a

  typealias Fits = (_ place: Vector2, _ radius: Float) -> Bool

  /// - Parameters:
  ///   - area: [m²] of the walkable part.
  ///   - radii: [m] of the people, in order.
  ///   - isClear: whether a disc on walkable ground in the area touches no wall and nobody.
  ///   - fits: the same anywhere.
  init(
    _ rows: WalkableRows, area: Double, radii: [Float], random: CounterRandom, source: Int, isClear: Fits,
    fits: Fits
  ) {
    let count = radii.count
    let mean = Float(radii.reduce(0.0) { $0 + Double($1) } / Double(max(1, count)))
    let widest = radii.max() ?? 0
    let best = withoutActuallyEscaping(isClear) {
      LatticeSearch(rows: rows, area: area, radius: mean, isClear: $0).widest(for: count)
    }
    spacing = best.spacing
    var places = Filling.thinned(best.places, to: count)
    for k in places.indices {
      // Two who come towards one another by no more than that do not touch.
      let play = (spacing - radii[k] - widest) / 2 - 1e-4
      if play <= 0 { continue }
      let u = random.uniform4(.filling, entity: UInt32(source), tick: k)
      let moved = places[k] + Math.unit(degrees: 360 * u.x) * (play * u.y.squareRoot())
      if fits(moved, radii[k]) { places[k] = moved }
    }
    if spacing < 2 * widest { Relaxation(radii: radii).run(&places, fits: fits) }
    self.places = places
  }

  /// Leaves out what is too many, evenly.
  private static func thinned(_ places: [Vector2], to count: Int) -> [Vector2] {
    if places.count <= count { return places }
    return (0..<count).map { places[$0 * places.count / count] }
  }
}

/// Looks for the widest lattice that has enough places.
private struct LatticeSearch {
  let rows: WalkableRows
  let area: Double  // [m²]
  let radius: Float  // [m] of a body
  let isClear: Filling.Fits

  struct Found {
    var spacing: Float
    var places: [Vector2]
  }

  func widest(for count: Int) -> Found {
    if count == 0 { return Found(spacing: 0, places: []) }
    // A lattice that begins at the area's edge, and one that begins a radius off it, where a wall may stand.
    let edge = widest(for: count, inset: 0)
    let inner = widest(for: count, inset: radius * (1 + 1e-4))
    let (few, many) = edge.places.count < inner.places.count ? (edge, inner) : (inner, edge)
    if few.places.count < count { return many }
    return edge.spacing > inner.spacing ? edge : inner
  }

  /// By the rule that places go with 1/a², and by halving where it errs.
  private func widest(for count: Int, inset: Float) -> Found {
    let closest = 2 * radius * (1 + 1e-4)
    var spacing = max(closest, (1.1547 * Float(area) / Float(count)).squareRoot())
    var best: Found?
    var high = Float.infinity  // not enough places there
    for _ in 0..<24 {
      let places = places(spacing, inset)
      if places.count >= count {
        best = Found(spacing: spacing, places: places)
        if places.count <= count + count / 500 { break }
      } else if spacing == closest {
        return Found(spacing: spacing, places: places)
      } else {
        high = spacing
      }
      let low = best?.spacing ?? closest
      if high - low < 1e-3 * low, best != nil { break }
      let guess = spacing * (Float(max(1, places.count)) / Float(count)).squareRoot()
      if high == .infinity {
        spacing = max(guess, 1.02 * spacing)
      } else {
        let hem = 0.1 * (high - low)
        spacing = min(max(guess, low + hem), high - hem)
        if best == nil, spacing - closest < 0.02 * closest { spacing = closest }
      }
    }
    return best ?? Found(spacing: closest, places: places(closest, inset))
  }

  private func places(_ spacing: Float, _ inset: Float) -> [Vector2] {
    var places: [Vector2] = []
    var spans: [ClosedRange<Float>] = []
    var scratch = WalkableRows.Scratch()
    let height = spacing * 0.8660254
    let box = rows.box
    let most = Int(min(100_000, max(0, (box.size.y - inset) / height)))
    for k in 0...most {
      // A hair inside, so that places on the area's very edge count.
      let y = min(max(box.minimum.y + inset + Float(k) * height, box.minimum.y + 1e-4), box.maximum.y - 1e-4)
      rows.spans(at: y, into: &spans, scratch: &scratch)
      let start = box.minimum.x + inset + (k % 2 == 1 ? spacing / 2 : 0)
      let first = places.count
      for span in spans {
        let from = max(0, ((span.lowerBound - start) / spacing).rounded(.up))
        let to = ((span.upperBound - start) / spacing).rounded(.down)
        guard to >= from, to < 1e6 else { continue }
        for n in Int(from)...Int(to) {
          let place = rows.world(Vector2(start + Float(n) * spacing, y))
          if isClear(place, radius) { places.append(place) }
        }
      }
      if k % 2 == 1 { places[first...].reverse() }
    }
    return places
  }
}

/// Pushes bodies of unequal size apart until none overlap, or for so many rounds.
private struct Relaxation {
  let radii: [Float]  // [m]
  private static let rounds = 80

  func run(_ places: inout [Vector2], fits: Filling.Fits) {
    guard let box = Rectangle(around: places) else { return }
    let widest = radii.max() ?? 0
    var size = max(0.05, 2.2 * widest)
    let frame = GridFrame(covering: box.grown(by: 1), upTo: 1 << 20, cellSize: &size)
    var heads = [Int32](repeating: -1, count: frame.count)
    var next = [Int32](repeating: -1, count: places.count)
    for _ in 0..<Relaxation.rounds {
      heads.withUnsafeMutableBufferPointer { $0.update(repeating: -1) }
      for k in places.indices.reversed() {
        guard let (column, row) = frame.cell(at: places[k]) else { continue }
        next[k] = heads[frame.index(column, row)]
        heads[frame.index(column, row)] = Int32(k)
      }
      if !separate(&places, frame, heads, next, widest, fits) { return }
    }
  }

  /// One round; false where nobody overlaps.
  private func separate(
    _ places: inout [Vector2], _ frame: GridFrame, _ heads: [Int32], _ next: [Int32], _ widest: Float,
    _ fits: Filling.Fits
  ) -> Bool {
    var touched = false
    for k in places.indices {
      let p = places[k]
      var push = Vector2.zero
      let reach = radii[k] + widest
      let columns = frame.columns(from: p.x - reach, to: p.x + reach)
      for row in frame.rows(from: p.y - reach, to: p.y + reach) {
        for column in columns {
          var j = Int(heads[frame.index(column, row)])
          while j >= 0 {
            let away = p - places[j]
            let distance = away.length
            let overlap = radii[k] + radii[j] + 2e-4 - distance
            if j != k, overlap > 0 { push += away * ((overlap + 1e-4) * 0.6 / max(distance, 1e-6)) }
            j = Int(next[j])
          }
        }
      }
      if !fits(p, radii[k]), let moved = offWalls(p, radii[k], fits) {
        touched = true
        places[k] = moved
        continue
      }
      if push == .zero { continue }
      touched = true
      for moved in [p + push, p + Vector2(push.x, 0), p + Vector2(0, push.y)] where fits(moved, radii[k]) {
        places[k] = moved
        break
      }
    }
    return touched
  }

  /// A place beside `p` at which a wide body touches no wall: the lattice kept only the mean radius off.
  private func offWalls(_ p: Vector2, _ radius: Float, _ fits: Filling.Fits) -> Vector2? {
    for step in 1...4 {
      for turn in 0..<8 {
        let moved = p + Math.unit(degrees: 45 * Float(turn)) * (radius * 0.15 * Float(step))
        if fits(moved, radius) { return moved }
      }
    }
    return nil
  }
}
