import City
import Kernel

/// The names of everything on the ground, by the plan's indices.
struct GroundNames: Sendable {
  var exits: NameTable
  var waypoints: NameTable
  var queues: NameTable
  var waitings: NameTable
  var barriers: NameTable

  /// What the stages of journeys may name.
  private var places: [NameTable] { [exits, waypoints, queues, waitings] }
  var allPlaces: [String] { places.flatMap(\.all) }

  func stage(named name: String) -> Journey.Stage? {
    if let i = waypoints.index[name] { return .waypoint(i) }
    if let i = exits.index[name] { return .exit(i) }
    if let i = queues.index[name] { return .queue(i) }
    return waitings.index[name].map { .waiting($0) }
  }

  func report(_ reader: inout SchemaReader) {
    for table in places + [barriers] { table.report(&reader) }
    for (i, table) in places.enumerated() {
      for other in places[..<i] { GroundNames.part(table, other, for: "journeys", &reader) }
    }
    GroundNames.part(barriers, exits, for: "events", &reader)
  }

  private static func part(
    _ table: NameTable, _ other: NameTable, for readers: String, _ reader: inout SchemaReader
  ) {
    func article(_ noun: String) -> String { ("aeiou".contains(noun.first ?? "b") ? "an " : "a ") + noun }
    for name in table.given where other.index[name.value] != nil {
      reader.report(
        .duplicateName, "'\(name.value)' is the name of \(article(other.noun)) and of \(article(table.noun))",
        at: name.place, hint: "\(readers) could not tell them apart")
    }
  }
}

/// Floors to one ground.
struct GroundResolver {
  let floors: FloorTable
  private(set) var names: GroundNames
  private(set) var paths = ScenePaths()
  private(set) var ground: Ground
  private(set) var exits: [ExitPlan] = []
  private(set) var queues: [QueuePlan] = []
  private(set) var waitings: [WaitingPlan] = []
  private(set) var barriers: [BarrierPlan] = []
  private(set) var zones: [ZonePlan] = []
  private(set) var links: [LinkPlan] = []

  init(_ draft: SceneDraft, _ reader: inout SchemaReader) {
    floors = FloorTable(draft)
    floors.names.report(&reader)
    let walkable = floors.all("walkable", \.walkable)
    let blocks = floors.all("obstacles", \.obstacles)
    let gates = floors.all("exits", \.exits)
    let waypoints = floors.all("waypoints", \.waypoints)
    let lines = floors.all("queues", \.queues)
    let halls = floors.all("waiting_areas", \.waitings)
    let fences = floors.all("barriers", \.barriers)
    paths.walkable = walkable.map(\.path)
    paths.obstacles = blocks.map(\.path)
    paths.exits = gates.map(\.path)
    paths.waypoints = waypoints.map(\.path)
    paths.queues = lines.map(\.path)
    paths.waitings = halls.map(\.path)
    paths.barriers = fences.map(\.path)

    func names(_ given: [Located<String>?], _ noun: String) -> NameTable {
      NameTable(given, noun: noun) { "\(noun)-\($0)" }
    }
    let obstacles = NameTable(blocks.map(\.item.name), noun: "obstacle") {
      "\(blocks[$0 - 1].item.kind.rawValue)-\($0)"
    }
    obstacles.report(&reader)
    self.names = GroundNames(
      exits: names(gates.map(\.item.name), "exit"), waypoints: names(waypoints.map(\.item.name), "waypoint"),
      queues: names(lines.map(\.item.name), "queue"),
      waitings: names(halls.map(\.item.name), "waiting area"),
      barriers: names(fences.map(\.item.name), "barrier"))
    self.names.report(&reader)

    ground = Ground(
      walkable: walkable.map { $0.item.moved(by: $0.shift) },
      obstacles: zip(obstacles.all, blocks).map {
        Obstacle(name: $0, kind: $1.item.kind, polygon: $1.item.polygon.moved(by: $1.shift))
      },
      exits: zip(self.names.exits.all, gates).map {
        Area(name: $0, polygon: $1.item.polygon.moved(by: $1.shift))
      },
      waypoints: zip(self.names.waypoints.all, waypoints).map {
        Area(name: $0, polygon: $1.item.outline.moved(by: $1.shift))
      })
    exits = gates.map(\.item.exit)
    // A plan without a word on its exits is the same as one that says they are as exits are.
    if exits.allSatisfy({ $0 == ExitPlan() }) { exits = [] }
    queues = zip(self.names.queues.all, lines).map { name, line in
      let shift = line.shift
      return QueuePlan(
        name: name, spots: line.item.places.map { $0 + shift }, servers: line.item.servers,
        service: line.item.service)
    }
    waitings = zip(self.names.waitings.all, halls).map {
      WaitingPlan(name: $0, polygon: $1.item.polygon.moved(by: $1.shift), release: $1.item.release)
    }
    barriers = zip(self.names.barriers.all, fences).map {
      BarrierPlan(name: $0, polygon: $1.item.polygon.moved(by: $1.shift), isClosed: $1.item.isClosed)
    }
    layZones(&reader)
    layLinks(&reader)
  }

