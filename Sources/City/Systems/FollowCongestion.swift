import Kernel

/// Where and how often the crowds are looked at.
struct CongestionSettings: Sendable {
  let frame: GridFrame
  let share: Float  // of the time lost in crowds that counts
  let sampleTicks: Int  // between two counts
  let mapTicks: Int  // between two solutions of the maps
  let weight: Float  // of a new count in the mean

  /// [m] of a cell: as wide as a way through a crowd.
  private static let cellSize: Float = 1

  /// Nil where crowds do not count.
  init?(_ settings: RouteSettings, over area: Rectangle, dt: Float) {
    guard settings.congestion > 0 else { return nil }
    var size = CongestionSettings.cellSize
    frame = GridFrame(covering: area, upTo: 1 << 20, cellSize: &size)
    share = settings.congestion
    let period = max(Double(dt), min(settings.congestionPeriod, 1e6))
    let sample = min(1, period)
    func ticks(_ seconds: Double) -> Int { max(1, Int((seconds / Double(dt)).rounded())) }
    sampleTicks = ticks(sample)
    mapTicks = ticks(period)
    weight = 1 - Math.exp(-Float(sample / period))
  }
}

/// Counts people cell by cell into the exponential mean of the density [1/m²]; the first count is the mean.
func smoothCongestion(
  _ settings: CongestionSettings, tick: Int, positions: [Vector2], grid: RouteGrid,
  into congestion: inout Congestion
) {
  let frame = settings.frame
  var counts = [Float](repeating: 0, count: frame.count)
  for p in positions {
    if let (column, row) = frame.cell(at: p) { counts[frame.index(column, row)] += 1 }
  }
  let areas = grid.walkableAreas(in: frame)
  for cell in 0..<frame.count {
    // A crack of ground at the edge of a cell is no measure of a density.
    let density = counts[cell] / max(areas[cell], 0.25 * frame.cellArea)
    let before = congestion.smoothed[cell]
    congestion.smoothed[cell] = tick == 0 ? density : before + (density - before) * settings.weight
  }
}

/// By route cell, what the time in a crowd is to that of a free way, in the measure that crowds count.
func congestionLosses(
  _ settings: CongestionSettings, densities: [Float], grid: RouteGrid, workers: Workers
) -> [Float] {
  var density = Grid2D<Float>(settings.frame, filledWith: 0)
  density.cells = densities
  var losses = [Float](repeating: 1, count: grid.frame.count)
  losses.withUnsafeMutableBufferPointer { [density] in
    let losses = Rows($0)
    workers.forEachBlock(rows: grid.frame.rows, size: 16) { _, rows in
      for row in rows {
        for column in 0..<grid.frame.columns {
          let speed = FundamentalDiagram.speed(at: density.sample(grid.frame.centre(column, row)))
          losses[grid.frame.index(column, row)] = 1 + settings.share * (1 / speed - 1)
        }
      }
    }
  }
  return losses
}

extension CongestionSettings {
  /// How many of `maps` maps rest on the latest prices after the step of `tick`: the work of a period is spread over
  /// its first half.
  func due(at tick: Int, maps: Int) -> Int {
    let steps = max(1, mapTicks / 2)
    let done = tick % mapTicks + 1
    return done >= steps ? maps : (maps * done + steps - 1) / steps
  }
}

extension World {
  /// Counts crowds, and has maps worked out anew, when it is time to.
  mutating func followCongestion(workers: Workers) {
    guard let settings = congestionSettings else { return }
    if tick % settings.sampleTicks == 0 {
      smoothCongestion(
        settings, tick: tick, positions: pedestrians.positions, grid: routes.grid, into: &congestion)
    }
    if tick > 0, tick % settings.mapTicks == 0 {
      priceRest(workers: workers)
      congestion.price()
      setLosses(by: congestion.priced, workers: workers)
    }
    priceMaps(until: settings.due(at: tick, maps: routes.maps.count), workers: workers)
  }

  /// Has all maps rest on the latest prices.
  mutating func priceRest(workers: Workers) { priceMaps(until: routes.maps.count, workers: workers) }

  /// Brings all maps to the state's prices, whatever they rest on.
  mutating func restorePrices(workers: Workers) {
    if congestionSettings == nil { return }
    let done = min(max(0, congestion.done), routes.maps.count)
    setLosses(by: congestion.pricedBefore, workers: workers)
    routes.renew(done..<routes.maps.count, workers: workers)
    setLosses(by: congestion.priced, workers: workers)
    routes.renew(0..<done, workers: workers)
  }

  private mutating func priceMaps(until due: Int, workers: Workers) {
    guard congestionSettings != nil, congestion.done < due else { return }
    routes.renew(congestion.done..<due, workers: workers)
    congestion.done = due
  }

  private mutating func setLosses(by densities: [Float], workers: Workers) {
    guard let settings = congestionSettings else { return }
    routes.set(losses: congestionLosses(settings, densities: densities, grid: routes.grid, workers: workers))
  }
}

extension RouteGrid {
  /// [m²] of walkable ground in each cell of a coarser grid.
  fileprivate func walkableAreas(in coarse: GridFrame) -> [Float] {
    var areas = [Float](repeating: 0, count: coarse.count)
    let columns = (0..<frame.columns).map { coarse.cell(at: frame.centre($0, 0))?.column ?? -1 }
    for row in 0..<frame.rows {
      guard let coarseRow = coarse.cell(at: frame.centre(0, row))?.row else { continue }
      for column in 0..<frame.columns where columns[column] >= 0 && isWalkable(frame.index(column, row)) {
        areas[coarse.index(columns[column], coarseRow)] += frame.cellArea
      }
    }
    return areas
  }
}
