import City
import Kernel
import Scenes
import Testing

@Suite struct SceneLintTests {
  /// A corridor 20 m long and `width` [m] wide at `degrees`, in a walled square of `side` [m], with people who walk
  /// from one end to the other. The corridor is cut out of the walkable ground as a polygon of its own.
  static func corridor(degrees: Float, width: Float, beside side: Float, blocked: Bool = false) -> Scene {
    let along = Math.unit(degrees: degrees)
    let centre = Vector2(50, 50)
    func box(_ from: Float, _ to: Float, _ half: Float) -> Polygon {
      Polygon([
        centre + along * from + along.left * half, centre + along * from - along.left * half,
        centre + along * to - along.left * half, centre + along * to + along.left * half,
      ])
    }
    var walkable = [box(-14, -9, 2), box(-10, 10, width / 2), box(9, 14, 2)]
    // Ground far away that nobody uses: it only makes the grid coarser.
    walkable.append(
      Polygon(Rectangle(minimum: Vector2(80, 0), maximum: Vector2(80 + side, side))))
    let obstacles = blocked ? [Obstacle(name: "bar", polygon: box(-1, 1, 3))] : []
    let ground = Ground(
      walkable: walkable, obstacles: obstacles, exits: [Area(name: "far", polygon: box(12, 14, 2))],
      sources: [Area(name: "near", polygon: box(-13, -10, 1.5))])
    return Scene(
      name: "corridor",
      city: CityPlan(
        ground: ground, journeys: [Journey(name: "through", stages: [.exit(0)])],
        sources: [
          Source(
            rate: 1, journeys: [Weighted(index: 0, weight: 1)], profiles: [Weighted(index: 0, weight: 1)])
        ]))
  }

  /// A body that fits through is never said not to, whichever way the passage runs and however coarse the grid.
  @Test(arguments: [0, 7, 22.5, 30, 45, 60, 90, 123] as [Float], [1, 60, 250, 900] as [Float])
  func noFalseAlarms(degrees: Float, side: Float) {
    for width in [0.41, 0.6, 1.2] as [Float] {
      let scene = SceneLintTests.corridor(degrees: degrees, width: width, beside: side)
      // Where the ground is so large that the grid cannot tell, it only warns.
      let findings = check(scene).filter { side < 500 || $0.severity == .error }
      #expect(findings == [], "\(width) m at \(degrees) degrees beside \(side) m")
    }
  }

  /// A wall across the way is seen, whichever way it runs, on grids finer than the wall is thick.
  @Test(arguments: [0, 7, 22.5, 30, 45, 60, 90, 123] as [Float], [1, 60, 250] as [Float])
  func wallsAreSeen(degrees: Float, side: Float) {
    let scene = SceneLintTests.corridor(degrees: degrees, width: 2, beside: side, blocked: true)
    #expect(check(scene).map(\.code) == ["S0305"])
  }

  /// A crack is too narrow where the grid can tell.
  @Test(arguments: [0, 30, 45, 90] as [Float])
  func cracksAreTooNarrow(degrees: Float) {
    let scene = SceneLintTests.corridor(degrees: degrees, width: 0.15, beside: 1)
    #expect(check(scene).map(\.code) == ["S0306"])
  }

  /// What is wrong with a scene does not depend on where on the map it lies.
  @Test(arguments: [Vector2(1000, -2000), Vector2(-512, 256)])
  func findingsMoveWithTheScene(shift: Vector2) throws {
    func moved(_ polygon: Polygon) -> Polygon { Polygon(polygon.vertices.map { $0 + shift }) }
    var scene = try Repository.load("scenes/city/steeple-square.yaml").scene
    // Wall the church door off, so that there is something to find.
    scene.city.ground.obstacles += [
      Obstacle(name: "fence", polygon: Polygon(Rectangle(minimum: Vector2(58, 57), maximum: Vector2(70, 69))))
    ]
    let here = check(scene).map(\.code)
    scene.city.ground.walkable = scene.city.ground.walkable.map(moved)
    for i in scene.city.ground.obstacles.indices {
      scene.city.ground.obstacles[i].polygon = moved(scene.city.ground.obstacles[i].polygon)
    }
    for i in scene.city.ground.exits.indices {
      scene.city.ground.exits[i].polygon = moved(scene.city.ground.exits[i].polygon)
    }
    for i in scene.city.ground.waypoints.indices {
      scene.city.ground.waypoints[i].polygon = moved(scene.city.ground.waypoints[i].polygon)
    }
    for i in scene.city.ground.sources.indices {
      scene.city.ground.sources[i].polygon = moved(scene.city.ground.sources[i].polygon)
    }
    for i in scene.city.wearers.indices { scene.city.wearers[i].start.position += shift }
    #expect(check(scene).map(\.code) == here)
    #expect(here.contains("S0320"))
  }
}
