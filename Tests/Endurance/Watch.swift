import City
import Foundation
import Kernel

/// A world, and those who look after it step by step.
struct Watch {
  private(set) var world: World
  private var crowd = Crowd()
  private var walls: WallCheck
  private var census = Census()
  private var live = MemoryTrend()
  private var resident = MemoryTrend()
  private var trace = Trace.none

  init(_ world: World) {
    self.world = world
    walls = WallCheck(world.plan)
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
      if world.tick % 200 == 0 { sample() }
    }
    return Double(steps) / max(1e-9, time / .seconds(1))
  }

  private mutating func sample() {
    live.add(seconds: world.seconds, bytes: Heap.live)
    resident.add(seconds: world.seconds, bytes: Heap.resident)
  }

  func figures(stepsPerSecond: Double) -> SoakFigures {
    SoakFigures(
      minutes: world.seconds / 60, people: world.present, entered: world.spawned, arrived: world.arrived,
      quarantined: world.quarantined, deepest: walls.deepest, resident: Heap.resident, live: Heap.live,
      stepsPerSecond: stepsPerSecond)
  }

  /// Throws where memory grows by more bytes a second than these.
  func check(mostLive: Double, mostResident: Double) throws {
    func text(_ value: Double) -> String { String(format: "%.1f", value) }
    print("memory in the second half: heap \(text(live.slope)) B/s, resident \(text(resident.slope)) B/s")
    if live.slope > mostLive { throw EnduranceFailure("the heap grows by \(text(live.slope)) B/s") }
    if resident.slope > mostResident {
      throw EnduranceFailure("the process grows by \(text(resident.slope)) B/s")
    }
  }
}
