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
    let stages = Set(city.journeys.flatMap(\.stages))

    if isGiven("journeys") {
      for (i, journey) in city.journeys.enumerated() where !journeys.contains(i) {
        warn(.unusedJourney, "nobody walks the journey '\(journey.name)'", at: "journeys.\(i)")
      }
      for (i, exit) in ground.exits.enumerated() where !stages.contains(.exit(i)) {
        warn(.unusedPlace, "no journey leads to the exit '\(exit.name)'", at: "geometry.exits.\(i)")
      }
    }
    for (i, waypoint) in ground.waypoints.enumerated() where !stages.contains(.waypoint(i)) {
      warn(.unusedPlace, "no journey leads to the waypoint '\(waypoint.name)'", at: "geometry.waypoints.\(i)")
    }
    if isGiven("profiles") {
      for (i, profile) in city.profiles.enumerated() where !profiles.contains(i) {
        warn(.unusedProfile, "nobody is of the profile '\(profile.name)'", at: "profiles.\(i)")
      }
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
    for (i, profile) in scene.city.profiles.enumerated() {
      let speed = SceneLints.highest(profile.desiredSpeed)
      guard speed * step > cell else { continue }
      warn(
        .stepTooLong,
        "the profile '\(profile.name)' walks up to \(inWords(speed * step, digits: 2, "m")) a step, more than a cell of routes (\(inWords(cell, "m")))",
        at: "profiles.\(i).desired_speed", hint: "shorten clocks.crowd_step or enlarge routes.cell_size")
    }
  }
}
