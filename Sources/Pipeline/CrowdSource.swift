import City
import Kernel
import Scenes

/// Where the people come from: a city that is simulated, or a film. The only place that knows which.
public enum CrowdSource {
  case city(World)
  case film(RecordedCrowd)

  /// Advances by one crowd step and writes everybody present into `crowd`.
  mutating func step(
    _ input: FrameInput, tick: Int, into crowd: inout Crowd, clocks: Clocks, workers: Workers,
    trace: inout Trace
  ) {
    switch self {
    case .city(var world):
      self = .film(RecordedCrowd.empty)  // the world has one owner while it changes: no copy
      world.step(input: input.walking, workers: workers, trace: &trace)
      world.write(into: &crowd)
      self = .city(world)
    case .film(let film):
      film.write(atSeconds: clocks.seconds(atCrowdTick: tick + 1), into: &crowd)
    }
  }
}
