import ArgumentParser
import Fields
import Foundation
import Haptics
import Kernel
import Pipeline
import Scenes

struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "A recorded crowd instead of a simulated one, through the same field, touch, view and sound.",
    discussion: """
      Reads JuPedSim's SQLite files, the text of the pedestrian data archives
      (id frame x y [z]), ETH's and UCY's obsmat text, and comma-separated tables.
      The wearer is one of the recorded people, or stands at a point:

        throng replay walk.sqlite --wearer 12
        throng replay uo-180-180-070.txt --frame-rate 16 --unit cm --wearer 9
        throng replay zara01.obsmat.txt --stand -0.5,6 --facing 90
      """)

  @Argument(help: "Recording.", completion: .file())
  var recording: String

  @OptionGroup var flags: RunFlags

  @Option(help: "Id of the recorded person who wears the garment. Default: whoever is there longest.")
  var wearer: UInt32?

  @Option(parsing: .unconditional, help: ArgumentHelp("Stand at this point [m] instead.", valueName: "x,y"))
  var stand: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Where the standing wearer's chest points, degrees counter-clockwise from east. Default: 90, north.",
      valueName: "degrees"))
  var facing: Float?

  @Option(help: ArgumentHelp("Frames a second, where the file does not say.", valueName: "1/s"))
  var frameRate: Double?

  @Option(help: "Unit of the positions, where the file does not say: cm or m.")
  var unit: RecordingOptions.Unit?

  @Option(help: ArgumentHelp("The ground [m] as well-known text, where the file has none.", valueName: "wkt"))
  var walkable: String?

  @Option(help: "Garment: a name under assets/garments or a file.")
  var garment = "vest-40"

  @Option(help: "Mapping: a name under assets/mappings or a file.")
  var mapping = "density-glow"

  @OptionGroup(title: "Field")
  var fieldOptions: FieldOptions

  func validate() throws {
    if wearer != nil && stand != nil { throw ValidationError("give --wearer or --stand, not both") }
    if facing != nil && stand == nil { throw ValidationError("--facing goes with --stand") }
    if let stand, point(stand) == nil {
      throw ValidationError("--stand is \(stand); write it as x,y in metres")
    }
    if let facing, !facing.isFinite {
      throw ValidationError("--facing is \(facing), not a number of degrees")
    }
  }

  func run() throws {
    try FileKind.expect(.recording, at: recording)
    let library = Library.standard
    let worn = try Garment.load(named: garment, from: library)
    let clothes = Wearer(
      name: "wearer", garment: worn,
      mapping: try Mapping.load(named: mapping, from: library).layingEffects(on: worn))
    let options = RecordingOptions(framesPerSecond: frameRate, unit: unit)
    let loaded = try Recording.load(path: recording, options: options)
    var film = loaded.recording
    for warning in loaded.warnings { Terminal.notice(warning.description) }
    if let walkable { try film.setGround(wellKnownText: walkable) }
    let crowd = RecordedCrowd(film)
    var run = flags.options(name: outputName(film), duration: crowd.duration, command: commandLine())
    if run.seconds > crowd.duration + 1 {
      Terminal.notice("notice: the recording ends after \(crowd.duration.formatted()) s; so does the run")
      run.seconds = crowd.duration
    }
    let seat = try seat(in: film, seconds: run.seconds)
    warn(film, seat, crowd.ground)
    var session = Session(
      crowd, wearer: clothes, seat: seat, field: fieldOptions.settings, workers: run.workers)
    try Runner.run(&session, options: run, flags: flags)
  }

  /// A result replayed is named after the run that it came from.
  private func outputName(_ film: Recording) -> String {
    guard film.name == "trajectories" else { return film.name }
    let folder = URL(filePath: recording).deletingLastPathComponent().lastPathComponent
    return folder.isEmpty || folder == "/" || folder == "." ? "replay" : folder + "-replay"
  }

  /// What is likely not meant, though nothing forbids it.
  private func warn(_ film: Recording, _ seat: FilmSeat, _ ground: Ground) {
    let away = film.positions.reduce(0) { $0 + (ground.isWalkable($1) ? 0 : 1) }
    let share = 100 * Double(away) / Double(max(1, film.positions.count))
    if share > 5 {
      Terminal.notice(
        String(format: "warning: %.0f %% of the recorded positions lie off the walkable ground", share))
    }
    if case .standing(let pose) = seat, !ground.isWalkable(pose.position) {
      let box = ground.bounds
      Terminal.notice(
        "warning: \(stand ?? "") is off the walkable ground, which spans x \(box.minimum.x)...\(box.maximum.x), "
          + "y \(box.minimum.y)...\(box.maximum.y)")
    }
  }

  private func seat(in film: Recording, seconds: Double) throws(Diagnostics) -> FilmSeat {
    if let stand, let place = point(stand) {
      return .standing(Pose(position: place, heading: Math.unit(degrees: facing ?? 90)))
    }
    if let wearer {
      guard film.ids.contains(wearer) else {
        let some = Set(film.ids).sorted().prefix(12).map(String.init).joined(separator: ", ")
        throw Diagnostics(
          Diagnostic(
            "P0103", "nobody in the recording has the id \(wearer)", file: recording,
            hint: "ids are \(some) …"),
          exit: .usage)
      }
      return .person(wearer)
    }
    return .person(film.longestPresent(inFirst: seconds))
  }

  private func point(_ text: String) -> Vector2? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).compactMap { Float($0) }
    guard parts.count == 2, parts.allSatisfy(\.isFinite) else { return nil }
    return Vector2(parts[0], parts[1])
  }
}

extension RecordingOptions.Unit: ExpressibleByArgument {}

extension Recording {
  /// The person with the most rows within the first `seconds`; the lowest id of several.
  func longestPresent(inFirst seconds: Double) -> UInt32 {
    let last = Double(frames.min() ?? 0) + seconds * framesPerSecond
    var rows: [UInt32: Int] = [:]
    for (id, frame) in zip(ids, frames) where Double(frame) <= last { rows[id, default: 0] += 1 }
    return rows.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0
  }
}
