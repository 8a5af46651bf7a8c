import Kernel

/// The actuators of a garment as rows round the body, from low to high, each in order of bearing. Phantom sensations
/// lie between neighbours of a row, strokes run over rows.
struct GarmentRows: Sendable {
  /// [m] heights that are farther apart belong to different rows.
  static let gap: Float = 0.045

  let rows: [[Int]]  // actuators by bearing, counter-clockwise from straight ahead
  let row: [Int]  // of each actuator
  let bearings: [Float]  // [degrees] 0..<360 of each actuator, counter-clockwise from straight ahead

  init(_ garment: Garment) {
    let actuators = garment.actuators
    let bearings = actuators.map { actuator in
      let degrees = Math.degrees(of: actuator.direction)
      return degrees < 0 ? degrees + 360 : degrees
    }
    let climbing = actuators.indices.sorted {
      (actuators[$0].position.y, $0) < (actuators[$1].position.y, $1)
    }
    var rows: [[Int]] = []
    var last = -Float.infinity
    for actuator in climbing {
      let height = actuators[actuator].position.y
      if height - last > GarmentRows.gap { rows.append([]) }
      rows[rows.count - 1].append(actuator)
      last = height
    }
    var row = [Int](repeating: 0, count: actuators.count)
    for r in rows.indices {
      rows[r].sort { (bearings[$0], $0) < (bearings[$1], $1) }
      for actuator in rows[r] { row[actuator] = r }
    }
    self.rows = rows
    self.row = row
    self.bearings = bearings
  }

  /// The next actuator of the same row, counter-clockwise for a positive `step`; itself where it is alone.
  func neighbour(of actuator: Int, _ step: Int) -> Int {
    let row = rows[row[actuator]]
    guard let at = row.firstIndex(of: actuator) else { return actuator }
    return row[(at + step + row.count) % row.count]
  }

  /// The two actuators of row `r` that `degrees` lies between, and how far it is from the first to the second, 0…1.
  func between(_ r: Int, _ degrees: Float) -> (first: Int, second: Int, share: Float) {
    let row = rows[r]
    let after = row.firstIndex { bearings[$0] > degrees } ?? 0
    let first = row[(after + row.count - 1) % row.count]
    let second = row[after]
    let span = GarmentRows.turn(from: bearings[first], to: bearings[second])
    let share = span > 0 ? GarmentRows.turn(from: bearings[first], to: degrees) / span : 0
    return (first, second, min(max(share, 0), 1))
  }

  /// [degrees] 0..<360 counter-clockwise.
  static func turn(from a: Float, to b: Float) -> Float {
    let turn = (b - a).truncatingRemainder(dividingBy: 360)
    return turn < 0 ? turn + 360 : turn
  }
}
