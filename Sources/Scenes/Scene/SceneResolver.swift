import City
import Haptics
import Kernel

/// Names to indices: a draft becomes a scene. Unknown and ambiguous names are reported.
struct SceneResolver {
  let draft: SceneDraft
  let library: Library
  private(set) var assetFaults: [Diagnostic] = []
  private(set) var assetBytes: [[UInt8]] = []

  init(_ draft: SceneDraft, library: Library) {
    self.draft = draft
    self.library = library
  }

  mutating func scene(named stem: String, _ reader: inout SchemaReader) -> Scene {
    let geometry = draft.geometry
    let waypoints = names(geometry.waypoints.map(\.name), "waypoint") { "waypoint-\($0)" }
    let exits = names(geometry.exits.map(\.name), "exit") { "exit-\($0)" }
    let sources = names(draft.sources.map(\.value.name), "source") { "source-\($0)" }
    let blocks = geometry.obstacles
    let obstacles = names(blocks.map(\.name), "obstacle") { "\(blocks[$0 - 1].kind.rawValue)-\($0)" }
    let wearers = names(draft.wearers.map(\.name), "wearer") { $0 == 1 ? "wearer" : "wearer-\($0)" }
    for table in [waypoints, exits, sources, obstacles, wearers] { table.report(&reader) }
    for name in waypoints.given where exits.index[name.value] != nil {
      reader.report(
        .duplicateName, "'\(name.value)' is the name of an exit and of a waypoint", at: name.place,
        hint: "journeys could not tell them apart")
    }

    let ground = Ground(
      walkable: geometry.walkable,
      obstacles: zip(obstacles.all, blocks).map { Obstacle(name: $0, kind: $1.kind, polygon: $1.polygon) },
      exits: zip(exits.all, geometry.exits).map { Area(name: $0, polygon: $1.polygon) },
      waypoints: zip(waypoints.all, geometry.waypoints).map { Area(name: $0, polygon: $1.outline) },
      sources: zip(sources.all, draft.sources).map { Area(name: $0, polygon: $1.value.area) })

    let people = draft.profiles ?? [SceneDraft.Person()]
    let profiles = names(people.map(\.name), "profile") { $0 == 1 ? "adult" : "profile-\($0)" }
    profiles.report(&reader)
    let (journeys, ways) = resolveJourneys(waypoints, exits, &reader)

    let city = CityPlan(
      ground: ground,
      profiles: zip(profiles.all, people).map { name, person in
        var profile = person.profile
        profile.name = name
        return profile
      }, journeys: ways,
      sources: draft.sources.enumerated().map { i, origin in
        source(origin, called: sources.all[i], journeys, profiles, &reader)
      },
      wearers: zip(wearers.all, draft.wearers).map { plan($1, called: $0, journeys, profiles, &reader) },
      locomotion: draft.locomotion, routes: draft.routes)
    var scene = Scene(
      name: draft.name ?? stem, title: draft.title, seed: draft.seed, duration: draft.duration,
      clocks: Clocks(
        crowdStepMilliseconds: clocksFit ? draft.clocks.crowd : 50,
        hapticStepMilliseconds: clocksFit ? draft.clocks.haptic : 10),
      city: city, field: draft.field, audio: draft.audio, view: draft.view)
    scene.description = draft.description
    for (name, wearer) in zip(wearers.all, draft.wearers) {
      if let dressed = dress(wearer, called: name, &reader) { scene.wearers.append(dressed) }
    }
    return scene
  }

  /// Steps that do not fit have been reported already, and `Clocks` does not take them.
  private var clocksFit: Bool { draft.clocks.crowd % draft.clocks.haptic == 0 }

  private func resolveJourneys(
    _ waypoints: NameTable, _ exits: NameTable, _ reader: inout SchemaReader
  ) -> (names: NameTable, journeys: [Journey]) {
    guard let ways = draft.journeys else {
      let journeys = exits.all.enumerated().map { Journey(name: $1, stages: [.exit($0)]) }
      return (NameTable(plain: exits.all, noun: "journey"), journeys)
    }
    let table = names(ways.map(\.name), "journey") { "journey-\($0)" }
    table.report(&reader)
    let journeys = zip(table.all, ways).map { name, way in
      Journey(
        name: name,
        stages: way.stages.enumerated().compactMap { i, stage in
          resolve(stage, isLast: i == way.stages.count - 1, waypoints, exits, &reader)
        })
    }
    return (table, journeys)
  }

