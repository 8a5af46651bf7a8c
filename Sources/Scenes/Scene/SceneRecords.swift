import City
import Kernel

/// Keys of a scene file that describe the people.
enum SceneRecords {
  static let name = SchemaKind<String>.name.located.optional
  static let floorName = SchemaKind<String>.reference("floors").located.optional

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
      "Time that a person keeps to whoever walks ahead; models of speed."
    )
    .key(
      "relaxation", \.profile.relaxation, .distribution("relaxation", 0.02...10, "s"),
      "Time in which a person comes to the desired speed; models of force."
    )
    .key("mass", \.profile.mass, .distribution("mass", 1...500, "kg"), "Mass of the body; models of force.")
    .key(
      "locomotion", \.profile.locomotion, locomotion.optional,
      "How these people walk; without it as the scene says."
    )

  private static let placeName = SchemaKind<String>.reference("places").located
  private static let journeyName = SchemaKind<String>.reference("journeys").located

  static let options = SchemaRecord(
    "choice", "Several places or journeys, of which each person takes one.", initial: SceneDraft.Options()
  )
  .key("choose", \.rule, .choice, required: true, "How one of them is taken.")
  .key(
    "among", \.among, SchemaKind<[Located<String>]>.list(placeName, count: 1...100, of: "places").optional,
    "Names of exits, waypoints, queues and waiting areas; exits only in the last stage."
  )
  .key(
    "journeys", \.journeys,
    SchemaKind<[Located<String>]>.list(journeyName, count: 1...100, of: "journeys").optional,
    "Instead of `among`: journeys to go on with from their first stage; only in the last stage."
  )
  .key(
    "weights", \.weights,
    SchemaKind<[Float]>.list(.number(1e-6...1e6), count: 1...100, of: "weights").optional,
    "How often each is taken by chance or in turn, or how many people one can bear; without it all alike."
  )
  .checking { options, tree, reader in
    if options.among != nil, let journeys = tree.value(of: "journeys") {
      reader.report(
        .conflictingKeys, "a choice is either 'among' places or 'journeys', not both", at: journeys.place,
        hint: "remove one of them")
      return
    }
    guard let names = options.among ?? options.journeys else {
      reader.report(.missingKey, "choice needs the key 'among' or 'journeys'", at: tree.place)
      return
    }
    checkWeights(
      options.weights, count: names.count, options.among != nil ? "places" : "journeys", tree, &reader)
    if let weights = tree.value(of: "weights"), [.nearest, .quickest].contains(options.rule) {
      reader.report(
        .conflictingKeys, "weights have no effect where choose is \(options.rule.rawValue)",
        at: weights.place,
        hint: "remove 'weights'")
    }
    for (i, name) in names.enumerated() where names.prefix(i).contains(where: { $0.value == name.value }) {
      reader.report(
        .duplicateName, "'\(name.value)' stands twice in the choice", at: name.place,
        hint: "give it a greater weight instead")
    }
  }

  static let stage = SchemaKind<SceneDraft.Stage>(
    .any([.reference("exits, waypoints, queues and waiting areas"), options.kind.shape])
  ) { tree, reader in
    if case .map = tree.content { return options.read(tree, &reader).map { .choice($0) } }
    if let word = tree.word { return .place(word) }
    reader.wrongType(tree, needs: "the name of a place, or a choice {choose: ..., among: [...]}")
    return nil
  }

  static let journey = SchemaRecord(
    "journey",
    "Places to reach one after the other. One that does not end at an exit begins again at its first stage.",
    initial: SceneDraft.Way()
  )
  .key("name", \.name, name, required: true, "Name for sources and wearers.")
  .key(
    "stages", \.stages, .list(stage.located, count: 1...64, of: "stages"), required: true,
    "Names of waypoints, queues and waiting areas, or choices; the last may be an exit.")
}
