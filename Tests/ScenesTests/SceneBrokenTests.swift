import Foundation
import Kernel
import Scenes
import Testing

/// Errors are part of the product: every broken scene has the exact text that a person sees beside it. A file's
/// first lines may give overrides, as comments: `# --set path=value`. With THRONG_WRITE_EXPECTED in the environment
/// the texts are written anew, to be read in the change.
@Suite struct SceneBrokenTests {
  static let folder = Repository.root + "/Tests/ScenesTests/Broken/scenes"
  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }()

  @Test func thereAreMany() { #expect(SceneBrokenTests.names.count >= 28) }

  @Test(arguments: names)
  func saysExactlyThis(name: String) throws {
    let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(SceneBrokenTests.folder)/\(name).yaml")))
    let mark = "# --set "
    let overrides = String(decoding: bytes, as: UTF8.self).split(separator: "\n").prefix {
      $0.hasPrefix(mark)
    }
    .map { String($0.dropFirst(mark.count)) }
    let text = SceneBrokenTests.complaints(bytes, file: "\(name).yaml", overrides: overrides)
    let expected = "\(SceneBrokenTests.folder)/\(name).expected"
    if ProcessInfo.processInfo.environment["THRONG_WRITE_EXPECTED"] != nil {
      try text.write(toFile: expected, atomically: true, encoding: .utf8)
    }
    #expect(text == (try String(contentsOfFile: expected, encoding: .utf8)))
  }

  /// All that is said about a scene, one below the other. Every broken scene is complained about.
  static func complaints(_ bytes: [UInt8], file: String, overrides: [String] = []) -> String {
    let all: [Diagnostic]
    do throws(Diagnostics) {
      all = try Scene.read(bytes: bytes, file: file, overrides: overrides, library: Repository.library)
        .warnings
    } catch {
      all = error.all
    }
    return all.map { "\($0)\n" }.joined().replacingOccurrences(of: Repository.root + "/", with: "")
  }
}
