import Kernel
import Scenes

/// Points of a fundamental diagram in an area.
struct AreaProbe: Probe {
  private let selection: Selection
  private let method: MeasurePlan.Method
  private let direction: Vector2?
  private let area: Polygon
  private let cells: NearestCells
  private var motion: CentredMotion
  private var points: [SIMD2<Double>] = []

  init(_ measure: MeasurePlan, _ selection: Selection, ground: Ground, clocks: Clocks) {
    self.selection = selection
    method = measure.method
    direction = measure.direction.map(\.normalized)
    area = measure.area ?? Polygon([])
    cells = NearestCells(area: area, ground: ground)
    motion = CentredMotion(window: measure.window, period: measure.period, clocks: clocks)
  }

  mutating func look(_ glance: Glance) {
    let box = cells.box
    guard let sample = motion.look(glance, isNear: { box.contains($0) }) else { return }
    let speeds = sample.velocities.map { v in Double(direction.map { abs(v.dot($0)) } ?? v.length) }
    switch method {
    case .voronoi:
      if let point = cells.measure(sample.positions, speeds: speeds) { points.append(point) }
    case .classic:
      let rows = sample.positions.indices.filter { area.contains(sample.positions[$0]) }
      if rows.isEmpty { return }
      let mean = rows.reduce(0) { $0 + speeds[$1] } / Double(rows.count)
      points.append(SIMD2(Double(rows.count) / cells.size, mean))
    }
  }

  func value(_ book: PeopleBook) -> MeasureValue { .points(points) }
}
