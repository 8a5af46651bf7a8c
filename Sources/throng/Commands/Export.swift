import ArgumentParser
import Fields
import Foundation
import Kernel
import Pipeline
import Presentation
import Scenes

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fields of a crowd as NetCDF, pictures or an animation; haptics as files.",
    discussion: """
      The ending of --out says what is written:
        .nc                 NetCDF-4 with CF conventions: xarray, ncdump and QGIS open it
        .png                the moment of the greatest value, or that of --at;
                            with --from, --to, --every or --nth a numbered file a moment
        .gif .webp          an animation that opens everywhere
        .mp4 .webm          a video, where the program ffmpeg is installed

        throng export walk.sqlite --out density.png
        throng export walk.sqlite --field velocity --from 10 --to 40 --out walk.gif
        throng export scenes/city/steeple-square.yaml --field all --every 0.5 --out square.nc
        throng export square.nc --field pressure --range 0..0.1 --out pressure.webp

      Fields: density, velocity (speed with arrows), velocity_x, velocity_y, variance,
      pressure, flow (with arrows), flow_x, flow_y, divergence, vorticity, congestion,
      danger, service, time_to_collision. docs/export.md has their definitions and the file's layout.

      What a garment does, instead of fields, for players and programs:
        .hjif .wav .haptic .ahap .tact .csv, and .nc with --haptics

        throng export scenes/city/steeple-square.yaml --to 10 --out walk.hjif,walk.wav
        throng export walk.sqlite --garment belt-16 --mapping radar --out walk.nc --haptics
        throng export effect.tact --garment vest-40 --out effect.hjif

      docs/haptic-files.md says what each keeps and loses.
      """)

  @Argument(help: "Recording, a scene to be run, or a NetCDF file of fields.", completion: .file())
  var source: String

  @Option(help: ArgumentHelp("File to write: .nc, .png, .gif, .webp, .mp4 or .webm.", valueName: "file"))
  var out: String

  @Option(
    help: ArgumentHelp("The field; for NetCDF several with commas, or all.", valueName: "names"))
  var field = "density"

  @OptionGroup(title: "Time") var time: ExportTime
  @OptionGroup(title: "Pictures") var look: ExportLook
  @OptionGroup(title: "Estimator") var making: ExportEstimator
  @OptionGroup(title: "Haptics") var haptic: ExportHaptics

  @Option(help: ArgumentHelp("Frames a second, where the file does not say.", valueName: "1/s"))
  var frameRate: Double?

  @Option(help: "Unit of the positions, where the file does not say: cm or m.")
  var unit: RecordingOptions.Unit?

  @Option(help: ArgumentHelp("The ground [m] as well-known text, where the file has none.", valueName: "wkt"))
  var walkable: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("Simulated time, of a scene.", valueName: "s"))
  var seconds: Double?

  @Option(help: "Seed of all chance, instead of the scene's.")
  var seed: UInt64?

  @Option(parsing: .unconditional, help: "Threads, 1 to 64. The result does not depend on it.")
  var workers: Int?

  @Option(parsing: .unconditional, help: "How hard NetCDF is compressed, 0 to 9.")
  var deflate = 2

  @Flag(help: "Print what was written as JSON.")
  var json = false

  @Flag(name: .shortAndLong, help: "No progress.")
  var quiet = false

  func validate() throws {
    _ = try FieldWords.quantities(field)
    if let seconds, !(seconds >= 0 && seconds <= 86_400) {
      throw ValidationError("--seconds is \(seconds), outside 0...86400")
    }
    if let workers, !(1...64).contains(workers) {
      throw ValidationError("--workers is \(workers), outside 1...64")
    }
    if !(0...9).contains(deflate) { throw ValidationError("--deflate is \(deflate), outside 0...9") }
    if out.isEmpty { throw ValidationError("--out is empty; name a file") }
    try refuseIdleOptions()
  }

  private enum Kind: String {
    case scene = "a scene"
    case fields = "a file of fields"
    case recording = "a recording"
  }
  private var kind: Kind {
    switch URL(filePath: source).pathExtension.lowercased() {
    case "yaml", "yml", "json": .scene
    case "nc": .fields
    default: FieldRecording.isOne(source) ? .fields : .recording
    }
  }

  /// An option that does nothing with this kind of source is a mistake that must not pass in silence.
  private func refuseIdleOptions() throws {
    let ofScenes: [(String, Bool)] = [("--seconds", seconds != nil), ("--seed", seed != nil)]
    let ofRecordings: [(String, Bool)] = [
      ("--frame-rate", frameRate != nil), ("--unit", unit != nil), ("--walkable", walkable != nil),
    ]
    let ofBoth = making.given.map { ($0, true) }
    let idle =
      switch kind {
      case .scene: ofRecordings
      case .recording: ofScenes
      case .fields: ofScenes + ofRecordings + ofBoth
      }
    if let option = idle.first(where: \.1)?.0 {
      throw ValidationError("\(option) does nothing with \(kind.rawValue): leave it out")
    }
  }

  func run() throws {
    Interrupts.watch()
    if let paths = try haptic.paths(out) {
      return try exportHaptics(
        to: paths, Workers(workers ?? ProcessInfo.processInfo.activeProcessorCount))
    }
    var request = try ExportRequest(
      path: out, quantities: FieldWords.quantities(field), moments: time.choice)
    if time.at != nil, request.target != .picture, request.target != .fields {
      throw ValidationError("--at is one moment; write it as .png or .nc")
    }
    try look.apply(to: &request)
    request.speed = time.speed
    request.deflate = deflate
    let threads = Workers(workers ?? ProcessInfo.processInfo.activeProcessorCount)
    let film = try film(threads)
    if look.people, film.isFile {
      Terminal.notice("notice: a file of fields knows no single people; --people draws none")
    }
    if let shown = request.area {
      let ground = film.ground.bounds
      let (low, high) = (ground.minimum, ground.maximum)
      if shown.maximum.x <= low.x || shown.minimum.x >= high.x || shown.maximum.y <= low.y
        || shown.minimum.y >= high.y
      {
        Terminal.notice(
          "warning: --area lies off the ground, which spans x \(low.x)...\(high.x), y \(low.y)...\(high.y)")
      }
    }
    let bar = ProgressBox(quiet: quiet)
    let result = try FieldExport.run(
      film, request, interrupted: { Interrupts.requested }, progress: { bar.show($0, $1) })
    bar.finish()
    if let at = time.at, abs(result.first - at) > 1e-3, !result.files.isEmpty {
      Terminal.notice(
        "notice: no moment lies at \(at.formatted()) s; the nearest is \(clockWords(result.first))")
    }
    if json {
      Terminal.result(result.json(request, film: film))
    } else if !result.files.isEmpty {
      Terminal.result(words(result, request))
    }
    if let signal = Interrupts.signal {
      Terminal.notice(
        result.files.isEmpty ? "interrupted: nothing is written" : "interrupted: what was done is written")
      throw ExitCode(128 + signal)
    }
  }

  private func film(_ threads: Workers) throws -> FieldFilm {
    if kind == .scene {
      var (scene, warnings) = try Scene.load(path: source, overrides: [], library: .standard)
      for warning in warnings { Terminal.notice(warning.description) }
      if let seed { scene.seed = seed }
      return FieldFilm(
        scene, seconds: seconds ?? time.end.map { max($0, 0) }, settings: making.settings(scene.field),
        workers: threads)
    }
    if kind == .fields { return FieldFilm(try FieldRecording(path: source)) }
    let options = RecordingOptions(framesPerSecond: frameRate, unit: unit)
    var loaded = try Recording.load(path: source, options: options)
    for warning in loaded.warnings { Terminal.notice(warning.description) }
    if let walkable { try loaded.recording.setGround(wellKnownText: walkable) }
    if loaded.recording.walkable.isEmpty {
      Terminal.notice(
        "notice: no walkable area is known; it is the box round everybody and 1 m more: give --walkable")
    }
    return FieldFilm(loaded.recording, settings: making.settings(FieldSettings()), workers: threads)
  }

  private func words(_ result: ExportResult, _ request: ExportRequest) -> String {
    let time =
      result.frames == 1
      ? "at \(clockWords(result.first))"
      : "\(result.frames) moments from \(clockWords(result.first)) to \(clockWords(result.last))"
    var line = "\(field) · \(time)"
    if let width = result.width, let height = result.height { line += " · \(width)×\(height) pixels" }
    if request.target != .fields, result.greatest >= result.least {
      line += " · " + range(result.least, result.greatest, request.quantities[0])
    }
    let size = ByteCountFormatter.string(fromByteCount: Int64(result.bytes), countStyle: .file)
    let files =
      result.files.count == 1
      ? result.files[0] : "\(result.files.first ?? "") … \(result.files.last ?? "")"
    return "\(line)\nwritten: \(files) (\(size))"
  }
  private func range(_ least: Float, _ greatest: Float, _ quantity: PictureQuantity) -> String {
    // The colour bar's unit is that of the densities between the levels, which have none themselves.
    guard quantity == .service else {
      return String(format: "%.3g to %.3g %@", least, greatest, quantity.unit)
    }
    func letter(_ level: Float) -> String {
      "ABCDEF".dropFirst(Int(min(max(level, 0), 5))).prefix(1).description
    }
    return "\(letter(least)) to \(letter(greatest))"
  }
  private func clockWords(_ seconds: Double) -> String { String(format: "%.2f s", seconds) }
}
