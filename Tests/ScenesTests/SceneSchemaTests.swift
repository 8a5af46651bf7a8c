import Foundation
import Haptics
import Kernel
import Scenes
import Testing

/// The schema, the reference and the reader say the same, because they are made from the same declarations.
@Suite struct SceneSchemaTests {
  @Test(arguments: Repository.scenes)
  func acceptsShippedScenes(path: String) throws {
    let schema = try SchemaValidator(Scene.jsonSchema())
    let text = try json(ofYAML: Repository.text(path))
    #expect(schema.accepts(try JSONSerialization.jsonObject(with: Data(text.utf8))))
  }

  @Test func acceptsShippedAssets() throws {
    for name in Repository.garments {
      let text = try json(ofYAML: Repository.text("assets/garments/\(name).yaml"))
      #expect(
        try SchemaValidator(Garment.jsonSchema()).accepts(JSONSerialization.jsonObject(with: Data(text.utf8)))
      )
    }
    for name in Repository.mappings {
      let text = try json(ofYAML: Repository.text("assets/mappings/\(name).yaml"))
      #expect(
        try SchemaValidator(Mapping.jsonSchema()).accepts(JSONSerialization.jsonObject(with: Data(text.utf8)))
      )
    }
  }

  /// What the reader refuses for the look of a single value, the schema refuses too.
  @Test(arguments: [
    "out-of-range", "unknown-key", "wrong-type", "unknown-choices", "missing-key", "not-a-mapping",
    "wrong-format", "format-as-text", "inline-garment", "negative-weight", "polygons", "model-faults",
    "queue-keys",
    "event-keys", "choice-faults", "source-times", "skewed-distributions", "floor-names",
  ])
  func refusesBrokenScenes(name: String) throws {
    let text = try json(ofYAML: Repository.text("Tests/ScenesTests/Broken/scenes/\(name).yaml"))
    let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
    #expect(!(try SchemaValidator(Scene.jsonSchema()).accepts(value)))
  }

  static let records = ["clocks", "routes", "groups", "field", "audio", "view"] + models
  static let models = SceneModelTests.samples.map(\.word)

  private func properties(of record: String) throws -> [String: [String: Any]] {
    let root = try SchemaValidator(Scene.jsonSchema()).root
    let records = try #require(root["$defs"] as? [String: [String: Any]])
    return try #require(records[record]?["properties"] as? [String: [String: Any]])
  }
  private func path(_ record: String, _ key: String) -> String {
    record == "scene" ? key : "\(SceneSchemaTests.models.contains(record) ? "locomotion" : record).\(key)"
  }
  /// What has to be said before a key of the record counts.
  private func before(_ record: String) -> [String] {
    SceneSchemaTests.models.contains(record) ? ["locomotion.model=\(record)"] : []
  }

  /// The ends of each range are taken, and what lies beyond is not.
  @Test(arguments: records)
  func rangesAreTheReaders(record: String) throws {
    for (key, shape) in try properties(of: record) {
      guard let low = shape["minimum"] as? NSNumber, let high = shape["maximum"] as? NSNumber else {
        continue
      }
      for end in [low, high] {
        let codes = faults(leastScene, overrides: before(record) + ["\(path(record, key))=\(end)"])
        #expect(!codes.contains("S0201"), "\(record).\(key) = \(end)")
      }
      let bit = shape["type"] as? String == "integer" ? 1 : 0.001
      for beyond in [low.doubleValue - bit, high.doubleValue + bit] {
        let codes = faults(leastScene, overrides: before(record) + ["\(path(record, key))=\(beyond)"])
        #expect(codes == ["S0201"], "\(record).\(key) = \(beyond)")
      }
    }
  }

  /// A default that is written out changes nothing.
  @Test(arguments: records + ["scene"])
  func defaultsAreTheReaders(record: String) throws {
    var plain = try read(leastScene, overrides: before(record))
    plain.hash = 0
    var stated = 0
    for (key, shape) in try properties(of: record) {
      guard let standard = shape["default"] else { continue }
      let text = try JSONSerialization.data(withJSONObject: [standard], options: [])
      let value = String(decoding: text, as: UTF8.self).dropFirst().dropLast()
      var scene = try read(leastScene, overrides: before(record) + ["\(path(record, key))=\(value)"])
      scene.hash = 0
      #expect(scene == plain, "\(record).\(key) = \(value)")
      stated += 1
    }
    #expect(stated > 0)
  }

  /// The page for people tells of every key that the schema has.
  @Test func referenceIsComplete() throws {
    let page = Scene.schemaReference()
    var keys = 0
    for schema in [Scene.jsonSchema(), Garment.jsonSchema(), Mapping.jsonSchema()] {
      let records = try #require(try SchemaValidator(schema).root["$defs"] as? [String: [String: Any]])
      for (_, record) in records {
        for key in try #require(record["properties"] as? [String: Any]).keys {
          #expect(page.contains("| `\(key)` |"), "\(key)")
          keys += 1
        }
      }
    }
    #expect(keys > 100)
    #expect(!page.contains("||"))
  }

  @Test func everyCodeIsExplained() {
    #expect(Set(SceneCode.allCases.map(\.explanation)).count == SceneCode.allCases.count)
    #expect(SceneCode.allCases.allSatisfy { $0.explanation.hasSuffix(".") })
  }

  /// No code is declared that no broken scene or test brings up, but for those about the disk.
  @Test func everyCodeIsSeen() throws {
    var seen: Set<String> = ["S0101", "S0102", "S0103", "S0218"]
    for name in SceneBrokenTests.names {
      let text = try String(contentsOfFile: "\(SceneBrokenTests.folder)/\(name).expected", encoding: .utf8)
      for code in SceneCode.allCases where text.contains("[\(code.rawValue)]") { seen.insert(code.rawValue) }
    }
    #expect(SceneCode.allCases.map(\.rawValue).filter { !seen.contains($0) } == [])
  }
}
