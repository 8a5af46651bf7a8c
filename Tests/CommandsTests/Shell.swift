import Foundation
import Testing

/// The program as it was built beside these tests, run as a person would run it.
enum Shell {
  struct Outcome {
    let status: Int32
    let output: String
    let errors: String
  }

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Built into the same folder as the test bundle that runs now.
  static let program: URL = {
    let bundle = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    var folder = bundle.deletingLastPathComponent()
    for _ in 0..<4 {
      let candidate = folder.appending(path: "throng")
      if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
      folder = folder.deletingLastPathComponent()
    }
    return root.appending(path: ".build/release/throng")
  }()

  /// Starts `throng` in the repository's root (or in `folder`) without a display.
  static func start(
    _ arguments: [String], in folder: URL = root, environment: [String: String] = [:]
  ) throws -> Running {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    var variables = ProcessInfo.processInfo.environment
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"] { variables[name] = nil }
    variables["ALSOFT_DRIVERS"] = "null"
    variables.merge(environment) { $1 }
    process.environment = variables
    return try Running(process)
  }

  static func run(
    _ arguments: String..., in folder: URL = root, environment: [String: String] = [:]
  ) throws -> Outcome {
    try start(arguments, in: folder, environment: environment).wait()
  }

  /// True where a program of this name is on the path.
  static func has(_ program: String) -> Bool {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
    }
  }

  /// Asks again and again until `holds` or the time is over.
  static func wait(_ seconds: Double = 15, until holds: () -> Bool) -> Bool {
    let end = Date(timeIntervalSinceNow: seconds)
    while Date() < end {
      if holds() { return true }
      Thread.sleep(forTimeInterval: 0.02)
    }
    return holds()
  }

  /// A folder of its own that is gone when `body` is done.
  static func withFolder<R>(_ body: (URL) throws -> R) throws -> R {
    let folder = FileManager.default.temporaryDirectory.appending(path: "throng-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }

  static func json(_ url: URL) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
  }
}

/// A process whose output goes to files, so that no full pipe can stop it.
final class Running {
  let process: Process
  private let output: URL
  private let errors: URL

  init(_ process: Process) throws {
    let stem = FileManager.default.temporaryDirectory.appending(path: "throng-\(UUID().uuidString)")
    output = stem.appendingPathExtension("out")
    errors = stem.appendingPathExtension("err")
    for file in [output, errors] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    self.process = process
  }

  func wait() throws -> Shell.Outcome {
    process.waitUntilExit()
    defer { for file in [output, errors] { try? FileManager.default.removeItem(at: file) } }
    return Shell.Outcome(
      status: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
      errors: try String(contentsOf: errors, encoding: .utf8))
  }
  func outputSoFar() throws -> String { try String(contentsOf: output, encoding: .utf8) }
  /// What has been said on standard error so far.
  func errorsSoFar() throws -> String { try String(contentsOf: errors, encoding: .utf8) }
}
