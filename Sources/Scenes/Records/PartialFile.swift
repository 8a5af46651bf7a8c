import Kernel

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// A file that grows under `NAME.partial` and gets its name when it is whole: who finds NAME finds all of it.
struct PartialFile {
  let path: String  // as the person wrote it
  var partial: String { path + ".partial" }

  /// Removes what an earlier run left under the partial name, and makes sure that the final name can be
  /// taken.
  init(_ path: String) throws(Diagnostics) {
    self.path = path
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw PartialFile.cannotCreate(path, "a folder has that name")
    }
    if unlink(partial) != 0, errno != ENOENT { throw PartialFile.cannotCreate(path, FileBytes.lastReason()) }
  }

  /// Gives the finished file its name, replacing what had it.
  func finish() throws(Diagnostics) {
    guard rename(partial, path) == 0 else {
      throw Diagnostics(
        Diagnostic(
          "R0503", "cannot get its name: \(FileBytes.lastReason())", file: path,
          hint: "everything is saved in \(partial)"), exit: .cannotCreate)
    }
  }

  func remove() { unlink(partial) }

  static func cannotCreate(_ path: String, _ reason: String) -> Diagnostics {
    Diagnostics(
      Diagnostic(
        "R0501", "cannot be created: \(reason)", file: path,
        hint: "does the folder exist, and may you write there?"),
      exit: .cannotCreate)
  }

  /// `saved` says what the partial file holds.
  func cannotWrite(_ reason: String, saved: String) -> Diagnostics {
    Diagnostics(
      Diagnostic(
        "R0502", "cannot be written: \(reason); \(saved)", file: path, hint: "make room, then run again"),
      exit: .inputOutput)
  }
}
