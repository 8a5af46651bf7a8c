import ECS
import Kernel

extension Exits {
  /// One step's worth of people may leave by each exit with a capacity. Of what was not used one person's worth is
  /// kept, so that in any time t [s] no more than 1 + capacity·t leave.
  mutating func refill(_ setting: JourneySetting) {
    let dt = Double(setting.clocks.crowdStepMilliseconds) / 1000
    for e in credits.indices {
      guard let capacity = setting.plan.exit(e).capacity else { continue }
      credits[e] = min(credits[e], 1) + max(0, Double(capacity)) * dt
    }
  }

  /// True where whoever comes leaves at once.
  func letsAllOut(_ e: Int, _ plan: CityPlan) -> Bool { open[e] != 0 && plan.exit(e).capacity == nil }

  /// Lets one out if there may be one more. The small share makes up for the rounding of the sums.
  fileprivate mutating func letOneOut(_ e: Int, _ plan: CityPlan) -> Bool {
    guard open[e] != 0 else { return false }
    if plan.exit(e).capacity != nil {
      guard credits[e] > 1 - 1e-9 else { return false }
      credits[e] = max(0, credits[e] - 1)
    }
    left[e] += 1
    return true
  }
}

/// Lets out as many as may leave of those who are at an exit that is closed or bounded, first come first served;
/// whoever has come in this step gets a number, in order of the ids.
func pressOut(
  _ setting: JourneySetting, system: Int, pedestrians: inout Pedestrians, exits: inout Exits,
  pressing: inout [Int32], commands: inout Commands<Newcomer, Farewell>
) {
  if pressing.isEmpty { return }
  let indices = setting.stages.itinerary.indices
  for row in pressing where pedestrians.spots[Int(row)] < 0 {
    let e = Int(indices[Int(pedestrians.places[Int(row)])])
    pedestrians.spots[Int(row)] = exits.tickets[e]
    exits.tickets[e] += 1
  }
  let (places, spots) = (pedestrians.places, pedestrians.spots)
  pressing.sort { (places[Int($0)], spots[Int($0)]) < (places[Int($1)], spots[Int($1)]) }
  for row in pressing where exits.letOneOut(Int(indices[Int(places[Int(row)])]), setting.plan) {
    commands.leave(pedestrians.entities[Int(row)], .arrived, system: system)
  }
}
