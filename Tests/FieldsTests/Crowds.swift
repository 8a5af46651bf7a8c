import Fields
import Kernel

/// Grounds and crowds that the laws are tried on.
enum Crowds {
  /// 40 m × 40 m without anything in it.
  static let square = Ground(walkable: [box(0, 0, 40, 40)])

  /// Not a rectangle, with a slanting side, a square house, a wall thinner than a cell and a round fountain.
  static let town = Ground(
    walkable: [
      Polygon([
        Vector2(0, 0), Vector2(48, 0), Vector2(48, 20), Vector2(30, 20), Vector2(30, 36), Vector2(8, 36),
      ])
    ],
    obstacles: [
      Obstacle(name: "house", kind: .building, polygon: box(18, 8, 26, 16)),
      Obstacle(name: "wall", kind: .wall, polygon: box(34, 4, 34.125, 16)),
      Obstacle(name: "fountain", kind: .water, polygon: Polygon(centre: Vector2(18, 26), radius: 3)),
    ])

  /// Cells of which no part is walkable, as far as 25 places in each say.
  static func blocked(_ frame: GridFrame, _ ground: Ground) -> [Bool] {
    (0..<frame.count).map { cell in
      let low = Vector2(Float(cell % frame.columns), Float(cell / frame.columns))
      return (0..<25).allSatisfy { k in
        let part = Vector2(Float(k % 5), Float(k / 5)) * 0.2475 + 0.005
        return !ground.isWalkable(frame.origin + (low + part) * frame.cellSize)
      }
    }
  }

  static func box(_ x0: Float, _ y0: Float, _ x1: Float, _ y1: Float) -> Polygon {
    Polygon(Rectangle(minimum: Vector2(x0, y0), maximum: Vector2(x1, y1)))
  }

  static func estimator(
    _ ground: Ground, _ kind: FieldSettings.Estimator = .gaussian, cellSize: Float = 0.5, width: Float = 0.7,
    deposit: FieldSettings.Deposit = .quadratic
  ) -> FieldEstimator {
    var settings = FieldSettings()
    settings.estimator = kind
    settings.deposit = deposit
    settings.cellSize = cellSize
    settings.width = width
    return FieldEstimator(settings: settings, ground: ground)
  }

  /// `count` people at places uniform over `area`, in multiples of 1/1024 m, walking up to 2 m/s either way.
  static func scattered(_ count: Int, over area: Rectangle, seed: UInt64 = 1) -> Crowd {
    var crowd = Crowd()
    let random = CounterRandom(seed: seed)
    for i in 0..<count {
      let u = random.uniform4(.test, entity: UInt32(i), tick: 0)
      let place = area.minimum + area.size * Vector2(u.x, u.y)
      crowd.add((place * 1024).rounded(.down) / 1024, Vector2(4 * u.z - 2, 4 * u.w - 2))
    }
    return crowd
  }
}

extension Crowd {
  mutating func add(_ position: Vector2, _ velocity: Vector2 = .zero) {
    append(
      id: UInt32(count), position: position, velocity: velocity, heading: Vector2(1, 0), radius: 0.2)
  }
  init(at places: [Vector2], velocity: Vector2 = .zero) {
    self.init()
    for place in places { add(place, velocity) }
  }
}

extension Rectangle {
  func grown(by margin: Float) -> Rectangle {
    Rectangle(minimum: minimum - margin, maximum: maximum + margin)
  }
}

extension FieldEstimator {
  func measured(
    _ crowd: Crowd, _ quantities: FieldQuantities = .velocity, workers: Int = 1
  ) -> CrowdField {
    var field = emptyField(quantities)
    measure(crowd, into: &field, workers: Workers(workers))
    return field
  }
}

extension CrowdField {
  /// ∑ρ·A in double precision.
  var headcount: Double {
    density.cells.reduce(0) { $0 + Double($1) } * Double(density.frame.cellArea)
  }
}
