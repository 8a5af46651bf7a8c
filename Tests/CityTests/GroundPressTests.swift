import City
import Kernel
import Testing

/// People who are pressed to a wall for as long as it takes stay as far off it as they were.
@Suite struct GroundPressTests {
  private let radius: Float = 0.2
  private var standoff: Float { radius / 2 }  // [m] as near as a centre comes to a wall

  private func world(_ walkable: Polygon, at place: Vector2) -> World {
    let plan = CityPlan(
      ground: Ground(walkable: [walkable]),
      profiles: [Profile(name: "p", radius: .constant(radius))],
      wearers: [
        WearerPlan(
          name: "w", start: Pose(position: Vector2(5, 1), heading: Vector2(1, 0)), control: .keyboard)
      ])
    var world = CityTests.world(plan)
    world.inject(position: place, id: 1)
    return world
  }

  /// The least distance [m] to a wall while somebody walks to and fro, `slope` of the way into it.
  private func leastClearance(_ world: inout World, steps: Int, slope: Float) -> Float {
    var trace = Trace.none
    var least = Float.infinity
    for tick in 0..<steps {
      let along: Float = tick / 50 % 2 == 0 ? 1.4 : -1.4
      world.step(
        input: StepInput(velocity: Vector2(along, -abs(along) * slope)), workers: .one, trace: &trace)
      least = min(least, world.clearances(at: world.crowd.positions[0]).slow)
    }
    return least
  }

  /// Along a wall, by slopes from a hair to straight into it.
  @Test(arguments: [1e-5, 1e-4, 3e-4, 1e-3, 1e-2, 1, 100] as [Float])
  func nobodyCreepsIntoAWall(slope: Float) {
    var world = world(box(0, 0, 10, 4), at: Vector2(3, standoff))
    #expect(leastClearance(&world, steps: 6_000, slope: slope) > standoff - 2e-3)
  }

  /// Whoever stands too near, for whatever reason, comes no nearer.
  @Test(arguments: [1e-4, 1e-3, 1e-2, 1] as [Float])
  func whoStandsTooNearComesNoNearer(slope: Float) {
    var world = world(box(0, 0, 10, 4), at: Vector2(3, 0.03))
    #expect(leastClearance(&world, steps: 6_000, slope: slope) > 0.03 - 1e-4)
  }

  /// In a corner of 28° too.
  @Test(arguments: [1e-3, 0.3, 2] as [Float])
  func cornersHold(slope: Float) {
    var world = world(Polygon([Vector2(0, 0), Vector2(12, 0), Vector2(12, 6)]), at: Vector2(6, 1))
    #expect(leastClearance(&world, steps: 6_000, slope: slope) > standoff - 2e-3)
  }

  /// A passage that leaves no room for the distance kept elsewhere is walked all the same.
  @Test(arguments: [0.12, 0.198, 0.1999, 0.2, 0.2001, 0.21] as [Float])
  func tightPassagesAreWalked(width: Float) {
    var world = world(box(0, 0, 10, width), at: Vector2(1, width / 2))
    var trace = Trace.none
    for tick in 0..<120 {
      let aside: Float = tick % 2 == 0 ? 0.01 : -0.01
      world.step(input: StepInput(velocity: Vector2(1.4, aside)), workers: .one, trace: &trace)
      let clearance = world.clearances(at: world.crowd.positions[0]).slow
      #expect(clearance > min(standoff, width / 2) - 2e-3)
    }
    #expect(world.crowd.positions[0].x > 8)
  }
}
