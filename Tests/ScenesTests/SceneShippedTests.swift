import City
import Foundation
import Haptics
import Kernel
import Scenes
import Testing

@Suite struct SceneShippedTests {
  @Test(arguments: Repository.scenes)
  func loadsWithoutAWord(path: String) throws {
    let (scene, warnings) = try Repository.load(path)
    #expect(warnings.map(\.description) == [])
    #expect(check(scene) == [])
    #expect(scene.wearers.count == scene.city.wearers.count)
    #expect(scene.city.sources.count == scene.city.ground.sources.count)
  }

  /// No file in `scenes` or `assets` is left out of these tests.
  @Test func allFilesAreTested() throws {
    func files(_ folder: String) throws -> [String] {
      try FileManager.default.subpathsOfDirectory(atPath: "\(Repository.root)/\(folder)")
        .filter { $0.hasSuffix(".yaml") }.map { "\(folder)/\($0)" }.sorted()
    }
    let own = ["scenes/tutorial", "scenes/city", "scenes/stress"]
    #expect(try own.flatMap(files).sorted() == Repository.scenes.sorted())
    #expect(Repository.library.garments() == Repository.garments.sorted())
    #expect(Repository.library.mappings() == Repository.mappings.sorted())
  }

  /// JSON is YAML: the same scene, written as JSON by two writers, is the same scene.
  @Test(arguments: Repository.scenes)
  func sameSceneAsJSON(path: String) throws {
    var yaml = try Repository.load(path).scene
    yaml.hash = 0
    let compact = try json(ofYAML: Repository.text(path))
    let object = try JSONSerialization.jsonObject(with: Data(compact.utf8))
    let pretty = try JSONSerialization.data(withJSONObject: object, options: [.prettyPrinted, .sortedKeys])
    let spaced = String(decoding: pretty, as: UTF8.self)
    let tabbed = spaced.replacingOccurrences(of: "  ", with: "\t")
    for text in [compact, spaced, tabbed] {
      var scene = try Scene.read(
        text: text, file: "\(yaml.name).json", library: Repository.library
      ).scene
      scene.hash = 0
      // A JSON object has no order, and the sorted writer shuffles weights.
      #expect(ordered(scene) == ordered(yaml))
    }
  }
  private func ordered(_ scene: Scene) -> Scene {
    var scene = scene
    for i in scene.city.sources.indices {
      scene.city.sources[i].journeys.sort { $0.index < $1.index }
      scene.city.sources[i].profiles.sort { $0.index < $1.index }
    }
    return scene
  }

  /// The hash tells files, overrides and garments apart, and nothing else.
  @Test func hashFollowsTheFiles() throws {
    let path = "scenes/tutorial/03-two-streams.yaml"
    let plain = try Repository.load(path).scene.hash
    #expect(try Repository.load(path).scene.hash == plain)
    #expect(try Repository.load(path, overrides: ["seed=4"]).scene.hash != plain)
    #expect(try Repository.load(path, overrides: ["wearers.0.garment=belt-16"]).scene.hash != plain)
    #expect(plain != 0)
  }

  @Test func steepleSquareIsWhatItSays() throws {
    let scene = try Repository.load("scenes/city/steeple-square.yaml").scene
    let city = scene.city
    #expect(city.ground.obstacles.contains { $0.kind == .church && $0.name == "steeple" })
    #expect((6...10).contains(city.ground.obstacles.filter { $0.kind == .building }.count))
    #expect(city.ground.exits.count >= 5)
    #expect(city.sources.filter { $0.rate > 0 }.count >= 5)
    let initial = city.sources.reduce(0) { $0 + $1.initial }
    #expect((400...600).contains(initial))
    // Nobody leaves faster than at a brisk walk over half of the square, so within a minute at most those who
    // came in the first ten seconds and a part of the first have left.
    let entered = city.sources.reduce(Float(initial)) { $0 + $1.rate * 60 }
    #expect((1000...1500).contains(entered))
    #expect(scene.wearers.map(\.garment.name) == ["vest-40"])
    #expect(city.wearers[0].control == .journey(14))
  }

  @Test func fiveThousandAreFiveThousand() throws {
    let city = try Repository.load("scenes/stress/five-thousand.yaml").scene.city
    #expect(city.sources.reduce(0) { $0 + $1.initial } == 5000)
    #expect(city.ground.exits.isEmpty)
  }
}
