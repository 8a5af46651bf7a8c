import City
import Kernel

func box(_ x0: Float, _ y0: Float, _ x1: Float, _ y1: Float) -> Polygon {
  Polygon(Rectangle(minimum: Vector2(x0, y0), maximum: Vector2(x1, y1)))
}

func area(_ name: String, _ polygon: Polygon) -> Area { Area(name: name, polygon: polygon) }

func only(_ index: Int) -> [Weighted] { [Weighted(index: index, weight: 1)] }

/// A person without variation.
func steady(_ speed: Float) -> Profile { Profile(name: "steady", desiredSpeed: .constant(speed)) }

/// A square of 40 m with a kiosk in the middle, and four streams that cross there.
func crossing(rate: Float, initial: Int = 0) -> CityPlan {
  let ground = Ground(
    walkable: [box(0, 0, 40, 40)],
    obstacles: [Obstacle(name: "kiosk", kind: .kiosk, polygon: box(18, 18, 22, 22))],
    exits: [
      area("east", box(39, 10, 40, 30)), area("west", box(0, 10, 1, 30)), area("north", box(10, 39, 30, 40)),
      area("south", box(10, 0, 30, 1)),
    ],
    sources: [
      area("west", box(1.5, 12, 4, 28)), area("east", box(36, 12, 38.5, 28)),
      area("south", box(12, 1.5, 28, 4)), area("north", box(12, 36, 28, 38.5)),
    ])
  return CityPlan(
    ground: ground,
    journeys: (0..<4).map { Journey(name: "\($0)", stages: [.exit($0)]) },
    sources: (0..<4).map { Source(rate: rate, initial: initial, journeys: only($0), profiles: only(0)) })
}

/// Everything at once: crowded from the start, people come and go, walk round posts, thin walls and corners, loop
/// between waypoints; a wearer on a journey and one at the keys.
func busy(initial: Int = 900) -> CityPlan {
  let posts = (0..<9).map { k in
    Obstacle(
      name: "post", polygon: Polygon(centre: Vector2(6 + Float(k % 3) * 9, 6 + Float(k / 3) * 9), radius: 0.8)
    )
  }
  let wall = Obstacle(name: "wall", kind: .wall, polygon: box(10, 14.9, 20, 15))
  let ground = Ground(
    walkable: [box(0, 0, 30, 30), box(29, 12, 42, 16), box(40, 5, 48, 25)],
    obstacles: posts + [wall],
    exits: [area("end", box(47, 5, 48, 25)), area("back", box(0, 0, 1, 30))],
    waypoints: [area("a", box(2, 2, 5, 5)), area("b", box(26, 26, 29, 29))],
    sources: [area("square", box(1.5, 0, 29, 30)), area("room", box(40, 6, 46, 24))])
  return CityPlan(
    ground: ground,
    journeys: [
      Journey(name: "out", stages: [.exit(0)]), Journey(name: "back", stages: [.waypoint(1), .exit(1)]),
      Journey(name: "round", stages: [.waypoint(0), .waypoint(1)]),
    ],
    sources: [
      Source(
        rate: 3, initial: initial,
        journeys: [
          Weighted(index: 0, weight: 2), Weighted(index: 1, weight: 1), Weighted(index: 2, weight: 1),
        ],
        profiles: only(0)),
      Source(arrivals: .regular, rate: 2, initial: 30, journeys: only(1), profiles: only(0)),
    ],
    wearers: [
      WearerPlan(
        name: "walker", start: Pose(position: Vector2(3, 15), heading: Vector2(1, 0)), control: .journey(0)),
      WearerPlan(
        name: "player", start: Pose(position: Vector2(12, 16), heading: Vector2(0, 1)), control: .keyboard),
    ])
}

/// What the person at the keys wants in the busy scene: round in a circle, into walls and people.
func keys(at tick: Int) -> StepInput {
  StepInput(velocity: Math.unit(degrees: Float(tick) * 3) * 1.5, heading: Math.unit(degrees: Float(tick)))
}

extension World {
  mutating func run(_ steps: Int, workers: Workers = .one) {
    var trace = Trace.none
    for _ in 0..<steps { step(input: keys(at: tick), workers: workers, trace: &trace) }
  }
  var crowd: Crowd {
    var crowd = Crowd()
    write(into: &crowd)
    return crowd
  }
}

func world(_ plan: CityPlan, seed: UInt64 = 1) -> World { World(plan: plan, seed: seed, clocks: Clocks()) }
