import Fields
import Foundation
import Kernel

/// How far fields are from the exact sum of Gaussians, by the size of the cells and the deposit.
package enum ProfileAccuracy {
  static let people = 1500
  static let side = 30.0  // [m]
  static let cellSizes = [1.0, 0.7, 0.5, 0.35, 0.25]  // [m]

  package static func measure(width: Double, seed: UInt64, interrupted: () -> Bool) -> [ProfileResults
    .Accuracy]
  {
    let crowd = crowd(seed)
    var rows: [ProfileResults.Accuracy] = []
    for cellSize in cellSizes where cellSize <= width * 1.5 {
      for deposit in FieldSettings.Deposit.allCases where !interrupted() {
        let error = error(crowd, deposit, cellSize: cellSize, width: width)
        rows.append(
          ProfileResults.Accuracy(
            deposit: deposit.rawValue, cellSize: cellSize, width: width, largest: error.largest,
            mean: error.mean))
      }
    }
    return rows
  }

  /// Two thirds in five clusters and the rest spread out, all far enough from the rim for no wall to count.
  private static func crowd(_ seed: UInt64) -> [Vector2] {
    var random = SplitMix(seed)
    let margin = 4.0
    let middles = (0..<5).map { _ in (margin + 3 + 16 * random.unit(), margin + 3 + 16 * random.unit()) }
    var places: [Vector2] = []
    while places.count < people {
      var (x, y) = (margin + 22 * random.unit(), margin + 22 * random.unit())
      if places.count % 3 < 2 {
        let middle = middles[random.below(middles.count)]
        (x, y) = (middle.0 + 3 * random.normal(), middle.1 + 3 * random.normal())
      }
      if min(x, y) > margin, max(x, y) < side - margin { places.append(Vector2(Float(x), Float(y))) }
    }
    return places
  }

  static func error(
    _ places: [Vector2], _ deposit: FieldSettings.Deposit, cellSize: Double, width: Double
  ) -> (largest: Double, mean: Double) {
    var settings = FieldSettings()
    settings.deposit = deposit
    settings.cellSize = Float(cellSize)
    settings.width = Float(width)
    let ground = Ground(
      walkable: [Polygon(Rectangle(minimum: .zero, maximum: Vector2(Float(side), Float(side))))])
    let estimator = FieldEstimator(settings: settings, ground: ground)
    var field = estimator.emptyField(.density)
    var crowd = Crowd()
    for (i, place) in places.enumerated() {
      crowd.append(id: UInt32(i), position: place, velocity: .zero, heading: Vector2(1, 0), radius: 0.2)
    }
    estimator.measure(crowd, into: &field, workers: .one)
    return compare(field.density.cells.map(Double.init), exact(places, field.density.frame, width))
  }

  /// Σ exp(−d²/2σ²) / 2πσ² at every cell's centre, in double precision; beyond 9 σ a term is less than 10⁻¹⁷.
  package static func exact(_ places: [Vector2], _ frame: GridFrame, _ width: Double) -> [Double] {
    let scale = 1 / (2 * .pi * width * width)
    let size = Double(frame.cellSize)
    /// Cells of one axis that feel somebody at `place`, and how much. A Gaussian is the product of one along each axis.
    func axis(_ place: Float, _ origin: Float, _ count: Int) -> (first: Int, values: [Double]) {
      let at = (Double(place) - Double(origin)) / size
      let first = min(max(0, Int((at - 9 * width / size).rounded(.down))), count)
      let last = min(max(first, Int((at + 9 * width / size).rounded(.up))), count)
      let values = (first..<last).map { k in
        let d = (Double(k) + 0.5 - at) * size
        return Foundation.exp(-d * d / (2 * width * width))
      }
      return (first, values)
    }
    var sums = [Double](repeating: 0, count: frame.count)
    for place in places {
      let across = axis(place.x, frame.origin.x, frame.columns)
      let along = axis(place.y, frame.origin.y, frame.rows)
      for (k, weight) in along.values.enumerated() {
        let at = (along.first + k) * frame.columns + across.first
        for (j, value) in across.values.enumerated() { sums[at + j] += weight * scale * value }
      }
    }
    return sums
  }

  static func compare(_ field: [Double], _ exact: [Double]) -> (largest: Double, mean: Double) {
    var (largest, sum, total) = (0.0, 0.0, 0.0)
    for (a, b) in zip(field, exact) {
      largest = max(largest, abs(a - b))
      sum += abs(a - b)
      total += b
    }
    return (largest / max(exact.max() ?? 0, 1e-300), sum / max(total, 1e-300))
  }
}
