import City
import Kernel

/// Keys of a verification's measures.
extension SceneRecords {
  private static let optionalPolygon = SchemaKind<Polygon>.polygon.optional

  static let measuredPeople = SchemaRecord(
    "who", "Whom a measure is about; all that is said has to be true of a person.",
    initial: MeasurePlan.People()
  )
  .key("profile", \.profile, SchemaKind<String>.reference("profiles").optional, "People of this profile.")
  .key(
    "journey", \.journey, SchemaKind<String>.reference("journeys").optional,
    "People who begin with this journey."
  )
  .key("started_in", \.startedIn, optionalPolygon, "People who enter the scene in this area.")

  static let measure = SchemaRecord(
    "measure", "A figure or a cloud of points taken of a run.", initial: MeasurePlan()
  )
  .key("name", \.name, .name, required: true, "Name for criteria.")
  .key("of", \.kind, .choice, required: true, "What is measured.")
  .key("who", \.who, measuredPeople.kind, "Of whom; without it of everybody.")
  .key(
    "exit", \.exit, SchemaKind<String>.reference("exits").optional, "Only people who leave by this exit."
  )
  .key("people", \.people, SchemaKind<Int>.whole(1...1_000_000, "people").optional, "How many have to leave.")
  .key("area", \.area, optionalPolygon, "Where.")
  .key("line", \.line, .list(.point, count: 2...2, of: "points"), "Two ends of a line that people cross.")
  .key(
    "persons", \.persons, .numbers([("first", 1...1_000_000), ("last", 1...1_000_000)], ""),
    "Crossings between which a flow is taken."
  )
  .key(
    "path", \.path, .list(.point, count: 3...1000, of: "points"),
    "Closed line on which people walk in single file."
  )
  .key(
    "section", \.section, .numbers([("from", 0...100_000), ("to", 0...100_000)], "m"),
    "Part of the path that is looked at."
  )
  .key(
    "window", \.window, .numbers([("start", 0...86_400), ("end", 0...86_400)], "s"),
    "From when to when; without it the whole run."
  )
  .key("period", \.period, .double(0.05...60, "s"), "Time between two looks.")
  .key("method", \.method, .choice, "How people become a density.")
  .key(
    "direction", \.direction, SchemaKind<Vector2>.point.optional,
    "Speeds are taken along it, whichever way; without it whatever their direction."
  )
  .key("statistic", \.statistic, .choice, "What becomes of the values of several people or moments.")
  .key(
    "distribution", \.distribution,
    SchemaKind<Distribution>.distribution("expected", 0...100_000, "").optional,
    "What the values of all people are tested against (Kolmogorov and Smirnov); the figure is the test's p."
  )
  .checking { measure, tree, reader in
    for key in measure.kind.needed where tree.value(of: key) == nil {
      reader.report(
        .missingKey, "a measure of \(measure.kind.rawValue) needs the key '\(key)'", at: tree.place)
    }
    let known = measure.kind.needed + measure.kind.allowed + ["name", "of"]
    for entry in tree.entries where !known.contains(entry.key) {
      reader.report(
        .conflictingKeys, "a measure of \(measure.kind.rawValue) makes no use of '\(entry.key)'",
        at: entry.place, hint: "it takes \(known.joined(separator: ", "))")
    }
    for (key, pair) in [
      ("window", measure.window), ("section", measure.section), ("persons", measure.persons),
    ]
    where !(pair[0] < pair[1]) {
      reader.report(.reversed, "\(key) ends before it begins", at: (tree.value(of: key) ?? tree).place)
    }
  }
}

extension MeasurePlan.Kind {
  /// Keys without which it says nothing.
  fileprivate var needed: [String] {
    switch self {
    case .timeUntil: ["people"]
    case .flow, .crossings: ["line"]
    case .areaPoints, .density, .speed: ["area"]
    case .singleFilePoints: ["path", "section"]
    default: []
    }
  }
  fileprivate var allowed: [String] {
    switch self {
    case .evacuationTime, .timeUntil, .left: ["who", "exit"]
    case .travelTime, .arrivalTime: ["who", "exit", "statistic", "distribution"]
    case .startTime, .startLateness, .desiredSpeed: ["who", "statistic", "distribution"]
    case .walkingSpeed: ["who", "area", "window", "statistic", "distribution"]
    case .flow: ["who", "persons"]
    case .crossings: ["who", "window"]
    case .areaPoints: ["who", "window", "period", "method", "direction"]
    case .singleFilePoints: ["window", "period"]
    case .density, .speed: ["who", "window", "period", "statistic"]
    case .outside: ["who"]
    case .quarantined: []
    }
  }
}
