import City
import Kernel
import Scenes
import Testing

/// Stages, choices, sources and events by their names.
@Suite struct SceneJourneyTests {
  private static let ground = """
    format: 1
    geometry:
      walkable: [{rectangle: [0, 0, 30, 20]}]
      exits: [{name: east, polygon: {rectangle: [29, 0, 30, 20]}}, {name: west, polygon: {rectangle: [0, 0, 1, 20]}}]
      waypoints: [{name: tree, centre: [15, 10], radius: 1}]
      queues: [{name: till, spots: [[10, 10], [10, 11]]}]
      waiting_areas: [{name: hall, polygon: {rectangle: [18, 4, 22, 8]}, release: event}]
      barriers: [{name: gate, polygon: {rectangle: [5, 0, 6, 20]}, closed: false}]

    """
  private func city(_ rest: String) throws -> CityPlan { try read(SceneJourneyTests.ground + rest).city }

  @Test func stagesOfEveryKind() throws {
    let plan = try city("journeys: [{name: a, stages: [tree, till, hall, west]}]")
    #expect(plan.journeys[0].stages == [.waypoint(0), .queue(0), .waiting(0), .exit(1)])
    #expect(plan.choices.isEmpty)
  }

  @Test func choicesOfPlacesAndJourneys() throws {
    let plan = try city(
      """
      journeys:
        - {name: in, stages: [{choose: least_load, among: [till, tree], weights: [2, 1]}, {choose: round_robin, journeys: [out, back]}]}
        - {name: out, stages: [{choose: quickest, among: [west, east]}]}
        - {name: back, stages: [tree]}
      """)
    #expect(plan.journeys.map(\.stages) == [[.choice(0), .choice(1)], [.choice(2)], [.waypoint(0)]])
    #expect(
      plan.choices == [
        ChoicePlan(rule: .leastLoad, options: [.stage(.queue(0)), .stage(.waypoint(0))], weights: [2, 1]),
        ChoicePlan(rule: .roundRobin, options: [.journey(1), .journey(2)]),
        ChoicePlan(rule: .quickest, options: [.stage(.exit(1)), .stage(.exit(0))]),
      ])
    #expect(plan.choices[1].weights == [1, 1])
  }

  /// Nobody comes back from an exit or another journey.
  @Test(arguments: [
    "[{choose: nearest, among: [east, tree]}, tree]", "[{choose: nearest, journeys: [b]}, tree]",
    "[east, tree]",
  ])
  func theLastStageIsTheLast(stages: String) {
    #expect(
      faults(SceneJourneyTests.ground + "journeys: [{name: a, stages: \(stages)}, {name: b, stages: [west]}]")
        == ["S0216"])
  }

  @Test func sourcesSayAll() throws {
    let plan = try city(
      """
      sources:
        - name: a
          area: {rectangle: [8, 2, 12, 6]}
          rate: 0.5
          rates: [{from: 10, rate: 2}, {from: 20.5, rate: 0}]
          schedule: [{at: 5, people: 7}, {at: 6}]
          arrivals: regular
          batch: {distribution: choice, values: [1, 2], weights: [3, 1]}
          density: 0.5
          premovement: {distribution: log_normal, mu: 2, sigma: 0.5, minimum: 1, maximum: 60}
          group_size: {distribution: uniform, minimum: 1, maximum: 4}
          open: false
        - {name: b, area: {rectangle: [8, 2, 12, 6]}, schedule: [{at: 5, people: 7}]}
        - {name: c, area: {rectangle: [8, 2, 12, 6]}}
      """)
    let source = plan.sources[0]
    #expect(source.arrivals == .regular && source.rate == 0.5)
    #expect(source.rates == [.init(seconds: 10, rate: 2), .init(seconds: 20.5, rate: 0)])
    #expect(source.schedule == [.init(seconds: 5, people: 7), .init(seconds: 6, people: 1)])
    #expect(source.batch == .choice([1, 2], weights: [3, 1]))
    #expect(source.density == 0.5 && !source.isOpen)
    #expect(source.premovement == .cut(.logNormal(mu: 2, sigma: 0.5), minimum: 1, maximum: 60))
    #expect(source.groupSize == .uniform(minimum: 1, maximum: 4))
    // Without a rate, people come by the schedule alone.
    #expect(plan.sources[1].arrivals == .schedule)
    #expect(plan.sources[2] == Source(journeys: plan.sources[2].journeys, profiles: plan.sources[2].profiles))
  }

  @Test func profilesSayAll() throws {
    let profile = try city(
      "profiles: [{name: a, relaxation: 0.4, mass: {distribution: normal, mean: 75, deviation: 10}}]"
    ).profiles[0]
    #expect(profile.relaxation == .constant(0.4))
    #expect(profile.mass == .normal(mean: 75, deviation: 10, minimum: 45, maximum: 105))
    #expect(try city("").profiles[0] == Profile(name: "adult"))
  }

  @Test(arguments: [
    ("{time: 12.5}", EventPlan.Trigger.time(12.5)), ("{every: 10}", .every(10, from: 10)),
    ("{every: 10, from: 0}", .every(10, from: 0)), ("{arrived: 5}", .arrived(5, exit: nil)),
    ("{arrived: 5, exit: west}", .arrived(5, exit: 1)),
    (
      "{present: 4, inside: {rectangle: [1, 1, 3, 3]}}",
      .present(4, inside: Polygon(Rectangle(minimum: Vector2(1, 1), maximum: Vector2(3, 3))))
    ),
    (
      "{density: 2, inside: {rectangle: [1, 1, 3, 3]}, seconds: 5}",
      .density(
        above: 2, inside: Polygon(Rectangle(minimum: Vector2(1, 1), maximum: Vector2(3, 3))), seconds: 5)
    ),
    ("{waiting: 6, in: hall}", .waiting(6, waiting: 0)),
  ])
  func triggers(text: String, expected: EventPlan.Trigger) throws {
    let plan = try city("events: [{name: e, when: \(text), do: [{open: gate}]}]")
    #expect(plan.events == [EventPlan(name: "e", trigger: expected, actions: [.open(barrier: 0)])])
  }

  @Test func actionsOfEveryKind() throws {
    let plan = try city(
      """
      journeys: [{name: a, stages: [east]}, {name: b, stages: [hall, west]}]
      sources: [{name: s, area: {rectangle: [8, 2, 12, 6]}, rate: 1}]
      events:
        - when: {time: 1}
          do: [{open: gate}, {close: east}, {release: hall}, {redirect_to: b, from: a, share: 0.5}, {stop: s}]
        - {when: {time: 2}, do: [{close: gate}, {open: east}, {redirect_to: a}, {start: s}]}
      """)
    #expect(plan.events.map(\.name) == ["event-1", "event-2"])
    #expect(
      plan.events[0].actions == [
        .open(barrier: 0), .closeExit(0), .release(waiting: 0), .redirect(from: 0, to: 1, share: 0.5),
        .stopSource(0),
      ])
    #expect(
      plan.events[1].actions == [
        .close(barrier: 0), .openExit(0), .redirect(from: nil, to: 0, share: 1), .startSource(0),
      ])
  }

  @Test func distributionsKeepToTheirRange() throws {
    func speed(_ text: String) throws -> Distribution {
      try city("profiles: [{name: a, desired_speed: {distribution: \(text)}}]").profiles[0].desiredSpeed
    }
    #expect(try speed("exponential, mean: 1.2") == .cut(.exponential(mean: 1.2), minimum: 0.1, maximum: 3))
    #expect(
      try speed("gamma, shape: 4, scale: 0.3, maximum: 2")
        == .cut(.gamma(shape: 4, scale: 0.3), minimum: 0.1, maximum: 2))
    #expect(
      try speed("weibull, scale: 1.4, shape: 3, minimum: 0.5")
        == .cut(.weibull(scale: 1.4, shape: 3), minimum: 0.5, maximum: 3))
    #expect(
      try speed("log_normal, mu: 0.2, sigma: 0.3")
        == .cut(.logNormal(mu: 0.2, sigma: 0.3), minimum: 0.1, maximum: 3))
    #expect(try speed("choice, values: [1, 1.5]") == .choice([1, 1.5], weights: [1, 1]))
  }
}
