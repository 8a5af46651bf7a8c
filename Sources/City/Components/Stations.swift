import ECS
import Kernel

/// The changing side of stages and events.
struct Stations: Equatable, Sendable {
  var exits: Exits
  var queues: Queues
  var choices: Choices
  var events: Events

  init(plan: CityPlan, stages: Stages) {
    exits = Exits(plan: plan)
    queues = Queues(plan: plan.queues)
    choices = Choices(plan: plan, itinerary: stages.itinerary)
    events = Events(count: plan.events.count)
  }

  func save(into snapshot: inout Snapshot) {
    snapshot.save(exits, as: "exit")
    snapshot.save(queues, as: "queue")
    snapshot.save(choices, as: "choice")
    snapshot.save(events, as: "event")
  }
  mutating func restore(from snapshot: Snapshot) throws(Diagnostic) {
    var restored = self
    try snapshot.restore(&restored.exits, from: "exit")
    try snapshot.restore(&restored.queues, from: "queue")
    try snapshot.restore(&restored.choices, from: "choice")
    try snapshot.restore(&restored.events, from: "event")
    guard restored.rows == rows else {
      throw Diagnostic(
        "E0105", "the snapshot has other exits, queues, choices or events than the plan",
        hint: "snapshots fit only the scene that they were made from")
    }
    self = restored
  }
  /// How many rows the columns have: a matter of the plan.
  private var rows: [Int] {
    [
      exits.open.count, exits.credits.count, exits.left.count, exits.tickets.count, queues.tails.count,
      queues.calls.count, choices.turns.count, choices.crowds.count, choices.flows.count,
      choices.capacities.count, choices.counted.count, events.times.count, events.ticks.count,
      events.since.count,
    ]
  }
  func combine(into hash: inout StableHash) {
    exits.combine(into: &hash)
    queues.combine(into: &hash)
    choices.combine(into: &hash)
    events.combine(into: &hash)
  }
}
