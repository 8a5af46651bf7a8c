import ECS
import Kernel

/// Whoever has reached a waypoint, as soon as the body touches it, walks on to the next stage, from the last back to the first; whoever has reached
/// an exit leaves.
func progressJourneys(
  routes: Routes, entities: [EntityID], positions: [Vector2], radii: [Float], journeys: [Int32],
  system: Int, stages: inout [Int32], commands: inout Commands<Newcomer, Farewell>
) {
  for i in positions.indices where journeys[i] >= 0 {
    let leg = routes.legs[Int(journeys[i])][Int(stages[i])]
    guard routes.maps[leg.map].isReached(at: positions[i], radius: radii[i], on: routes.grid) else {
      continue
    }
    if leg.isExit {
      commands.leave(entities[i], .arrived, system: system)
    } else {
      stages[i] = Int32((Int(stages[i]) + 1) % routes.legs[Int(journeys[i])].count)
    }
  }
}
