import Kernel

extension FieldEstimator {
  /// Everybody's own kernel, strip by strip; returns how many people have no cell.
  func measureNeighbours(
    _ crowd: CrowdRows, count: Int, _ payload: Payload, into planes: FieldPlanes,
    _ scratch: inout FieldScratch,
    workers: Workers
  ) -> Int {
    let most = stamp?.radius ?? NeighbourWidths.least
    let positions = UnsafeBufferPointer(start: crowd.positions, count: count)
    scratch.widths.find(
      positions, k: max(1, settings.neighbours), most: most, edges, GridPlace(frame), workers: workers)
    let widths = scratch.widths
    let strips = scratch.strips
    let reach = RadialKernel(.wendland, width: most, measure: .radius).reach + 4
    let beside = (reach + Bands.strip - 1) / Bands.strip
    var lost = [Int](repeating: 0, count: bands.strips)
    lost.withUnsafeMutableBufferPointer { lost in
      let lost = Rows(lost)
      scratch.withRows { memory in
        workers.forEachBlock(rows: bands.strips, size: 1) { worker, block in
          let sums = StripSums(
            bands, block.lowerBound, payload, StripMemory(memory, worker, bands, payload.channels))
          let near = max(0, sums.strip - beside)..<min(bands.strips, sums.strip + beside + 1)
          strips.forEachRun(in: near) { people in
            for i in people {
              let q = widths.places[i]
              guard Int(q.y) + reach >= sums.rows.lowerBound, Int(q.y) - reach < sums.rows.upperBound
              else { continue }
              let value = payload.value(crowd.velocities[i])
              let isCounted = forEachShare(at: q, radius: widths.radii[i]) { column, row, share in
                if sums.rows.contains(row) {
                  sums.mark(column...column)
                  sums.add(value, share, column, row)
                }
              }
              if !isCounted, GridPlace(frame).stripOf(crowd.positions[i]) == sums.strip {
                lost[sums.strip] += 1
              }
            }
          }
          finish(sums, into: planes, memory.active, memory.before)
        }
      }
    }
    return strips.outside + lost.reduce(0, +)
  }

  /// Writes a strip's sums to the planes, and zeros to tiles that held something before.
  func finish(_ sums: StripSums, into planes: FieldPlanes, _ active: Rows<Bool>, _ before: Rows<Bool>) {
    for tile in 0..<bands.tiles {
      let at = sums.strip * bands.tiles + tile
      let squares =
        tile * Bands.tile / Bands.strip..<min(bands.squares, (tile + 1) * Bands.tile / Bands.strip)
      active[at] = squares.contains { sums.memory.squares[$0] }
      if active[at] || before[at] { empty(at, planes) }
    }
    merge(sums, into: planes)
  }
}
