import Foundation
import Haptics
import Kernel
import Scenes
import Testing

/// Whatever a file holds, reading it gives a scene or diagnostics, soon. Mutants of the shipped files stand for
/// all that editors, disks and people do to files.
@Suite struct SceneFuzzTests {
  static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  static let library = Library(folders: ["\(root)/assets"])
  /// The small scenes, one for each idea of the format. They come up more often, because they reach the checks after
  /// reading more often.
  static let tutorial: [String] = {
    let folder = "scenes/tutorial"
    let files = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")) ?? []
    return files.filter { $0.hasSuffix(".yaml") }.sorted().map { "\(folder)/\($0)" }
  }()
  static let scenes = tutorial + ["scenes/stress/five-thousand.yaml", "scenes/city/steeple-square.yaml"]
  static let batches = 20
  static let perBatch = 250  // 5,000 in all

  @Test(arguments: 0..<batches)
  func sceneOrDiagnostics(batch: Int) throws {
    let files = try SceneFuzzTests.scenes.map(SceneFuzzTests.bytes)
    var loaded = 0
    for i in 0..<SceneFuzzTests.perBatch {
      let number = batch * SceneFuzzTests.perBatch + i
      var mutator = SceneMutator(number: number)
      let mutant = mutator.mutant(of: files[mutator.below(files.count)])
      let start = SceneFuzzTests.processorTime()
      do throws(Diagnostics) {
        let (scene, _) = try Scene.read(bytes: mutant, file: "mutant.yaml", library: SceneFuzzTests.library)
        _ = check(scene)
        loaded += 1
      } catch {
        #expect(!error.errors.isEmpty, "mutant \(number) was refused without a word")
        #expect(error.all.allSatisfy { !$0.description.isEmpty })
      }
      let seconds = SceneFuzzTests.processorTime() - start
      #expect(seconds < 1, "mutant \(number) took \(seconds) s")
    }
    // The mutants are near enough to scenes to test more than the parser.
    #expect(loaded > 0)
  }

  @Test(arguments: ["garments/vest-40", "garments/belt-16", "garments/sleeves-6", "mappings/looming"])
  func assetOrDiagnostics(name: String) throws {
    let file = try SceneFuzzTests.bytes("assets/\(name).yaml")
    var loaded = 0
    for number in 0..<150 {
      var mutator = SceneMutator(number: 100_000 + number)
      let text = String(decoding: mutator.mutant(of: file), as: UTF8.self)
      do throws(Diagnostics) {
        if name.hasPrefix("garments") {
          let garment = try Garment.read(text: text, file: "mutant.yaml")
          #expect((1...256).contains(garment.actuators.count))
          #expect(garment.actuators.allSatisfy { abs($0.normal.length - 1) < 1e-3 })
        } else {
          let mapping = try Mapping.read(text: text, file: "mutant.yaml")
          #expect(mapping.layers.allSatisfy { $0.curve.threshold < $0.curve.knee })
        }
        loaded += 1
      } catch {
        #expect(!error.errors.isEmpty)
      }
    }
    #expect(loaded > 0)
  }

  /// Overrides are words of people, too.
  @Test func overridesOrDiagnostics() throws {
    let file = try SceneFuzzTests.bytes("scenes/tutorial/03-two-streams.yaml")
    let seeds = [
      "profiles.adult.desired_speed=1.5", "sources.0.rate=3", "field.cell_size=0.25",
      "wearers.ada.start=[6, 20]",
      "sources.west.journeys={eastwards: 1}", "geometry.exits.0.polygon={circle: [39, 20, 1]}",
      "sources.west.batch={distribution: choice, values: [1, 4], weights: [3, 1]}",
      "events=[{when: {arrived: 9}, do: [{close: east}, {redirect_to: southwards}]}]",
      "floors=[{name: up, walkable: [{circle: [0, 0, 9]}]}]", "profiles.slow.locomotion={model: power_law}",
      "journeys.0.stages.0={choose: quickest, among: [east, south]}",
    ]
    for number in 0..<300 {
      var mutator = SceneMutator(number: 200_000 + number)
      let override = mutator.mutant(of: Array(seeds[mutator.below(seeds.count)].utf8))
      do throws(Diagnostics) {
        _ = try Scene.read(
          bytes: file, file: "scene.yaml", overrides: [String(decoding: override, as: UTF8.self)],
          library: SceneFuzzTests.library)
      } catch {
        #expect(!error.errors.isEmpty)
      }
    }
  }

  static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(root)/\(path)")))
  }

  /// [s] that this thread has computed: a busy machine does not count.
  static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
