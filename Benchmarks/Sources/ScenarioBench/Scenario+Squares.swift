import City
import Kernel

/// Squares on which people walk: without anything in the way, with obstacles, and the one that is shipped.
extension Scenario {
  /// People for whom published models give their figures: JuPedSim's defaults of its collision-free speed model.
  static func steadyProfile(_ model: LocomotionModel, speed: Float = 1.2, radius: Float = 0.2) -> Profile {
    var profile = Profile(name: "steady", desiredSpeed: .constant(speed), radius: .constant(radius))
    // [s] what JuPedSim gives that model.
    if case .anticipationVelocity = model { profile.timeGap = .constant(1.06) }
    return profile
  }

  /// A square of as many square metres as the density asks for; half walk left, half right. Aprons beyond its left and
  /// right sides, each with an exit at its far end, keep everybody there while the clock runs.
  static func openSquare(density: Float, people: [Int], quick: [Int]) -> Scenario {
    Scenario(
      name: "open-\(density == density.rounded() ? "\(Int(density))" : "\(density)")",
      about: "open square at \(density) people per square metre, half walk left, half right",
      people: people, quickPeople: quick, model: .collisionFreeSpeed, stepMilliseconds: 10
    ) { people, model in
      let side = (Float(people) / density).squareRoot()
      let apron: Float = 10  // [m]
      let ground = rectangle(-apron, 0, side + apron, side)
      let filling = Filling(
        area: rectangle(0, 0, side, side), people: people,
        journeys: [Weighted(index: 0, weight: 1), Weighted(index: 1, weight: 1)])
      return plan(
        ground: ground,
        exits: [
          ("left", rectangle(-apron, 0, 1 - apron, side)),
          ("right", rectangle(side + apron - 1, 0, side + apron, side)),
        ],
        filling: filling, profile: steadyProfile(model), model: model)
    }
  }

  /// 200 m × 200 m with sixteen square obstacles of 10 m and an exit in the middle of each side.
  static let plaza = Scenario(
    name: "plaza", about: "200 m x 200 m with 16 obstacles and 4 exits, each taken by a quarter",
    people: [20_000], quickPeople: [5_000], model: .collisionFreeSpeed, stepMilliseconds: 10
  ) { people, model in
    let obstacles = (0..<16).map { k in
      let low = Vector2(Float(35 + 40 * (k % 4)), Float(35 + 40 * (k / 4)))
      return Rectangle(minimum: low, maximum: low + 10)
    }
    let filling = Filling(
      area: rectangle(2, 2, 198, 198), obstacles: obstacles, people: people,
      journeys: (0..<4).map { Weighted(index: $0, weight: 1) })
    return plan(
      ground: rectangle(0, 0, 200, 200), obstacles: obstacles,
      exits: [
        ("west", rectangle(0, 95, 1, 105)), ("east", rectangle(199, 95, 200, 105)),
        ("south", rectangle(95, 0, 105, 1)), ("north", rectangle(95, 199, 105, 200)),
      ],
      filling: filling, profile: steadyProfile(model), model: model)
  }

  /// The square that `make run` shows, with its own people, step and model.
  static let citySquare = Scenario(
    name: "city-square", about: "the shipped square with its streets, journeys, arrivals and a wearer",
    people: [], quickPeople: [], model: .sharedPath, stepMilliseconds: 50,
    build: { _, _ in preconditionFailure("the scene file has the plan") },
    scene: "city/steeple-square.yaml")

  /// A plan whose journey k leads to exit k.
  static func plan(
    ground: Rectangle, obstacles: [Rectangle] = [], exits: [(name: String, area: Rectangle)],
    filling: Filling, profile: Profile, model: LocomotionModel
  ) -> CityPlan {
    return CityPlan(
      ground: Ground(
        walkable: [Polygon(ground)],
        obstacles: obstacles.enumerated().map {
          Obstacle(name: "block-\($0.offset)", kind: .building, polygon: Polygon($0.element))
        },
        exits: exits.map { Area(name: $0.name, polygon: Polygon($0.area)) },
        sources: [Area(name: "crowd", polygon: Polygon(filling.area))]),
      profiles: [profile],
      journeys: exits.indices.map { Journey(name: exits[$0].name, stages: [.exit($0)]) },
      sources: [filling.source], locomotion: model)
  }
}
