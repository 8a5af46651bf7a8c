import ArgumentParser
import Foundation
import Kernel
import Pipeline
import Scenes

/// The flags that `run` and `replay` share.
struct RunFlags: ParsableArguments {
  @Option(parsing: .unconditional, help: ArgumentHelp("Simulated seconds to run.", valueName: "s"))
  var seconds: Double?

  @Option(
    parsing: .unconditional,
    help: "Simulated against real time: 1 is real time. Headless runs go as fast as they can without it.")
  var speed: Double?

  @Option(
    parsing: .unconditional,
    help: "Threads for the crowd and the field, 1 to 64. The result does not depend on it.")
  var workers: Int?

  @Option(help: "Folder for the results; made if missing. Default: out/NAME.")
  var out: String?

  @Flag(help: "No window, even where there is a display.")
  var headless = false

  @Flag(help: "No sound, neither heard nor written.")
  var mute = false

  @Option(parsing: .unconditional, help: "Pictures of the whole ground, spread over the run, 0 to 1000.")
  var pictures = 4

  @Option(help: ArgumentHelp("Width and height of pictures, 480x300 to 7680x4320 pixels.", valueName: "WxH"))
  var pictureSize = PictureSize(width: 1280, height: 720)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Frames a second of the recorded trajectories, at most one per step.", valueName: "1/s"))
  var frames = 10.0

  @Option(
    help: ArgumentHelp(
      "Write fields over time to this NetCDF file, step by step; see throng help export.",
      valueName: "FILE.nc"))
  var fields: String?

  @Option(
    help: ArgumentHelp(
      "What --fields holds, separated by commas: density, velocity, pressure … or all. Default: density,velocity.",
      valueName: "names"))
  var field: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Simulated time from one field of --fields to the next. Default: 1.", valueName: "s"))
  var fieldEvery: Double?

  @Option(
    help: ArgumentHelp(
      "Drive a real garment: osc://HOST:PORT, bhaptics://HOST, belt:///dev/…, lsl://NAME or gamepad://. Again for more; #NAME picks the wearer. Runs in real time.",
      valueName: "address"))
  var live: [String] = []

  @Option(
    help: ArgumentHelp(
      "Write what the first wearer's garment did, by the ending: .hjif, .wav, .haptic, .ahap, .tact, .csv or .nc. Several with commas.",
      valueName: "files"))
  var haptics: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Samples a second of --haptics FILE.wav. Default: 2000.", valueName: "Hz"))
  var hapticRate: Int?

  @Flag(name: .shortAndLong, help: "No progress.")
  var quiet = false

  /// The files of `--haptics`.
  static func hapticFiles(_ text: String) throws -> [String] {
    let paths = text.split(separator: ",").map(String.init)
    for path in paths where HapticFormat(path: path) == nil {
      let endings = HapticFormat.allCases.map { "." + $0.rawValue }.joined(separator: ", ")
      throw ValidationError("'\(path)' has no ending of a haptic file; endings are \(endings)")
    }
    if paths.isEmpty { throw ValidationError("--haptics is empty; name a file") }
    return paths
  }

  func validate() throws {
    if let seconds, !(seconds >= 0.01 && seconds <= 86_400) {
      throw ValidationError("--seconds is \(seconds), outside 0.01...86400")
    }
    if let speed, !(speed > 0 && speed <= 1000) {
      throw ValidationError("--speed is \(speed), outside 0...1000 (more than 0)")
    }
    if let workers, !(1...64).contains(workers) {
      throw ValidationError("--workers is \(workers), outside 1...64")
    }
    if !(frames >= 0.1 && frames <= 1000) {
      throw ValidationError("--frames is \(frames), outside 0.1...1000 frames a second")
    }
    if let field { _ = try FieldWords.quantities(field) }
    if fields == nil, field != nil || fieldEvery != nil {
      throw ValidationError("\(field != nil ? "--field" : "--field-every") goes with --fields FILE.nc")
    }
    if let fieldEvery, !(fieldEvery >= 0.001 && fieldEvery <= 86_400) {
      throw ValidationError("--field-every is \(fieldEvery), outside 0.001...86400 s")
    }
    if let fields, URL(filePath: fields).pathExtension.lowercased() != "nc" {
      throw ValidationError("--fields is '\(fields)'; it is a NetCDF file, FILE.nc")
    }
    if let haptics { _ = try RunFlags.hapticFiles(haptics) }
    if haptics == nil, hapticRate != nil {
      throw ValidationError("--haptic-rate goes with --haptics FILE.wav")
    }
    if let hapticRate, !HapticFile.rates.contains(hapticRate) {
      throw ValidationError("--haptic-rate is \(hapticRate), outside 200...192000 Hz")
    }
    if out?.isEmpty == true { throw ValidationError("--out is empty; name a folder") }
    if !(0...1000).contains(pictures) {
      throw ValidationError("--pictures is \(pictures), outside 0...1000")
    }
  }

  func options(name: String, duration: Double, command: String) -> RunOptions {
    var options = RunOptions(
      seconds: seconds ?? duration, closesAfterSeconds: seconds != nil, speed: speed,
      workers: Workers(workers ?? ProcessInfo.processInfo.activeProcessorCount),
      folder: out ?? "out/\(name)", mute: mute, pictures: pictures, command: command)
    options.trajectoryRate = frames
    options.haptics = haptics.flatMap { try? RunFlags.hapticFiles($0) } ?? []
    options.hapticRate = hapticRate ?? 2000
    options.live = live
    if let fields, let quantities = try? FieldWords.quantities(field ?? "density,velocity") {
      options.fields = FieldOutput(
        path: fields, variables: quantities.flatMap(\.variables), every: fieldEvery ?? 1)
    }
    (options.pictureWidth, options.pictureHeight) = (pictureSize.width, pictureSize.height)
    return options
  }
}

/// The command as the person gave it, for the report's "how it was made".
func commandLine() -> String {
  let words = ["throng"] + CommandLine.arguments.dropFirst()
  return words.map { word in
    let plain = word.allSatisfy { $0.isLetter || $0.isNumber || "-_./=:,+@%".contains($0) }
    return plain && !word.isEmpty ? word : "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
  }.joined(separator: " ")
}
