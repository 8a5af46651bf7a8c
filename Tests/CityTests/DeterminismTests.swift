import City
import Kernel
import Testing

@Suite struct DeterminismTests {
  /// The promise: the same bits for any number of workers.
  @Test func hashesDoNotDependOnTheWorkers() {
    let plan = busy()
    var hashes: [[UInt64]] = []
    for count in [1, 2, 3, 5, 8] {
      var world = World(plan: plan, seed: 42, clocks: Clocks(), workers: Workers(count))
      #expect(world.present > 800)
      var course: [UInt64] = []
      for _ in 0..<10 {
        world.run(21, workers: Workers(count))
        course.append(world.hash())
      }
      #expect(world.tick == 210)
      hashes.append(course)
    }
    for other in hashes.dropFirst() { #expect(other == hashes[0]) }
    #expect(Set(hashes[0]).count == 10)
  }

  @Test func seedsMatterAndRunsRepeat() {
    func hash(seed: UInt64) -> UInt64 {
      var world = world(crossing(rate: 2), seed: seed)
      world.run(100)
      return world.hash()
    }
    #expect(hash(seed: 1) == hash(seed: 1))
    #expect(hash(seed: 1) != hash(seed: 2))
  }

  /// A run that goes back to a snapshot continues as if it had never been interrupted.
  @Test func restoringContinuesTheSameRun() throws {
    var world = world(busy(initial: 300), seed: 3)
    world.run(60)
    let snapshot = world.save()
    let hash = world.hash()
    world.run(80)
    let end = world.save()
    try world.restore(snapshot)
    #expect(world.hash() == hash && world.tick == 60)
    #expect(world.save() == snapshot)
    world.run(80)
    #expect(world.save().firstDifference(from: end) == nil)

    var fresh = World(plan: world.plan, seed: 3, clocks: Clocks())
    try fresh.restore(snapshot)
    fresh.run(80, workers: Workers(3))
    #expect(fresh.hash() == world.hash())
  }

  @Test func scheduleNamesWhatRuns() {
    var world = world(crossing(rate: 1, initial: 5))
    var trace = Trace.none
    world.step(workers: .one, trace: &trace)
    #expect(trace.scopes.map(\.name) == Schedule.names)
    #expect(trace.scopes.allSatisfy { $0.calls == 1 })
  }
}
