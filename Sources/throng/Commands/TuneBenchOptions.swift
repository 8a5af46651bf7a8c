import ArgumentParser
import Fields
import Foundation
import Haptics
import Kernel
import Learning
import Pipeline
import Scenes
import Tuning

/// The bench's window, and asking without one.
struct TuneBenchOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "File to save to. Default: the mapping's own file; of a preset OUT/NAME-tuned.yaml.", valueName: "file")
  )
  var save: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Length of the slice that is felt again and again.", valueName: "s"))
  var loop = 12.0

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Close the window after this much time.", valueName: "s"))
  var close: Double?

  @Option(help: ArgumentHelp("Width and height of the window.", valueName: "WxH"))
  var windowSize = PictureSize(width: 1440, height: 860)

  @Flag(help: "Write one picture of the bench to OUT/tune.png, without a window.")
  var picture = false

  @Flag(help: "No window, even where there is a display: ask in the terminal.")
  var headless = false

  func validate() throws {
    if !(loop >= 1 && loop <= 120) { throw ValidationError("--loop is \(loop), outside 1...120 s") }
    if let close, !(close > 0 && close <= 86_400) {
      throw ValidationError("--close is \(close), outside 0...86400 s (more than 0)")
    }
    if save?.isEmpty == true { throw ValidationError("--save is empty; name a file") }
  }

  func run(_ tune: Tune, _ start: Mapping, on garment: Garment, _ library: Library, _ folder: String) throws {
    let text = try Mapping.text(of: tune.mapping, from: library)
    let isOwn = FileManager.default.fileExists(atPath: tune.mapping)
    let suffix = tune.personalise ? "personal" : "tuned"
    let files = TuneFiles(
      path: save ?? (isOwn && !tune.personalise ? tune.mapping : "\(folder)/\(start.name)-\(suffix).yaml"),
      name: isOwn && !tune.personalise ? start.name : "\(start.name)-\(suffix)", folder: folder)
    let wearer = Wearer(name: "wearer", garment: garment, mapping: start)
    var stage = try stage(tune, wearer)
    guard !stage.session.wearers.isEmpty, stage.session.wearers[0].present else {
      throw Diagnostics(
        Diagnostic(
          "P0141", "nobody is there to feel anything", file: tune.source,
          hint: "let people in, or give a longer --warm-up"))
    }
    var desk = TuneDesk(start, text: text, seed: tune.search.searchSeed)
    var inquiry: TuneInquiry?
    if tune.personalise {
      let space = try tune.asking.space(start, on: garment)
      inquiry = TuneInquiry(
        space, questions: tune.asking.answers, seed: tune.search.searchSeed,
        journal: try PreferenceJournal("\(folder)/answers.csv", knobs: space, anew: tune.search.anew))
      if inquiry!.isOver {
        Terminal.notice("all \(tune.asking.answers) answers are in \(folder)/answers.csv; --anew asks again")
      }
    }
    var options = TuneOptions()
    (options.live, options.seconds) = (tune.asking.live, close)
    (options.width, options.height) = (windowSize.width, windowSize.height)
    options.presets = try library.mappings().map { try BenchOptions.mapping($0, on: garment, library) }
    if picture { return try draw(&stage, &desk, files, options, folder) }
    if !headless, WindowRun.displayAvailable {
      let result = try TuneRun.run(
        &stage, &desk, files: files, inquiry: &inquiry, options: options,
        interrupted: { Interrupts.requested })
      return tell(result, files, inquiry)
    }
    guard tune.personalise else {
      throw Diagnostics(
        Diagnostic(
          "P0148", "there is no display for the bench",
          hint: "--picture draws it; --auto searches and --personalise asks without one"), exit: .unavailable)
    }
    try TerminalInquiry.run(
      &stage, &desk, &inquiry!, files: files, live: tune.asking.live, slice: tune.asking.slice)
  }

  private func stage(_ tune: Tune, _ wearer: Wearer) throws -> TuneStage {
    let crowds = tune.options
    let threads = Workers(crowds.workers ?? ProcessInfo.processInfo.activeProcessorCount)
    let session: Session
    var warmUp = crowds.warmUp
    if BenchOptions.isScene(tune.source) {
      var (scene, warnings) = try Scene.load(
        path: tune.source, overrides: crowds.overrides, library: .standard)
      for warning in warnings { Terminal.notice(warning.description) }
      if let seed = crowds.seedList?.first { scene.seed = seed }
      if let density = crowds.density.first {
        for k in scene.city.sources.indices where scene.city.sources[k].density != nil {
          scene.city.sources[k].density = Float(density)
        }
      }
      session = Session(scene, workers: threads)
    } else {
      let loaded = try Recording.load(
        path: tune.source, options: RecordingOptions(framesPerSecond: crowds.frameRate, unit: crowds.unit))
      for warning in loaded.warnings { Terminal.notice(warning.description) }
      warmUp = 0
      session = Session(
        RecordedCrowd(loaded.recording), wearer: wearer,
        seat: .person(loaded.recording.longestPresent(inFirst: loop + warmUp)), field: FieldSettings(),
        workers: threads)
    }
    return TuneStage(
      session, wearer, warmUp: warmUp, loopSeconds: loop, interrupted: { Interrupts.requested })
  }

  /// The bench after three seconds, as a picture.
  private func draw(
    _ stage: inout TuneStage, _ desk: inout TuneDesk, _ files: TuneFiles, _ options: TuneOptions,
    _ folder: String
  ) throws {
    var bench = TuneBench(stage, files: files, options: options)
    for _ in 0..<60 { bench.step(&stage, desk) }
    try bench.savePicture(stage, &desk, to: folder + "/tune.png")
    Terminal.result("results in \(folder): tune.png")
  }

  private func tell(_ result: TuneResult, _ files: TuneFiles, _ inquiry: TuneInquiry?) {
    var words = [
      String(
        format: "%d changes, %.0f pictures a second, 99 %% of them within %.1f ms", result.changes,
        result.screen.framesPerSecond, result.screen.percentile(0.99))
    ]
    if result.votes.asked > 0 {
      words.append("blind: A \(result.votes.a), B \(result.votes.b), no difference \(result.votes.same)")
    }
    if let inquiry {
      words.append("\(inquiry.number - (inquiry.isOpen ? 1 : 0)) of \(inquiry.questions) questions answered")
    }
    if let path = result.savedTo { words.append("saved \(path)") }
    if !result.isSaved { words.append("what is not saved is kept in \(files.folder) for the next time") }
    Terminal.result(words.joined(separator: "\n"))
  }
}

