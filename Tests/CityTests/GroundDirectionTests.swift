import City
import Kernel
import Testing

/// Directions looked up fast against those found by asking every wall, and the solver's maps against theory.
@Suite struct GroundDirectionTests {
  /// Posts, thin walls at odd angles, slits and a room off to the side.
  func maze() -> CityPlan {
    let posts = (0..<9).map { k in
      Obstacle(
        name: "post",
        polygon: Polygon(centre: Vector2(4 + Float(k % 3) * 6, 4 + Float(k / 3) * 6), radius: 0.7, sides: 11))
    }
    let slanted = Obstacle(
      name: "slant", kind: .wall,
      polygon: Polygon([Vector2(1, 7), Vector2(9, 9.2), Vector2(9, 9.23), Vector2(1, 7.03)]))
    let fence = Obstacle(name: "fence", kind: .wall, polygon: box(11, 0, 11.02, 17.3))
    let ground = Ground(
      walkable: [box(0, 0, 20, 20), box(19.9, 9, 26.1, 9.9), box(26, 5, 30, 15)],
      obstacles: posts + [slanted, fence],
      exits: [area("room", box(29, 5, 30, 15)), area("left", box(0, 0, 1, 2))])
    return CityPlan(
      ground: ground,
      journeys: [Journey(name: "a", stages: [.exit(0)]), Journey(name: "b", stages: [.exit(1)])])
  }

  @Test(arguments: [0.2, 0.25, 0.6] as [Float])
  func fastDirectionsAreTheSlowOnes(cell: Float) {
    var plan = maze()
    plan.routes.cellSize = cell
    let world = world(plan)
    let random = CounterRandom(seed: 5)
    var compared = 0
    for k in 0..<20_000 {
      let u = random.uniform4(.test, entity: UInt32(k), tick: 0)
      let p = Vector2(u.x * 30, u.y * 20)
      guard plan.ground.isWalkable(p), let slow = world.directionByAskingEveryWall(at: p, destination: k % 2)
      else { continue }
      compared += 1
      let fast = world.direction(at: p, destination: k % 2)
      #expect((fast - slow).length < 2e-4, "at \(p)")
    }
    #expect(compared > 10_000)
  }

  /// The time of each cell is the upwind one of its neighbours' times: nothing could be lowered any more. In an open
  /// square the square's symmetries are the map's, to the bit.
  @Test func mapsAreSymmetricAndSettled() {
    let n = 81
    let side = Float(n) * 0.25
    let middle = side / 2
    let ground = Ground(
      walkable: [box(0, 0, side, side)],
      exits: [area("middle", box(middle - 0.1, middle - 0.1, middle + 0.1, middle + 0.1))])
    var plan = CityPlan(ground: ground, journeys: [Journey(name: "go", stages: [.exit(0)])])
    plan.routes.clearance = 0
    let (times, _) = world(plan).mapBits(destination: 0)
    #expect(times.count == n * n && times[n * n / 2] == 0)
    for row in 0..<n {
      for column in 0..<n {
        let t = times[row * n + column]
        #expect(t == times[column * n + row] && t == times[row * n + n - 1 - column])
        // Next to the destination a cell starts at its own distance.
        if t < 1024 { continue }
        func time(_ c: Int, _ r: Int) -> Double {
          c < 0 || r < 0 || c >= n || r >= n ? .infinity : Double(times[r * n + c])
        }
        let a = min(time(column - 1, row), time(column + 1, row))
        let b = min(time(column, row - 1), time(column, row + 1))
        let gap = abs(a - b)
        let upwind = gap >= 1024 ? min(a, b) + 1024 : (a + b + (2 * 1024 * 1024 - gap * gap).squareRoot()) / 2
        #expect(abs(Double(t) - upwind) <= 1)
      }
    }
  }

  /// Maps do not depend on who makes them.
  @Test func workersMakeTheSameMaps() {
    let alone = World(plan: maze(), seed: 1, clocks: Clocks())
    let together = World(plan: maze(), seed: 1, clocks: Clocks(), workers: Workers(3))
    for k in 0..<2 {
      #expect(alone.mapBits(destination: k).times == together.mapBits(destination: k).times)
      #expect(alone.mapBits(destination: k).ways == together.mapBits(destination: k).ways)
    }
  }
}
