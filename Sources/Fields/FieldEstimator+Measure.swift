import Kernel

extension FieldEstimator {
  /// Measures everybody in `crowd` into `field`: who stands where, then band by band deposit and blur, then what
  /// is derived from the whole. Tiles that nobody reaches cost nothing. Every value of the field has one writer and
  /// its terms one order, so the bits are the same for any number of workers.
  public func measure(_ crowd: Crowd, into field: inout CrowdField, workers: Workers) {
    measure(crowd, into: &field, workers: workers, nil)
  }

  /// The same, to the same bits, and in `timing` when each part of it ran.
  public func measure(
    _ crowd: Crowd, into field: inout CrowdField, workers: Workers, timing: inout FieldTiming
  ) {
    let slots = CrowdStrips.slots(crowd.count) + bands.slots + 1
    timing.withBook(slots) { measure(crowd, into: &field, workers: workers, $0) }
  }

  private func measure(
    _ crowd: Crowd, into field: inout CrowdField, workers: Workers, _ book: SpanBook?
  ) {
    precondition(field.density.frame == frame, "a field is measured by the estimator that made it")
    let payload: Payload = field.quantities.contains(.velocity) ? .moments : .mass
    var scratch = field.scratch
    field.scratch = FieldScratch()
    field.density.cells.withUnsafeMutableBufferPointer { density in
      field.velocityX.cells.withUnsafeMutableBufferPointer { velocityX in
        field.velocityY.cells.withUnsafeMutableBufferPointer { velocityY in
          field.variance.cells.withUnsafeMutableBufferPointer { variance in
            field.pressure.cells.withUnsafeMutableBufferPointer { pressure in
              let planes = FieldPlanes(
                first: Rows(density), second: Rows(velocityX), third: Rows(velocityY),
                fourth: Rows(variance), fifth: Rows(pressure))
              field.outside = measure(crowd, payload, into: planes, &scratch, workers: workers, book)
            }
          }
        }
      }
    }
    field.scratch = scratch
    let last = CrowdStrips.slots(crowd.count) + bands.slots
    book.time(last, .derive, worker: 0, part: 0) {
      if field.quantities.contains(.timeToCollision) {
        measureCollisions(crowd, into: &field, workers: workers)
      }
      derive(&field, workers: workers)
    }
  }

  /// Deposits and blurs `payload` of everybody into `planes`; returns how many people have no cell.
  func measure(
    _ crowd: Crowd, _ payload: Payload, into planes: FieldPlanes, _ scratch: inout FieldScratch,
    workers: Workers, _ book: SpanBook? = nil
  ) -> Int {
    if settings.estimator == .voronoi {
      return measureCells(crowd, payload, into: planes, &scratch, workers: workers)
    }
    scratch.prepare(
      bands, channels: payload.channels, mostTaken: mostTaken,
      hasStrip: mostTaken > 0 || settings.estimator.isAdaptive, workers: workers)
    scratch.strips.sort(crowd.positions, bands, GridPlace(frame), workers: workers, book)
    let strips = scratch.strips
    var outside: Int?
    crowd.positions.withUnsafeBufferPointer { positions in
      crowd.velocities.withUnsafeBufferPointer { velocities in
        guard let places = positions.baseAddress, let speeds = velocities.baseAddress else {
          let none = CrowdRows(positions: Self.nobody, velocities: Self.nobody)
          measure(none, payload, strips, into: planes, &scratch, workers: workers, book)
          return
        }
        let rows = CrowdRows(positions: places, velocities: speeds)
        if settings.estimator == .nearestNeighbours {
          outside = measureNeighbours(
            rows, count: positions.count, payload, into: planes, &scratch, workers: workers)
          return
        }
        measure(rows, payload, strips, into: planes, &scratch, workers: workers, book)
      }
    }
    return outside ?? strips.outside + scratch.outside[..<bands.count].reduce(0, +)
  }

