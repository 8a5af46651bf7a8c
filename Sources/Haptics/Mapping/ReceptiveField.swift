import CLanes
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
  /// Each actuator hears one run of cells, from a first cell on and round the circle. Its weights stand in whole
  /// groups of sixteen, the last filled up with zeros.
  private let firstCell: [Int]
  private let groups: [Range<Int>]
  private let weights: [Lanes]

  public init(_ garment: Garment, _ area: ReceptiveArea, view: BodyView = BodyView()) {
    actuators = garment.actuators.count
    cells = view.density.count
    let heights = garment.actuators.map(\.position.y)
    let lowest = heights.min() ?? 0
    let span = max((heights.max() ?? 0) - lowest, 1e-3)
    var firstCell: [Int] = []
    var groups: [Range<Int>] = []
    var weights: [Lanes] = []
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
      let run = ReceptiveField.run(of: row)
      let sum = row.reduce(0, +)
      let begin = weights.count
      for group in 0..<(run.count + 15) / 16 {
        var lanes = Lanes.zero
        for lane in 0..<16 where group * 16 + lane < run.count {
          lanes[lane] = row[(run.first + group * 16 + lane) % cells] / sum
        }
        weights.append(lanes)
      }
      firstCell.append(run.first)
      groups.append(begin..<weights.count)
    }
    self.firstCell = firstCell
    self.groups = groups
    self.weights = weights
  }

  /// The shortest run of cells round the circle that holds every weight above zero.
  private static func run(of row: [Float]) -> (first: Int, count: Int) {
    let heard = row.indices.filter { row[$0] > 0 }
    guard let last = heard.last else { return (0, 0) }
    // It begins after the longest silence.
    var longest = 0
    var first = heard[0]
    var before = last - row.count
    for cell in heard {
      if cell - before > longest { (longest, first) = (cell - before, cell) }
      before = cell
    }
    return (first, row.count - longest + 1)
  }

  /// Cells that a presence column has to have for `stimulus`: the circle once and a part of it again.
  var extendedCells: Int { 2 * cells + 16 }

  /// Σ w · presence over the cells that `actuator` hears; `presence` goes on with its beginning after its end, for
  /// `extendedCells` values.
  func stimulus(of actuator: Int, _ presence: UnsafeRawPointer) -> Float {
    let span = groups[actuator]
    return weights.withUnsafeBufferPointer { weights in
      var sum = Lanes.zero
      var byte = firstCell[actuator] * MemoryLayout<Float>.stride
      for group in span {
        sum += weights[group] * presence.loadUnaligned(fromByteOffset: byte, as: Lanes.self)
        byte += MemoryLayout<Lanes>.stride
      }
      return lanes_sum(sum)
    }
  }

  /// The stimulus of every actuator, in turn.
  func stimuli(_ presence: UnsafePointer<Float>, into levels: UnsafeMutablePointer<Float>) {
    weights.withUnsafeBufferPointer { weights in
      groups.withUnsafeBufferPointer { groups in
        firstCell.withUnsafeBufferPointer { firstCell in
          for actuator in 0..<actuators {
            var sum = Lanes(0)
            var cell = presence + firstCell[actuator]
            for group in groups[actuator] {
              sum += weights[group] * lanes_load(cell)
              cell += 16
            }
            levels[actuator] = lanes_sum(sum)
          }
        }
      }
    }
  }

  /// [degrees] between two unit vectors.
  private static func angle(_ a: Vector2, _ b: Vector2) -> Float {
    abs(Math.atan2(a.cross(b), a.dot(b))) * 180 / .pi
  }
  /// Low rows lean to what is near, high rows to what is far.
  static func height(_ level: Float, _ distance: Float, _ area: ReceptiveArea) -> Float {
    let range = max(area.far - area.near, 0.01)
    let place = min(max((distance - area.near) / range, 0), 1) * 2 - 1
    return 1 + min(max(area.heightSpread, 0), 1) * level * place
  }
}
