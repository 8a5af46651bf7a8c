import Foundation
import Kernel

/// Scenes and recordings are for different commands; a mix-up is told as one, not as faults of the file.
enum FileKind {
  case scene
  case recording

  /// Throws P0105 where the name of the file at `path`, or its first bytes, say that it is of the other kind.
  static func expect(_ kind: FileKind, at path: String) throws(Diagnostics) {
    let ending = URL(filePath: path).pathExtension.lowercased()
    let head = FileHandle(forReadingAtPath: path).flatMap { try? $0.read(upToCount: 16) } ?? Data()
    let isDatabase = head.starts(with: Data("SQLite format 3".utf8))
    switch kind {
    case .scene where isDatabase || ["txt", "csv", "sqlite"].contains(ending):
      throw mixUp(path, "is a recording, not a scene", "throng replay \(path)")
    case .recording where ["yaml", "yml", "json"].contains(ending):
      throw mixUp(path, "is a scene, not a recording", "throng run \(path)")
    default: break
    }
  }

  private static func mixUp(_ path: String, _ what: String, _ command: String) -> Diagnostics {
    guard FileManager.default.fileExists(atPath: path) else {
      return Diagnostics(Diagnostic("R0101", "no such file", file: path), exit: .noInput)
    }
    return Diagnostics(Diagnostic("P0105", what, file: path, hint: command), exit: .usage)
  }
}
