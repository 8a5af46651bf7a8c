import Kernel

extension Scene {
  /// Reads and checks the scene file at `path`, YAML or JSON.
  ///
  /// - Parameters:
  ///   - overrides: `path=value` each, such as `profiles.adult.desired_speed=1.5`; laid over the file in order.
  ///   - library: where garments and mappings are looked for by name.
  /// - Returns: the scene, and what is odd about it but not wrong.
  /// - Throws: all errors at once; `noInput` when there is no such file.
  public static func load(
    path: String, overrides: [String] = [], library: Library = Library()
  ) throws(Diagnostics) -> (scene: Scene, warnings: [Diagnostic]) {
    try read(bytes: SourceText.bytes(path: path), file: path, overrides: overrides, library: library)
  }

  /// As `load`, from text. `file` is what messages call it; garments are looked for beside it.
  public static func read(
    text: String, file: String, overrides: [String] = [], library: Library = Library()
  ) throws(Diagnostics) -> (scene: Scene, warnings: [Diagnostic]) {
    try read(bytes: Array(text.utf8), file: file, overrides: overrides, library: library)
  }

  /// As `load`, from any bytes.
  public static func read(
    bytes: [UInt8], file: String, overrides: [String] = [], library: Library = Library()
  ) throws(Diagnostics) -> (scene: Scene, warnings: [Diagnostic]) {
    let source = SourceText(file: file, overrides: overrides)
    var trees = TreeReader(source: source)
    guard var tree = trees.read(bytes: bytes) else { throw Diagnostics(trees.diagnostics) }
    var laying = Overrides(source: source)
    tree = laying.laid(over: tree)

    var reader = SchemaReader(source: source)
    reader.subject = "the scene"
    var faults = trees.diagnostics + laying.diagnostics
    guard let draft = SceneRecords.scene.read(tree, &reader) else {
      throw Diagnostics(faults + reader.diagnostics)
    }
    var resolver = SceneResolver(draft, library: library)
    var scene = resolver.scene(named: stem(of: file), &reader)
    faults += reader.diagnostics + resolver.assetFaults
    if !faults.isEmpty { throw Diagnostics(faults) }

    scene.hash = digest(bytes, overrides: overrides, assets: resolver.assetBytes)
    let findings = SceneLints.check(scene, marks: SceneMarks(tree, source: source, paths: resolver.paths))
    if findings.contains(where: { $0.severity == .error }) { throw Diagnostics(findings) }
    return (scene, findings)
  }

  private static func digest(_ bytes: [UInt8], overrides: [String], assets: [[UInt8]]) -> UInt64 {
    var hash = StableHash()
    hash.combine(bytes)
    for override in overrides { hash.combine(Array(override.utf8)) }
    for asset in assets { hash.combine(asset) }
    return hash.value
  }
}

/// What is wrong or odd about a scene as a whole, wherever it came from. The same that `Scene.load` reports, but
/// without places in a file.
public func check(_ scene: Scene) -> [Diagnostic] { SceneLints.check(scene, marks: nil) }
