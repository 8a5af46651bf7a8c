import City
import Fields
import Haptics
import Kernel

/// Keys of a scene file that describe wearers and settings, and the whole.
extension SceneRecords {
  static func choice<Item: Asset>(_ item: Item.Type) -> SchemaKind<SceneDraft.Choice<Item>> {
    SchemaKind(
      .any([.reference(Item.folder), Item.shape])
    ) { tree, reader in
      if case .map = tree.content {
        return Item.read(tree, named: "inline", &reader).map { .inline($0) }
      }
      return SchemaKind<String>.reference(Item.folder).read(tree, &reader).map {
        .named(Located(value: $0, place: tree.place))
      }
    }.showing { choice in
      if case .named(let name) = choice { return quoted(name.value) }
      return nil
    }
  }

  static let wearer = SchemaRecord("wearer", "A pedestrian with a garment.", initial: SceneDraft.Dressed())
    .key("name", \.name, name, "Name; without it `wearer`, and a number from the second on.")
    .key("start", \.start, .point, required: true, "Where the wearer stands at the start [x, y].")
    .key("heading", \.heading, .number(-360...360, "degrees"), "Counter-clockwise from east.")
    .key(
      "profile", \.profile, SchemaKind<String>.reference("profiles").located.optional,
      "Kind of person; without it the first profile."
    )
    .key(
      "journey", \.journey, SchemaKind<String>.reference("journeys").located.optional,
      "Where the wearer walks; without it the keyboard decides."
    )
    .key(
      "control", \.control, SchemaKind<SceneDraft.Control>.choice.located.optional,
      "Who decides where the wearer walks."
    )
    .key("garment", \.garment, choice(Garment.self), "Name of a garment, or a garment written out.")
    .key("mapping", \.mapping, choice(Mapping.self), "Name of a mapping, or a mapping written out.")
    .checking { wearer, tree, reader in
      guard let control = wearer.control else { return }
      if control.value == .keyboard, let journey = wearer.journey {
        reader.report(
          .conflictingKeys, "a wearer under control of the keyboard has no journey", at: journey.place,
          hint: "remove 'journey' or 'control'")
      }
      if control.value == .journey, wearer.journey == nil {
        reader.report(
          .missingKey, "wearer needs the key 'journey' when control is journey", at: control.place)
      }
    }

  static let sharedPath = SchemaRecord(
    "shared_path", "The standard model: collision-free speed with side steps and shared paths.",
    initial: SharedPathSpeed()
  )
  .constant("model", "shared_path", "Which model of walking.")
  .key(
    "neighbour_repulsion", \.neighbourRepulsion, .number(0...100), "Strength a of the repulsion by people."
  )
  .key("neighbour_range", \.neighbourRange, .number(0.01...5, "m"), "Range D of the repulsion by people.")
  .key("wall_repulsion", \.wallRepulsion, .number(0...100), "Strength of the repulsion by walls.")
  .key("wall_range", \.wallRange, .number(0.005...5, "m"), "Range of the repulsion by walls.")
  .key("cut_off", \.cutOff, .number(0.5...10, "m"), "Beyond this distance people do not count.")
  .key("relaxation", \.relaxation, .number(0...2, "s"), "Time in which the velocity follows the model's.")
  .key("sidestep", \.sidestep, .number(0...20), "Strength of stepping aside for people who come nearer.")
  .key("sidestep_range", \.sidestepRange, .number(0.01...5, "m"), "Range of stepping aside.")
  .key("anticipation", \.anticipation, .number(0...5, "s"), "How far ahead people look when stepping aside.")
  .key("backing", \.backing, .number(0...1), "Share of the desired speed when pushed backwards.")
  .key("easing", \.easing, .flag, "Slow down where repulsion and desire cancel.")
  .key(
    "path_share", \.pathShare, .number(0.05...1), "Width of the path to be free, as a share of two bodies.")

  static let collisionFreeSpeed = SchemaRecord(
    "collision_free_speed", "Collision-free speed model (Tordeux, Chraibi and Seyfried 2016), as published.",
    initial: CollisionFreeSpeed()
  )
  .constant("model", "collision_free_speed", "Which model of walking.")
  .key(
    "neighbour_repulsion", \.neighbourRepulsion, .number(0...100), "Strength a of the repulsion by people."
  )
  .key("neighbour_range", \.neighbourRange, .number(0.01...5, "m"), "Range D of the repulsion by people.")
  .key("wall_repulsion", \.wallRepulsion, .number(0...100), "Strength of the repulsion by walls.")
  .key("wall_range", \.wallRange, .number(0.005...5, "m"), "Range of the repulsion by walls.")
  .key("cut_off", \.cutOff, .number(0.5...10, "m"), "Beyond this distance people do not count.")

