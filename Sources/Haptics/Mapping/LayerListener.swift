import CLanes
import Kernel

/// What one layer makes of a view: a level per actuator, before texture and time.
struct LayerListener: Sendable {
  private let layer: MappingLayer
  private let field: ReceptiveField?  // of sources with extent
  private let placement: PhantomPlacement?  // of point sources
  private let heights: [Float]  // −1 lowest row … 1 highest, of each actuator
  private let spread: Float  // of the rows, 0…1; 0 where a garment has one row

  init(_ layer: MappingLayer, _ garment: Garment, _ rows: GarmentRows, view: BodyView) {
    self.layer = layer
    let count = garment.actuators.count
    field = layer.source.isPoint ? nil : ReceptiveField(garment, layer.receptive, view: view)
    placement = layer.source.isPoint ? PhantomPlacement(rows, garment, view: view) : nil
    let last = Float(max(1, rows.rows.count - 1))
    let leans = (layer.source == .nearest || layer.source == .wearer) && rows.rows.count > 1
    spread = leans ? min(max(layer.receptive.heightSpread, 0), 1) : 0
    heights = (0..<count).map { rows.rows.count > 1 ? 2 * Float(rows.row[$0]) / last - 1 : 0 }
  }

  /// Fills `levels` 0…1 and, for sand, `speeds` [m/s] of the people behind them, one per actuator. `scratch` keeps
  /// its capacity. False where all levels are 0.
  func listen(
    _ view: BodyView, _ scratch: inout [Float], levels: UnsafeMutablePointer<Float>,
    speeds: UnsafeMutablePointer<Float>?
  ) -> Bool {
    if let field {
      return listen(field, view, &scratch, levels, speeds)
    } else if let placement {
      return place(placement, view, &scratch, levels, speeds)
    }
    return false
  }

  /// What the curve is fed.
  func stimuli(_ view: BodyView) -> [Float] {
    guard let field else { return (0..<view.sectors).map { stimulus(view, sector: $0) } }
    var column = [Float](repeating: 0, count: field.extendedCells)
    return column.withUnsafeMutableBufferPointer { buffer in
      _ = fill(buffer.baseAddress!, view)
      repeated(buffer.baseAddress!, field.cells)
      return (0..<field.actuators).map { field.stimulus(of: $0, buffer.baseAddress!) }
    }
  }

  private func listen(
    _ field: ReceptiveField, _ view: BodyView, _ scratch: inout [Float],
    _ levels: UnsafeMutablePointer<Float>, _ speeds: UnsafeMutablePointer<Float>?
  ) -> Bool {
    precondition(view.density.count == field.cells, "the receptive field was made for another view")
    let cells = field.cells
    let needed = field.extendedCells * (speeds == nil ? 1 : 3)
    if scratch.count < needed { scratch = [Float](repeating: 0, count: needed) }
    return scratch.withUnsafeMutableBufferPointer { buffer in
      guard let presence = buffer.baseAddress else { return false }
      if !fill(presence, view) {
        levels.update(repeating: 0, count: field.actuators)
        return false
      }
      repeated(presence, cells)
      let curve = layer.curve
      field.stimuli(presence, into: levels)
      var sum = Lanes(0)
      for actuator in stride(from: 0, to: field.actuators, by: 16) {
        let level = curve(Lanes(levels, actuator, of: field.actuators))
        level.store(levels, actuator, of: field.actuators)
        sum += level
      }
      let heard = lanes_sum(sum) > 0
      guard let speeds, heard else { return heard }
      let people = presence + field.extendedCells
      let moving = people + field.extendedCells
      for cell in 0..<cells {
        let density = view.density[cell]
        let speed = view.relativeSpeed[cell]
        people[cell] = density > 0 && density.isFinite ? density : 0
        moving[cell] = speed > 0 && speed.isFinite ? people[cell] * min(speed, 5) : 0
      }
      repeated(people, cells)
      repeated(moving, cells)
      for actuator in 0..<field.actuators {
        let sum = field.stimulus(of: actuator, people)
        speeds[actuator] = sum > 1e-6 ? field.stimulus(of: actuator, moving) / sum : 0
      }
      return heard
    }
  }

  /// The circle of cells goes on with its beginning.
  private func repeated(_ column: UnsafeMutablePointer<Float>, _ cells: Int) {
    (column + cells).update(from: column, count: cells)
    for cell in 2 * cells..<2 * cells + 16 { column[cell] = 0 }
  }

