import Foundation
import Kernel
import Scenes

/// The folder that a run writes to.
struct OutputFolder {
  let path: String
  init(_ path: String) { self.path = path }

  func file(_ name: String) -> String { path + "/" + name }

  /// `file` with its size on disk.
  func sized(_ entry: ReportPage.File) -> ReportPage.File {
    var entry = entry
    let attributes = try? FileManager.default.attributesOfItem(atPath: file(entry.name))
    entry.bytes = attributes?[.size] as? Int
    return entry
  }

  /// Makes the folder and its parents where they are missing.
  static func make(_ path: String) throws(Diagnostics) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      let reason = ((error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError)?.localizedDescription
      throw Diagnostics(
        Diagnostic(
          "P0101", "the folder cannot be made: \(reason ?? error.localizedDescription)", file: path,
          hint: "name another with --out FOLDER"), exit: .cannotCreate)
    }
  }
}
