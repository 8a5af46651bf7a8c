import City
import Kernel
import Testing

@Suite struct SourceDensityTests {
  func plan(
    _ polygon: Polygon, density: Float, walkable: [Polygon], obstacles: [Polygon] = [],
    profile: Profile = Profile(name: "p"), limit: Int? = nil
  ) -> CityPlan {
    var source = Source(limit: limit, journeys: only(0), profiles: only(0))
    source.density = density
    return CityPlan(
      ground: Ground(
        walkable: walkable, obstacles: obstacles.map { Obstacle(name: "o", polygon: $0) },
        exits: [area("e", box(0, 0, 1, 1))], sources: [area("in", polygon)]),
      profiles: [profile], journeys: [Journey(name: "go", stages: [.exit(0)])], sources: [source])
  }

  /// True where no two bodies overlap: by cells of 1 m, for crowds of any size.
  func overlaps(_ crowd: Crowd) -> Int {
    let bounds = Rectangle(around: crowd.positions)!.grown(by: 1)
    let frame = GridFrame(covering: bounds, cellSize: 1)
    var cells = [[Int]](repeating: [], count: frame.count)
    for (i, p) in crowd.positions.enumerated() {
      let (column, row) = frame.cell(at: p)!
      cells[frame.index(column, row)].append(i)
    }
    var found = 0
    for (i, p) in crowd.positions.enumerated() {
      let (column, row) = frame.cell(at: p)!
      for r in max(0, row - 1)...min(frame.rows - 1, row + 1) {
        for c in max(0, column - 1)...min(frame.columns - 1, column + 1) {
          for j in cells[frame.index(c, r)] where j < i {
            if (p - crowd.positions[j]).length < crowd.radii[i] + crowd.radii[j] - 1e-5 { found += 1 }
          }
        }
      }
    }
    return found
  }

  /// As many as the density says, none overlapping, none in a wall, in the area: from some to nearly the densest
  /// packing, in which 7.2 discs of 0.2 m stand on a square metre.
  @Test(arguments: [0.05, 0.5, 1, 2, 4, 5, 6] as [Float], [0, 30] as [Float])
  func areasAreFilledToTheirDensity(density: Float, degrees: Float) {
    let turn = Math.unit(degrees: degrees)
    let square = Polygon(box(0, 0, 20, 20).vertices.map { $0.turned(by: turn) })
    let plan = plan(square, density: density, walkable: [square])
    let world = world(plan)
    #expect(world.present == Int((density * 400).rounded()) && world.waiting == 0)
    let crowd = world.crowd
    #expect(overlaps(crowd) == 0)
    for p in crowd.positions {
      #expect(square.contains(p))
      #expect((square.nearestOnOutline(to: p) - p).length >= 0.2 - 1e-4)
    }
    // Evenly: each quarter holds a quarter, give or take a row and a column.
    let quarters = crowd.positions.reduce(into: [0, 0, 0, 0]) { counts, p in
      let q = p.seen(from: turn)
      counts[(q.x > 10 ? 1 : 0) + (q.y > 10 ? 2 : 0)] += 1
    }
    let spare = Float(crowd.count).squareRoot() + 2
    for count in quarters { #expect(abs(Float(count) - Float(crowd.count) / 4) <= spare) }
  }

  /// The walkable part counts: of overlapping polygons once, without obstacles, within the area.
  @Test func walkableAreasAreMeasured() {
    let world = world(
      plan(
        Polygon([Vector2(-5, -5), Vector2(15, -5), Vector2(15, 15), Vector2(-5, 15)]), density: 1,
        walkable: [box(0, 0, 10, 10), box(5, 5, 20, 12)], obstacles: [box(1, 1, 3, 3), box(2, 2, 4, 4)]))
    // 100 + (10 × 7 − 5 × 5) − (4 + 4 − 1)
    #expect(abs(world.walkableArea(ofSource: 0) - 138) < 1e-3)
    #expect(world.present == 138 && overlaps(world.crowd) == 0)
    #expect(world.crowd.positions.allSatisfy(world.plan.ground.isWalkable))
    // A triangle over a circle's half.
    let circle = Polygon(centre: Vector2(10, 10), radius: 5, sides: 48)
    let triangle = Polygon([Vector2(0, 10), Vector2(20, 10), Vector2(10, 30)])
    let other = self.world(triangle, circle)
    let half = Double(circle.area) / 2
    #expect(abs(other - half) < 0.002 * half)
  }
  private func world(_ area: Polygon, _ walkable: Polygon) -> Double {
    world(plan(area, density: 0.1, walkable: [walkable])).walkableArea(ofSource: 0)
  }
  private func world(_ plan: CityPlan) -> World { World(plan: plan, seed: 1, clocks: Clocks()) }

  /// Bodies of unequal size are pushed apart.
  @Test(arguments: [3, 4.5] as [Float])
  func unequalBodiesFindRoom(density: Float) {
    let profile = Profile(
      name: "p", radius: .normal(mean: 0.2, deviation: 0.03, minimum: 0.13, maximum: 0.28))
    let world = world(
      plan(box(0, 0, 20, 20), density: density, walkable: [box(0, 0, 20, 20)], profile: profile))
    #expect(overlaps(world.crowd) == 0)
    #expect(world.present + world.waiting == Int(density * 400))
    #expect(Double(world.present) >= 0.99 * Double(density) * 400)
  }

  /// More than can stand there: as many as do, close together; the others wait.
  @Test func whoCannotStandThereWaits() {
    let world = world(plan(box(0, 0, 10, 10), density: 9, walkable: [box(0, 0, 10, 10)]))
    #expect(world.present + world.waiting == 900)
    #expect(world.present > 600 && world.present < 700)
    #expect(overlaps(world.crowd) == 0)
    let limited = self.world(plan(box(0, 0, 10, 10), density: 3, walkable: [box(0, 0, 10, 10)], limit: 70))
    #expect(limited.present == 70 && limited.waiting == 0)
    for odd in [Float.infinity, 1e30, -1, .nan, 0] {
      let world = self.world(plan(box(0, 0, 3, 3), density: odd, walkable: [box(0, 0, 3, 3)]))
      #expect(world.present < 80)
    }
  }

  /// Wearers keep their places; initial people come beside the density; seeds matter, workers and runs do not.
  @Test func fillingGoesWithTheRest() {
    var plan = plan(box(0, 0, 20, 20), density: 2, walkable: [box(0, 0, 20, 20)])
    plan.sources[0].initial = 40
    plan.wearers = [
      WearerPlan(name: "w", start: Pose(position: Vector2(7, 9), heading: Vector2(1, 0)), control: .keyboard)
    ]
    let world = world(plan)
    #expect(world.present == 841 && overlaps(world.crowd) == 0)
    #expect(world.crowd.positions[0] == Vector2(7, 9))
    let again = World(plan: plan, seed: 1, clocks: Clocks(), workers: Workers(3))
    #expect(again.hash() == world.hash())
    #expect(World(plan: plan, seed: 2, clocks: Clocks()).hash() != world.hash())
  }

  /// Sixty thousand people are placed in well under a second; the bound leaves a busy machine some air.
  @Test func manyArePlacedSoon() {
    let square = box(0, 0, 100, 100)
    var placed = 0
    let time = ContinuousClock().measure {
      placed = world(plan(square, density: 6, walkable: [square])).present
    }
    #expect(placed == 60_000)
    #expect(time < .seconds(4))
  }
}
