import Foundation
import Kernel
import Scenes

/// Where the repository lies, and scenes of one's own.
enum Places {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  static let scenes = "\(root)/scenes/verification"
  static let library = Library(folders: ["\(root)/assets"])

  static func all() throws -> [VerificationCase] {
    try VerificationCase.files(in: scenes).compactMap { try VerificationCase.load($0, library: library) }
  }

  /// A case out of text, written to a file because each of its runs reads it again.
  static func made(_ text: String) throws -> VerificationCase {
    let folder = FileManager.default.temporaryDirectory.appending(path: "throng-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "made.yaml").path
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    guard let found = try VerificationCase.load(file, library: library) else { throw Missing() }
    return found
  }
  struct Missing: Error {}
}
