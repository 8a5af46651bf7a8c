import Kernel

/// An area and the ground round it, cut into small cells, each of which belongs to the person nearest to it: the
/// Voronoi diagram of the people within walls, to the accuracy of a cell.
///
/// Steffen & Seyfried 2010 (Physica A 389): density ρ = Σ A(Vᵢ ∩ M)/A(Vᵢ) / A(M), speed v = Σ vᵢ A(Vᵢ ∩ M) / A(M).
package struct NearestCells {
  static let margin: Float = 3  // [m] of ground looked at round the area
  private let cellSize: Float  // [m]
  private let centres: [Vector2]  // of walkable cells, those in the area first
  private let inside: Int  // cells in the area
  let box: Rectangle  // all that is looked at

  package init(area: Polygon, ground: Ground, cellSize: Float = 0.1) {
    self.cellSize = cellSize
    box = area.bounds.grown(by: NearestCells.margin)
    let columns = Int((box.size.x / cellSize).rounded(.up))
    let rows = Int((box.size.y / cellSize).rounded(.up))
    var within: [Vector2] = []
    var around: [Vector2] = []
    for row in 0..<rows {
      for column in 0..<columns {
        let p = box.minimum + Vector2(Float(column) + 0.5, Float(row) + 0.5) * cellSize
        guard ground.isWalkable(p) else { continue }
        if area.contains(p) { within.append(p) } else { around.append(p) }
      }
    }
    centres = within + around
    inside = within.count
  }

  /// [m²] of walkable ground in the area.
  var size: Double { Double(inside) * Double(cellSize * cellSize) }

  /// Density [1/m²] and speed [m/s] in the area; nil when nobody is near.
  package func measure(_ positions: [Vector2], speeds: [Double]) -> SIMD2<Double>? {
    guard !positions.isEmpty, inside > 0 else { return nil }
    var own = [Int](repeating: 0, count: positions.count)
    var shared = own
    for (k, centre) in centres.enumerated() {
      var best = 0
      var least = Float.infinity
      for (i, p) in positions.enumerated() {
        let d = (p - centre).lengthSquared
        if d < least {
          least = d
          best = i
        }
      }
      own[best] += 1
      if k < inside { shared[best] += 1 }
    }
    var heads = 0.0
    var speed = 0.0
    for i in positions.indices where shared[i] > 0 {
      heads += Double(shared[i]) / Double(own[i])
      speed += speeds[i] * Double(shared[i])
    }
    return SIMD2(heads / size, speed / Double(inside))
  }
}
