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
    .key("floor", \.floor, floorName, "Floor that the start lies on; without it that of `geometry`.")
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

  static let routes = SchemaRecord("routes", "How ways round obstacles are found.", initial: RouteSettings())
    .key("cell_size", \.cellSize, .number(0.1...2, "m"), "Cell of the distance maps.")
    .key(
      "clearance", \.clearance, .number(0...5, "m"), "Distance from walls within which walking is priced up."
    )
    .key(
      "congestion", \.congestion, .number(0...10),
      "How much crowds on the way count: 0 not at all, 1 as the time lost in them."
    )
    .key(
      "congestion_period", \.congestionPeriod, .double(0.1...3600, "s"),
      "Time between two looks at the crowds.")

  static let groups = SchemaRecord("groups", "How people of a group keep together.", initial: GroupSettings())
    .key(
      "spread", \.spread, .number(0.1...50, "m"), "Farther from the group's middle people turn back to it."
    )
    .key("cohesion", \.cohesion, .number(0...10), "How strongly they do, beside the desired direction.")
    .key(
      "slowest", \.slowest, .number(0.05...1), "Share of the group's speed at which those far ahead walk.")

  static let field = SchemaRecord("field", "How the density field is made.", initial: FieldSettings())
    .key("estimator", \.estimator, .choice, "How people become density.")
    .key("cell_size", \.cellSize, .number(0.1...10, "m"), "Cell of the field.")
    .key("deposit", \.deposit, .choice, "How a person reaches the cells before a Gaussian blurs them.")
    .key(
      "width", \.width, .number(0.1...5, "m"),
      "Width of the kernel; `helbing`, `count` and `voronoi` have their own."
    )
    .key(
      "width_is", \.measure, .choice,
      """
      What the width is: the standard deviation along an axis, the full width at half maximum (PedPy's), or R of \
      exp(−d²/R²), which for a compact kernel is where it ends.
      """
    )
    .key(
      "neighbours", \.neighbours, .whole(1...100),
      "For `nearest_neighbours`: a kernel ends at the person with this number, and at `width` at the latest."
    )
    .key(
      "cut_off", \.cutOff, SchemaKind<Float>.number(0.1...100, "m").optional,
      "For `voronoi`: greatest radius of a person's cell; without it cells reach to the walls."
    )

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
    .key("garment", \.garment, .flag, "Whether the garment stands beside the ground.")
    .key("fan", \.fan, .flag, "Whether the ground shows what the garment senses.")

  static let scene = SchemaRecord("scene", "A scene file. All units are SI.", initial: SceneDraft())
    .key("format", \.format, MappingRecords.formatNumber, required: true, "Number of the file format: 1.")
    .key("name", \.name, SchemaKind<String>.name.optional, "Name; without it the file's.")
    .key("title", \.title, .text(maximum: 200), "One line for people.")
    .key("description", \.description, .text(maximum: 20_000), "What the scene shows.")
    .key("seed", \.seed, .word, "Seed of all chance.")
    .key("duration", \.duration, .double(0.1...86_400, "s"), "Length of a run without a window.")
    .key("clocks", \.clocks, clocks.kind, "The steps of the simulation.")
    .key("geometry", \.geometry, geometry.kind, required: true, "The ground: the floor drawn at the origin.")
    .key("floors", \.floors, .list(floor.kind, count: 0...50, of: "floors"), "Further floors.")
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
    .key(
      "hazards", \.hazards, .list(hazard.kind, count: 0...500, of: "hazards"),
      "Places that the wearers' clothing warns of."
    )
    .key("events", \.events, .list(event.kind, count: 0...1000, of: "events"), "What happens on the way.")
    .key("locomotion", \.locomotion, locomotion, "How people walk.")
    .key("routes", \.routes, routes.kind, "How ways round obstacles are found.")
    .key("groups", \.groups, groups.kind, "How people of a group keep together.")
    .key("field", \.field, field.kind, "How the density field is made.")
    .key("audio", \.audio, audio.kind, "What is heard.")
    .key("view", \.view, view.kind, "What the first picture shows.")
    .key(
      "verification", \.verification, verification.kind.optional,
      "What the scene proves when `throng verify` runs it."
    )
    .hosting(geometry.shape, at: "geometry")
}