  /// What each cell of the view counts for; what is not a number counts for nobody. False where no cell counts.
  private func fill(_ presence: UnsafeMutablePointer<Float>, _ view: BodyView) -> Bool {
    let cells = view.density.count
    return view.density.withUnsafeBufferPointer { density in
      view.closingSpeed.withUnsafeBufferPointer { closing in
        var some = false
        switch layer.source {
        case .density: some = present(presence, density, closing, still: 1, nearing: layer.closingWeight)
        case .approach: some = present(presence, density, closing, still: 0, nearing: 1)
        case .pressure:
          for cell in 0..<cells {
            let pressure = view.pressure[cell]
            presence[cell] = pressure > 0 && pressure < .infinity ? pressure : 0
            some = some || presence[cell] > 0
          }
        case .gradient:
          for cell in 0..<cells {
            let ring = cell % view.rings
            let inner = ring == 0 ? view.ownDensity : density[cell - 1]
            let way = view.distance(ofRing: ring) - (ring == 0 ? 0 : view.distance(ofRing: ring - 1))
            let slope = (density[cell] - inner) / max(way, 0.01)
            presence[cell] = slope > 0 && slope < .infinity ? slope : 0
            some = some || presence[cell] > 0
          }
        case .timeToCollision, .nearest, .wearer, .hazard: break  // point sources
        }
        return some
      }
    }
  }

  /// density · (still + nearing · closing speed); closing speeds count up to 5 m/s. False where all is 0.
  private func present(
    _ presence: UnsafeMutablePointer<Float>, _ density: UnsafeBufferPointer<Float>,
    _ closing: UnsafeBufferPointer<Float>, still: Float, nearing: Float
  ) -> Bool {
    let (zero, infinite) = (Lanes(0), Lanes(.infinity))
    var sum = zero
    for cell in stride(from: 0, to: density.count, by: 16) {
      // Comparisons with what is not a number are false.
      let d = Lanes(density.baseAddress!, cell, of: density.count)
      let people = lanes_pick_less(d, infinite, lanes_max(d, zero), zero)
      let v = Lanes(closing.baseAddress!, cell, of: density.count)
      let speed = lanes_pick_less(v, infinite, lanes_min(lanes_max(v, zero), Lanes(5)), zero)
      let present = people * (speed * nearing + still)
      present.store(presence, cell, of: density.count)
      sum += present
    }
    return lanes_sum(sum) > 0
  }

  /// Point sources: in each row the actuators beside a sector share its level by the energy law; of several sectors
  /// the strongest counts.
  private func place(
    _ placement: PhantomPlacement, _ view: BodyView, _ scratch: inout [Float],
    _ levels: UnsafeMutablePointer<Float>, _ speeds: UnsafeMutablePointer<Float>?
  ) -> Bool {
    if scratch.count < view.sectors { scratch = [Float](repeating: 0, count: view.sectors) }
    var some = false
    for sector in 0..<view.sectors {
      let level = layer.curve(stimulus(view, sector: sector))
      scratch[sector] = level
      some = some || level > 0
    }
    guard some else {
      levels.update(repeating: 0, count: placement.spans.count)
      return false
    }
    for actuator in placement.spans.indices {
      var most: Float = 0
      for k in placement.spans[actuator] {
        let weight = placement.weights[k]
        let sector = Int(weight.sector)
        guard scratch[sector] > 0 else { continue }
        var level = weight.weight * scratch[sector]
        if spread > 0 {
          let distance = layer.source == .nearest ? view.nearest[sector] : view.wearer[sector]
          level *= ReceptiveField.height(heights[actuator], distance, layer.receptive) / (1 + spread)
        }
        most = max(most, level)
      }
      levels[actuator] = most
      speeds?[actuator] = 1
    }
    return true
  }

  private func stimulus(_ view: BodyView, sector: Int) -> Float {
    switch layer.source {
    case .timeToCollision:
      let seconds = view.collision[sector]
      return seconds >= 0 && seconds.isFinite ? 1 / max(seconds, 0.01) : 0
    case .nearest: return nearness(view.nearest[sector])
    case .wearer: return nearness(view.wearer[sector])
    case .hazard:
      let urgency = view.hazard[sector]
      return urgency > 0 ? min(urgency, 1) : 0
    case .density, .gradient, .approach, .pressure: return 0  // sources with extent
    }
  }

  /// 1 at `near` and closer, 0 at `far` and beyond.
  private func nearness(_ distance: Float) -> Float {
    guard distance >= 0, distance < layer.receptive.far else { return 0 }
    let range = max(layer.receptive.far - layer.receptive.near, 0.01)
    return min(1, (layer.receptive.far - distance) / range)
  }
}
