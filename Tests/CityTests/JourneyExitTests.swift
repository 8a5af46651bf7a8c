import City
import Kernel
import Testing

@Suite struct JourneyExitTests {
  /// No more leave than the capacity says, in any stretch of time; and so many do while people press.
  @Test(arguments: [0.5, 2, 3.3] as [Float]) func capacityHoldsAndIsUsed(capacity: Float) {
    var plan = hall([.exit(0)], people: 150)
    plan.ground.exits[0].polygon = box(38, 8, 40, 12)
    plan.exits = [ExitPlan(capacity: capacity)]
    var world = world(plan)
    var left = [0]
    while world.present > 40, world.seconds < 300 {
      world.run(1)
      #expect(world.arrived == world.arrived(exit: 0) && world.isBalanced)
      left.append(world.arrived)
    }
    for length in [1, 7, 20, 100, 400] where length < left.count {
      for start in 0..<left.count - length {
        let most = 1 + Int((Float(length) * 0.05 * capacity).rounded(.down))
        #expect(left[start + length] - left[start] <= most)
      }
    }
    // Everybody is at the exit or on the way there after 30 s.
    let used = Float(left[left.count - 1] - left[600]) / (Float(left.count - 601) * 0.05)
    #expect(used > 0.97 * capacity && used < 1.03 * capacity, "\(used) of \(capacity)")
  }

  /// Exits in which no cell of the routes has its centre: the cells next to them stand for them, and everybody who
  /// comes to one is let out.
  @Test(arguments: [
    box(39.9, 8, 40, 12), box(39.9, 9.9, 40, 10.1), box(40.2, 8, 40.5, 12), box(41.5, 9.5, 42, 10.5),
  ])
  func exitsBetweenCells(exit: Polygon) {
    var plan = hall([.exit(0)], people: 40)
    plan.routes.cellSize = 0.5
    plan.ground.exits[0].polygon = exit
    var world = world(plan)
    world.run(60 * 20)
    #expect(world.arrived == 40, "\(world.arrived) of 40")
  }

  /// Whoever comes first leaves first.
  @Test func firstComeFirstOut() {
    var plan = hall([.exit(0)], people: 60)
    plan.exits = [ExitPlan(capacity: 1)]
    var log = JourneyLog(world(plan))
    var numbers: [UInt32: Int] = [:]
    var last = -1
    while log.world.present > 0, log.world.seconds < 120 {
      log.step { before, after, _ in
        if let after, after.spot >= 0 {
          #expect(numbers[after.id] ?? after.spot == after.spot)
          numbers[after.id] = after.spot
        } else if let before, after == nil, before.spot >= 0 {
          #expect(before.spot > last)
          last = before.spot
        }
      }
    }
    #expect(log.world.present == 0 && numbers.count > 40)
  }

  /// A closed exit lets nobody leave; the moment it opens those at it do.
  @Test func closedExits() {
    var plan = hall([.exit(0)], people: 20)
    plan.exits = [ExitPlan(isOpen: false)]
    plan.events = [EventPlan(name: "open", trigger: .time(60), actions: [.openExit(0)])]
    var world = world(plan)
    world.run(1200)
    #expect(world.arrived == 0 && world.present == 20 && !world.isOpen(exit: 0))
    #expect(world.crowd.velocities.allSatisfy { $0.length < 0.05 })
    #expect(world.crowd.positions.allSatisfy { $0.x > 36 })
    world.run(1)
    #expect(world.isOpen(exit: 0) && world.arrived > 5)
    world.run(200)
    #expect(world.present == 0 && world.isBalanced)
  }
}
