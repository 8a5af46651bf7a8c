import City
import Kernel

/// Names in journeys to indices. Choices inside stages become choices of the plan.
struct JourneyResolver {
  let places: GroundNames
  let table: NameTable
  private(set) var journeys: [Journey] = []
  private(set) var choices: [ChoicePlan] = []
  private(set) var choicePaths: [String] = []

  /// Without journeys there is one straight to each exit.
  init(_ ways: [SceneDraft.Way]?, _ places: GroundNames, _ reader: inout SchemaReader) {
    self.places = places
    guard let ways else {
      table = NameTable(plain: places.exits.all, noun: "journey")
      journeys = places.exits.all.enumerated().map { Journey(name: $1, stages: [.exit($0)]) }
      return
    }
    table = NameTable(ways.map(\.name), noun: "journey") { "journey-\($0)" }
    table.report(&reader)
    for (i, way) in ways.enumerated() {
      var stages: [Journey.Stage] = []
      for (k, stage) in way.stages.enumerated() {
        let path = "journeys.\(i).stages.\(k)"
        if let stage = resolve(stage, isLast: k == way.stages.count - 1, path, &reader) {
          stages.append(stage)
        }
      }
      journeys.append(Journey(name: table.all[i], stages: stages))
    }
  }

  private mutating func resolve(
    _ stage: Located<SceneDraft.Stage>, isLast: Bool, _ path: String, _ reader: inout SchemaReader
  ) -> Journey.Stage? {
    switch stage.value {
    case .place(let name):
      guard let found = look(up: Located(value: name, place: stage.place), &reader) else { return nil }
      if case .exit = found, !isLast {
        reader.report(
          .badStage, "the exit '\(name)' is not the last stage", at: stage.place,
          hint: "people leave the scene at an exit")
        return nil
      }
      return found
    case .choice(let options):
      let taken = self.options(options, isLast: isLast, &reader)
      if options.journeys != nil, !isLast {
        reader.report(
          .badStage, "a choice of journeys is not the last stage", at: stage.place,
          hint: "people go on with the journey they take and do not come back to this one")
        return nil
      }
      guard !taken.isEmpty else { return nil }
      // A fault in one option leaves the weights one too many; the scene is not made then.
      let weights = options.weights.flatMap { $0.count == taken.count ? $0 : nil }
      choices.append(ChoicePlan(rule: options.rule, options: taken, weights: weights))
      choicePaths.append(path)
      return .choice(choices.count - 1)
    }
  }

  private func options(
    _ options: SceneDraft.Options, isLast: Bool, _ reader: inout SchemaReader
  ) -> [ChoicePlan.Option] {
    var taken: [ChoicePlan.Option] = []
    for name in options.journeys ?? [] {
      if let i = table.look(up: name, &reader) { taken.append(.journey(i)) }
    }
    for name in options.among ?? [] {
      guard let stage = look(up: name, &reader) else { continue }
      if case .exit = stage, !isLast {
        reader.report(
          .badStage, "the exit '\(name.value)' is an option of a choice that is not the last stage",
          at: name.place, hint: "people leave the scene at an exit")
        continue
      }
      taken.append(.stage(stage))
    }
    return taken
  }

  private func look(up name: Located<String>, _ reader: inout SchemaReader) -> Journey.Stage? {
    if let stage = places.stage(named: name.value) { return stage }
    reader.report(
      .unknownName, "there is no exit, waypoint, queue or waiting area '\(name.value)'", at: name.place,
      hint: suggestion(for: name.value, among: places.allPlaces, called: "places"))
    return nil
  }
}
