import Haptics
import Kernel

/// What has files of its own beside the scenes: garments and mappings.
protocol Asset: Sendable {
  static var folder: String { get }  // in a library
  static var noun: String { get }
  static var shape: SchemaShape { get }
  /// `name` is used when the tree gives none. Nil only when the tree is no mapping.
  static func read(_ tree: SourceTree, named name: String, _ reader: inout SchemaReader) -> Self?
}

extension Asset {
  /// All faults at once, or the asset.
  static func parse(bytes: [UInt8], file: String) throws(Diagnostics) -> Self {
    let (asset, unknown) = try forgiving(bytes: bytes, file: file)
    guard unknown.isEmpty else { throw Diagnostics(unknown) }
    return asset
  }

  /// The asset, and the keys that nobody here knows: a newer version may.
  static func forgiving(bytes: [UInt8], file: String) throws(Diagnostics) -> (
    asset: Self, unknown: [Diagnostic]
  ) {
    var trees = TreeReader(source: SourceText(file: file))
    let tree = trees.read(bytes: bytes)
    guard let tree else { throw Diagnostics(trees.diagnostics) }
    var reader = SchemaReader(source: SourceText(file: file))
    reader.subject = "the file"
    let asset = read(tree, named: stem(of: file), &reader)
    let faults = trees.diagnostics + reader.diagnostics
    guard let asset, faults.allSatisfy({ $0.code == SceneCode.unknownKey.rawValue }) else {
      throw Diagnostics(faults)
    }
    return (asset, faults)
  }

  static func find(
    _ name: String, in library: Library, beside file: String?
  ) throws(Diagnostics) -> (asset: Self, bytes: [UInt8]) {
    guard let path = library.path(of: name, in: folder, beside: file) else {
      let places = library.searched(beside: file).map { "'\($0)'" }.joined(separator: ", ")
      let hint = suggestion(
        for: name, among: library.names(in: folder, beside: file), called: "\(folder) to be found")
      throw Diagnostics(
        Diagnostic(
          SceneCode.assetNotFound.rawValue, "there is no \(noun) '\(name)' in \(places)", hint: hint),
        exit: .noInput)
    }
    let bytes = try SourceText.bytes(path: path)
    return (try parse(bytes: bytes, file: path), bytes)
  }
}

extension Garment {
  /// Reads a garment file. Throws all of its faults at once.
  public static func load(path: String) throws(Diagnostics) -> Garment {
    try parse(bytes: SourceText.bytes(path: path), file: path)
  }
  /// Reads a garment from text; `file` is what messages call it.
  public static func read(text: String, file: String) throws(Diagnostics) -> Garment {
    try parse(bytes: Array(text.utf8), file: file)
  }
  /// The garment called `name` in `library`.
  public static func load(named name: String, from library: Library) throws(Diagnostics) -> Garment {
    try find(name, in: library, beside: nil).asset
  }
}

extension Mapping {
  /// The mapping called `name` in `library`, or in the file of that path, and what stands in it that nobody here knows.
  public static func loadForgiving(_ name: String, from library: Library) throws(Diagnostics) -> (
    mapping: Mapping, unknown: [Diagnostic]
  ) {
    let path = library.path(of: name, in: folder, beside: nil) ?? name
    let (asset, unknown) = try forgiving(bytes: SourceText.bytes(path: path), file: path)
    return (asset, unknown)
  }

  /// Reads a mapping file. Throws all of its faults at once.
  public static func load(path: String) throws(Diagnostics) -> Mapping {
    try parse(bytes: SourceText.bytes(path: path), file: path)
  }
  /// Reads a mapping from text; `file` is what messages call it.
  public static func read(text: String, file: String) throws(Diagnostics) -> Mapping {
    try parse(bytes: Array(text.utf8), file: file)
  }
  /// The mapping called `name` in `library`.
  public static func load(named name: String, from library: Library) throws(Diagnostics) -> Mapping {
    try find(name, in: library, beside: nil).asset
  }
}
