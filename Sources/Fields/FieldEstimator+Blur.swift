import CLanes
import Kernel

/// Where a band's values go. Planes that nobody asked for have no rows.
struct FieldPlanes: Sendable {
  var first: Rows<Float>
  var second: Rows<Float>
  var third: Rows<Float>
  var fourth: Rows<Float>
  var fifth: Rows<Float>
}

/// Weights w_0 … w_4 of a kernel four cells wide, that of the usual settings, which has a way of its own.
private let nine = 5

extension FieldEstimator {
  /// Blurs the touched tiles of a strip along columns and then along rows, and writes what was asked for.
  func blur(
    _ band: BandMemory, _ strip: Int, _ payload: Payload, into planes: FieldPlanes, _ active: Rows<Bool>
  ) {
    let run = bands.run(band.channels)
    let rows = strip * Bands.strip..<min(frame.rows, (strip + 1) * Bands.strip)
    var tile = 0
    while tile < bands.tiles {
      guard band.isTouched(strip, tile) else {
        tile += 1
        continue
      }
      let clear = isClear[strip * bands.tiles + tile]
      var end = tile
      while end < bands.tiles, end - tile < run, band.isTouched(strip, end),
        isClear[strip * bands.tiles + end] == clear
      {
        active[strip * bands.tiles + end] = true
        end += 1
      }
      let columns = tile * Bands.tile..<end * Bands.tile
      for row in rows {
        alongColumns(band, row, columns)
        let at = row * frame.columns
        switch payload {
        case .mass: finishMass(band, at, columns, clear, planes.first)
        case .moments: finishMoments(band, at, columns, clear, planes)
        case .directions: finishDirections(band, at, columns, clear, planes)
        }
      }
      tile = end
    }
  }

  /// A row's sums over the rows above and below, with a margin to both sides, into `across`.
  private func alongColumns(_ band: BandMemory, _ row: Int, _ columns: Range<Int>) {
    let side = bands.side(band.channels)
    let count = columns.count * band.channels + 2 * side
    let to = band.across
    kernel.weights.withUnsafeBufferPointer { weights in
      /// Where the row `k` further down begins.
      @inline(__always) func from(_ k: Int) -> UnsafePointer<Float> {
        UnsafePointer(band.at(columns.lowerBound, row &+ k)) - side
      }
      if weights.count == nine {
        let taps = weights.baseAddress!
        let (a, b, c, d, e) = (from(-4), from(-3), from(-2), from(-1), from(0))
        let (f, g, h, i) = (from(1), from(2), from(3), from(4))
        var at = 0
        while at < count {
          let sum = lanes_nine_sum(
            taps, lanes_load(e + at), lanes_load(d + at) + lanes_load(f + at),
            lanes_load(c + at) + lanes_load(g + at),
            lanes_load(b + at) + lanes_load(h + at), lanes_load(a + at) + lanes_load(i + at))
          lanes_store(to + at, sum)
          at &+= Lanes.scalarCount
        }
        return
      }
      let own = from(0)
      var at = 0
      while at < count {
        lanes_store(to + at, lanes_load(own + at) * Lanes(repeating: weights[0]))
        at &+= Lanes.scalarCount
      }
      for k in 1..<max(1, weights.count) {
        let (low, high, weight) = (from(-k), from(k), Lanes(repeating: weights[k]))
        var at = 0
        while at < count {
          lanes_store(to + at, lanes_load(to + at) + (lanes_load(low + at) + lanes_load(high + at)) * weight)
          at &+= Lanes.scalarCount
        }
      }
    }
  }

  /// Σ_k w_|k| · from[k · step] for sixteen neighbouring `from`.
  @inline(__always)
  private func blurred(
    _ from: UnsafePointer<Float>, _ step: Int, _ weights: UnsafeBufferPointer<Float>
  ) -> Lanes {
    @inline(__always) func pair(_ k: Int) -> Lanes {
      lanes_load(from - k &* step) + lanes_load(from + k &* step)
    }
    if weights.count == nine {
      return lanes_nine_about(weights.baseAddress!, from, Int64(step))
    }
    var sum = lanes_load(from) * Lanes(repeating: weights[0])
    for k in 1..<max(1, weights.count) { sum += pair(k) * Lanes(repeating: weights[k]) }
    return sum
  }

