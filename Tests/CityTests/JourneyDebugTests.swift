import City
import Kernel
import Testing
@Suite struct JourneyDebugTests {
  @Test func debug() {
    var plan = hall([.queue(0), .exit(0)], people: 20)
    plan.queues = [QueuePlan(name: "desk", spots: lineOfSpots(12), servers: 1, service: .constant(10000))]
    plan.queues[0].spots = (0..<20).map { k in
      let row = k / 7
      let along = Float(row % 2 == 0 ? k % 7 : 6 - k % 7)
      return Vector2(30 - along, 8 + 1.5 * Float(row))
    }
    var world = world(plan)
    world.run(20 * 60)
    print("t", plan.queues[0].spots)
    for _ in 0..<8 {
      world.run(20)
      for (row, m) in world.journeyMarks.enumerated() where m.spot < 0 || m.spot > 10 { print(m.id, m.spot, world.crowd.positions[row], world.crowd.velocities[row]) }
    }
  }
}
