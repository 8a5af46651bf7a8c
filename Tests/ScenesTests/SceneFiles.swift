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
  static let scenes = [
    "scenes/tutorial/01-one-wearer.yaml", "scenes/tutorial/02-a-source-and-an-exit.yaml",
    "scenes/tutorial/03-two-streams.yaml", "scenes/city/steeple-square.yaml",
    "scenes/stress/five-thousand.yaml",
  ]
  static let garments = ["vest-40", "belt-16", "sleeves-6"]
  static let mappings = ["density-glow", "looming"]

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
