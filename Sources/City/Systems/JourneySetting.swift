import ECS
import Kernel

/// What journeys need of the world and leave alone.
struct JourneySetting {
  let plan: CityPlan
  let routes: Routes
  let walls: Walls
  let stages: Stages
  let random: CounterRandom
  let clocks: Clocks

  /// Ticks that are nearest to a time [s]; at most some years.
  func ticks(_ seconds: Float) -> Int32 {
    let ticks = (Double(seconds) * 1000 / Double(clocks.crowdStepMilliseconds)).rounded()
    return ticks > 0 ? Int32(min(ticks, Double(Int32.max / 4))) : 0
  }

  /// The first tick at which `seconds` [s] have passed.
  func firstTick(at seconds: Double) -> Int32 {
    // The small share keeps rounding from moving a time that is a tick's to the next.
    let ticks = (seconds * 1000 / Double(clocks.crowdStepMilliseconds) - 1e-6).rounded(.up)
    return ticks > 0 ? Int32(min(ticks, Double(Pedestrians.untilLetGo - 1))) : 0
  }
}