  private func resolve(
    _ stage: Located<String>, isLast: Bool, _ waypoints: NameTable, _ exits: NameTable,
    _ reader: inout SchemaReader
  ) -> Journey.Stage? {
    if let i = waypoints.index[stage.value] { return .waypoint(i) }
    if let i = exits.index[stage.value] {
      if isLast { return .exit(i) }
      reader.report(
        .badStage, "the exit '\(stage.value)' is not the last stage", at: stage.place,
        hint: "people leave the scene at an exit")
      return nil
    }
    reader.report(
      .unknownName, "there is no waypoint or exit '\(stage.value)'", at: stage.place,
      hint: suggestion(
        for: stage.value, among: waypoints.all + exits.all, called: "waypoints and exits"))
    return nil
  }

  private func source(
    _ located: Located<SceneDraft.Origin>, called name: String, _ journeys: NameTable, _ profiles: NameTable,
    _ reader: inout SchemaReader
  ) -> Source {
    let origin = located.value
    // Without any ground there is a graver fault to see to.
    if journeys.all.isEmpty && !draft.geometry.walkable.isEmpty {
      reader.report(
        .nowhereToGo, "the people of source '\(name)' have nowhere to go", at: located.place,
        hint: "add an exit, or a journey")
    }
    return Source(
      arrivals: origin.arrivals, rate: origin.rate, initial: origin.initial, limit: origin.limit,
      startSeconds: origin.window?[0] ?? 0, endSeconds: origin.window?[1] ?? .infinity,
      journeys: weighted(origin.journeys, journeys, &reader),
      profiles: weighted(origin.profiles, profiles, &reader))
  }

  private func weighted(
    _ weights: SceneDraft.Weights?, _ table: NameTable, _ reader: inout SchemaReader
  ) -> [Weighted] {
    guard let weights else { return table.all.indices.map { Weighted(index: $0, weight: 1) } }
    return weights.compactMap { name, weight in
      table.look(up: name, &reader).map { Weighted(index: $0, weight: weight) }
    }
  }

  private func plan(
    _ wearer: SceneDraft.Dressed, called name: String, _ journeys: NameTable, _ profiles: NameTable,
    _ reader: inout SchemaReader
  ) -> WearerPlan {
    let journey = wearer.journey.flatMap { journeys.look(up: $0, &reader) }
    let profile = wearer.profile.flatMap { profiles.look(up: $0, &reader) }
    return WearerPlan(
      name: name, start: Pose(position: wearer.start, heading: Math.unit(degrees: wearer.heading)),
      profile: profile ?? 0, control: journey.map { .journey($0) } ?? .keyboard)
  }

  private mutating func dress(
    _ wearer: SceneDraft.Dressed, called name: String, _ reader: inout SchemaReader
  ) -> Wearer? {
    let garment = fetch(wearer.garment, &reader)
    let mapping = fetch(wearer.mapping, &reader)
    guard let garment, let mapping else { return nil }
    return Wearer(name: name, garment: garment, mapping: mapping)
  }

  private mutating func fetch<Item: Asset>(
    _ choice: SceneDraft.Choice<Item>, _ reader: inout SchemaReader
  ) -> Item? {
    switch choice {
    case .inline(let item): return item
    case .named(let name):
      do throws(Diagnostics) {
        let found = try Item.find(name.value, in: library, beside: reader.source.file)
        assetBytes.append(found.bytes)
        return found.asset
      } catch {
        // A file that is not there is the scene's fault; what is wrong inside a file is that file's.
        for fault in error.all {
          if fault.file == nil {
            reader.report(.assetNotFound, fault.message, at: name.place, hint: fault.hint)
          } else if !assetFaults.contains(fault) {
            assetFaults.append(fault)
          }
        }
        return nil
      }
    }
  }

  private func names(
    _ given: [Located<String>?], _ noun: String, standard: (Int) -> String
  ) -> NameTable {
    NameTable(given, noun: noun, standard: standard)
  }
}

extension SceneDraft.Waypoint {
  fileprivate var outline: Polygon {
    polygon ?? Polygon(centre: centre ?? .zero, radius: radius ?? 1)
  }
}
