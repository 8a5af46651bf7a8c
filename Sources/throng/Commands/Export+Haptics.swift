import ArgumentParser
import Fields
import Foundation
import Haptics
import Kernel
import Pipeline
import Scenes

/// What `throng export` is told about haptics.
struct ExportHaptics: ParsableArguments {
  @Flag(help: "Write what a garment does instead of fields: needed for .nc alone.")
  var haptics = false
  @Option(help: "Garment of a recording's or an effect's wearer.")
  var garment = "vest-40"
  @Option(help: "Mapping of a recording's wearer.")
  var mapping = "density-glow"
  @Option(help: "Id of the recorded person who wears it. Default: whoever is there longest.")
  var wearer: UInt32?
  @Option(parsing: .unconditional, help: ArgumentHelp("Samples a second of a .wav.", valueName: "Hz"))
  var rate = 2000

  func validate() throws {
    if !HapticFile.rates.contains(rate) {
      throw ValidationError("--rate is \(rate), outside 200...192000 Hz")
    }
  }

  /// The files to write; nil where it is fields that are asked for.
  func paths(_ out: String) throws -> [String]? {
    let paths = out.split(separator: ",").map(String.init)
    let formats = paths.map { HapticFormat(path: $0) }
    guard haptics || formats.contains(where: { $0 != nil && $0 != .nc }) else { return nil }
    guard !formats.contains(where: { $0 == nil }) else {
      let endings = HapticFormat.allCases.map { "." + $0.rawValue }.joined(separator: ", ")
      throw ValidationError("--out is '\(out)'; haptics are written to \(endings)")
    }
    return paths
  }
}

extension Export {
  /// What a garment does, as files of haptics.
  func exportHaptics(to paths: [String], _ threads: Workers) throws {
    if HapticEffectFile.endings.contains(URL(filePath: source).pathExtension.lowercased()) {
      return try convertEffect(to: paths)
    }
    if time.at != nil || time.every != nil || time.nth != nil {
      throw ValidationError("haptics are every tick: leave out --at, --every and --nth")
    }
    var (session, length) = try hapticSession(threads)
    let start = max(time.from ?? 0, 0)
    let end = min(time.to ?? seconds ?? length, 86_400)
    guard start < end else { throw ValidationError("--from \(start) lies after the end, \(end) s") }
    let bar = ProgressBox(quiet: quiet)
    let result = try HapticExport.run(
      &session, from: start, to: end, paths: paths, rate: haptic.rate,
      interrupted: { Interrupts.requested }, progress: { bar.show($0, $1) })
    bar.finish()
    say(result)
    if let signal = Interrupts.signal {
      Terminal.notice("interrupted: what was done is written")
      throw ExitCode(128 + signal)
    }
  }

  private func hapticSession(_ threads: Workers) throws -> (Session, Double) {
    let ending = URL(filePath: source).pathExtension.lowercased()
    if ["yaml", "yml", "json"].contains(ending) {
      var (scene, warnings) = try Scene.load(path: source, overrides: [], library: .standard)
      for warning in warnings { Terminal.notice(warning.description) }
      if let seed { scene.seed = seed }
      return (Session(scene, workers: threads), scene.duration)
    }
    let worn = try Garment.load(named: haptic.garment, from: .standard)
    let mapping = try Mapping.load(named: haptic.mapping, from: .standard).layingEffects(on: worn)
    var loaded = try Recording.load(
      path: source, options: RecordingOptions(framesPerSecond: frameRate, unit: unit))
    for warning in loaded.warnings { Terminal.notice(warning.description) }
    if let walkable { try loaded.recording.setGround(wellKnownText: walkable) }
    let crowd = RecordedCrowd(loaded.recording)
    let length = min(time.to ?? seconds ?? crowd.duration, crowd.duration)
    let id = haptic.wearer ?? loaded.recording.longestPresent(inFirst: length)
    guard loaded.recording.ids.contains(id) else {
      throw Diagnostics(
        Diagnostic("P0103", "nobody in the recording has the id \(id)", file: source), exit: .usage)
    }
    let session = Session(
      crowd, wearer: Wearer(name: "wearer", garment: worn, mapping: mapping), seat: .person(id),
      field: making.settings(FieldSettings()), workers: threads)
    return (session, length)
  }

  /// An effect's file as another kind, as this garment's motors and skin take it.
  private func convertEffect(to paths: [String]) throws {
    let worn = try Garment.load(named: haptic.garment, from: .standard)
    let effect = try HapticEffectFile.load(path: source, on: worn)
    for path in paths { try HapticFile.check(path, for: worn) }
    let track = HapticTrack(effect, on: worn)
    for path in paths { try HapticFile.save(track, to: path, name: effect.name, rate: haptic.rate) }
    say(
      HapticExport.Result(
        files: paths, seconds: track.seconds, ticks: track.ticks, greatestDrive: track.drive.max() ?? 0,
        isCut: false))
  }

  private func say(_ result: HapticExport.Result) {
    if result.isCut { Terminal.notice("notice: the files end where their memory did") }
    if result.greatestDrive == 0 { Terminal.notice("notice: nothing was felt in all that time") }
    let sizes = result.files.map { path in
      let bytes = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
      return (path, bytes)
    }
    if json {
      let files = sizes.map { "{\"file\":\(RecordJSON.text($0.0).packed),\"bytes\":\($0.1)}" }
      Terminal.result(
        "{\"seconds\":\(result.seconds),\"ticks\":\(result.ticks),\"greatest_drive\":\(result.greatestDrive),"
          + "\"files\":[\(files.joined(separator: ","))]}")
      return
    }
    let lines = sizes.map { path, bytes in
      "written: \(path) (\(ByteCountFormatter.string(fromByteCount: Int64(bytes), countStyle: .file)))"
    }
    Terminal.result(
      ([
        "\(result.ticks) haptic ticks, \(result.seconds.formatted()) s, greatest drive "
          + String(format: "%.2f", result.greatestDrive)
      ] + lines).joined(separator: "\n"))
  }
}
