import Foundation
import Kernel
import Scenes

/// The folder that a run writes to.
public struct OutputFolder {
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

  /// What an earlier run wrote here, by its own summary; empty where there is none.
  func formerFiles() -> [String] {
    guard let bytes = FileManager.default.contents(atPath: file("summary.json")),
      let summary = try? JSONSerialization.jsonObject(with: bytes) as? [String: Any],
      let names = summary["files"] as? [String]
    else { return [] }
    return names.filter { !$0.isEmpty && !$0.contains("/") && $0 != "." && $0 != ".." }
  }

  /// What stands here under a partial name, sorted.
  func partialFiles() -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { $0.hasSuffix(".partial") }.sorted()
  }

  /// Takes away what an earlier run wrote and this one did not, so that the folder holds one run. Files of other
  /// origin stay.
  func remove(_ former: [String], but kept: [String]) {
    for name in former {
      for victim in [kept.contains(name) ? nil : name, name + ".partial"] {
        if let victim { try? FileManager.default.removeItem(atPath: file(victim)) }
      }
    }
  }

  /// Makes the folder and its parents where they are missing.
  package static func make(_ path: String) throws(Diagnostics) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw Diagnostics(
        Diagnostic(
          "P0101", "the folder cannot be made: \(inTheWay(of: path) ?? "permission denied or disk full")",
          file: path,
          hint: "name another with --out FOLDER"), exit: .cannotCreate)
    }
  }

  /// Makes the folder where it is missing, and sees whether files can be made in it: what takes long must not find out
  /// at its end. Throws P0101.
  public static func prepare(_ path: String) throws(Diagnostics) {
    try make(path)
    let probe = "\(path)/.throng-\(getpid()).partial"
    let descriptor = open(probe, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw Diagnostics(
        Diagnostic(
          "P0101", "no file can be made in the folder: \(String(cString: strerror(errno)).lowercased())",
          file: path, hint: "name another with --out FOLDER"), exit: .cannotCreate)
    }
    close(descriptor)
    unlink(probe)
  }

  /// Makes the folder that the file at `path` is to lie in.
  package static func make(parentOf path: String) throws(Diagnostics) {
    try make(URL(filePath: path).deletingLastPathComponent().path)
  }

  /// The file that stands where a folder of `path` should be.
  private static func inTheWay(of path: String) -> String? {
    var place = URL(filePath: path)
    while place.path != "/" {
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder) {
        return isFolder.boolValue ? nil : "'\(place.lastPathComponent)' is a file"
      }
      place.deleteLastPathComponent()
    }
    return nil
  }
}

/// Keeps a second run out of a folder for as long as it lives. The system lets go of it when the program ends,
/// however it ends.
final class FolderLock {
  private let descriptor: Int32

  init(_ path: String) throws(Diagnostics) {
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    // Where a file system knows no locks, two runs are the person's own care.
    if descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
      close(descriptor)
      throw Diagnostics(
        Diagnostic(
          "P0104", "another run is writing into this folder", file: path,
          hint: "name another with --out FOLDER"),
        exit: .cannotCreate)
    }
  }
  deinit {
    if descriptor >= 0 { close(descriptor) }
  }
}
