import ECS
import Kernel

/// Whoever has reached a place, as soon as the body touches it, walks on to the next stage, from the last back to the
/// first; whoever has reached an exit leaves.
func progressJourneys(
  routes: Routes, plan: CityPlan, system: Int, pedestrians: inout Pedestrians,
  commands: inout Commands<Newcomer, Farewell>
) {
  for i in 0..<pedestrians.count where pedestrians.places[i] >= 0 {
    let place = Int(pedestrians.places[i])
    guard
      routes.maps[place].isReached(
        at: pedestrians.positions[i], radius: pedestrians.radii[i], on: routes.grid)
    else { continue }
    if case .exit = routes.places[place] {
      commands.leave(pedestrians.entities[i], .arrived, system: system)
    } else {
      let journey = plan.journeys[Int(pedestrians.journeys[i])]
      let next = (Int(pedestrians.stages[i]) + 1) % journey.stages.count
      pedestrians.stages[i] = Int32(next)
      pedestrians.places[i] = routes.place(of: journey.stages[next]) ?? -1
    }
  }
}
