import City
import Foundation
import Kernel

/// A world, and those who look after it step by step.
struct Watch {
  private(set) var world: World
  private var crowd = Crowd()
  private var walls: WallCheck
  private var census = Census()
  private(set) var memory = MemoryTrend()
  private var trace = Trace.none

  private let sampling: Int  // ticks between two looks at memory: 5 s

  init(_ world: World) throws {
    self.world = world
    sampling = max(1, 5000 / world.clocks.crowdStepMilliseconds)
    walls = try WallCheck(world)
  }

  /// Steps until so many seconds have passed in all; throws what is wrong as soon as it is. Returns steps per second of
  /// the engine alone.
  mutating func run(until seconds: Double, workers: Workers) throws -> Double {
    let clock = ContinuousClock()
    var time = Duration.zero
    var steps = 0
    while world.seconds < seconds {
      time += clock.measure { world.step(workers: workers, trace: &trace) }
      steps += 1
      world.write(into: &crowd)
      if let fault = world.quarantineReports.first.map({ "\($0.id) was quarantined: \($0.what)" })
        ?? walls.fault(in: crowd, of: world) ?? census.fault(in: crowd, of: world)
      {
        throw EnduranceFailure("after \(world.seconds) s, tick \(world.tick): \(fault)")
      }
      if world.tick % sampling == 0 {
        memory.add(
          seconds: world.seconds, people: world.present, live: Heap.live, resident: Heap.resident)
      }
    }
    return Double(steps) / max(1e-9, time / .seconds(1))
  }

  func figures(stepsPerSecond: Double) -> SoakFigures {
    SoakFigures(
      minutes: world.seconds / 60, people: world.present, entered: world.spawned, arrived: world.arrived,
      quarantined: world.quarantined, deepest: walls.deepest, resident: Heap.resident, live: Heap.live,
      stepsPerSecond: stepsPerSecond)
  }
}
