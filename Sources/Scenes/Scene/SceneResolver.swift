import City
import Haptics
import Kernel

/// Names to indices: a draft becomes a scene. Unknown and ambiguous names are reported.
struct SceneResolver {
  let draft: SceneDraft
  let library: Library
  private(set) var assetFaults: [Diagnostic] = []
  private(set) var assetBytes: [[UInt8]] = []
  private(set) var paths = ScenePaths()

  init(_ draft: SceneDraft, library: Library) {
    self.draft = draft
    self.library = library
  }

  mutating func scene(named stem: String, _ reader: inout SchemaReader) -> Scene {
    var laid = GroundResolver(draft, &reader)
    let sources = names(draft.sources.map(\.value.name), "source") { "source-\($0)" }
    let wearers = names(draft.wearers.map(\.name), "wearer") { $0 == 1 ? "wearer" : "wearer-\($0)" }
    for table in [sources, wearers] { table.report(&reader) }
    let people = draft.profiles ?? [SceneDraft.Person()]
    let profiles = names(people.map(\.name), "profile") { $0 == 1 ? "adult" : "profile-\($0)" }
    profiles.report(&reader)
    let ways = JourneyResolver(draft.journeys, laid.names, &reader)
    let journeys = ways.table
    laid.add(
      sources: zip(sources.all, draft.sources).map { name, source in
        let shift = laid.floors.shift(of: source.value.floor, &reader)
        return Area(name: name, polygon: source.value.area.moved(by: shift))
      })

    var city = CityPlan(
      ground: laid.ground,
      profiles: zip(profiles.all, people).map { name, person in
        var profile = person.profile
        profile.name = name
        return profile
      }, journeys: ways.journeys,
      sources: draft.sources.enumerated().map { i, origin in
        source(origin, called: sources.all[i], journeys, profiles, &reader)
      },
      wearers: zip(wearers.all, draft.wearers).map {
        plan($1, called: $0, laid.floors, journeys, profiles, &reader)
      },
      locomotion: draft.locomotion, routes: draft.routes)
    city.groups = draft.groups
    city.exits = laid.exits
    city.queues = laid.queues
    city.waitings = laid.waitings
    city.choices = ways.choices
    city.barriers = laid.barriers
    city.zones = laid.zones
    city.links = laid.links
    city.events = EventResolver(
      places: laid.names, floors: laid.floors, sources: sources, journeys: journeys
    ).events(draft.events, &reader)
    paths = laid.paths
    paths.choices = ways.choicePaths
    var scene = Scene(
      name: draft.name ?? stem, title: draft.title, seed: draft.seed, duration: draft.duration,
      clocks: Clocks(
        crowdStepMilliseconds: clocksFit ? draft.clocks.crowd : 50,
        hapticStepMilliseconds: clocksFit ? draft.clocks.haptic : 10),
      city: city, field: draft.field, audio: draft.audio, view: draft.view)
    scene.description = draft.description
    scene.floors = laid.floors.plans
    scene.verification = draft.verification
    let hazards = NameTable(draft.hazards.map(\.name), noun: "hazard") {
      "\(draft.hazards[$0 - 1].kind.rawValue)-\($0)"
    }
    hazards.report(&reader)
    scene.hazards = zip(hazards.all, draft.hazards).map {
      Hazard(name: $0, kind: $1.kind, polygon: $1.polygon)
    }
    for (name, wearer) in zip(wearers.all, draft.wearers) {
      if let dressed = dress(wearer, called: name, &reader) { scene.wearers.append(dressed) }
    }
    return scene
  }

  /// Steps that do not fit have been reported already, and `Clocks` does not take them.
  private var clocksFit: Bool { draft.clocks.crowd % draft.clocks.haptic == 0 }

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
    // Where nothing but a schedule is written, nobody comes beside it.
    let byScheduleAlone = origin.rate == 0 && origin.rates.isEmpty && !origin.schedule.isEmpty
    var source = Source(
      arrivals: byScheduleAlone ? .schedule : origin.arrivals, rate: origin.rate, initial: origin.initial,
      limit: origin.limit,
      startSeconds: origin.window?[0] ?? 0, endSeconds: origin.window?[1] ?? .infinity,
      journeys: weighted(origin.journeys, journeys, &reader),
      profiles: weighted(origin.profiles, profiles, &reader))
    source.rates = origin.rates.map { Source.RateStep(seconds: $0.seconds, rate: $0.rate) }
    source.schedule = origin.schedule.map { Source.Arrival(seconds: $0.seconds, people: $0.people) }
    source.batch = origin.batch
    source.density = origin.density
    source.isOpen = origin.isOpen
    source.premovement = origin.premovement
    source.groupSize = origin.groupSize
    return source
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
    _ wearer: SceneDraft.Dressed, called name: String, _ floors: FloorTable, _ journeys: NameTable,
    _ profiles: NameTable, _ reader: inout SchemaReader
  ) -> WearerPlan {
    let start = wearer.start + floors.shift(of: wearer.floor, &reader)
    let journey = wearer.journey.flatMap { journeys.look(up: $0, &reader) }
    let profile = wearer.profile.flatMap { profiles.look(up: $0, &reader) }
    return WearerPlan(
      name: name, start: Pose(position: start, heading: Math.unit(degrees: wearer.heading)),
      profile: profile ?? 0, control: journey.map { .journey($0) } ?? .keyboard)
  }

  private mutating func dress(
    _ wearer: SceneDraft.Dressed, called name: String, _ reader: inout SchemaReader
  ) -> Wearer? {
    let garment = fetch(wearer.garment, &reader)
    let mapping = fetch(wearer.mapping, &reader)
    guard let garment, let mapping else { return nil }
    do throws(Diagnostics) {
      return Wearer(name: name, garment: garment, mapping: try mapping.layingEffects(on: garment))
    } catch {
      for fault in error.all where !assetFaults.contains(fault) { assetFaults.append(fault) }
      return nil
    }
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
