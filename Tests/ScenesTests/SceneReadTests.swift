import City
import Foundation
import Haptics
import Kernel
import Scenes
import Testing

@Suite struct SceneReadTests {
  @Test func leastSceneHasDefaults() throws {
    let scene = try read(leastScene + "wearers: [{start: [5, 5]}]\n")
    #expect(scene.name == "test")
    #expect(scene.seed == 1)
    #expect(scene.duration == 60)
    #expect(scene.clocks == Clocks())
    #expect(scene.city.profiles == [Profile(name: "adult")])
    #expect(scene.city.locomotion == .sharedPath(SharedPathSpeed()))
    #expect(scene.city.wearers.map(\.name) == ["wearer"])
    #expect(scene.city.wearers.map(\.control) == [.keyboard])
    #expect(scene.wearers.map(\.garment.name) == ["vest-40"])
    #expect(scene.wearers.map(\.mapping.name) == ["density-glow"])
  }

  @Test func withoutJourneysThereIsOneToEachExit() throws {
    let scene = try read(
      """
      format: 1
      geometry:
        walkable: [{rectangle: [0, 0, 20, 20]}]
        exits: [{name: east, polygon: {rectangle: [18, 0, 20, 20]}}, {name: west, polygon: {rectangle: [0, 0, 2, 20]}}]
      sources: [{area: {rectangle: [8, 8, 12, 12]}, rate: 1, window: [5, 10]}]
      wearers: [{start: [5, 5], journey: west, heading: 90}]
      """)
    #expect(scene.city.journeys.map(\.name) == ["east", "west"])
    #expect(scene.city.journeys.map(\.stages) == [[.exit(0)], [.exit(1)]])
    #expect(scene.city.sources[0].journeys.map(\.index) == [0, 1])
    #expect(scene.city.sources[0].startSeconds == 5)
    #expect(scene.city.sources[0].endSeconds == 10)
    #expect(scene.city.wearers[0].control == .journey(1))
    #expect((scene.city.wearers[0].start.heading - Vector2(0, 1)).length < 1e-6)
  }

  @Test func polygonsInThreeForms() throws {
    let scene = try read(
      """
      format: 1
      geometry:
        walkable: [[[0, 0], [20, 0], [20, 10], [0, 10]], {rectangle: [20, 10, 0, 0]}, {circle: [10, 5, 4]}]
      """)
    let walkable = scene.city.ground.walkable
    #expect(walkable[0] == walkable[1])
    #expect(walkable[2] == Polygon(centre: Vector2(10, 5), radius: 4))
  }

  @Test(arguments: [
    ("1.5", Distribution.constant(1.5)),
    ("{distribution: constant, value: 1.5}", .constant(1.5)),
    ("{distribution: uniform, minimum: 1, maximum: 2}", .uniform(minimum: 1, maximum: 2)),
    ("{distribution: uniform, minimum: 1, maximum: 1}", .constant(1)),
    ("{distribution: normal, mean: 1, deviation: 0}", .constant(1)),
    (
      "{distribution: normal, mean: 1, deviation: 0.25}",
      .normal(mean: 1, deviation: 0.25, minimum: 0.25, maximum: 1.75)
    ),
    // The limits that follow from the deviation stay in the key's range.
    (
      "{distribution: normal, mean: 2, deviation: 1}",
      .normal(mean: 2, deviation: 1, minimum: 0.1, maximum: 3)
    ),
  ])
  func distributions(text: String, expected: Distribution) throws {
    let scene = try read(leastScene + "profiles: [{name: a, desired_speed: \(text)}]\n")
    #expect(scene.city.profiles[0].desiredSpeed == expected)
  }

