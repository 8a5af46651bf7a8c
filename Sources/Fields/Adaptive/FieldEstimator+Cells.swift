import Kernel

/// What measuring by Voronoi cells leaves behind.
struct CellScratch: Sendable {
  var cells: VoronoiCells
  var places: [Point] = []  // [m] by person
  var channels: [Grid2D<Float>] = []
  var fields: [VoronoiField] = []
}

extension FieldEstimator {
  /// Density and mean velocity from exact cells: of grid cell c
  ///
  ///     ρ(c) = Σᵢ A(Vᵢ ∩ c)/A(Vᵢ) / A(c)        v(c) = Σᵢ vᵢ A(Vᵢ ∩ c)/A(Vᵢ) / Σᵢ A(Vᵢ ∩ c)/A(Vᵢ)
  ///
  /// with Vᵢ what person i sees of the person's cell, so that nothing leaks through walls. A grid cell that a wall takes
  /// a part of counts with its whole area. Returns how many people have no cell.
  func measureCells(
    _ crowd: Crowd, _ payload: Payload, into planes: FieldPlanes, _ scratch: inout FieldScratch,
    workers: Workers
  ) -> Int {
    guard let empty = cells else { return crowd.count }
    scratch.prepare(bands, channels: payload.channels, mostTaken: 0, hasStrip: true, workers: workers)
    var own = scratch.diagram ?? CellScratch(cells: empty)
    scratch.diagram = nil
    own.places.removeAll(keepingCapacity: true)
    for p in crowd.positions { own.places.append(Point(p)) }
    own.cells.divide(own.places, workers: workers)
    while own.fields.count < payload.channels {
      own.fields.append(VoronoiField(frame))
      own.channels.append(Grid2D(frame, filledWith: 0))
    }
    spread(crowd, payload, &own, workers: workers)
    let (channels, wanted) = (own.channels, payload.channels)
    scratch.withRows { memory in
      workers.forEachBlock(rows: bands.strips, size: 1) { worker, block in
        let sums = StripSums(
          bands, block.lowerBound, payload, StripMemory(memory, worker, bands, payload.channels))
        for row in sums.rows {
          for column in 0..<frame.columns {
            let at = frame.index(column, row)
            var value = SIMD4<Float>.zero
            for k in 0..<wanted { value[k] = channels[k].cells[at] * frame.cellArea }
            guard value != .zero else { continue }
            sums.mark(column...column)
            sums.add(value, 1, column, row)
          }
        }
        finish(sums, into: planes, memory.active, memory.before)
      }
    }
    let counts = own.cells.counts
    scratch.diagram = own
    return counts.notFinite + counts.outside
  }

  /// Every channel by itself, one after the other or side by side.
  private func spread(_ crowd: Crowd, _ payload: Payload, _ own: inout CellScratch, workers: Workers) {
    let cells = own.cells
    own.fields.withUnsafeMutableBufferPointer { fields in
      own.channels.withUnsafeMutableBufferPointer { channels in
        let (fields, channels) = (Rows(fields), Rows(channels))
        workers.forEachBlock(rows: payload.channels, size: 1) { _, block in
          for k in block {
            fields.base[k].spread(cells, into: &channels.base[k]) { i in
              Double(payload.value(crowd.velocities[i])[k]) * cells.density(of: i)
            }
          }
        }
      }
    }
  }

  /// What the person who was measured at `place` alone adds to the density [1/m^2] of each cell of `field`.
  func footprint(
    of place: Vector2, in field: CrowdField, _ body: (_ column: Int, _ row: Int, _ density: Float) -> Void
  ) {
    switch settings.estimator {
    case .voronoi: cellFootprint(of: Point(place), in: field, body)
    case .nearestNeighbours:
      let q = GridPlace(frame).cells(place)
      guard let person = field.scratch.widths.places.firstIndex(of: q), GridPlace(frame).isNear(q) else {
        return
      }
      _ = forEachShare(at: q, radius: field.scratch.widths.radii[person]) { column, row, share in
        body(column, row, share / frame.cellArea)
      }
    default: footprint(of: place, body)
    }
  }

  private func cellFootprint(
    of place: Point, in field: CrowdField, _ body: (_ column: Int, _ row: Int, _ density: Float) -> Void
  ) {
    guard let own = field.scratch.diagram, let person = own.places.firstIndex(of: place),
      let box = Rectangle(around: own.cells.rings(of: person).joined().map { Vector2($0) })
    else { return }
    let grid = GridPlace(frame)
    let (low, high) = (grid.cells(box.minimum).rounded(.down), grid.cells(box.maximum).rounded(.up))
    let columns = max(0, Int(low.x) - 1)..<min(frame.columns, Int(high.x) + 1)
    let rows = max(0, Int(low.y) - 1)..<min(frame.rows, Int(high.y) + 1)
    let part = GridFrame(
      origin: frame.origin + Vector2(Float(columns.lowerBound), Float(rows.lowerBound)) * frame.cellSize,
      cellSize: frame.cellSize, columns: columns.count, rows: rows.count)
    var (alone, density) = (VoronoiField(part), Grid2D(part, filledWith: Float(0)))
    alone.spread(own.cells, into: &density) { $0 == person ? own.cells.density(of: person) : 0 }
    for row in rows {
      for column in columns {
        let value = density[column - columns.lowerBound, row - rows.lowerBound]
        if value > 0 { body(column, row, value) }
      }
    }
  }
}
