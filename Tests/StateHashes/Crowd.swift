import City
import Kernel

/// More people than rows stand in order of entry for, so that they are put in order of place, and in many blocks: four
/// streams that cross between pillars, come in and leave.
enum CrossingCrowd {
  private static let people = 4_400

  static func plan(_ model: LocomotionModel) -> CityPlan {
    let side: Float = 105  // [m]
    let pillars = (0..<9).map { k -> Obstacle in
      let (row, column) = k.quotientAndRemainder(dividingBy: 3)
      let centre = Vector2(Float(column + 1), Float(row + 1)) * (side / 4)
      return Obstacle(name: "pillar", polygon: Polygon(centre: centre, radius: 1.5, sides: 8))
    }
    var filling = Source(journeys: evenly(4), profiles: evenly(1))
    filling.density = Float(people) / ((side - 1) * (side - 1) - 9 * pillars[0].polygon.area)
    let stream = Source(rate: 200, initial: 10, journeys: evenly(4), profiles: evenly(1))
    var plan = CityPlan(
      ground: Ground(
        walkable: [box(0, 0, side, side)], obstacles: pillars,
        exits: [
          area("west", box(0, 0, 1, side)), area("east", box(side - 1, 0, side, side)),
          area("south", box(0, 0, side, 1)), area("north", box(0, side - 1, side, side)),
        ],
        sources: [area("all", box(0.5, 0.5, side - 0.5, side - 0.5)), area("edge", box(1, 1, 2, side - 1))]),
      journeys: (0..<4).map { Journey(name: "\($0)", stages: [.exit($0)]) },
      sources: [filling, stream], locomotion: model)
    plan.routes.cellSize = 1
    return plan
  }
}