  @Test(arguments: [
    ("1", 1.0), ("+1", 1), ("-0.5", -0.5), (".5", 0.5), ("5.", 5), ("1e-3", 0.001), ("2E+2", 200), ("0", 0),
    ("0.1", 0.1),
  ])
  func numbersThatAreRead(text: String, value: Double) {
    #expect(PlainNumber.parse(text) == .number(value))
  }
  @Test(arguments: [
    "", "-", ".", "e5", "one", "1e", "0x10", "1_0", "01", "1:30", "1,5", "1.3 m/s", "--1", "1.0.0", "٣",
  ])
  func numbersThatAreNot(text: String) {
    if case .number(let value) = PlainNumber.parse(text) { Issue.record("'\(text)' was read as \(value)") }
  }
  @Test(arguments: ["nan", ".NaN", "inf", "-.inf", "+Infinity", "1e999", "-1e999"])
  func numbersThatAreNotFinite(text: String) { #expect(PlainNumber.parse(text) == .notFinite) }

  @Test func seedKeepsAllItsBits() throws {
    #expect(try read(leastScene + "seed: 18446744073709551615\n").seed == .max)
    #expect(try read(leastScene + "seed: 9007199254740993\n").seed == 9_007_199_254_740_993)
  }

  @Test func byteOrderMarkAndWindowsLinesAreFine() throws {
    var plain = try read(leastScene)
    var other = try read("\u{FEFF}" + leastScene.replacingOccurrences(of: "\n", with: "\r\n"))
    plain.hash = 0
    other.hash = 0
    #expect(plain == other)
  }

  /// The place is that of the byte that breaks the text, counted in characters.
  @Test(
    arguments: [([0xFF], 1, 1), ([0x61, 0x0A, 0xC3, 0xA9, 0xC3], 2, 2), ([0xE2, 0x82], 1, 1)]
      as [([UInt8], Int, Int)])
  func badUTF8(bytes: [UInt8], line: Int, column: Int) {
    #expect(throws: Diagnostics.self) { try Scene.read(bytes: bytes, file: "bad.yaml") }
    do {
      _ = try Scene.read(bytes: bytes, file: "bad.yaml")
    } catch {
      #expect(
        "\(error)"
          == "bad.yaml:\(line):\(column): error[S0103]: the text is not valid UTF-8\n  hint: save the file as UTF-8"
      )
    }
  }

  /// YAML that only looks like anchors, aliases, tags or explicit keys.
  @Test(arguments: [
    "title: Fish & chips * 2 !", "title: \"*a &b !c\"", "title: '*a ''&b'", "title: a # &b *c",
    "# *a\ntitle: b",
    "title: |\n  *a\n  &b [[[\n\n  !c", "title: >-\n  - &b\n  ? x", "title: who? me", "title: a-b -c",
    "title: \"\\\"*a\"",
  ])
  func harmlessIndicators(line: String) throws {
    #expect(faults("\(line)\n\(leastScene)") == [])
  }
  @Test(arguments: [
    "title: *a", "title: &b c", "title: !c d", "? a\n: b", "title: [a, *b]", "title: {a: &b c}",
    "x:\n  - a: |\n  b: *c", "title: |\n  text\nx: *a",
  ])
  func refusedIndicators(line: String) {
    #expect(faults("\(line)\n\(leastScene)") == ["S0105"])
  }

  @Test func jsonSurrogatesAreJoined() throws {
    let text =
      #"{"format": 1, "title": "\ud83d\ude00 \\ud83d\n", "geometry": {"walkable": [{"circle": [0, 0, 9]}]}}"#
    #expect(try read(text).title == "😀 \\ud83d\n")
  }

  /// Many faults are cut, and reading stays quick whatever the text.
  @Test func manyFaultsAreCut() {
    let keys = (0..<500).map { "k\($0): 1\n" }.joined()
    let codes = faults(leastScene + keys)
    #expect(codes.count == 101)
    #expect(codes.last == "S0218")
  }
  @Test func tooLargeIsRefused() {
    let text = leastScene + "# " + String(repeating: "x", count: 1 << 20)
    #expect(faults(text) == ["S0102"])
  }
  @Test(.timeLimit(.minutes(1))) func hugeMappingsAreQuick() {
    let keys = (0..<60_000).map { "k\($0): 1\n" }.joined()
    #expect(faults(keys).count == 101)
    let twice = (0..<200).map { "k\($0): 1\nk\($0): 2\n" }.joined()
    #expect(faults(twice).first == "S0107")
  }

  @Test func filesThatAreNotThere() {
    for path in ["\(Repository.root)/scenes/none.yaml", "\(Repository.root)/scenes"] {
      do throws(Diagnostics) {
        _ = try Scene.load(path: path)
        Issue.record("\(path) was read")
      } catch {
        #expect(error.exit == .noInput)
        #expect(error.all.map(\.code) == ["S0101"])
      }
    }
  }
}
