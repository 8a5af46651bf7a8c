import City
import Kernel

/// Keys of a scene file that describe the ground and the places on it.
extension SceneRecords {
  static let obstacle = SchemaRecord(
    "obstacle", "Something that nobody walks through.", initial: SceneDraft.Block()
  )
  .key("name", \.name, name, "Name; without it the kind and a number.")
  .key("kind", \.kind, .choice, "What it is; decides how it is drawn.")
  .key("polygon", \.polygon, .polygon, required: true, "Its outline.")

  static let hazard = SchemaRecord(
    "hazard", "A place to keep away from. Nobody walks round it for that; a wearer's clothing warns of it.",
    initial: SceneDraft.Danger()
  )
  .key("name", \.name, name, "Name; without it the kind and a number.")
  .key("kind", \.kind, .choice, "What it is.")
  .key("polygon", \.polygon, .polygon, required: true, "Its outline.")

  static let exit = SchemaRecord("exit", "Where people leave the scene.", initial: SceneDraft.Gate())
    .key("name", \.name, name, required: true, "Name for journeys and events.")
    .key("polygon", \.polygon, .polygon, required: true, "Who comes into it leaves.")
    .key(
      "capacity", \.exit.capacity, SchemaKind<Float>.number(0...1000, "1/s").optional,
      "People who can leave per second at the most; without it no bound."
    )
    .key("open", \.exit.isOpen, .flag, "Whether people can leave at the start; events open and close it.")

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

  /// A stay of more than a day is a slip of the pen.
  static let stay = SchemaKind<Distribution>.distribution("time", 0...86_400, "s")

  private static let mostSpots = 1000

  static let queue = SchemaRecord(
    "queue", "People come to its tail, move up from spot to spot, and are served at its head.",
    initial: SceneDraft.Line()
  )
  .key("name", \.name, name, required: true, "Name for journeys.")
  .key(
    "spots", \.spots, SchemaKind<[Vector2]>.list(.point, count: 1...mostSpots, of: "spots").optional,
    "Where people stand [x, y], the head first."
  )
  .key(
    "line", \.line, SchemaKind<[Vector2]>.list(.point, count: 2...100, of: "corners").optional,
    "Instead of `spots`: a path from the head to the tail, with a spot every `spacing`."
  )
  .key("spacing", \.spacing, .number(0.3...5, "m"), "Between two spots on the `line`.")
  .key(
    "servers", \.servers, .whole(1...100, "people"), "The first so many spots are served at the same time."
  )
  .key("service", \.service, stay, "How long serving one person takes.")
  .checking { queue, tree, reader in checkQueue(queue, tree, &reader) }

  private static func checkQueue(_ queue: SceneDraft.Line, _ tree: SourceTree, _ reader: inout SchemaReader) {
    if queue.spots != nil, let line = tree.value(of: "line") {
      reader.report(
        .conflictingKeys, "a queue has either 'spots' or a 'line', not both", at: line.place,
        hint: "remove one of them")
    } else if queue.spots == nil, queue.line == nil {
      reader.report(.missingKey, "queue needs the key 'spots' or 'line'", at: tree.place)
    } else if queue.places.count > mostSpots {
      reader.report(
        .wrongCount, "the line has room for \(queue.places.count) spots, at most \(mostSpots) are allowed",
        at: (tree.value(of: "line") ?? tree).place, hint: "enlarge 'spacing'")
    } else if queue.servers > queue.places.count {
      reader.report(
        .outOfRange, "servers is \(queue.servers), more than the \(queue.places.count) spots of the queue",
        at: (tree.value(of: "servers") ?? tree).place, hint: "people are served on its first spots")
    }
  }

  private struct After: Sendable { var time = Distribution.constant(0) }
  private struct AtTime: Sendable { var time: Double = 0 }
  private struct WhenFull: Sendable { var people = 1 }

  static let release: SchemaKind<WaitingPlan.Release> = {
    let variants = SchemaKind<WaitingPlan.Release>.keyed([
      (
        "after",
        SchemaRecord("release after", "Everybody goes on after a time of their own.", initial: After())
          .key("after", \.time, stay, required: true, "How long one person stays.").kind.map {
            .after($0.time)
          }
      ),
      (
        "at",
        SchemaRecord(
          "release at", "All go on at one moment; who comes later does not wait.", initial: AtTime()
        )
        .key("at", \.time, .double(0...86_400, "s"), required: true, "When.").kind.map { .atTime($0.time) }
      ),
      (
        "when_full",
        SchemaRecord("release when full", "All go on as soon as so many wait.", initial: WhenFull())
          .key("when_full", \.people, .whole(1...100_000, "people"), required: true, "How many.").kind
          .map { .whenFull($0.people) }
      ),
    ])
    return SchemaKind(.any([.constant("event"), variants.shape])) { tree, reader in
      if tree.word == "event" { return .byEvent }
      if case .map = tree.content { return variants.read(tree, &reader) }
      reader.wrongType(tree, needs: "{after: s}, {at: s}, {when_full: people} or event")
      return nil
    }
  }()

  static let waitingArea = SchemaRecord(
    "waiting area", "Where people stand until they are let go.", initial: SceneDraft.Hall()
  )
  .key("name", \.name, name, required: true, "Name for journeys and events.")
  .key("polygon", \.polygon, .polygon, required: true, "Its outline.")
  .key(
    "release", \.release, release, required: true,
    "What lets people go; `event`: an event's action alone."
  )
}
