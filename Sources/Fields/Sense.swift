import Kernel

extension FieldEstimator {
  /// What lies round a body: density, closing and relative speed of everybody else, and where the field has it
  /// their pressure, in the body's own frame. The columns by sector are left as they are.
  ///
  /// The body's own footprint, the same deposit and kernel for one person, is taken away first; `own` is nil for
  /// somebody who is not part of the crowd. The field counts as empty beyond its border. Each cell of the view is
  /// the mean of nine samples.
  ///
  /// - Parameters:
  ///   - pose: of the body; the heading a unit vector.
  ///   - own: the body's row in the crowd as it was measured: position [m] and velocity [m/s].
  ///   - velocity: of the body [m/s], against which people close in.
  public func sense(
    _ field: CrowdField, pose: Pose, own: (position: Vector2, velocity: Vector2)?, velocity: Vector2,
    into view: inout BodyView
  ) {
    guard pose.position.isFinite, pose.heading.isFinite, let reach = view.edges.last else {
      view.clear()
      return
    }
    let window = Window(self, field, around: pose.position, reach: reach, own: own)
    let pace = FieldEstimator.counted(velocity)
    for sector in 0..<view.sectors {
      let directions = (-1...1).map { part in
        let turn = (Float(sector) + Float(part) / 3) * 360 / Float(view.sectors)
        return Math.unit(degrees: turn).turned(by: pose.heading)
      }
      for ring in 0..<view.rings {
        var density: Float = 0
        var closing: Float = 0
        var relative = Vector2.zero
        var pressure: Float = 0
        for part in 0..<3 {
          let share = (Float(part) + 0.5) / 3
          let distance = view.edges[ring] + (view.edges[ring + 1] - view.edges[ring]) * share
          for direction in directions {
            let here = window.sample(pose.position + direction * distance)
            density += here.x
            let drift = Vector2(here.y, here.z) - pace * here.x
            closing -= drift.dot(direction)
            relative += drift
            pressure += here.w
          }
        }
        let cell = view.index(sector: sector, ring: ring)
        view.density[cell] = density / 9
        view.closingSpeed[cell] = density > 9e-4 ? closing / density : 0
        view.relativeSpeed[cell] = density > 9e-4 ? relative.length / density : 0
        view.pressure[cell] = pressure / 9
      }
    }
    view.ownDensity = window.sample(pose.position).x
  }
}

/// The cells round a body without the body itself: density and momentum.
private struct Window {
  let frame: GridFrame
  var cells: [SIMD4<Float>]  // x density [1/m^2], y and z momentum [1/(m·s)], w pressure [1/s^2]

  init(
    _ estimator: FieldEstimator, _ field: CrowdField, around centre: Vector2, reach: Float,
    own: (position: Vector2, velocity: Vector2)?
  ) {
    let grid = estimator.frame
    let margin = reach + 2 * grid.cellSize
    func index(_ x: Float) -> Int { Int(min(max(x.rounded(.down), -1e6), 1e6)) }
    let low = (centre - margin - grid.origin) / grid.cellSize
    let c0 = index(low.x)
    let r0 = index(low.y)
    let count = Int(2 * margin / grid.cellSize) + 2
    frame = GridFrame(
      origin: grid.origin + Vector2(Float(c0), Float(r0)) * grid.cellSize, cellSize: grid.cellSize,
      columns: count,
      rows: count)
    cells = [SIMD4<Float>](repeating: .zero, count: count * count)
    let pressed = !field.pressure.cells.isEmpty
    for r in max(0, r0)..<max(max(0, r0), min(grid.rows, r0 + count)) {
      for c in max(0, c0)..<max(max(0, c0), min(grid.columns, c0 + count)) {
        let i = grid.index(c, r)
        let d = field.density.cells[i]
        guard d > 0 else { continue }
        cells[(r - r0) * count + c - c0] = SIMD4(
          d, d * field.velocityX.cells[i], d * field.velocityY.cells[i],
          pressed ? field.pressure.cells[i] : 0)
      }
    }
    if let own { remove(own, estimator, field, c0: c0, r0: r0) }
  }

  private mutating func remove(
    _ own: (position: Vector2, velocity: Vector2), _ estimator: FieldEstimator, _ field: CrowdField, c0: Int,
    r0: Int
  ) {
    let velocity = FieldEstimator.counted(own.velocity)
    let columns = frame.columns
    estimator.footprint(of: own.position, in: field) { column, row, density in
      guard row >= r0, row < r0 + frame.rows, column >= c0, column < c0 + columns else { return }
      cells[(row - r0) * columns + column - c0] -= SIMD4(
        density, density * velocity.x, density * velocity.y, 0)
    }
    // What is left of a cell that held the body alone is rounding.
    for i in cells.indices where cells[i].x < 1e-5 { cells[i] = .zero }
  }

  /// Bilinear between cell centres; zero outside.
  func sample(_ p: Vector2) -> SIMD4<Float> {
    let q = (p - frame.origin) / frame.cellSize - 0.5
    guard q.x >= 0, q.y >= 0, q.x < Float(frame.columns - 1), q.y < Float(frame.rows - 1) else {
      return .zero
    }
    let c = Int(q.x)
    let r = Int(q.y)
    let fx = q.x - Float(c)
    let fy = q.y - Float(r)
    let at = r * frame.columns + c
    let low = cells[at] * (1 - fx) + cells[at + 1] * fx
    let high = cells[at + frame.columns] * (1 - fx) + cells[at + frame.columns + 1] * fx
    return low * (1 - fy) + high * fy
  }
}

extension BodyView {
  /// Nobody near.
  public mutating func clear() {
    for i in density.indices {
      density[i] = 0
      closingSpeed[i] = 0
      relativeSpeed[i] = 0
      pressure[i] = 0
    }
    for k in nearest.indices {
      nearest[k] = .infinity
      collision[k] = .infinity
      wearer[k] = .infinity
      hazard[k] = 0
    }
    ownDensity = 0
  }
}
