import ArgumentParser
import Fields
import Foundation
import Kernel
import Pipeline
import Scenes

struct Measure: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Density, speed and flow of a recorded or simulated crowd, in areas and across lines.",
    discussion: """
      Definitions and names are those of PedPy. Areas and lines are well-known text
      in metres; --area and --line may be given several times:

        throng measure walk.sqlite --area "POLYGON ((0 -2, 1.8 -2, 1.8 0, 0 0, 0 -2))"
        throng measure uo-180-180-070.txt --frame-rate 16 --unit cm --frames 500..1399 \\
          --line "LINESTRING (0 0, 1.8 0)" --json
        throng measure scenes/city/steeple-square.yaml --seconds 60 --line "LINESTRING (40 27, 40 60)"

      docs/measure.md has every formula.
      """)

  @Argument(help: "Recording, or a scene to be run.", completion: .file())
  var source: String

  @Option(help: ArgumentHelp("The ground [m] as well-known text, where the file has none.", valueName: "wkt"))
  var walkable: String?

  @Option(
    help: ArgumentHelp("A measurement area [m], POLYGON; may be given several times.", valueName: "wkt"))
  var area: [String] = []

  @Option(
    help: ArgumentHelp("A line [m], LINESTRING of two points; may be given several times.", valueName: "wkt"))
  var line: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Frames of the means and series, both ends counted. Default: all.", valueName: "A..B"))
  var frames: String?

  @Option(help: ArgumentHelp("Frames a second, where the file does not say.", valueName: "1/s"))
  var frameRate: Double?

  @Option(help: "Unit of the positions, where the file does not say: cm or m.")
  var unit: RecordingOptions.Unit?

  @Option(help: ArgumentHelp("Frames before and after over which a speed is taken.", valueName: "n"))
  var frameStep = 5

  @Option(help: "Speeds at both ends of a way: single-sided, adaptive or exclude.")
  var border = "single-sided"

  @Option(parsing: .unconditional, help: ArgumentHelp("Greatest radius of a Voronoi cell.", valueName: "m"))
  var cutOff: Double?

  @Flag(help: "Take from each cell what its person cannot see round a corner.")
  var visible = false

  @Option(help: ArgumentHelp("Frames of one window of the flow.", valueName: "n"))
  var flowWindow = 100

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Passing density and speed between each line and its parallel this far left.", valueName: "m"))
  var passingWidth: Double?

  @Option(
    help: ArgumentHelp(
      "Fields measured in each area, with commas, or 'all'. docs/field.md lists them.",
      valueName: "names"))
  var field: [String] = []

  @OptionGroup(title: "Field")
  var fieldOptions: FieldOptions

  @Option(parsing: .unconditional, help: ArgumentHelp("Simulated time, of a scene.", valueName: "s"))
  var seconds: Double?

  @Option(help: "Seed of all chance, instead of the scene's.")
  var seed: UInt64?

  @Option(parsing: .unconditional, help: "Threads, 1 to 64. The results do not depend on it.")
  var workers: Int?

  @Flag(help: "Print everything as JSON.")
  var json = false

  @Flag(help: "Print the series as comma-separated values, a row a frame.")
  var csv = false

  @Option(help: "Folder for measure.json, measure.csv and plots; made if missing.")
  var out: String?

  @Flag(name: .shortAndLong, help: "No progress.")
  var quiet = false

  func validate() throws {
    if json && csv { throw ValidationError("give --json or --csv, not both") }
    if !(1...10_000).contains(frameStep) {
      throw ValidationError("--frame-step is \(frameStep), outside 1...10000")
    }
    if !(1...1_000_000).contains(flowWindow) {
      throw ValidationError("--flow-window is \(flowWindow), outside 1...1000000")
    }
    for (name, value) in [("--cut-off", cutOff), ("--passing-width", passingWidth)] {
      if let value, !(value > 0 && value <= 1000) {
        throw ValidationError("\(name) is \(value), outside 0...1000 m")
      }
    }
    if let seconds, !(seconds >= 0 && seconds <= 86_400) {
      throw ValidationError("--seconds is \(seconds), outside 0...86400")
    }
    let names = MeasuredField.allCases.map(\.rawValue) + ["all"]
    for name in fieldNames where !names.contains(name) {
      let kin = ["velocity": "speed", "service": "level_of_service", "ttc": "time_to_collision"]
      throw ValidationError(Choice.unknown("--field is '\(name)'", name, names, kin: kin))
    }
    if !field.isEmpty && area.isEmpty { throw ValidationError("--field is measured in areas: give --area") }
    if field.isEmpty, let option = fieldOptions.given.first {
      throw ValidationError("\(option) is how a field is made: give --field too, or leave it out")
    }
    if passingWidth != nil && line.isEmpty {
      throw ValidationError("--passing-width is measured from a line: give --line")
    }
    if let frameRate, !(frameRate > 0 && frameRate <= 10_000) {
      throw ValidationError("--frame-rate is \(frameRate), outside 0...10000 (more than 0)")
    }
    let idle: [(String, Bool)] =
      isScene
      ? [("--walkable", walkable != nil), ("--frame-rate", frameRate != nil), ("--unit", unit != nil)]
      : [("--seconds", seconds != nil), ("--seed", seed != nil)]
    if let option = idle.first(where: \.1)?.0 {
      throw ValidationError(
        isScene
          ? "\(option) is for recordings: a scene says it itself"
          : "\(option) is for scenes: choose a recording's time with --frames")
    }
    if let workers, !(1...64).contains(workers) {
      throw ValidationError("--workers is \(workers), outside 1...64")
    }
    if MeasureRequest.borders.contains(border) == false {
      throw ValidationError(Choice.unknown("--border is '\(border)'", border, MeasureRequest.borders))
    }
    if let out, out.isEmpty { throw ValidationError("--out is empty; name a folder") }
    if let frames, frameRange(frames) == nil {
      throw ValidationError("--frames is '\(frames)'; write it as A..B, for example 500..1399")
    }
  }

  private var isScene: Bool {
    ["yaml", "yml", "json"].contains(URL(filePath: source).pathExtension.lowercased())
  }
  private var fieldNames: [String] {
    field.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
      .map { $0.trimmingCharacters(in: .whitespaces) }
  }

  func run() throws {
    Interrupts.watch()
    guard !area.isEmpty || !line.isEmpty else {
      throw Diagnostics(
        Diagnostic(
          "P0114", "there is nothing to measure",
          hint: "give --area \"POLYGON ((…))\" or --line \"LINESTRING (…)\""), exit: .usage)
    }
    // Before anything is measured: a folder that cannot be written to must not cost the work.
    if let out { try OutputFolder.prepare(out) }
    let bar = ProgressBox(quiet: quiet)
    let threads = Workers(workers ?? ProcessInfo.processInfo.activeProcessorCount)
    let film = try film(threads, bar)
    var request = try MeasureRequest(walkable: walkable, recording: film)
    if walkable == nil, film.walkable.isEmpty {
      Terminal.notice(
        "notice: no walkable area is known; it is the box round everybody and 1 m more: give --walkable")
    }
    for text in area { try request.addArea(text) }
    for text in line { try request.addLine(text) }
    for warning in request.remarks { Terminal.notice("warning: \(warning)") }
    request.frames = frames.flatMap(frameRange)
    request.frameStep = frameStep
    request.setBorder(border)
    request.cells.cutOff = cutOff
    request.cells.isVisibilityAware = visible
    request.flowWindow = flowWindow
    request.passingWidth = passingWidth
    request.fields = Set(
      fieldNames.contains("all") ? MeasuredField.allCases : fieldNames.compactMap(MeasuredField.init))
    request.field = fieldOptions.settings
    request.field.cutOff = cutOff.map { Float($0) }
    let measured = try CrowdMeasurement(
      film, request, workers: threads, interrupted: { Interrupts.requested },
      progress: { bar.show($0, "measuring") })
    bar.finish()
    if let signal = Interrupts.signal {
      Terminal.notice("interrupted: nothing is measured")
      throw ExitCode(128 + signal)
    }
    try report(measured)
  }

  private func report(_ measured: CrowdMeasurement) throws {
    if measured.strays > 0 {
      Terminal.notice(
        "notice: \(measured.strays) recorded positions lie off the walkable area; they have no Voronoi cell")
    }
    for remark in measured.remarks { Terminal.notice("notice: \(remark)") }
    let command = commandLine()
    if json {
      Terminal.result(String(measured.json(version: throngVersion, command: command).dropLast()))
    } else if csv {
      Terminal.result(String(measured.commaSeparated.dropLast()))
    } else {
      Terminal.result(MeasureTable.text(measured))
    }
    guard let out else { return }
    let files = try measured.save(in: out, version: throngVersion, command: command)
    let words = "results in \(out): \(files.joined(separator: ", "))"
    if json || csv { Terminal.notice(words) } else { Terminal.result(words) }
  }

  private func film(_ threads: Workers, _ bar: ProgressBox) throws -> Recording {
    if isScene {
      var (scene, warnings) = try Scene.load(path: source, overrides: [], library: .standard)
      for warning in warnings { Terminal.notice(warning.description) }
      if let seed { scene.seed = seed }
      return SceneFilm.record(
        scene, seconds: seconds, workers: threads, interrupted: { Interrupts.requested },
        progress: { bar.show($0, "running \(scene.name)") })
    }
    let options = RecordingOptions(framesPerSecond: frameRate, unit: unit)
    let loaded = try Recording.load(path: source, options: options)
    for warning in loaded.warnings { Terminal.notice(warning.description) }
    return loaded.recording
  }

  private func frameRange(_ text: String) -> ClosedRange<Int>? {
    let parts = text.replacing("...", with: "..").split(separator: "..", omittingEmptySubsequences: false)
    let ends = parts.compactMap { Int($0) }
    return parts.count == 2 && ends.count == 2 && ends[0] <= ends[1] ? ends[0]...ends[1] : nil
  }
}

/// Means, for a terminal.
enum MeasureTable {
  static func text(_ measured: CrowdMeasurement) -> String {
    var lines = ["\(measured.name) · frames \(measured.frameWords) · means"]
    let width = measured.figures.map(\.key.count).max() ?? 0
    var place = ""
    for figure in measured.figures {
      if figure.place != place {
        place = figure.place
        lines.append("\(place)  \(measured.wording(of: place))")
      }
      let digits = ["crossings", "passings"].contains(figure.key) ? 0 : 4
      let value = figure.value.isFinite ? String(format: "%.\(digits)f", figure.value) : "–"
      let name = figure.key.padding(toLength: max(18, width), withPad: " ", startingAt: 0)
      lines.append(
        "  \(name)\(String(repeating: " ", count: max(0, 10 - value.count)))\(value) \(figure.unit)")
    }
    return lines.joined(separator: "\n")
  }
}
