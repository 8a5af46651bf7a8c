import ArgumentParser
import Scenes

struct Schema: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the reference of scene files: every key with its unit, range and default.",
    discussion: """
      With --json it prints a JSON Schema for editors. In VS Code's YAML extension:
        throng schema --json > scene.schema.json
        # then, at the top of a scene:   # yaml-language-server: $schema=scene.schema.json
      """)

  @Flag(help: "A JSON Schema (draft 2020-12) instead of the reference.")
  var json = false

  func run() { Terminal.result(json ? Scene.jsonSchema() : Scene.schemaReference()) }
}
