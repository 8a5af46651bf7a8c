import City
import Fields
import Haptics
import Kernel
import Presentation
import Scenes

/// Greatest and mean density of one field [1/m^2]; the mean is over walkable cells.
public struct DensityFigures: Equatable, Sendable {
  public var maximum = 0.0
  public var place = Vector2.zero  // [m] centre of the densest cell
  public var mean = 0.0
}

/// One run's state between frames, whoever drives it: the window, the headless loop or a test.
public struct Session {
  public let name: String
  public let title: String
  public let subtitle: String
  public let seed: UInt64?  // nil for a film
  public let clocks: Clocks
  public let ground: Ground
  public let hazards: [Hazard]
  public let audio: AudioSettings
  public let view: ViewSettings
  public let workers: Workers
  let estimator: FieldEstimator
  public var fieldSettings: FieldSettings { estimator.settings }

  public internal(set) var source: CrowdSource
  public internal(set) var tick = 0  // crowd ticks done
  public internal(set) var crowd = Crowd()  // computed by step
  public internal(set) var field: CrowdField  // computed by measure
  public internal(set) var wearers: [WearerState]
  public internal(set) var cues = CueList()  // computed by cue
  /// [m] where people stood last whom the city had to quarantine; computed by step.
  public internal(set) var lost: [Vector2] = []
  var before = LastPlaces()  // scratch: the crowd before the step
  var ear: Ear
  public var trace = SteadyClock.trace
  /// When each part of the latest measure ran; computed by measure.
  public internal(set) var fieldTiming = FieldTiming(now: { SteadyClock.now() })

  /// The stages that the profile panel shows; the systems of a step stand in the records.
  static let stages =
    ["step", "measure"] + FieldTiming.Phase.allCases.map(fieldStage)
    + ["sense", "map", "drive", "feel", "cue", "record", "draw", "show"]

  /// A part of "measure", summed over the workers: with several it may take longer than the whole.
  static func fieldStage(_ phase: FieldTiming.Phase) -> String {
    switch phase {
    case .sort: "· sort"
    case .deposit: "· deposit"
    case .blur: "· blur"
    case .derive: "· derive"
    }
  }

  /// Ids of those people of the crowd who wear a garment.
  var dressed: [UInt32] { wearers.compactMap(\.id) }

  /// [s] simulated or filmed so far.
  public var seconds: Double { clocks.seconds(atCrowdTick: tick) }
}

extension Session {
  /// A scene, with everybody of its start in place.
  public init(_ scene: Scene, workers: Workers) {
    let world = World(plan: scene.city, seed: scene.seed, clocks: scene.clocks, workers: workers)
    self.init(
      name: scene.name, title: scene.title.isEmpty ? scene.name : scene.title,
      subtitle: "a simulated crowd, seed \(scene.seed)", seed: scene.seed, clocks: scene.clocks,
      ground: scene.city.ground, hazards: scene.hazards, field: scene.field, audio: scene.audio,
      view: scene.view, workers: workers,
      source: .city(world),
      wearers: zip(scene.wearers, scene.city.wearers).enumerated().map { index, pair in
        WearerState(
          id: UInt32(index + 1), name: pair.0.name, garment: pair.0.garment, mapping: pair.0.mapping,
          seed: scene.seed, clocks: scene.clocks, start: pair.1.start)
      })
  }

  /// A recorded crowd, felt by one of its people or at a standing point.
  public init(_ film: RecordedCrowd, wearer: Wearer, seat: FilmSeat, field: FieldSettings, workers: Workers) {
    let state: WearerState =
      switch seat {
      case .person(let id):
        WearerState(
          id: id, name: wearer.name, garment: wearer.garment, mapping: wearer.mapping, seed: 0,
          clocks: film.clocks, start: nil)
      case .standing(let pose):
        WearerState(
          id: nil, name: wearer.name, garment: wearer.garment, mapping: wearer.mapping, seed: 0,
          clocks: film.clocks, start: pose)
      }
    self.init(
      name: film.name, title: film.name, subtitle: "a recorded crowd of \(film.headcount) people", seed: nil,
      clocks: film.clocks, ground: film.ground, hazards: [], field: field, audio: AudioSettings(),
      view: ViewSettings(),
      workers: workers, source: .film(film), wearers: [state])
  }

