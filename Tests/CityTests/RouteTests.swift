import City
import Kernel
import Testing

@Suite struct RouteTests {
  /// An empty square with one destination, priced evenly everywhere.
  func open(_ ground: Ground, cell: Float = 0.25) -> World {
    var plan = CityPlan(
      ground: ground, journeys: [Journey(name: "go", stages: [.exit(0)])])
    plan.routes.cellSize = cell
    plan.routes.clearance = 0
    return world(plan)
  }

  /// The first-order solution overestimates by about half a cell and a few hundredths of the way at the worst
  /// angle, and never goes below the straight line by more than the cell's own size.
  @Test(arguments: [0.5, 0.25, 0.125] as [Float])
  func distanceInTheOpenIsTheStraightLine(cell: Float) {
    let exit = Polygon(centre: Vector2(10, 10), radius: 2)
    let world = open(Ground(walkable: [box(0, 0, 20, 20)], exits: [area("middle", exit)]), cell: cell)
    var worst: Float = 0
    for row in 0..<19 {
      for column in 0..<19 {
        let p = Vector2(Float(column), Float(row)) + 0.6
        let straight = max(0, (p - Vector2(10, 10)).length - 2)
        let marched = world.distance(from: p, destination: 0)
        #expect(marched > straight - cell)
        worst = max(worst, marched - straight)
      }
    }
    // The grid is read by cell, so half a diagonal belongs to the reading alone.
    #expect(worst < 2 * cell)
  }

  /// Round the end of a thin wall, the way is the shortest path by the wall's corner.
  @Test func distanceGoesRoundObstacles() {
    let ground = Ground(
      walkable: [box(0, 0, 20, 20)],
      obstacles: [Obstacle(name: "wall", kind: .wall, polygon: box(9.95, 0, 10.05, 15))],
      exits: [area("right", box(18, 1, 20, 3))])
    let world = open(ground)
    let p = Vector2(4, 2)
    let corner = Vector2(10, 15)
    let expected = (corner - p).length + (Vector2(18, 3) - corner).length
    let marched = world.distance(from: p, destination: 0)
    #expect(abs(marched - expected) < 0.04 * expected)
    // Far from the wall the way leads towards the corner, not through the wall.
    let direction = world.direction(at: p, destination: 0)
    #expect(direction.dot((corner - p).normalized) > 0.98)
  }

  @Test func whatCannotBeReachedIsInfinite() {
    let ground = Ground(
      walkable: [box(0, 0, 10, 10), box(20, 0, 30, 10)], exits: [area("left", box(0, 0, 1, 10))])
    let world = open(ground)
    #expect(world.distance(from: Vector2(25, 5), destination: 0) == .infinity)
    #expect(world.distance(from: Vector2(15, 5), destination: 0) == .infinity)
    #expect(world.distance(from: Vector2(5, 5), destination: 0) < .infinity)
    #expect(world.direction(at: Vector2(25, 5), destination: 0) == .zero)
    // Just off the ground the nearest place that can be reached is aimed at.
    #expect(world.direction(at: Vector2(9.99, 5), destination: 0).x < -0.9)
  }

  /// Directions turn gently: along a walk in the open no two steps differ by more than a few degrees.
  @Test func directionsDoNotZigzag() {
    let ground = Ground(
      walkable: [box(0, 0, 30, 30)],
      obstacles: [Obstacle(name: "house", kind: .building, polygon: box(12, 0, 16, 20))],
      exits: [area("right", box(29, 2, 30, 6))])
    var plan = CityPlan(ground: ground, journeys: [Journey(name: "go", stages: [.exit(0)])])
    plan.routes.clearance = 0.6
    let world = world(plan)
    var p = Vector2(3, 4)
    var before = world.direction(at: p, destination: 0)
    var turned: Float = 0
    var steps = 0
    while p.x < 28.9, steps < 2_000 {
      p += before * 0.05
      let next = world.direction(at: p, destination: 0)
      #expect(next.dot(before) > Math.cos(15 * .pi / 180))
      turned += abs(Math.atan2(before.cross(next), before.dot(next)))
      before = next
      steps += 1
    }
    #expect(p.x >= 28.9)
    // Up to the corner and down again is about two thirds of a full turn at most.
    #expect(turned < 1.5 * .pi)
  }

  /// Destinations smaller than a cell, or just beyond the boundary, can be reached all the same.
  @Test(arguments: [
    box(5.05, 5.05, 5.1, 5.1), box(10, 4, 10.5, 6), box(4, 9.9, 6, 9.95), box(14, 14, 15, 15),
  ])
  func oddDestinationsAreReached(exit: Polygon) {
    let ground = Ground(walkable: [box(0, 0, 10, 10)], exits: [area("odd", exit)])
    let plan = CityPlan(
      ground: ground, profiles: [steady(1.3)], journeys: [Journey(name: "go", stages: [.exit(0)])],
      wearers: [
        WearerPlan(
          name: "w", start: Pose(position: Vector2(1, 1), heading: Vector2(1, 0)), control: .journey(0))
      ])
    var world = world(plan)
    world.run(300)
    #expect(world.arrived == 1)
  }
}
