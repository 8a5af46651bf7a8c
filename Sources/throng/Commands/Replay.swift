import ArgumentParser
import Fields
import Kernel
import Pipeline
import Scenes

struct Replay: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "A recorded crowd instead of a simulated one, through the same field, touch, view and sound.",
    discussion: """
      Reads JuPedSim's SQLite files, the text of the pedestrian data archives (id frame x y [z]), ETH's and UCY's obsmat
      text, and comma-separated tables. The wearer is one of the recorded people or stands at a point:
        throng replay walk.sqlite --wearer 12
        throng replay uo-180-180-070.txt --frame-rate 16 --unit cm --stand 0.9,-1 --facing 90
      """)

  @Argument(help: "Recording.", completion: .file())
  var recording: String

  @OptionGroup var flags: RunFlags

  @Option(help: "Id of the recorded person who wears the garment. Default: whoever is there longest.")
  var wearer: UInt32?

  @Option(help: ArgumentHelp("Stand at this point [m] instead.", valueName: "x,y"))
  var stand: String?

  @Option(
    help: ArgumentHelp(
      "Where the standing wearer's chest points, degrees counter-clockwise from east.", valueName: "degrees"))
  var facing: Float = 90

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

  func validate() throws {
    if wearer != nil && stand != nil { throw ValidationError("give --wearer or --stand, not both") }
    if let stand, point(stand) == nil {
      throw ValidationError("--stand is \(stand); write it as x,y in metres")
    }
    if !facing.isFinite { throw ValidationError("--facing is \(facing), not a number of degrees") }
  }

  func run() throws {
    let library = Library.standard
    let clothes = Wearer(
      name: "wearer", garment: try .load(named: garment, from: library),
      mapping: try .load(named: mapping, from: library))
    let options = RecordingOptions(framesPerSecond: frameRate, unit: unit)
    var (recording, warnings) = try Recording.load(path: recording, options: options)
    for warning in warnings { Terminal.notice(warning.description) }
    if let walkable { try recording.setGround(wellKnownText: walkable) }
    let film = RecordedCrowd(recording)
    let seat = try seat(in: recording)
    let run = flags.options(name: film.name, duration: film.duration, command: commandLine())
    var session = Session(film, wearer: clothes, seat: seat, field: .forFilms, workers: run.workers)
    try Runner.run(&session, options: run, flags: flags)
  }

  private func seat(in film: Recording) throws(Diagnostics) -> FilmSeat {
    if let stand, let place = point(stand) {
      return .standing(Pose(position: place, heading: Math.unit(degrees: facing)))
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
    return .person(film.longestPresent)
  }

  private func point(_ text: String) -> Vector2? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).compactMap { Float($0) }
    guard parts.count == 2, parts.allSatisfy(\.isFinite) else { return nil }
    return Vector2(parts[0], parts[1])
  }
}

extension RecordingOptions.Unit: ExpressibleByArgument {}

extension Recording {
  /// The person with the most rows; the lowest id of several.
  var longestPresent: UInt32 {
    var rows: [UInt32: Int] = [:]
    for id in ids { rows[id, default: 0] += 1 }
    return rows.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0
  }
}

extension FieldSettings {
  /// Films cover metres where scenes cover blocks: finer cells, and a kernel no wider than a narrow corridor.
  static var forFilms: FieldSettings {
    var settings = FieldSettings()
    settings.cellSize = 0.25
    settings.width = 0.5
    return settings
  }
}
