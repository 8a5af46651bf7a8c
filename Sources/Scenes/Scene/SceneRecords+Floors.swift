import City
import Kernel

/// Keys of a scene file that describe what changes the ground, and floors as a whole.
extension SceneRecords {
  static let barrier = SchemaRecord(
    "barrier", "A door, a gate or a fence: in the way while it is closed.", initial: SceneDraft.Barrier()
  )
  .key("name", \.name, name, required: true, "Name for events.")
  .key("polygon", \.polygon, .polygon, required: true, "Nobody walks here while it is closed.")
  .key("closed", \.isClosed, .flag, "Whether it is closed at the start; events open and close it.")

  static let zone = SchemaRecord(
    "zone", "Ground on which people walk at another speed, or only one way.", initial: SceneDraft.Zone()
  )
  .key("name", \.name, name, "Name; without it `zone-` and a number.")
  .key("polygon", \.polygon, .polygon, required: true, "Its outline.")
  .key("speed", \.speed, .number(0.05...3), "Share of the desired speed.")
  .key(
    "one_way", \.oneWay, SchemaKind<Vector2>.direction.optional,
    "Direction along which alone people may walk: degrees from east, or [x, y]; without it any."
  )

  private static let share = SchemaKind<Float>.number(0.05...2)
  private static let head =
    "Floor that it leads to: whoever walks over the edge of the polygon that looks `up` goes on there, at the same "
    + "place in the coordinates of that floor."

  static let stair = slope(
    "stair",
    "A stair. Without other factors people walk on it as fast, seen from above, as Weidmann (1993) measured.",
    // 0.610 m/s up and 0.694 m/s down in the horizontal, against 1.34 m/s on the level: Weidmann 1993.
    up: SceneRecords.share, initial: SceneDraft.Slope(speedUp: 0.455, speedDown: 0.518), required: false)
  static let ramp = slope(
    "ramp", "A slope without steps.", up: SceneRecords.share, initial: SceneDraft.Slope(), required: true)

  private static func slope(
    _ word: String, _ summary: String, up share: SchemaKind<Float>, initial: SceneDraft.Slope, required: Bool
  ) -> SchemaRecord<SceneDraft.Slope> {
    SchemaRecord(word, summary, initial: initial)
      .key("name", \.name, name, "Name; without it `\(word)-` and a number.")
      .key("polygon", \.polygon, .polygon, required: true, "Its outline, seen from above.")
      .key(
        "up", \.up, .direction, required: true, "Direction in which it rises: degrees from east, or [x, y]."
      )
      .key("speed_up", \.speedUp, share, required: required, "Share of the desired speed on the way up.")
      .key(
        "speed_down", \.speedDown, share, required: required, "Share of the desired speed on the way down."
      )
      .key("to", \.to, SchemaKind<String>.reference("floors").located.optional, head)
  }

  static let link = SchemaRecord(
    "link",
    "Two edges that are one: whoever walks over the edge goes on at the same edge elsewhere, and back.",
    initial: SceneDraft.Joint()
  )
  .key("name", \.name, name, "Name; without it `link-` and a number.")
  .key(
    "edge", \.edge, .list(.point, count: 2...2, of: "points"), required: true,
    "Its two ends; the ground lies on the left of the way from the first to the second."
  )
  .key("shift", \.shift, .point, "How far the other edge lies from it [x, y].")
  .key(
    "to", \.to, SchemaKind<String>.reference("floors").located.optional,
    "Floor of the other edge; without it the same floor."
  )
  .checking { link, tree, reader in
    let place = (tree.value(of: "edge") ?? tree).place
    if link.edge.count == 2, (link.edge[1] - link.edge[0]).length < 0.1 {
      reader.report(.outOfRange, "the edge of the link is shorter than 0.1 m", at: place)
    } else if link.to == nil, link.shift == .zero {
      reader.report(
        .missingKey, "link needs the key 'shift' or 'to'", at: tree.place, hint: "it leads to itself")
    }
  }

  static let geometry = ground(
    SchemaRecord(
      "geometry", "The ground: what lies in a walkable polygon and in no obstacle.",
      initial: SceneDraft.Floor()
    )
    .key("name", \.name, name, "Name as a floor; without it `ground`.")
    .key("elevation", \.elevation, elevation, "Height of the floor; without it 0."))

  static let floor = ground(
    SchemaRecord(
      "floor", "Another floor, a geometry in coordinates of its own, reached by stairs and links.",
      initial: SceneDraft.Floor()
    )
    .key("name", \.name, name, required: true, "Name for stairs, links, sources and wearers.")
    .key(
      "at", \.at, SchemaKind<Vector2>.point.optional,
      "Where in the plane its origin is drawn [x, y]; without it to the right of the floors before it."
    )
    .key("elevation", \.elevation, elevation, "Height of the floor."))

  private static let elevation = SchemaKind<Float>.number(-1000...1000, "m").optional

  private static func ground(_ record: SchemaRecord<SceneDraft.Floor>) -> SchemaRecord<SceneDraft.Floor> {
    record
      .key(
        "walkable", \.walkable, .list(.polygon, count: 1...1000, of: "polygons"), required: true,
        "Polygons that may be walked in."
      )
      .key(
        "obstacles", \.obstacles, .list(obstacle.kind, count: 0...5000, of: "obstacles"),
        "What stands in the way."
      )
      .key("exits", \.exits, .list(exit.kind, count: 0...500, of: "exits"), "Where people leave.")
      .key(
        "waypoints", \.waypoints, .list(waypoint.kind, count: 0...1000, of: "waypoints"), "Places to walk to."
      )
      .key("queues", \.queues, .list(queue.kind, count: 0...500, of: "queues"), "Where people are served.")
      .key(
        "waiting_areas", \.waitings, .list(waitingArea.kind, count: 0...500, of: "waiting areas"),
        "Where people wait."
      )
      .key(
        "barriers", \.barriers, .list(barrier.kind, count: 0...500, of: "barriers"),
        "What is in the way at times."
      )
      .key("zones", \.zones, .list(zone.kind, count: 0...500, of: "zones"), "Where people walk otherwise.")
      .key(
        "stairs", \.stairs, .list(stair.kind, count: 0...200, of: "stairs"),
        "Stairs, on the floor of their foot."
      )
      .key(
        "ramps", \.ramps, .list(ramp.kind, count: 0...200, of: "ramps"), "Ramps, on the floor of their foot."
      )
      .key(
        "links", \.links, .list(link.kind, count: 0...200, of: "links"), "Edges that are one with another.")
  }
}