  private func finishMass(
    _ band: BandMemory, _ at: Int, _ columns: Range<Int>, _ isClear: Bool, _ density: Rows<Float>
  ) {
    let perArea = Lanes(repeating: 1 / frame.cellArea)
    var from = UnsafePointer(band.across) + bands.side(1)
    let last = min(columns.upperBound, frame.columns)
    kernel.weights.withUnsafeBufferPointer { weights in
      mask.withUnsafeBufferPointer { mask in
        @inline(__always) func finish(_ column: Int, _ mass: Lanes) {
          var value = mass * perArea
          if !isClear { value *= lanes_load(mask.baseAddress! + at + column) }
          density.store(at &+ column, value, last &- column)
        }
        var column = columns.lowerBound
        if weights.count == nine {
          let taps = weights.baseAddress!
          var (before, own) = (lanes_load(from - 16), lanes_load(from))
          while column < last {
            from += 16
            let after = lanes_load(from)
            finish(column, lanes_nine_along(taps, before, own, after))
            column &+= 16
            (before, own) = (own, after)
          }
        } else {
          while column < last {
            finish(column, blurred(from, 1, weights))
            from += 16
            column &+= 16
          }
        }
      }
    }
  }

  private func finishMoments(
    _ band: BandMemory, _ at: Int, _ columns: Range<Int>, _ isClear: Bool, _ planes: FieldPlanes
  ) {
    let perArea = Lanes(repeating: 1 / frame.cellArea)
    let last = min(columns.upperBound, frame.columns)
    let (hasVariance, hasPressure) = (planes.fourth.count > 0, planes.fifth.count > 0)
    kernel.weights.withUnsafeBufferPointer { weights in
      mask.withUnsafeBufferPointer { mask in
        var from = UnsafePointer(band.across) + bands.side(4)
        var column = columns.lowerBound
        while column < last {
          let m = fourBlurred(from, weights)
          let open = isClear ? Lanes(repeating: 1) : lanes_load(mask.baseAddress! + at + column)
          // Momenta are zero wherever the mass is. The addend vanishes beside any other mass and turns 0/0 into 0.
          let perMass = open / (m.0 + 1e-30)
          let density = m.0 * open * perArea
          let (x, y) = (m.1 * perMass, m.2 * perMass)
          let (to, rest) = (at &+ column, last &- column)
          planes.first.store(to, density, rest)
          planes.second.store(to, x, rest)
          planes.third.store(to, y, rest)
          if hasVariance {
            let variance = lanes_max(m.3 * perMass - (x * x + y * y), Lanes(repeating: 0))
            planes.fourth.store(to, variance, rest)
            if hasPressure { planes.fifth.store(to, density * variance, rest) }
          }
          from += 64
          column &+= 16
        }
      }
    }
  }

  private func finishDirections(
    _ band: BandMemory, _ at: Int, _ columns: Range<Int>, _ isClear: Bool, _ planes: FieldPlanes
  ) {
    let perArea = Lanes(repeating: 1 / frame.cellArea)
    let last = min(columns.upperBound, frame.columns)
    kernel.weights.withUnsafeBufferPointer { weights in
      mask.withUnsafeBufferPointer { mask in
        var from = UnsafePointer(band.across) + bands.side(4)
        var column = columns.lowerBound
        while column < last {
          let m = fourBlurred(from, weights)
          let open = lanes_load(mask.baseAddress! + at + column) * perArea
          let (to, rest) = (at &+ column, last &- column)
          planes.first.store(to, m.0 * open, rest)
          planes.second.store(to, m.1 * open, rest)
          planes.third.store(to, m.2 * open, rest)
          planes.fourth.store(to, m.3 * open, rest)
          from += 64
          column &+= 16
        }
      }
    }
  }

  /// Sixteen cells of four interleaved channels, blurred along the row and taken apart.
  @inline(__always)
  private func fourBlurred(
    _ from: UnsafePointer<Float>, _ weights: UnsafeBufferPointer<Float>
  ) -> (Lanes, Lanes, Lanes, Lanes) {
    let a = blurred(from, 4, weights)
    let b = blurred(from + 16, 4, weights)
    let c = blurred(from + 32, 4, weights)
    let d = blurred(from + 48, 4, weights)
    let (low, high) = (lanes_evens(a, b), lanes_evens(c, d))
    let (lowOdd, highOdd) = (lanes_odds(a, b), lanes_odds(c, d))
    return (
      lanes_evens(low, high), lanes_evens(lowOdd, highOdd), lanes_odds(low, high), lanes_odds(lowOdd, highOdd)
    )
  }
}

extension Rows where Element == Float {
  /// The first `count` of sixteen.
  @inline(__always) func store(_ at: Int, _ value: Lanes, _ count: Int) {
    if count >= 16 {
      lanes_store(base + at, value)
    } else {
      lanes_store_first(base + at, value, Int64(count))
    }
  }
}
