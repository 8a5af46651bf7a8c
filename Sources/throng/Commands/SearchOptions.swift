import ArgumentParser
import Foundation
import Haptics
import Kernel
import Pipeline
import Scenes
import Tuning

/// `throng tune --auto`.
struct SearchOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What to get better at, with commas: information, collisions, or any figure of throng score.",
      valueName: "names"))
  var objective = "information,collisions"

  @Option(help: ArgumentHelp("Sets of numbers to try.", valueName: "n"))
  var evaluations = 240

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "No more dose than this. Default: that of the mapping to begin from.", valueName: "m/s²"))
  var maxDose: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "No more energy than this. Default: that of the mapping to begin from.", valueName: "J/min"))
  var maxEnergy: Double?

  @Option(help: "Seed of the search's own chance.")
  var searchSeed: UInt64 = 1

  @Option(
    help: ArgumentHelp("Seeds to hold the result against, that the search does not see.", valueName: "A..B"))
  var heldOut = "101..108"

  @Option(help: ArgumentHelp("Another scene to hold it against; again for more.", valueName: "scene"))
  var heldOutScene: [String] = []

  @Option(help: ArgumentHelp("Name of the tuned mapping. Default: MAPPING-tuned.", valueName: "name"))
  var name: String?

  @Flag(help: "Begin the search anew, though the folder holds one that could be gone on with.")
  var anew = false

  func validate() throws {
    for word in words where TuningGoal.objective(word) == nil {
      throw ValidationError(Choice.unknown("--objective is '\(word)'", word, TuningGoal.names))
    }
    if words.isEmpty || Set(words).count != words.count || words.count > 4 {
      throw ValidationError("--objective takes one to four different names")
    }
    if !(10...100_000).contains(evaluations) {
      throw ValidationError("--evaluations is \(evaluations), outside 10...100000")
    }
    for (option, value) in [("--max-dose", maxDose), ("--max-energy", maxEnergy)] {
      if let value, !(value > 0 && value <= 1e5) {
        throw ValidationError("\(option) is \(value), outside 0...100000 (more than 0)")
      }
    }
    if let name,
      name.isEmpty || name.count > 64
        || !name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" })
    {
      throw ValidationError("--name is '\(name)'; names are 1 to 64 letters, digits, '-' and '_'")
    }
    if BenchOptions.seeds(heldOut) == nil {
      throw ValidationError("--held-out is '\(heldOut)'; write it as A..B, for example 101..108")
    }
  }

  var words: [String] {
    objective.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  func run(_ tune: Tune, _ start: Mapping, on garment: Garment, _ library: Library, _ folder: String) throws {
    let options = tune.options
    let bar = SharedBar(quiet: options.quiet)
    let errand = options.errand(bar)
    if let seeds = options.seedList, let held = BenchOptions.seeds(heldOut),
      !Set(seeds).isDisjoint(with: held),
      BenchOptions.isScene(tune.source)
    {
      throw ValidationError("--held-out \(heldOut) has seeds of --seeds \(options.seeds) in it")
    }
    bar.begin("crowds to search in")
    let bench = try options.bench(tune.source, errand)
    // Within the search only the stages of the search are told, not those of every trial.
    var silent = errand
    silent.progress = { _, _ in }
    var goal = TuningGoal(words.compactMap(TuningGoal.objective), limits: [])
    let probe = AutoTuner(start, on: garment, for: goal, in: bench)
    guard !probe.knobs.isEmpty else {
      throw Diagnostics(
        Diagnostic(
          "P0145", "the mapping has nothing to tune: all of its layers are warnings", file: start.name),
        exit: .usage)
    }
    guard let before = probe.score(probe.knobs.map { $0.value(in: start) }, silent) else {
      throw stopped(folder)
    }
    goal.limits = [
      (.dose, maxDose ?? before[.dose] ?? 0), (.energy, maxEnergy ?? before[.energy] ?? 0),
    ]
    let tuner = AutoTuner(start, on: garment, for: goal, in: bench)
    let journal = try TuningJournal(
      folder, knobs: tuner.knobs, fingerprint: fingerprint(tune, start, garment, bench), anew: anew)
    bar.begin("search")
    let result = tuner.search(
      evaluations: evaluations, seed: searchSeed, silent, recall: journal.recall,
      remember: journal.remember,
      progress: { count, trial in
        let words = goal.objectives.map {
          "\($0.name) \(TuningSheet.number(abs($0.value(trial.figures))))"
        }
        bar.show(
          min(Double(count) / Double(evaluations), 0.999),
          "trial \(count) · " + words.joined(separator: ", "))
      })
    guard let result else { throw stopped(folder) }
    bar.begin("worth of each change")
    func worth(_ result: AutoTuner.Result) throws -> [TuningSheet.Worth] {
      let trial = result.trials[result.chosen]
      guard let found = tuner.worth(trial, reference: result.trials[0].figures, silent) else {
        throw stopped(folder)
      }
      return found
    }
    let all = try worth(result)
    guard
      let best = tuner.pruned(
        result, worth: all, silent, recall: journal.recall, remember: journal.remember)
    else { throw stopped(folder) }
    let changes = best.chosen == result.chosen ? all : try worth(best)
    let chosen = best.trials[best.chosen]
    var tuned = tuner.mapping(chosen.values)
    tuned.name = name ?? "\(start.name)-tuned"
    // Every mapping there is, in crowds that the search did not see.
    var others = try library.mappings().map { try BenchOptions.mapping($0, on: garment, library) }
    others.removeAll { $0.name == start.name || $0.name == tuned.name }
    others.insert(start, at: 0)
    var trials: [TuningSheet.Trial] = []
    for (k, source) in ([tune.source] + heldOutScene).enumerated() {
      bar.begin("held out: \(URL(filePath: source).lastPathComponent)")
      var held = options
      if k > 0 { (held.density, held.overrides) = ([], []) }
      let unseen = try held.bench(source, seeds: BenchOptions.seeds(heldOut), errand)
      let kinds: [WalkerKind] = options.walkers > 0 ? [.touch] : []
      guard let own = unseen.score(tuned, on: garment, kinds: kinds, errand) else { throw stopped(folder) }
      var theirs: [MappingScore] = []
      for other in others {
        guard let score = unseen.score(other, on: garment, kinds: kinds, errand) else {
          throw stopped(folder)
        }
        theirs.append(score)
      }
      trials.append(TuningSheet.Trial(bench: unseen, tuned: own, others: theirs))
    }
    bar.finish()
    try journal.finish()
    let sheet = TuningSheet(
      tuner: tuner, result: best, worth: changes, tuned: tuned, trials: trials, recalled: journal.recalled,
      version: throngVersion, command: commandLine())
    var text = try Mapping.text(of: tune.mapping, from: library)
    do throws(MappingText.Unwritable) {
      try text.write(tuned, instead: start)
    } catch {
      throw Diagnostics(
        Diagnostic("P0146", "\(error.path) cannot be written into the file: \(error.reason)", file: text.file)
      )
    }
    Terminal.result(sheet.text)
    let files = try sheet.save(in: folder, mapping: text.text)
    Terminal.result("results in \(folder): \(files.joined(separator: ", "))")
  }

  private func stopped(_ folder: String) -> ExitCode {
    Terminal.notice(
      "interrupted: what has been tried is kept in \(folder); the same command goes on from there")
    return ExitCode(128 + (Interrupts.signal ?? 2))
  }

  /// Of all that a trial's figures depend on, but for the numbers tried.
  private func fingerprint(_ tune: Tune, _ start: Mapping, _ garment: Garment, _ bench: ScoreBench) -> UInt64
  {
    var hash = StableHash()
    for words in [
      "\(start)", "\(garment)", tune.source, "\(bench.seeds)", "\(bench.size)", "\(bench.variants)",
      "\(bench.meanDensities)", "\(tune.options.overrides)", throngVersion,
    ] { hash.combine(Array(words.utf8)) }
    return hash.value
  }
}