  /// Sources are told by the scene, not by a floor.
  mutating func add(sources: [Area]) { ground.sources = sources }

  private mutating func layZones(_ reader: inout SchemaReader) {
    let level = floors.all("zones", \.zones)
    let table = NameTable(level.map(\.item.name), noun: "zone") { "zone-\($0)" }
    table.report(&reader)
    zones = zip(table.all, level).map { name, zone in
      ZonePlan(
        name: name, polygon: zone.item.polygon.moved(by: zone.shift), factor: zone.item.speed,
        oneWay: zone.item.oneWay ?? .zero)
    }
    paths.zones = level.map(\.path)
    lay(floors.all("stairs", \.stairs), "stair", &reader)
    lay(floors.all("ramps", \.ramps), "ramp", &reader)
  }

  /// Stairs and ramps: zones with a way up, and a link at the head of those that lead to another floor.
  private mutating func lay(_ slopes: [Laid<SceneDraft.Slope>], _ noun: String, _ reader: inout SchemaReader)
  {
    let table = NameTable(slopes.map(\.item.name), noun: noun) { "\(noun)-\($0)" }
    table.report(&reader)
    for (name, slope) in zip(table.all, slopes) {
      let polygon = slope.item.polygon.moved(by: slope.shift)
      zones.append(
        ZonePlan(
          name: name, polygon: polygon, up: slope.item.up, upFactor: slope.item.speedUp,
          downFactor: slope.item.speedDown))
      paths.zones.append(slope.path)
      guard let to = slope.item.to, let there = floors.index(of: to, &reader) else { continue }
      guard there != slope.floor else {
        reader.report(
          .leadsNowhere, "the \(noun) '\(name)' leads to its own floor '\(to.value)'", at: to.place,
          hint: "remove 'to', or name the floor at its head")
        continue
      }
      // Without area there is a graver fault to see to.
      guard let head = polygon.head(up: slope.item.up) else { continue }
      links.append(LinkPlan(name: name, a: head.a, b: head.b, shift: floors.shifts[there] - slope.shift))
      paths.links.append("\(slope.path).to")
    }
  }

  private mutating func layLinks(_ reader: inout SchemaReader) {
    let joints = floors.all("links", \.links)
    let table = NameTable(joints.map(\.item.name), noun: "link") { "link-\($0)" }
    table.report(&reader)
    for (name, joint) in zip(table.all, joints) {
      let own = joint.shift
      var shift = joint.item.shift
      if let to = joint.item.to {
        guard let there = floors.index(of: to, &reader) else { continue }
        shift += floors.shifts[there] - own
        if shift == .zero {
          reader.report(
            .leadsNowhere, "the link '\(name)' leads to itself", at: to.place,
            hint: "name another floor, or give a 'shift'")
          continue
        }
      }
      guard joint.item.edge.count == 2 else { continue }
      links.append(
        LinkPlan(name: name, a: joint.item.edge[0] + own, b: joint.item.edge[1] + own, shift: shift))
      paths.links.append(joint.path)
    }
  }
}
