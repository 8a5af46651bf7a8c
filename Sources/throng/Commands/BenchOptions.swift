import ArgumentParser
import Fields
import Foundation
import Haptics
import Kernel
import Scenes
import Synchronization
import Tuning

/// The crowds that mappings are scored in: what `score` and `tune --auto` share.
struct BenchOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Seeds: how many, or which as A..B.", valueName: "n"))
  var seeds = "6"

  @Option(parsing: .unconditional, help: ArgumentHelp("Simulated time of each seed.", valueName: "s"))
  var seconds = 30.0

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Simulated time before it, not looked at.", valueName: "s"))
  var warmUp = 8.0

  @Option(
    help: ArgumentHelp(
      "People per square metre of every source that has a density; several make several crowds.",
      valueName: "1/m²"))
  var density: [Double] = []

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Change a value of the scene: locomotion.path_share=0.4", valueName: "path=value"))
  var overrides: [String] = []

  @Option(help: ArgumentHelp("People of the crowd whose walks are felt, in each seed.", valueName: "n"))
  var wearers = 6

  @Option(
    help: ArgumentHelp("Bodies that walk through it by what they feel; 0: only what is felt.", valueName: "n")
  )
  var walkers = 6

  @Option(
    help: ArgumentHelp("Frames a second of a recording, where the file does not say.", valueName: "1/s"))
  var frameRate: Double?

  @Option(help: "Unit of a recording's positions, where the file does not say: cm or m.")
  var unit: RecordingOptions.Unit?

  @Option(
    parsing: .unconditional, help: "Threads, 1 to 64. The results do not depend on it.")
  var workers: Int?

  @Flag(name: .shortAndLong, help: "No progress.")
  var quiet = false

  func validate() throws {
    if seedList == nil { throw ValidationError("--seeds is '\(seeds)'; write 1 to 64, or A..B") }
    if !(seconds >= 8 && seconds <= 600) { throw ValidationError("--seconds is \(seconds), outside 8...600") }
    if !(warmUp >= 0 && warmUp <= 600) { throw ValidationError("--warm-up is \(warmUp), outside 0...600") }
    for value in density where !(value > 0 && value <= 6) {
      throw ValidationError("--density is \(value), outside 0...6 (more than 0)")
    }
    if !(1...64).contains(wearers) { throw ValidationError("--wearers is \(wearers), outside 1...64") }
    if walkers != 0 && !(2...64).contains(walkers) {
      throw ValidationError("--walkers is \(walkers), neither 0 nor in 2...64")
    }
    if let frameRate, !(frameRate > 0 && frameRate <= 10_000) {
      throw ValidationError("--frame-rate is \(frameRate), outside 0...10000 (more than 0)")
    }
    if let workers, !(1...64).contains(workers) {
      throw ValidationError("--workers is \(workers), outside 1...64")
    }
  }

  var seedList: [UInt64]? { BenchOptions.seeds(seeds) }

  /// Seeds 1 to n, or those of A..B; nil where it is neither.
  static func seeds(_ text: String) -> [UInt64]? {
    let ends = text.split(separator: "..", omittingEmptySubsequences: false).map { UInt64($0) }
    switch ends.count {
    case 1:
      guard let n = ends[0], (1...64).contains(n) else { return nil }
      return Array(1...n)
    case 2:
      guard let a = ends[0], let b = ends[1], a <= b, b - a < 64 else { return nil }
      return Array(a...b)
    default: return nil
    }
  }

  var size: ScoreBench.Size {
    var size = ScoreBench.Size()
    (size.seconds, size.warmUp, size.seats, size.walkers) = (seconds, warmUp, wearers, walkers)
    return size
  }

  static func isScene(_ source: String) -> Bool {
    ["yaml", "yml", "json"].contains(URL(filePath: source).pathExtension.lowercased())
  }

  /// The crowds of `source`, with other seeds where they are given; ends the program where it is interrupted.
  func bench(_ source: String, seeds: [UInt64]? = nil, _ errand: Errand) throws -> ScoreBench {
    let made: ScoreBench?
    if BenchOptions.isScene(source) {
      let (scene, warnings) = try Scene.load(path: source, overrides: overrides, library: .standard)
      for warning in warnings { Terminal.notice(warning.description) }
      made = ScoreBench.simulate(
        try variants(of: scene, source), seeds: seeds ?? seedList ?? [1], size: size, errand)
    } else {
      for (option, given) in [("--density", !density.isEmpty), ("--set", !overrides.isEmpty)] where given {
        throw ValidationError("\(option) is for scenes: a recording is as it is")
      }
      let loaded = try Recording.load(
        path: source, options: RecordingOptions(framesPerSecond: frameRate, unit: unit))
      for warning in loaded.warnings { Terminal.notice(warning.description) }
      let film = RecordedCrowd(loaded.recording)
      if film.duration < 8 {
        throw Diagnostics(
          Diagnostic(
            "P0140", "the recording is \(film.duration.formatted()) s long; scores need 8 s at least",
            file: source))
      }
      made = ScoreBench.slice(
        film, field: FieldSettings(), count: (seeds ?? seedList ?? [1]).count, size: size, errand)
    }
    guard let made else { throw ExitCode(128 + (Interrupts.signal ?? 2)) }
    if made.isEmpty {
      throw Diagnostics(
        Diagnostic(
          "P0141", "nobody is there to feel anything", file: source,
          hint: "let people in, or give a longer --warm-up"))
    }
    return made
  }

  private func variants(of scene: Scene, _ source: String) throws(Diagnostics) -> [(
    name: String, scene: Scene
  )] {
    guard !density.isEmpty else { return [("", scene)] }
    let with = scene.city.sources.indices.filter { scene.city.sources[$0].density != nil }
    guard !with.isEmpty else {
      throw Diagnostics(
        Diagnostic(
          "P0142", "--density needs a source with a density, and the scene has none", file: source,
          hint: "give a source 'density: 1', or change what it has with --set"), exit: .usage)
    }
    return density.map { value in
      var variant = scene
      for k in with { variant.city.sources[k].density = Float(value) }
      return ("\(value.formatted())/m²", variant)
    }
  }

  /// The garment by option, the scene's first wearer, or the vest of 40.
  static func garment(_ name: String?, for source: String, _ library: Library) throws -> Garment {
    if let name { return try Garment.load(named: name, from: library) }
    if isScene(source), let worn = try? Scene.load(path: source, library: library).scene.wearers.first {
      return worn.garment
    }
    return try Garment.load(named: "vest-40", from: library)
  }

  /// A mapping by its name, or from a file.
  static func mapping(_ name: String, on garment: Garment, _ library: Library) throws -> Mapping {
    let isFile = name.contains("/") || ["yaml", "yml", "json"].contains(URL(filePath: name).pathExtension)
    let found = try isFile ? Mapping.load(path: name) : Mapping.load(named: name, from: library)
    return try found.layingEffects(on: garment)
  }

  func errand(_ bar: SharedBar) -> Errand {
    Errand(
      workers: Workers(workers ?? ProcessInfo.processInfo.activeProcessorCount),
      interrupted: { Interrupts.requested }, progress: { bar.show($0, $1) })
  }
}

/// A progress bar that many threads may tell.
final class SharedBar: Sendable {
  private let bar: Mutex<ProgressBar>
  private let prefix = Mutex("")
  private let quiet: Bool
  init(quiet: Bool) {
    self.quiet = quiet
    bar = Mutex(ProgressBar(quiet: quiet))
  }
  /// A task of its own, from nothing to all.
  func begin(_ words: String) {
    prefix.withLock { $0 = words }
    bar.withLock { $0 = ProgressBar(quiet: quiet) }
  }
  func show(_ share: Double, _ text: String) {
    let words = prefix.withLock { $0 }
    bar.withLock { $0.show(share, words.isEmpty ? text : "\(words): \(text)") }
  }
  func finish() { bar.withLock { $0.finish() } }
}
