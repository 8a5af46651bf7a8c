import City
import Fields
import Haptics
import Kernel

/// Keys of a scene file that describe the ground and the people.
enum SceneRecords {
  static let name = SchemaKind<String>.name.located.optional

  static let clocks = SchemaRecord("clocks", "The steps of the simulation.", initial: SceneDraft.Steps())
    .key(
      "crowd_step", \.crowd, .milliseconds(10...1000),
      "Step of the crowd; a whole multiple of the haptic step."
    )
    .key("haptic_step", \.haptic, .milliseconds(1...100), "Step of the touch.")
    .checking { steps, tree, reader in
      guard steps.crowd % steps.haptic != 0 else { return }
      let haptic = "haptic_step (\(Double(steps.haptic) / 1000) s)"
      reader.report(
        .notMultiple, "crowd_step is \(Double(steps.crowd) / 1000) s, not a whole multiple of \(haptic)",
        at: (tree.value(of: "crowd_step") ?? tree).place,
        hint: "\(Double(steps.crowd / steps.haptic + 1) * Double(steps.haptic) / 1000) would do")
    }

  static let obstacle = SchemaRecord(
    "obstacle", "Something that nobody walks through.", initial: SceneDraft.Block()
  )
  .key("name", \.name, name, "Name; without it the kind and a number.")
  .key("kind", \.kind, .choice, "What it is; decides how it is drawn.")
  .key("polygon", \.polygon, .polygon, required: true, "Its outline.")

  static let exit = SchemaRecord("exit", "Where people leave the scene.", initial: SceneDraft.NamedArea())
    .key("name", \.name, name, required: true, "Name for journeys.")
    .key("polygon", \.polygon, .polygon, required: true, "Who comes into it leaves.")

  static let waypoint = SchemaRecord(
    "waypoint", "A place to walk to: a circle by `centre` and `radius`, or a `polygon`.",
    initial: SceneDraft.Waypoint()
  )
  .key("name", \.name, name, required: true, "Name for journeys.")
  .key("centre", \.centre, SchemaKind<Vector2>.point.optional, "Centre of the circle [x, y].")
  .key("radius", \.radius, SchemaKind<Float>.number(0.1...500, "m").optional, "Radius of the circle.")
  .key("polygon", \.polygon, SchemaKind<Polygon>.polygon.optional, "Outline, instead of a circle.")
  .checking { waypoint, tree, reader in
    if waypoint.polygon != nil, waypoint.centre != nil || waypoint.radius != nil {
      reader.report(
        .conflictingKeys, "a waypoint has either 'centre' and 'radius' or 'polygon', not both", at: tree.place
      )
    } else if waypoint.polygon == nil, waypoint.centre == nil || waypoint.radius == nil {
      reader.report(
        .missingKey, "waypoint needs the keys 'centre' and 'radius', or 'polygon'", at: tree.place)
    }
  }

  static let geometry = SchemaRecord(
    "geometry", "The ground: what lies in a walkable polygon and in no obstacle.",
    initial: SceneDraft.Geometry()
  )
  .key(
    "walkable", \.walkable, .list(.polygon, count: 1...1000, of: "polygons"), required: true,
    "Polygons that may be walked in."
  )
  .key(
    "obstacles", \.obstacles, .list(obstacle.kind, count: 0...5000, of: "obstacles"),
    "What stands in the way."
  )
  .key("exits", \.exits, .list(exit.kind, count: 0...500, of: "exits"), "Where people leave.")
  .key("waypoints", \.waypoints, .list(waypoint.kind, count: 0...1000, of: "waypoints"), "Places to walk to.")

  static let profile = SchemaRecord("profile", "A kind of person.", initial: SceneDraft.Person())
    .key("name", \.name, name, required: true, "Name for sources and wearers.")
    .key(
      "desired_speed", \.profile.desiredSpeed,
      .distribution(
        "desired_speed", 0.1...3, "m/s", hint: "adults walk at about 1.34 m/s; is the value in km/h?"),
      "Speed of a person with nobody in the way."
    )
    .key("radius", \.profile.radius, .distribution("radius", 0.1...0.5, "m"), "Radius of the body's disc.")
    .key(
      "time_gap", \.profile.timeGap, .distribution("time_gap", 0.1...5, "s"),
      "Time that a person keeps to whoever walks ahead.")

  static let journey = SchemaRecord(
    "journey",
    "Places to reach one after the other. One that ends at a waypoint begins again at its first stage.",
    initial: SceneDraft.Way()
  )
  .key("name", \.name, name, required: true, "Name for sources and wearers.")
  .key(
    "stages", \.stages,
    .list(SchemaKind<String>.reference("waypoints and exits").located, count: 1...64, of: "stages"),
    required: true, "Names of waypoints; the last may be an exit.")

  static let source = SchemaRecord("source", "Where and when people come in.", initial: SceneDraft.Origin())
    .key("name", \.name, name, "Name; without it `source-` and a number.")
    .key("area", \.area, .polygon, required: true, "Where they appear.")
    .key("rate", \.rate, .number(0...100, "1/s"), "People per second while the window is open.")
    .key("arrivals", \.arrivals, .choice, "At random moments, or evenly spaced.")
    .key("initial", \.initial, .whole(0...100_000, "people"), "People who stand in the area at the start.")
    .key(
      "limit", \.limit, SchemaKind<Int>.whole(0...1_000_000, "people").optional,
      "No more than these over the whole run, the initial ones included; without it no bound."
    )
    .key(
      "window", \.window,
      SchemaKind<[Double]>.numbers([("start", 0...86_400), ("end", 0...86_400)], "s").optional,
      "From when to when people come in; without it always."
    )
    .key(
      "journeys", \.journeys, .weights("journeys", 1e-6...1e6),
      "Share of each journey; without it all alike."
    )
    .key(
      "profiles", \.profiles, .weights("profiles", 1e-6...1e6),
      "Share of each profile; without it all alike."
    )
    .checking { source, tree, reader in
      guard let window = source.window, window[0] >= window[1] else { return }
      reader.report(
        .reversed,
        "window opens at \(inWords(window[0], "s")), not before it closes at \(inWords(window[1], "s"))",
        at: (tree.value(of: "window") ?? tree).place)
    }
}
