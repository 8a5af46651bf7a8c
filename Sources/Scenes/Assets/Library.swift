import Foundation
import Haptics
import Kernel

/// Where garments and mappings are looked for by name: beside the file that names them, then in `folders` in
/// their order, then in `./assets`. In each the file may lie at its top or in `garments` or `mappings`.
public struct Library: Equatable, Sendable {
  public var folders: [String]
  public init(folders: [String] = []) { self.folders = folders }

  static let extensions = ["yaml", "yml", "json"]

  /// Folders to search for an asset that `file` names.
  func searched(beside file: String?) -> [String] {
    let own = file.map { folder(of: $0) }
    return (own.map { [$0] } ?? []) + folders + ["assets"]
  }

  /// The file that holds the asset `name` of `kind`; nil when there is none. A name with a file's extension is a
  /// path, seen from the file that names it.
  func path(of name: String, in kind: String, beside file: String?) -> String? {
    if Library.extensions.contains(where: { name.hasSuffix(".\($0)") }) {
      let path = name.hasPrefix("/") ? name : join(file.map { folder(of: $0) } ?? ".", name)
      return FileManager.default.fileExists(atPath: path) ? path : nil
    }
    guard !name.isEmpty, !name.contains("/"), !name.contains("\0") else { return nil }
    for base in searched(beside: file) {
      for folder in [join(base, kind), base] {
        for ending in Library.extensions {
          let path = join(folder, "\(name).\(ending)")
          if FileManager.default.fileExists(atPath: path) { return path }
        }
      }
    }
    return nil
  }

  /// Names of all garments that can be found, sorted.
  public func garments(beside file: String? = nil) -> [String] { names(in: Garment.folder, beside: file) }
  /// Names of all mappings that can be found, sorted.
  public func mappings(beside file: String? = nil) -> [String] { names(in: Mapping.folder, beside: file) }

  func names(in kind: String, beside file: String?) -> [String] {
    var names: Set<String> = []
    for base in searched(beside: file) {
      for entry in (try? FileManager.default.contentsOfDirectory(atPath: join(base, kind))) ?? [] {
        for ending in Library.extensions where entry.hasSuffix(".\(ending)") {
          names.insert(String(entry.dropLast(ending.count + 1)))
        }
      }
    }
    return names.sorted()
  }

  private func folder(of file: String) -> String {
    guard let slash = file.lastIndex(of: "/") else { return "." }
    return slash == file.startIndex ? "/" : String(file[..<slash])
  }
  private func join(_ folder: String, _ name: String) -> String {
    folder == "." ? name : folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }
}

/// The last part of a path without its extension.
func stem(of path: String) -> String {
  let last = path.split(separator: "/").last.map(String.init) ?? path
  guard let dot = last.lastIndex(of: "."), dot != last.startIndex else { return last }
  return String(last[..<dot])
}
