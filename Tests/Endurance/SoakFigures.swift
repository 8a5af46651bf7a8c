import Foundation

/// How things stand at the end of a minute.
struct SoakFigures {
  let minutes: Double
  let people: Int
  let entered: Int
  let arrived: Int
  let quarantined: Int
  let deepest: Double  // [m] that a body has reached into a wall so far
  let resident: Int  // [B]
  let live: Int  // [B]
  let stepsPerSecond: Double

  var text: String {
    String(
      format: "%6.1f min  %6d people  %7d entered  %7d arrived  %7.1f MB  %6.0f steps/s  walls %.3f m",
      minutes, people, entered, arrived, Double(resident) / 1e6, stepsPerSecond, deepest)
  }
  var commaSeparated: String {
    String(
      format: "%.3f,%d,%d,%d,%d,%d,%d,%.1f,%.4f", minutes, people, entered, arrived, quarantined, resident,
      live, stepsPerSecond, deepest)
  }
}

/// A file of comma-separated text, written line by line; none without a path.
struct SoakTable {
  static let head =
    "minute,people,entered,arrived,quarantined,resident_bytes,heap_bytes,steps_per_s,deepest_in_wall_m"
  private let path: String?
  private var file: FileHandle?

  init(_ path: String?) { self.path = path }

  mutating func write(_ line: String) throws {
    guard let path else { return }
    if file == nil {
      let folder = URL(filePath: path).deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      guard FileManager.default.createFile(atPath: path, contents: nil) else {
        throw EnduranceFailure("\(path) cannot be written")
      }
      file = try FileHandle(forWritingTo: URL(filePath: path))
    }
    try file?.write(contentsOf: Data((line + "\n").utf8))
  }
}
