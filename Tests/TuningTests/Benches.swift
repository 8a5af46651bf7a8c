import Foundation
import Haptics
import Kernel
import Scenes
import Tuning

/// A small bench that several suites share.
enum Benches {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  static let library = Library(folders: ["\(root)/assets"])
  static func scene() throws -> Scene {
    try Scene.load(path: "\(root)/scenes/tuning/plaza.yaml", library: library).scene
  }
  static func mapping(_ name: String) throws -> Mapping { try Mapping.load(named: name, from: library) }
  static func garment(_ name: String = "vest-40") throws -> Garment {
    try Garment.load(named: name, from: library)
  }
  static let errand = Errand(workers: Workers(2))

  /// Four seeds of half a person per square metre: enough for what the walkers' laws ask.
  static let plaza: ScoreBench? = try? made()
  private static func made() throws -> ScoreBench? {
    var scene = try scene()
    for k in scene.city.sources.indices { scene.city.sources[k].density = 0.8 }
    var size = ScoreBench.Size()
    size.seconds = 25
    size.warmUp = 6
    return ScoreBench.simulate([("", scene)], seeds: [1, 2, 3, 4], size: size, errand)
  }
}