/// Asks in the terminal: the first is felt, then the second, then comes the question.
enum TerminalInquiry {
  static func run(
    _ stage: inout TuneStage, _ desk: inout TuneDesk, _ inquiry: inout TuneInquiry, files: TuneFiles,
    live: [String], slice: Double
  ) throws {
    if live.isEmpty {
      Terminal.notice("notice: nothing is driven; give --live for a garment, or feel through throng player")
    }
    let feed = live.isEmpty ? nil : try LiveFeed(live, stage.session.wearers)
    defer { _ = feed?.close() }
    while !inquiry.isOver {
      inquiry.ask(&desk)
      var answered = false
      while !answered {
        for part in ["first", "second"] {
          Terminal.notice("question \(inquiry.number) of \(inquiry.questions): the \(part) …")
          play(&stage, desk, feed, slice)
          desk.switchSide()
        }
        Terminal.notice("which is better? 1, 2, 0 for no difference, r to feel both again, q to stop")
        guard let word = readLine()?.trimmingCharacters(in: .whitespaces).lowercased(), word != "q",
          Interrupts.signal == nil
        else {
          Terminal.result("what was answered is kept; the same command goes on from there")
          if let signal = Interrupts.signal { throw ExitCode(128 + signal) }
          return
        }
        switch word {
        case "1": desk.decide(first: true)
        case "2": desk.decide(first: false)
        case "0": desk.decide(first: nil)
        default: continue
        }
        answered = try inquiry.takeAnswer(desk)
      }
    }
    desk.compareNoMore(inquiry.favourite)
    try files.save(&desk)
    Terminal.result("what you like best is saved as \(files.path)")
  }

  private static func play(_ stage: inout TuneStage, _ desk: TuneDesk, _ feed: LiveFeed?, _ seconds: Double) {
    stage.rewind()
    let step = Double(stage.session.clocks.crowdStep)
    var next = Date()
    for _ in 0..<Int(seconds / step) where Interrupts.signal == nil {
      stage.step(desk.mapping, mask: nil, stopped: false)
      guard let feed else { continue }  // nothing is felt: nothing to wait for
      feed.play(stage.session, speed: 1, stopped: false)
      next += step
      Thread.sleep(until: next)
    }
    stage.silence()
    feed?.silence(stage.session)
  }
}
