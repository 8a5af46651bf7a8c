import City
import Kernel

extension SceneLints {
  /// What is declared and used by nothing.
  mutating func checkUse() {
    let city = scene.city
    var journeys: Set<Int> = []
    var profiles: Set<Int> = []
    for source in city.sources {
      journeys.formUnion(source.journeys.map(\.index))
      profiles.formUnion(source.profiles.map(\.index))
    }
    for wearer in city.wearers {
      profiles.insert(wearer.profile)
      if case .journey(let i) = wearer.control { journeys.insert(i) }
    }
    journeys = city.journeys(from: journeys, by: effects)
    let stages = Set(city.journeys.flatMap { $0.stages.flatMap(city.places) })
    if isGiven("journeys") {
      for (i, journey) in city.journeys.enumerated() where !journeys.contains(i) {
        warn(.unusedJourney, "nobody walks the journey '\(journey.name)'", at: "journeys.\(i)")
      }
    }
    func check(
      _ noun: String, _ names: [String], _ list: (ScenePaths) -> [String], _ stage: (Int) -> Journey.Stage
    ) {
      for (i, name) in names.enumerated() where !stages.contains(stage(i)) {
        warn(.unusedPlace, "no journey leads to the \(noun) '\(name)'", at: path(list, i))
      }
    }
    if isGiven("journeys") { check("exit", ground.exits.map(\.name), \.exits) { .exit($0) } }
    check("waypoint", ground.waypoints.map(\.name), \.waypoints) { .waypoint($0) }
    check("queue", city.queues.map(\.name), \.queues) { .queue($0) }
    check("waiting area", city.waitings.map(\.name), \.waitings) { .waiting($0) }
    if isGiven("profiles") {
      for (i, profile) in city.profiles.enumerated() where !profiles.contains(i) {
        warn(.unusedProfile, "nobody is of the profile '\(profile.name)'", at: "profiles.\(i)")
      }
    }
  }

  /// What is there and makes no difference.
  mutating func checkDifference() {
    for (i, barrier) in scene.city.barriers.enumerated()
    where !barrier.isClosed && !effects.closed.contains(i) {
      warn(
        .noEffect, "the barrier '\(barrier.name)' is open and no event closes it", at: path(\.barriers, i),
        hint: "write an event that does {close: \(barrier.name)}")
    }
    for (i, zone) in scene.city.zones.enumerated()
    where zone == ZonePlan(name: zone.name, polygon: zone.polygon) {
      warn(
        .noEffect, "people walk in the zone '\(zone.name)' as they do elsewhere", at: path(\.zones, i),
        hint: "give it a 'speed' or 'one_way'")
    }
  }

  /// The first picture shows some of the ground.
  mutating func checkView() {
    guard let centre = scene.view.centre, !ground.bounds.contains(centre) else { return }
    warn(
      .viewOutside, "the view is centred outside the ground", at: "view.centre",
      hint: "without it the view shows the middle of the ground")
  }

  /// Nobody may step over a cell of the distance maps.
  mutating func checkSteps() {
    let cell = scene.city.routes.cellSize
    let step = scene.clocks.crowdStep
    let fastest = scene.city.zones.map { $0.factor * max(1, $0.upFactor, $0.downFactor) }.max() ?? 1
    for (i, profile) in scene.city.profiles.enumerated() {
      let speed = SceneLints.highest(profile.desiredSpeed) * max(1, fastest)
      guard speed * step > cell else { continue }
      warn(
        .stepTooLong,
        "the profile '\(profile.name)' walks up to \(inWords(speed * step, digits: 2, "m")) a step, more than a cell of routes (\(inWords(cell, "m")))",
        at: "profiles.\(i).desired_speed", hint: "shorten clocks.crowd_step or enlarge routes.cell_size")
    }
  }

  /// A model that is not stable at the crowd's step walks each step in parts.
  mutating func checkModels() {
    checkModel(scene.city.locomotion, at: "locomotion")
    for (i, profile) in scene.city.profiles.enumerated() {
      if let model = profile.locomotion, model != scene.city.locomotion {
        checkModel(model, at: "profiles.\(i).locomotion")
      }
    }
  }

  private mutating func checkModel(_ model: LocomotionModel, at path: String) {
    let step = scene.clocks.crowdStep
    let parts = model.stepParts(of: step)
    guard parts > 1 else { return }
    let longest = inWords(Float((Double(model.longestStep) * 1e4).rounded() / 1e4), "s")
    warn(
      .unstableStep,
      "the model \(model.word) is stable in steps of up to \(longest): each step of \(inWords(step, "s")) is walked in \(parts) parts",
      at: path, hint: "all people walk in these parts, so that the run takes longer")
  }
}
