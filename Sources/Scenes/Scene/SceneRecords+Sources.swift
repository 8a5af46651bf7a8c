import City
import Kernel

/// Keys of a scene file that describe where and when people come in.
extension SceneRecords {
  static let rateStep = SchemaRecord(
    "rate step", "From a moment on, another rate.", initial: SceneDraft.RateStep()
  )
  .key("from", \.seconds, .double(0...86_400, "s"), required: true, "When it begins to hold.")
  .key("rate", \.rate, .number(0...100, "1/s"), required: true, "Arrivals per second.")

  static let arrival = SchemaRecord(
    "arrival", "A number of people who come at one moment.", initial: SceneDraft.Arrival()
  )
  .key("at", \.seconds, .double(0...86_400, "s"), required: true, "When.")
  .key("people", \.people, .whole(1...10_000, "people"), "How many.")

  private static let headcount = SchemaKind<Distribution>.distribution("people", 1...100, "people")

  static let source = SchemaRecord("source", "Where and when people come in.", initial: SceneDraft.Origin())
    .key("name", \.name, name, "Name; without it `source-` and a number.")
    .key("area", \.area, .polygon, required: true, "Where they appear.")
    .key("floor", \.floor, floorName, "Floor that the area lies on; without it that of `geometry`.")
    .key("rate", \.rate, .number(0...100, "1/s"), "Arrivals per second while the window is open.")
    .key(
      "rates", \.rates, .list(rateStep.kind, count: 0...10_000, of: "steps"),
      "Other rates from moments on, in order of time."
    )
    .key(
      "schedule", \.schedule, .list(arrival.kind, count: 0...10_000, of: "arrivals"),
      "People who come at given moments, in order of time."
    )
    .key(
      "arrivals", \.arrivals, .choice,
      "At random moments, or evenly spaced; `schedule`: at those of the schedule alone."
    )
    .key("batch", \.batch, headcount, "People who come together at each arrival, rounded.")
    .key("initial", \.initial, .whole(0...100_000, "people"), "People who stand in the area at the start.")
    .key(
      "density", \.density, SchemaKind<Float>.number(0.001...20, "1/m^2").optional,
      "The area is filled evenly to this density at the start, beside `initial`."
    )
    .key(
      "limit", \.limit, SchemaKind<Int>.whole(0...1_000_000, "people").optional,
      "No more than these over the whole run, the initial ones included; without it no bound."
    )
    .key(
      "window", \.window,
      SchemaKind<[Double]>.numbers([("start", 0...86_400), ("end", 0...86_400)], "s").optional,
      "From when to when people come in; without it always."
    )
    .key("open", \.isOpen, .flag, "Whether people come from the start on; events start and stop it.")
    .key("premovement", \.premovement, stay, "Time from the entry until a person starts to walk.")
    .key("group_size", \.groupSize, headcount, "People who walk together, rounded; 1 for people alone.")
    .key(
      "journeys", \.journeys, .weights("journeys", 1e-6...1e6),
      "Share of each journey; without it all alike."
    )
    .key(
      "profiles", \.profiles, .weights("profiles", 1e-6...1e6),
      "Share of each profile; without it all alike."
    )
    .checking { source, tree, reader in
      checkWindow(source, tree, &reader)
      checkRising(source.rates.map(\.seconds), "rates", "from", tree, &reader)
      checkRising(source.schedule.map(\.seconds), "schedule", "at", tree, &reader)
      guard source.arrivals == .schedule, let arrivals = tree.value(of: "arrivals") else { return }
      for key in ["rate", "rates", "batch"] {
        guard let value = tree.value(of: key) else { continue }
        reader.report(
          .conflictingKeys, "'\(key)' has no effect where arrivals is schedule", at: value.place,
          hint: "remove '\(key)' or 'arrivals'")
      }
      if source.schedule.isEmpty {
        reader.report(
          .missingKey, "source needs the key 'schedule' when arrivals is schedule", at: arrivals.place)
      }
    }

  private static func checkWindow(
    _ source: SceneDraft.Origin, _ tree: SourceTree, _ reader: inout SchemaReader
  ) {
    guard let window = source.window, window[0] >= window[1] else { return }
    reader.report(
      .reversed,
      "window opens at \(inWords(window[0], "s")), not before it closes at \(inWords(window[1], "s"))",
      at: (tree.value(of: "window") ?? tree).place)
  }

  private static func checkRising(
    _ times: [Double], _ list: String, _ key: String, _ tree: SourceTree, _ reader: inout SchemaReader
  ) {
    guard let i = times.indices.dropFirst().first(where: { times[$0] <= times[$0 - 1] }) else { return }
    var place = tree.place
    if case .list(let items)? = tree.value(of: list)?.content {
      place = items[i].value(of: key)?.place ?? items[i].place
    }
    reader.report(
      .notRising,
      "\(key) of \(list)[\(i)] is \(inWords(times[i], "s")), not after \(inWords(times[i - 1], "s")) of the one before",
      at: place, hint: "write them in order of time")
  }
}