  private init(
    name: String, title: String, subtitle: String, seed: UInt64?, clocks: Clocks, ground: Ground,
    hazards: [Hazard], field settings: FieldSettings, audio: AudioSettings, view: ViewSettings,
    workers: Workers,
    source: CrowdSource, wearers: [WearerState]
  ) {
    self.name = name
    self.title = title
    self.subtitle = subtitle
    self.seed = seed
    self.clocks = clocks
    self.ground = ground
    self.hazards = hazards
    self.audio = audio
    self.view = view
    self.workers = workers
    self.source = source
    self.wearers = wearers
    estimator = FieldEstimator(exactly: settings, ground: ground)
    let wantsPressure = wearers.contains { $0.mapping.layers.contains { $0.source == .pressure } }
    field = estimator.emptyField(wantsPressure ? .pressure : .velocity)
    ear = Ear(audio)
    self.source.start(into: &crowd)
    estimator.measure(crowd, into: &field, workers: workers)
    let dressed = self.dressed
    for index in self.wearers.indices {
      self.wearers[index].sense(crowd, field, estimator, wearers: dressed, hazards: hazards)
    }
    cues = ear.cue(self.wearers.first?.view, step: clocks.crowdStep, stopped: false)
  }
}

/// Who feels a film: one of its people, or somebody who stands in it.
public enum FilmSeat: Equatable, Sendable {
  case person(UInt32)
  case standing(Pose)
}

extension Session {
  public var pedestrians: Summary.Pedestrians {
    switch source {
    case .city(let world):
      Summary.Pedestrians(
        spawned: world.spawned, arrived: world.arrived, present: world.present, quarantined: world.quarantined
      )
    case .film(let film):
      Summary.Pedestrians(
        spawned: film.entered(bySeconds: seconds),
        arrived: film.entered(bySeconds: seconds) - crowd.count, present: crowd.count)
    case .none: Summary.Pedestrians()
    }
  }

  /// Of everything that a snapshot would hold: the crowd's state and what the garments are doing.
  public var stateHash: UInt64 {
    var hash = StableHash()
    switch source {
    case .city(let world): hash.combine(world.hash())
    case .film, .none:
      hash.combine(crowd.ids)
      hash.combine(crowd.positions)
    }
    hash.combine(UInt64(tick))
    for wearer in wearers {
      wearer.mapper.hash(into: &hash)
      wearer.suit.hash(into: &hash)
    }
    return hash.value
  }

  public var densityFigures: DensityFigures {
    var figures = DensityFigures()
    var walkable = 0
    var densest = 0
    for (cell, density) in field.density.cells.enumerated() where estimator.walkable.cells[cell] {
      figures.mean += Double(density)
      walkable += 1
      if Double(density) > figures.maximum {
        figures.maximum = Double(density)
        densest = cell
      }
    }
    figures.place = field.density.frame.centre(
      densest % field.density.frame.columns, densest / field.density.frame.columns)
    figures.mean /= Double(max(1, walkable))
    return figures
  }

  /// What went wrong inside the state and was contained.
  public var reports: [String] {
    source.quarantine.map { "pedestrian \($0.id) quarantined at tick \($0.tick): \($0.what)" }
  }

  /// Everything that a picture is made of, now.
  public func moment() -> Moment {
    var moment = Moment(
      title: title, seconds: seconds, tick: tick, seed: seed, ground: ground, crowd: crowd,
      density: field.density, walkableCells: estimator.walkable, wearer: wearers.first?.moment,
      stages: trace.scopes.filter { Session.stages.contains($0.name) })
    moment.lost = lost
    if let features = source.features { moment.features = features }
    moment.features.hazards = hazards
    if let report = reports.last { moment.notices.append(report) }
    return moment
  }
}

extension Session {
  /// Puts a person's position where a test wants it; false where nobody has the id.
  package mutating func inject(position: Vector2, id: UInt32) -> Bool {
    guard case .city(var world) = source else { return false }
    source = .none
    let found = world.inject(position: position, id: id)
    source = .city(world)
    return found
  }
}
