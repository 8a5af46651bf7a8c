import City
import Kernel
import Testing

/// Walls out of many polygons, and distances to them by bins.
@Suite struct GroundWallTests {
  /// Two hundred polygons over one another at random, walkable ones, obstacles and closed barriers.
  func heap() -> CityPlan {
    let random = CounterRandom(seed: 12)
    func shape(_ k: Int, _ size: Float) -> Polygon {
      let u = random.uniform4(.test, entity: UInt32(k), tick: 0)
      let w = random.uniform4(.test, entity: UInt32(k), tick: 1)
      let middle = Vector2(5 + 60 * u.x, 5 + 40 * u.y)
      return Polygon(
        Polygon(centre: .zero, radius: size * (0.3 + u.z), sides: 3 + Int(6 * u.w)).vertices.map {
          middle + Vector2($0.x * (0.5 + w.x), $0.y)
        })
    }
    var plan = CityPlan(
      ground: Ground(
        walkable: (0..<60).map { shape($0, 6) },
        obstacles: (60..<170).map { Obstacle(name: "\($0)", polygon: shape($0, 1.5)) }))
    plan.locomotion = .collisionFreeSpeed(CollisionFreeSpeed())  // sees 3 m far
    plan.barriers = (170..<200).map {
      BarrierPlan(name: "\($0)", polygon: shape($0, 2), isClosed: $0 % 2 == 0)
    }
    return plan
  }

  /// Whoever leaves the walkable ground crosses a wall, and every wall has walkable ground on one side alone.
  @Test func wallsCloseTheGround() {
    let plan = heap()
    let world = World(plan: plan, seed: 1, clocks: Clocks())
    func isWalkable(_ p: Vector2) -> Bool {
      plan.ground.isWalkable(p) && !plan.barriers.contains { $0.isClosed && $0.polygon.contains(p) }
    }
    let random = CounterRandom(seed: 3)
    var left = 0
    for k in 0..<8_000 {
      let u = random.uniform4(.test, entity: UInt32(k), tick: 0)
      let p = Vector2(70 * u.x, 50 * u.y)
      let q = p + Math.unit(degrees: 360 * u.z) * (0.05 + 0.6 * u.w)
      if isWalkable(p) == isWalkable(q) { continue }
      left += 1
      #expect(world.isCrossed(from: p, to: q), "\(p) \(q)")
    }
    #expect(left > 300)
    let walls = world.wallList[0]
    #expect(walls.count > 300)
    for wall in walls {
      let a = Vector2(wall.x, wall.y)
      let along = Vector2(wall.z, wall.w) - a
      let middle = a + along * 0.5
      let aside = along.normalized.left * 2e-3
      // Two outlines may run so near to each other that 2 mm aside lies beyond the next.
      if along.length > 0.05, isWalkable(middle + aside) == isWalkable(middle - aside) {
        #expect(isWalkable(middle + aside * 0.4) != isWalkable(middle - aside * 0.4))
      }
    }
  }

  /// The lists by cell give the distances that all walls give.
  @Test func distancesByBinsAreThoseByAll() {
    let world = World(plan: heap(), seed: 1, clocks: Clocks())
    let bounds = world.plan.ground.bounds
    let random = CounterRandom(seed: 4)
    var near = 0
    for k in 0..<3_000 {
      let u = random.uniform4(.test, entity: UInt32(k), tick: 0)
      let p = bounds.minimum + bounds.size * Vector2(u.x, u.y)
      let (fast, slow) = world.clearances(at: p)
      if slow < 3 {
        near += 1
        #expect(fast == slow)
      } else {
        #expect(fast >= 3)
      }
    }
    #expect(near > 1_000)
  }

  /// A city of houses in rows: the walls are the houses' outlines and the boundary, whole and once, also where houses
  /// share a side.
  @Test func rowsOfHousesHaveOneOutline() {
    var ground = Ground(walkable: [box(0, 0, 400, 400)])
    for row in 0..<40 {
      for k in 0..<20 {
        let x = 5 + Float(k) * 19
        let y = 5 + Float(row) * 9.5
        ground.obstacles.append(Obstacle(name: "l", kind: .building, polygon: box(x, y, x + 6, y + 5)))
        ground.obstacles.append(Obstacle(name: "r", kind: .building, polygon: box(x + 6, y, x + 13, y + 5)))
      }
    }
    let plan = CityPlan(ground: ground)
    let world = World(plan: plan, seed: 1, clocks: Clocks())
    // 1600 houses in 800 pairs of 13 m by 5 m.
    #expect(abs(world.wallLength - (1600 + 800 * 36)) < 1)
  }
}