  private static var nobody: UnsafePointer<Vector2> {
    UnsafePointer(bitPattern: MemoryLayout<Vector2>.alignment)!
  }

  private func measure(
    _ crowd: CrowdRows, _ payload: Payload, _ strips: CrowdStrips, into planes: FieldPlanes,
    _ scratch: inout FieldScratch, workers: Workers, _ book: SpanBook?
  ) {
    let slots = CrowdStrips.slots(strips.people)
    scratch.withRows { memory in
      let channels = payload.channels
      workers.forEachBlock(rows: bands.count, size: 1) { worker, block in
        for number in block {
          let band = BandMemory(
            bands: bands, channels: channels, strips: bands.strips(of: number),
            cells: memory.cells.base + worker * bands.cells(channels),
            across: memory.across.base + worker * bands.across(channels),
            touched: memory.touched.base + worker * bands.held * bands.tiles)
          var stamps = CutStamps(
            taken: memory.taken.base + worker * mostTaken,
            strip: StripMemory(memory, worker, bands, channels),
            nextRow: max(0, band.strips.lowerBound * Bands.strip - kernel.radius))
          let timing = BandTiming(book: book, worker: worker, first: slots + number * bands.held * 2)
          memory.outside[number] = measure(
            band, crowd, payload, strips, into: planes, &stamps, memory.active, memory.before, timing)
        }
      }
    }
  }

  /// One band; returns how many people who stand in it have no cell.
  private func measure(
    _ band: BandMemory, _ crowd: CrowdRows, _ payload: Payload, _ strips: CrowdStrips,
    into planes: FieldPlanes, _ stamps: inout CutStamps, _ active: Rows<Bool>, _ before: Rows<Bool>,
    _ timing: BandTiming
  ) -> Int {
    let (first, last) = (band.strips.lowerBound, band.strips.upperBound - 1)
    for tile in first * bands.tiles..<(last + 1) * bands.tiles { active[tile] = false }
    var outside = 0
    for strip in first - bands.margin...last + bands.margin {
      let slot = 2 * (strip - band.firstStrip)
      if strip >= 0, strip < bands.strips {
        outside += timing.time(slot, .deposit, strip) { deposit(crowd, payload, strips, strip, into: band) }
      }
      let reached = strip - bands.margin  // by nobody who is still to come
      guard reached >= first else { continue }
      timing.time(slot + 1, .blur, reached) {
        if cuts.count > 0 {
          take(upTo: (reached + 1) * Bands.strip + kernel.radius, from: band, into: &stamps)
        }
        blur(band, reached, payload, into: planes, active)
        if stamps.count > 0 { stamp(reached, band, payload, into: planes, &stamps) }
        for tile in reached * bands.tiles..<(reached + 1) * bands.tiles where before[tile] && !active[tile] {
          empty(tile, planes)
        }
        band.clear(reached - bands.margin)
      }
    }
    for strip in last - bands.margin + 1...last + bands.margin { band.clear(strip) }
    return outside
  }

  /// Empties a tile that somebody reached before.
  func empty(_ tile: Int, _ planes: FieldPlanes) {
    let (strip, across) = tile.quotientAndRemainder(dividingBy: bands.tiles)
    let column = across * Bands.tile
    let count = min(Bands.tile, frame.columns - column)
    for row in strip * Bands.strip..<min(frame.rows, (strip + 1) * Bands.strip) {
      for plane in [planes.first, planes.second, planes.third, planes.fourth, planes.fifth]
      where plane.count > 0 {
        (plane.base + row * frame.columns + column).update(repeating: 0, count: count)
      }
    }
  }
}

/// Where the parts of one band are booked.
private struct BandTiming {
  let book: SpanBook?
  let worker: Int
  let first: Int  // slot of the band
  @inline(__always) func time<R>(
    _ slot: Int, _ phase: FieldTiming.Phase, _ strip: Int, _ body: () -> R
  ) -> R {
    book.time(first + slot, phase, worker: worker, part: strip, body)
  }
}
