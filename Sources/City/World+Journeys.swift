import Kernel

extension World {
  var journeySetting: JourneySetting {
    JourneySetting(
      plan: plan, routes: routes, walls: walls, stages: stages, random: entrance.random, clocks: clocks)
  }

  /// People who have left by an exit of the ground.
  public func arrived(exit: Int) -> Int { Int(stations.exits.left[exit]) }
  /// False while nobody leaves by it.
  public func isOpen(exit: Int) -> Bool { stations.exits.open[exit] != 0 }
  /// False while nobody comes to a source.
  public func isOpen(source: Int) -> Bool { gates.open[source] != 0 }
  /// What has happened so far of the plan's events: how often each did, and the tick of the step at whose beginning it
  /// last did.
  public var eventReports: [EventReport] {
    plan.events.indices.map { i in
      let tick = Int(stations.events.ticks[i])
      return EventReport(
        name: plan.events[i].name, times: Int(stations.events.times[i]), lastTick: tick < 0 ? nil : tick)
    }
  }
}

/// What has become of an event of the plan.
public struct EventReport: Equatable, Sendable {
  public let name: String
  public let times: Int  // how often it has happened
  public let lastTick: Int?  // of the step at whose beginning it last happened
}

/// How far somebody has got: for tests and overlays.
package struct JourneyMark: Equatable, Sendable {
  package let id: UInt32
  package let journey: Int  // −1: none
  package let stage: Int
  package let place: Journey.Stage?  // walked to or stood at; nil: none
  package let spot: Int  // −1: none
  package let pause: Int  // tick before which the person stands
}

extension World {
  /// Of everybody present, in the order of `write(into:)`.
  package var journeyMarks: [JourneyMark] {
    pedestrians.ids.indices.map { i in
      let place = Int(pedestrians.places[i])
      return JourneyMark(
        id: pedestrians.ids[i], journey: Int(pedestrians.journeys[i]), stage: Int(pedestrians.stages[i]),
        place: place < 0 ? nil : routes.places[place], spot: Int(pedestrians.spots[i]),
        pause: Int(pedestrians.pauses[i]))
    }
  }
  /// [m] where the plan's waiting area offers people to stand.
  package func waitingSpots(_ waiting: Int) -> [Vector2] { stages.waitings[waiting].spots }
}
