import Foundation
import Kernel
import Scenes
import Testing

/// Where the repository's files lie, seen from this file.
enum Repository {
  static let root: String = {
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.joined(separator: "/")
  }()
  static let library = Library(folders: [root + "/assets"])
  static let tutorial = [
    "scenes/tutorial/01-one-wearer.yaml",
    "scenes/tutorial/02-a-source-and-an-exit.yaml",
    "scenes/tutorial/03-two-streams.yaml",
    "scenes/tutorial/04-queue-and-service.yaml",
    "scenes/tutorial/05-waiting-and-release.yaml",
    "scenes/tutorial/06-choices-of-exits.yaml",
    "scenes/tutorial/07-a-door-that-closes.yaml",
    "scenes/tutorial/08-stairs-between-floors.yaml",
    "scenes/tutorial/09-groups-and-premovement.yaml",
    "scenes/tutorial/10-a-bottleneck.yaml",
    "scenes/tutorial/11-rates-and-schedules.yaml",
    "scenes/tutorial/12-ways-round-a-crowd.yaml",
    "scenes/tutorial/13-two-models-in-one-crowd.yaml",
    "scenes/tutorial/14-zones-and-one-way-passages.yaml",
    "scenes/tutorial/15-a-ring.yaml",
    "scenes/tutorial/16-when-it-gets-crowded.yaml",
    "scenes/tutorial/17-a-ledge.yaml",
  ]
  static let scenes = tutorial + ["scenes/city/steeple-square.yaml", "scenes/stress/five-thousand.yaml"]
  static let garments = [
    "vest-40", "vest-32", "vest-20-coils", "vest-16", "belt-16", "sleeves-12", "sleeves-6", "diy-8",
    "gamepad",
  ]
  static let mappings = ["density-glow", "sand", "radar", "pressure", "looming"]

  static func text(_ path: String) throws -> String {
    try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
  }
  static func load(
    _ path: String, overrides: [String] = []
  ) throws -> (scene: Scene, warnings: [Diagnostic]) {
    try Scene.load(path: "\(root)/\(path)", overrides: overrides, library: library)
  }
}

/// The least text that is a scene, for tests to add to.
let leastScene = "format: 1\ngeometry: {walkable: [{rectangle: [0, 0, 20, 20]}]}\n"

func read(_ text: String, overrides: [String] = []) throws -> Scene {
  try Scene.read(text: text, file: "test.yaml", overrides: overrides, library: Repository.library).scene
}

/// The codes of everything wrong with a text; empty when it is fine.
func faults(_ text: String, overrides: [String] = []) -> [String] {
  do throws(Diagnostics) {
    let (_, warnings) = try Scene.read(
      text: text, file: "test.yaml", overrides: overrides, library: Repository.library)
    return warnings.map(\.code)
  } catch {
    return error.all.map(\.code)
  }
}
