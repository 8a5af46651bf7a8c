import ArgumentParser
import Fields
import Foundation
import Kernel
import Pipeline
import Scenes

struct Profile: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Where the time of a density field goes, how it grows, and how far others are behind.",
    discussion: """
      Without a scene, crowds are made here; lists are varied against each other:

        throng profile                                       a thousand to a million people: half a minute
        throng profile --people 10k,100k,1M --cells 512,1024,2048 --workers 1,2 --out out/profile
        throng profile scenes/city/steeple-square.yaml       the stages of a scene's or a recording's frames
        throng profile --against opencv,scipy,pedpy          other libraries on the same people, in turn
        throng profile --goals                               the comparisons that Throng is held to
        throng profile --haptics                             a thousand wearers: map, drive and feel
        throng profile --compare before.json after.json      what changed beyond the noise

      --out takes profile.json, profile.csv, report.html and pictures; --trace a
      timeline for ui.perfetto.dev. docs/profile.md says what every figure means.
      """)

  @Argument(help: "A scene or a recording whose frames are to be timed.", completion: .file())
  var source: String?

  @Option(help: ArgumentHelp("How many, as 10k,1M.", valueName: "list"))
  var people: String?
  @Option(help: ArgumentHelp("Cells along each side of the grid.", valueName: "list"))
  var cells: String?
  @Option(help: ArgumentHelp("Sizes of a cell [m].", valueName: "list"))
  var cellSize: String?
  @Option(help: ArgumentHelp("Widths σ of the kernel [m].", valueName: "list"))
  var width: String?
  @Option(
    help: ArgumentHelp(
      "\(FieldSettings.Estimator.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "list"))
  var estimator: String?
  @Option(
    help: ArgumentHelp(
      "\(FieldSettings.Deposit.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "list"))
  var deposit: String?
  @Option(
    help: ArgumentHelp("\(ProfilePlan.quantitySets.map(\.name).joined(separator: ", ")).", valueName: "list"))
  var quantities: String?
  @Option(help: ArgumentHelp("sorted, random: the order in which people come.", valueName: "list"))
  var order: String?
  @Option(help: ArgumentHelp("Numbers of threads, 1 to 64. Default: 1 and all.", valueName: "list"))
  var workers: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Time to measure in all; simulated time, of a scene; time a peer.", valueName: "s"))
  var seconds: Double?
  @Option(help: "Seed of the crowds. Default: 1.")
  var seed: UInt64?
  @Option(help: ArgumentHelp("Frames a second of a recording that does not say.", valueName: "1/s"))
  var frameRate: Double?
  @Option(help: "Unit of the positions of a recording that does not say: cm or m.")
  var unit: RecordingOptions.Unit?
  @Flag(help: "Leave out the error against the exact sum.")
  var noAccuracy = false

  @Option(
    help: ArgumentHelp(
      "\(ProfilePeers.names.joined(separator: ", ")), for each crowd asked for.", valueName: "list"))
  var against: String?
  @Flag(help: "The comparisons with other libraries that Throng is held to, with their goals.")
  var goals = false
  @Flag(help: "What the haptic stage costs, instead of the field: every mapping on --garment.")
  var haptics = false
  @Option(help: "Garment of --haptics. Default: vest-40.")
  var garment: String?
  @Option(parsing: .unconditional, help: "Wearers of --haptics, 1 to 100000. Default: 1000.")
  var wearers: Int?
  @Option(help: ArgumentHelp("Python with the other libraries.", valueName: "program"))
  var python: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Two profiles, before and after; several runs of each with commas show smaller changes.",
      valueName: "a.json b.json"))
  var compare: [String] = []
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Exit status 1 where --compare is sure of something this much slower.", valueName: "percent"))
  var failOver: Double?

  @Flag(help: "Print everything as JSON.")
  var json = false
  @Flag(help: "Print the cases as comma-separated values.")
  var csv = false
  @Option(help: "Folder for everything; made if missing.")
  var out: String?
  @Option(help: ArgumentHelp("Timeline of the last measure of each case, for Perfetto.", valueName: "file"))
  var trace: String?
  @Flag(name: .shortAndLong, help: "No progress.")
  var quiet = false

  func validate() throws {
    if json && csv { throw ValidationError("give --json or --csv, not both") }
    if !compare.isEmpty && compare.count != 2 {
      throw ValidationError("--compare takes two files, before and after; it got \(compare.count)")
    }
    if failOver != nil && compare.isEmpty { throw ValidationError("--fail-over goes with --compare") }
    if let failOver, !(failOver >= 0 && failOver <= 1000) {
      throw ValidationError("--fail-over is \(failOver), outside 0...1000 percent")
    }
    if let seconds, !(seconds > 0 && seconds <= 86_400) {
      throw ValidationError("--seconds is \(seconds), outside 0...86400")
    }
    if let out, out.isEmpty { throw ValidationError("--out is empty; name a folder") }
    if source != nil && (against != nil || goals) {
      throw ValidationError("--against and --goals make their own crowds: leave out the scene")
    }
    if let wearers, !(1...100_000).contains(wearers) {
      throw ValidationError("--wearers is \(wearers), outside 1...100000")
    }
    if goals && against != nil { throw ValidationError("give --goals or --against, not both") }
    try refuseIdleOptions()
    _ = try plan()
    _ = try peers()
  }

  /// An option that does nothing in this kind of profile is a mistake that must not pass in silence.
  private func refuseIdleOptions() throws {
    let crowds: [(String, Bool)] = [
      ("--people", people != nil), ("--cells", cells != nil), ("--cell-size", cellSize != nil),
      ("--width", width != nil), ("--estimator", estimator != nil), ("--deposit", deposit != nil),
      ("--quantities", quantities != nil), ("--order", order != nil), ("--seed", seed != nil),
      ("--no-accuracy", noAccuracy),
    ]
    let recording: [(String, Bool)] = [("--frame-rate", frameRate != nil), ("--unit", unit != nil)]
    let suit: [(String, Bool)] = [("--garment", garment != nil), ("--wearers", wearers != nil)]
    let libraries: [(String, Bool)] = [("--python", python != nil)]
    let results: [(String, Bool)] = [("--out", out != nil), ("--trace", trace != nil)]
    let kinds: [(String, Bool)] = [
      ("a scene", source != nil), ("--against", against != nil), ("--goals", goals), ("--haptics", haptics),
    ]
    let rest: [(String, Bool)] = [
      ("--workers", workers != nil), ("--seconds", seconds != nil), ("--csv", csv),
    ]
    let (kind, idle): (String, [(String, Bool)]) =
      if !compare.isEmpty {
        ("--compare", kinds + crowds + recording + suit + libraries + results + rest)
      } else if haptics {
        ("--haptics", kinds.dropLast() + crowds + recording + libraries + results + rest.prefix(1))
      } else if source != nil {
        ("a scene or a recording", crowds + suit + libraries)
      } else if goals {
        ("--goals", crowds.filter { $0.0 != "--seed" } + recording + suit + [results[1]])
      } else if against != nil {
        ("--against", recording + suit + [results[1]])
      } else {
        ("crowds made here", recording + suit + libraries)
      }
    guard let first = idle.first(where: \.1) else { return }
    throw ValidationError("\(first.0) does nothing with \(kind): leave it out")
  }

  func run() throws {
    Interrupts.watch()
    if compare.count == 2 { return try comparison() }
    if haptics { return try hapticStage() }
    let bar = ProgressBox(quiet: quiet)
    var results = ProfileResults(version: throngVersion, command: commandLine(), seed: seed ?? 1)
    var timeline = ProfileTrace()
    // Before anything is measured: a folder that cannot be written to must not cost a profile.
    if let out { try OutputFolder.prepare(out) }
    let traceFile = try trace.map { path throws(Diagnostics) in try TextFile(path: path) }
    if let source {
      try scene(source, &results, &timeline, bar)
    } else if goals || against != nil {
      try peers(&results, bar)
    } else {
      try sweep(&results, &timeline, bar)
    }
    bar.finish()
    try report(results)
    if let traceFile {
      try traceFile.write(timeline.json)
      try traceFile.finish()
    }
    if let signal = Interrupts.signal { throw ExitCode(128 + signal) }
  }

  private func sweep(_ results: inout ProfileResults, _ timeline: inout ProfileTrace, _ bar: ProgressBox)
    throws
  {
    let plan = try plan()
    var run = ProfileRun(plan)
    run.measure(
      into: &results, interrupted: { Interrupts.requested }, progress: { bar.show($0.share, $0.words) })
    if !noAccuracy, !Interrupts.requested {
      bar.show(0.99, "the exact sum")
      results.addAccuracy(widths: plan.widths, seed: seed ?? 1) { Interrupts.requested }
    }
    for (what, spans) in run.spans { timeline.add(what.words, spans) }
  }

  private func scene(
    _ source: String, _ results: inout ProfileResults, _ timeline: inout ProfileTrace, _ bar: ProgressBox
  ) throws {
    let threads = Workers(try workerCounts().last ?? 1)
    var session: Session
    let length: Double
    if ["yaml", "yml", "json"].contains(URL(filePath: source).pathExtension.lowercased()) {
      let (scene, warnings) = try Scene.load(path: source, overrides: [], library: .standard)
      for warning in warnings { Terminal.notice(warning.description) }
      session = Session(scene, workers: threads)
      length = seconds ?? min(scene.duration, 20)
    } else {
      let loaded = try Recording.load(
        path: source, options: RecordingOptions(framesPerSecond: frameRate, unit: unit))
      for warning in loaded.warnings { Terminal.notice(warning.description) }
      let crowd = RecordedCrowd(loaded.recording)
      let clothes = Wearer(
        name: "wearer", garment: try .load(named: "vest-40", from: .standard),
        mapping: try .load(named: "density-glow", from: .standard))
      length = min(seconds ?? 20, crowd.duration)
      session = Session(
        crowd, wearer: clothes, seat: .person(loaded.recording.longestPresent(inFirst: length)),
        field: FieldSettings(), workers: threads)
    }
    ProfileScene.measure(
      &session, seconds: length, into: &results, trace: &timeline, interrupted: { Interrupts.requested },
      progress: { bar.show($0.share, $0.words) })
  }

  private func peers(_ results: inout ProfileResults, _ bar: ProgressBox) throws {
    let files = try PeerFiles.find()
    let program = python ?? PeerFiles.python
    let peers = ProfilePeers(python: program, script: files, seconds: seconds ?? 5, seed: seed ?? 1)
    peers.compare(
      try self.peers(), into: &results, interrupted: { Interrupts.requested },
      progress: { bar.show($0.share, $0.words) })
    if !results.skipped.isEmpty {
      Terminal.notice(
        "hint: make field-peers installs the other libraries into \(PeerFiles.environment); "
          + "--python names another Python that has them")
    }
  }

  private func comparison() throws {
    func runs(_ paths: String) throws -> [ProfileResults] {
      try paths.split(separator: ",").map { try ProfileResults.load(String($0)) }
    }
    let found = ProfileComparison(try runs(compare[0]), try runs(compare[1]))
    guard !found.lines.isEmpty else {
      throw Diagnostics(
        Diagnostic(
          "P0132", "the two profiles have no case in common", file: compare[1],
          hint: (found.doubts.first.map { "\($0); " } ?? "")
            + "measure the same scene, or the same --people, --cells, --workers … in both"), exit: .data)
    }
    Terminal.result(json ? found.json : found.text)
    if failOver != nil, let doubt = found.doubts.first {
      return Terminal.notice("notice: --fail-over does not judge; \(doubt)")
    }
    if let failOver, found.worst > 1 + failOver / 100 { throw ExitCode(1) }
  }

  private func report(_ results: ProfileResults) throws {
    if json {
      Terminal.result(String(results.json.dropLast()))
    } else if csv {
      Terminal.result(String(results.commaSeparated.dropLast()))
    } else {
      Terminal.result(ProfileWords.table(results))
    }
    guard let out else { return }
    let files = try ProfileReport(results).save(in: out)
    let words = "results in \(out): \(files.joined(separator: ", "))"
    if json || csv { Terminal.notice(words) } else { Terminal.result(words) }
  }
}

extension Profile {
  private func workerCounts() throws -> [Int] {
    let all = ProcessInfo.processInfo.activeProcessorCount
    return try ListWords.whole(workers, "--workers", in: 1...64) ?? (all > 1 ? [1, all] : [1])
  }

  private func plan() throws -> ProfilePlan {
    var plan = ProfilePlan(workers: try workerCounts())
    plan.seed = seed ?? 1
    if let seconds { plan.seconds = seconds }
    if let list = try ListWords.whole(people, "--people", in: 1...ProfilePlan.mostPeople) {
      plan.people = list
    }
    if let list = try ListWords.whole(cells, "--cells", in: 8...ProfilePlan.mostCells) { plan.cells = list }
    if let list = try ListWords.numbers(cellSize, "--cell-size", in: 0.05...5) { plan.cellSizes = list }
    if let list = try ListWords.numbers(width, "--width", in: 0.05...10) { plan.widths = list }
    let estimators = FieldSettings.Estimator.allCases.map(\.rawValue)
    if let list = try ListWords.names(estimator, "--estimator", of: estimators) { plan.estimators = list }
    let deposits = FieldSettings.Deposit.allCases.map(\.rawValue)
    if let list = try ListWords.names(deposit, "--deposit", of: deposits) { plan.deposits = list }
    let sets = ProfilePlan.quantitySets.map(\.name)
    if let list = try ListWords.names(quantities, "--quantities", of: sets) { plan.quantities = list }
    let orders = ProfileCrowd.Order.allCases.map(\.rawValue)
    if let list = try ListWords.names(order, "--order", of: orders) {
      plan.orders = list.compactMap(ProfileCrowd.Order.init(rawValue:))
    }
    if plan.cases.count > ProfilePlan.mostCases {
      throw ValidationError(
        "that makes \(plan.cases.count) cases, over \(ProfilePlan.mostCases): give shorter lists")
    }
    return plan
  }

  private func peers() throws -> [ProfilePeers.Match] {
    let threads = try workerCounts().last ?? 1
    if goals { return ProfilePeers.goals(workers: threads) }
    guard let names = try ListWords.names(against, "--against", of: ProfilePeers.names) else { return [] }
    var plan = try plan()
    if people == nil { plan.people = [100_000] }
    plan.workers = [threads]
    if quantities == nil { plan.quantities = ["density"] }
    return names.flatMap { name in plan.cases.map { ProfilePeers.Match(peer: name, what: $0) } }
  }
}

/// Lists on the command line.
enum ListWords {
  /// Whole numbers, with k and M for thousands and millions; nil where nothing was given.
  static func whole(_ text: String?, _ flag: String, in range: ClosedRange<Int>) throws -> [Int]? {
    try numbers(text, flag, in: Double(range.lowerBound)...Double(range.upperBound))?.map { value in
      guard value == value.rounded() else {
        throw ValidationError("\(flag) has \(value), not a whole number")
      }
      return Int(value)
    }
  }

  static func numbers(_ text: String?, _ flag: String, in range: ClosedRange<Double>) throws -> [Double]? {
    try words(text, flag)?.map { word in
      var digits = word
      var factor = 1.0
      if let last = word.last, let scale = ["k": 1e3, "K": 1e3, "M": 1e6][String(last)] {
        digits.removeLast()
        factor = scale
      }
      guard let number = Double(digits), number.isFinite else {
        throw ValidationError("\(flag) has '\(word)', not a number; write a list as 10k,100k,1M")
      }
      let value = number * factor
      guard range.contains(value) else {
        throw ValidationError(
          "\(flag) has \(word), outside \(range.lowerBound.formatted())...\(range.upperBound.formatted())")
      }
      return value
    }
  }

  static func names(_ text: String?, _ flag: String, of known: [String]) throws -> [String]? {
    try words(text, flag)?.map { word in
      guard known.contains(word) else {
        throw ValidationError(Choice.unknown("\(flag) has '\(word)'", word, known))
      }
      return word
    }
  }

  /// Words between commas, each once.
  private static func words(_ text: String?, _ flag: String) throws -> [String]? {
    guard let text else { return nil }
    var words: [String] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      let word = word.trimmingCharacters(in: .whitespaces)
      if word.isEmpty { throw ValidationError("\(flag) is '\(text)'; write a list as 10k,100k") }
      if !words.contains(word) { words.append(word) }
    }
    return words
  }
}

/// Where the other libraries' side is.
enum PeerFiles {
  /// What `make field-peers` fills.
  static let environment = ".build-peers-field"

  static var python: String {
    let own = "\(environment)/bin/python3"
    return FileManager.default.isExecutableFile(atPath: own) ? own : "python3"
  }
  static func find() throws -> String {
    let name = "peers/field.py"
    for folder in ["assets"] + Library.standard.folders {
      let path = "\(folder)/\(name)"
      if FileManager.default.fileExists(atPath: path) { return path }
    }
    throw Diagnostics(
      Diagnostic(
        "P0133", "is not there", file: "assets/\(name)",
        hint: "run from the project's folder, or make install"),
      exit: .noInput)
  }
}
