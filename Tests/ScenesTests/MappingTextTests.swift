import Foundation
import Haptics
import Kernel
import Scenes
import Testing

@Suite struct MappingTextTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  private static let library = Library(folders: ["\(root)/assets"])

  @Test("Every number of every preset can be written into its file, and all else stays as it was")
  func everyKnob() throws {
    for name in MappingTextTests.library.mappings() {
      let mapping = try Mapping.load(named: name, from: MappingTextTests.library)
      let original = try Mapping.text(of: name, from: MappingTextTests.library)
      for knob in mapping.knobs {
        var changed = mapping
        let value = knob.value(in: mapping)
        knob.turn(&changed, to: value == knob.range.lowerBound ? knob.range.upperBound * 0.5 : value * 0.9)
        changed = changed.settled(keeping: knob.name)
        guard changed != mapping else { continue }
        var text = original
        try text.write(changed, instead: mapping)
        let again = try Mapping.read(text: text.text, file: name + ".yaml")
        #expect(again == changed, "\(name): \(knob.name)")
        // Comments and lines that say something else are all there.
        let comments = original.text.split(separator: "\n").filter { $0.hasPrefix("#") }
        #expect(comments.allSatisfy { text.text.contains($0) })
        let before = original.text.split(separator: "\n").count
        #expect(text.text.split(separator: "\n").count <= before + 1)
      }
    }
  }

  @Test("Comments behind values, unknown keys, blocks and order are kept")
  func kept() throws {
    let source = """
      # Mine.
      format: 1
      name: mine          # short
      tempo: allegro      # of a later version
      purpose: >-
        Two lines
        of text.
      layers:
        - name: crowd  # the only one
          source: density
          curve:
            knee: 4.0   # people
            ceiling: 0.9
          future: {a: [1, 2]}
        - {name: hazard, source: hazard, curve: {threshold: 0.02, knee: 1, floor: 0.6, ceiling: 1}}
      """
    let (mapping, unknown) = try withFile(source) {
      try Mapping.loadForgiving($0, from: MappingTextTests.library)
    }
    #expect(unknown.count == 2)
    var changed = mapping
    changed.layers[0].curve.knee = 2.5
    changed.layers[0].curve.exponent = 1.25  // not in the file yet
    changed.layers[0].receptive.far = 2  // neither is its map
    changed.layers[1].gain = 0.5
    changed.suit.limiter.maximum = 0.8
    changed.name = "mine-too"
    changed.title = "Of \"me\""
    changed.purpose = "One line."
    var text = MappingText(source, file: "mine.yaml")
    try text.write(changed, instead: mapping)
    for words in [
      "# Mine.", "# short", "tempo: allegro      # of a later version", "- name: crowd  # the only one",
      "knee: 2.5   # people", "future: {a: [1, 2]}", "name: mine-too          # short",
    ] { #expect(text.text.contains(words), "\(words)\n\(text.text)") }
    #expect(!text.text.contains("of text."))
    let (again, _) = try withFile(text.text) { try Mapping.loadForgiving($0, from: MappingTextTests.library) }
    #expect(again == changed)
  }

  @Test("A file without layers takes the one layer's numbers at its top")
  func flat() throws {
    let source = "format: 1\nname: flat\ncurve: {knee: 3}  # here\n"
    let mapping = try Mapping.read(text: source, file: "flat.yaml")
    var changed = mapping
    changed.layers[0].curve.knee = 5
    changed.layers[0].receptive.halfAngle = 20
    var text = MappingText(source, file: "flat.yaml")
    try text.write(changed, instead: mapping)
    #expect(text.text.contains("{knee: 5}  # here"))
    #expect(try Mapping.read(text: text.text, file: "flat.yaml") == changed)
  }

  @Test("What has no place is said, and the text stays")
  func unwritable() throws {
    let source = "format: 1\nlayers: []\n"
    var text = MappingText(source, file: "odd.yaml")
    var mapping = Mapping(name: "odd")
    let before = mapping
    mapping.layers[0].curve.knee = 9
    #expect(throws: MappingText.Unwritable.self) { try text.write(mapping, instead: before) }
    #expect(text.text == source)
  }

  private func withFile<R>(_ text: String, _ body: (String) throws -> R) throws -> R {
    let path = FileManager.default.temporaryDirectory.appending(path: "throng-\(UUID().uuidString).yaml").path
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
  }
}
