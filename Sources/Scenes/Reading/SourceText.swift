import Foundation
import Kernel

/// A text that a person wrote, with the name it goes by in messages and the overrides laid over it.
package struct SourceText: Sendable {
  var file: String
  var overrides: [String] = []

  package init(file: String, overrides: [String] = []) {
    self.file = file
    self.overrides = overrides
  }

  /// A fault of the text at `place`; one that an override brought is reported under the override's own words.
  func diagnostic(
    _ code: SceneCode, _ message: String, at place: Place?, hint: String? = nil,
    severity: Diagnostic.Severity = .error
  ) -> Diagnostic {
    if let index = place?.override, overrides.indices.contains(index) {
      return Diagnostic(
        code.rawValue, message, severity: severity, file: "--set \(overrides[index])", hint: hint)
    }
    return Diagnostic(
      code.rawValue, message, severity: severity, file: file, line: place?.line, column: place?.column,
      hint: hint)
  }

  /// The bytes of the file at `path`, which must be a regular one of at most 1 MiB.
  static func bytes(path: String) throws(Diagnostics) -> [UInt8] {
    func fault(_ code: SceneCode, _ message: String, _ exit: Diagnostics.Exit, hint: String? = nil)
      -> Diagnostics
    {
      Diagnostics(Diagnostic(code.rawValue, message, file: path, hint: hint), exit: exit)
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw fault(.unreadable, "there is no such file", .noInput)
    }
    let attributes = try? FileManager.default.attributesOfItem(
      atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path)
    guard !isFolder.boolValue, attributes?[.type] as? FileAttributeType == .typeRegular else {
      throw fault(.unreadable, "this is not a file that can be read", .noInput)
    }
    if let size = attributes?[.size] as? Int, size > TextGuard.maximumBytes {
      throw fault(.tooLarge, "the file has \(size) bytes, more than 1 MiB", .data)
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw fault(.unreadable, "the file cannot be read", .inputOutput, hint: "check its permissions")
    }
    return [UInt8](data)
  }
}