  static let locomotion = SchemaKind<LocomotionModel>.tagged(
    "model", standard: "shared_path",
    [
      ("shared_path", sharedPath.kind.map { .sharedPath($0) }),
      ("collision_free_speed", collisionFreeSpeed.kind.map { .collisionFreeSpeed($0) }),
    ])

  static let routes = SchemaRecord("routes", "How ways round obstacles are found.", initial: RouteSettings())
    .key("cell_size", \.cellSize, .number(0.1...2, "m"), "Cell of the distance maps.")
    .key(
      "clearance", \.clearance, .number(0...5, "m"), "Distance from walls within which walking is priced up.")

  static let field = SchemaRecord("field", "How the density field is made.", initial: FieldSettings())
    .key("estimator", \.estimator, .choice, "How people become density.")
    .key("cell_size", \.cellSize, .number(0.1...10, "m"), "Cell of the field.")
    .key("width", \.width, .number(0.1...5, "m"), "Standard deviation of the kernel.")

  static let audio = SchemaRecord("audio", "What is heard.", initial: AudioSettings())
    .key("enabled", \.enabled, .flag, "Whether there is sound.")
    .key("hrtf", \.hrtf, .flag, "Whether sound comes from directions round the head.")
    .key("volume", \.volume, .number(0...1), "Loudness of everything.")
    .key(
      "earcon_density", \.earconDensity, .number(0.1...20, "1/m^2"),
      "Density at the wearer at which the earcon sounds.")

  static let view = SchemaRecord("view", "What the first picture shows.", initial: ViewSettings())
    .key(
      "centre", \.centre, SchemaKind<Vector2>.point.optional,
      "Its middle [x, y]; without it that of the ground."
    )
    .key(
      "span", \.span, SchemaKind<Float>.number(1...40_000, "m").optional,
      "Width of what is shown; without it all of the ground."
    )
    .key("maximum_density", \.maximumDensity, .number(0.1...20, "1/m^2"), "Top of the colour scale.")
    .key("layer", \.layer, .choice, "What colours the ground.")
    .key("follow", \.follow, .flag, "Whether the camera keeps to the wearer.")

  static let scene = SchemaRecord("scene", "A scene file. All units are SI.", initial: SceneDraft())
    .key("format", \.format, MappingRecords.formatNumber, required: true, "Number of the file format: 1.")
    .key("name", \.name, SchemaKind<String>.name.optional, "Name; without it the file's.")
    .key("title", \.title, .text(maximum: 200), "One line for people.")
    .key("description", \.description, .text(maximum: 20_000), "What the scene shows.")
    .key("seed", \.seed, .word, "Seed of all chance.")
    .key("duration", \.duration, .double(0.1...86_400, "s"), "Length of a run without a window.")
    .key("clocks", \.clocks, clocks.kind, "The steps of the simulation.")
    .key("geometry", \.geometry, geometry.kind, required: true, "The ground.")
    .key(
      "profiles", \.profiles,
      SchemaKind<[SceneDraft.Person]>.list(profile.kind, count: 1...100, of: "profiles").optional,
      "Kinds of people; without it one called adult."
    )
    .key(
      "journeys", \.journeys,
      SchemaKind<[SceneDraft.Way]>.list(journey.kind, count: 0...1000, of: "journeys").optional,
      "Where people walk; without it straight to each exit, by journeys named after the exits."
    )
    .key(
      "sources", \.sources,
      SchemaKind<[Located<SceneDraft.Origin>]>.list(source.kind.located, count: 0...500, of: "sources"),
      "Where people come in."
    )
    .key("wearers", \.wearers, .list(wearer.kind, count: 0...64, of: "wearers"), "Who feels the crowd.")
    .key("locomotion", \.locomotion, locomotion, "How people walk.")
    .key("routes", \.routes, routes.kind, "How ways round obstacles are found.")
    .key("field", \.field, field.kind, "How the density field is made.")
    .key("audio", \.audio, audio.kind, "What is heard.")
    .key("view", \.view, view.kind, "What the first picture shows.")
}
