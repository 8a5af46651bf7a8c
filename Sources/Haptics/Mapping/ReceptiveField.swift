import Kernel

/// How much each actuator of a garment listens to each cell of the view: computed once for garment and mapping.
///
///     w = cos²(π/4 · Δ/halfAngle) · exp(−(d − near)/falloff) · height        0 beyond 2·halfAngle, outside near...far
///
/// Rows sum to one over the cells an actuator can hear, so that a crowd of one density all round drives every
/// actuator alike.
public struct ReceptiveField: Sendable {
  public let actuators: Int
  public let cells: Int  // of the view: sectors × rings
  let spans: [Range<Int>]  // of `weights`, one for each actuator
  let weights: [(cell: Int, weight: Float)]  // those above zero only, by actuator and then by cell

  public init(_ garment: Garment, _ area: ReceptiveArea, view: BodyView = BodyView()) {
    actuators = garment.actuators.count
    cells = view.density.count
    let heights = garment.actuators.map(\.position.y)
    let lowest = heights.min() ?? 0
    let span = max((heights.max() ?? 0) - lowest, 1e-3)
    var spans: [Range<Int>] = []
    var weights: [(cell: Int, weight: Float)] = []
    for actuator in garment.actuators {
      // −1 for the lowest row, +1 for the highest; 0 where a garment has one row.
      let level = span > 0.02 ? 2 * (actuator.position.y - lowest) / span - 1 : 0
      var row = [Float](repeating: 0, count: cells)
      for sector in 0..<view.sectors {
        let angle = ReceptiveField.angle(actuator.direction, view.direction(ofSector: sector))
        guard angle < 2 * area.halfAngle else { continue }
        let side = Math.cos(angle / area.halfAngle * .pi / 4)
        for ring in 0..<view.rings {
          let overlap = min(view.edges[ring + 1], area.far) - max(view.edges[ring], area.near)
          guard overlap > 0 else { continue }
          let distance = view.distance(ofRing: ring)
          let fall = Math.exp(-max(0, distance - area.near) / max(area.falloff, 0.01))
          let height = ReceptiveField.height(level, distance, area)
          let covered = overlap / (view.edges[ring + 1] - view.edges[ring])
          row[view.index(sector: sector, ring: ring)] =
            side * side * fall * height * covered * view.area(ofRing: ring)
        }
      }
      let sum = row.reduce(0, +)
      let begin = weights.count
      for cell in row.indices where row[cell] > 0 { weights.append((cell, row[cell] / sum)) }
      spans.append(begin..<weights.count)
    }
    self.spans = spans
    self.weights = weights
  }

  /// [degrees] between two unit vectors.
  private static func angle(_ a: Vector2, _ b: Vector2) -> Float {
    abs(Math.atan2(a.cross(b), a.dot(b))) * 180 / .pi
  }
  /// Low rows lean to what is near, high rows to what is far.
  private static func height(_ level: Float, _ distance: Float, _ area: ReceptiveArea) -> Float {
    let range = max(area.far - area.near, 0.01)
    let place = min(max((distance - area.near) / range, 0), 1) * 2 - 1
    return 1 + min(max(area.heightSpread, 0), 1) * level * place
  }
}

extension TransferCurve {
  /// Drive 0…1 for a stimulus [1/m^2]; 0 where it is not a number.
  public func callAsFunction(_ stimulus: Float) -> Float {
    guard stimulus > threshold else { return 0 }
    let span = knee - threshold
    let x = span > 0 ? min(1, (stimulus - threshold) / span) : 1
    return min(max(floor + (ceiling - floor) * Math.pow(x, exponent), 0), 1)
  }
}

/// What each actuator is to do, 0…1, for what lies round the body.
///
///     stimulus = Σ w · ρ · (1 + closingWeight · max(0, closing speed))        target = gain · curve(stimulus)
public func map(
  _ view: BodyView, _ mapping: Mapping, _ field: ReceptiveField, into request: inout HapticRequest
) {
  precondition(view.density.count == field.cells, "the receptive field was made for another view")
  precondition(request.count == field.actuators, "a request for every actuator")
  // What each cell counts for, once for all actuators. What is not a number counts for nobody.
  let presence = view.density.indices.map { cell -> Float in
    let density = view.density[cell]
    let closing = view.closingSpeed[cell]
    guard density > 0, density.isFinite else { return 0 }
    return closing > 0 && closing.isFinite ? density * (1 + mapping.closingWeight * min(closing, 5)) : density
  }
  let gain = min(max(mapping.gain, 0), 1)
  for actuator in 0..<field.actuators {
    var stimulus: Float = 0
    for (cell, weight) in field.weights[field.spans[actuator]] { stimulus += weight * presence[cell] }
    request.level[actuator] = mapping.curve(stimulus) * gain
  }
}
