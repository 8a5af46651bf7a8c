import ArgumentParser
import Kernel
import Pipeline
import Scenes

struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a scene: see it, hear it, feel it, record it.",
    discussion: """
      With a display it opens a window: ? shows the keys, X stops all vibration
      and sound. Without one, or with --headless, it runs as fast as it can.
      Either way the folder of --out then holds report.html, summary.json,
      pictures, trajectories.sqlite, haptics.csv and more; a headless run adds
      cues.wav, what the wearer hears.
      """)

  @Argument(help: "Scene file, YAML or JSON.", completion: .file(extensions: ["yaml", "yml", "json"]))
  var scene: String

  @OptionGroup var flags: RunFlags

  @Option(help: "Seed of all chance, instead of the scene's.")
  var seed: UInt64?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Change a value of the scene: profiles.adult.desired_speed=1.5", valueName: "path=value"))
  var overrides: [String] = []

  func run() throws {
    try FileKind.expect(.scene, at: scene)
    var (scene, warnings) = try Scene.load(path: scene, overrides: overrides, library: .standard)
    for warning in warnings { Terminal.notice(warning.description) }
    if let seed { scene.seed = seed }
    let options = flags.options(name: scene.name, duration: scene.duration, command: commandLine())
    var session = Session(scene, workers: options.workers)
    try Runner.run(&session, options: options, flags: flags)
  }
}

/// Runs a session in a window where there is one, headless otherwise, and says what came of it.
enum Runner {
  static func run(_ session: inout Session, options: RunOptions, flags: RunFlags) throws {
    Interrupts.watch()
    for wearer in session.wearers {
      for remark in wearer.mapping.remarks(on: wearer.garment) { Terminal.notice("note: \(remark)") }
    }
    let windowed = !flags.headless && WindowRun.displayAvailable
    if !flags.headless && !windowed {
      Terminal.notice("no display: running headless for \(options.seconds.formatted()) simulated seconds")
    }
    try LiveFeed.check(options.live, session.wearers, hasWindow: windowed)
    let result: RunResult
    if windowed {
      result = try WindowRun.run(&session, options: options, interrupted: { Interrupts.requested })
    } else {
      var bar = ProgressBar(quiet: flags.quiet)
      defer { bar.finish() }
      result = try HeadlessRun.run(
        &session, options: options, interrupted: { Interrupts.requested },
        progress: { bar.show($0.share, Words.progress($0)) })
    }
    for notice in result.notices { Terminal.notice(notice) }
    Terminal.result(Words.result(result))
    if let signal = Interrupts.signal { throw ExitCode(128 + signal) }
  }
}
