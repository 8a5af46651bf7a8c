import City
import Kernel

/// Crowds of any size for looking at memory: a square with pillars, one person a square metre.
enum SquareCrowd {
  /// People walk round and round between four corners: nobody comes or leaves.
  static func round(people: Int, model: LocomotionModel) -> CityPlan {
    var plan = square(people: people, model: model)
    plan.journeys = [[0, 1, 2, 3], [3, 2, 1, 0], [0, 2], [1, 3]].enumerated().map { k, corners in
      Journey(name: "\(k)", stages: corners.map { .waypoint($0) })
    }
    return plan
  }

  /// People leave on all four sides, and as many come.
  static func comeAndGo(people: Int, model: LocomotionModel) -> CityPlan {
    var plan = square(people: people, model: model)
    plan.journeys = (0..<4).map { Journey(name: "\($0)", stages: [.exit($0)]) }
    // [1/s] About as many as leave: over four sides of √people metres at 0.2 /(m s).
    plan.sources[0].rate = 0.8 * Float(people).squareRoot()
    return plan
  }

  private static func square(people: Int, model: LocomotionModel) -> CityPlan {
    let side = Float(people).squareRoot()
    let count = max(1, Int(side / 20))
    let pitch = side / Float(count)
    let pillars = (0..<count * count).map { k -> Obstacle in
      let (row, column) = k.quotientAndRemainder(dividingBy: count)
      let centre = (Vector2(Float(column), Float(row)) + 0.5) * pitch
      return Obstacle(name: "pillar", polygon: Polygon(centre: centre, radius: 1, sides: 8))
    }
    let whole = rectangle(0, 0, side, side)
    let depth = side / 20
    let corners = [
      rectangle(0, 0, depth, depth), rectangle(side - depth, 0, side, depth),
      rectangle(side - depth, side - depth, side, side), rectangle(0, side - depth, depth, side),
    ]
    let edges = [
      rectangle(0, 0, 1, side), rectangle(side - 1, 0, side, side), rectangle(0, 0, side, 1),
      rectangle(0, side - 1, side, side),
    ]
    func areas(_ polygons: [Polygon]) -> [Area] {
      polygons.enumerated().map { Area(name: "\($0.offset)", polygon: $0.element) }
    }
    var source = Source(
      journeys: (0..<4).map { Weighted(index: $0, weight: 1) }, profiles: [Weighted(index: 0, weight: 1)])
    source.density = Float(people) / (side * side - pillars.reduce(0) { $0 + $1.polygon.area })
    var plan = CityPlan(
      ground: Ground(
        walkable: [whole], obstacles: pillars, exits: areas(edges), waypoints: areas(corners),
        sources: areas([whole])),
      sources: [source], locomotion: model)
    plan.routes.cellSize = 0.5
    return plan
  }

  private static func rectangle(_ x0: Float, _ y0: Float, _ x1: Float, _ y1: Float) -> Polygon {
    Polygon(Rectangle(minimum: Vector2(x0, y0), maximum: Vector2(x1, y1)))
  }
}
