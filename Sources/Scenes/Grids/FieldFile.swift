import Fields
import Kernel

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Fields over time as a NetCDF-4 file that is whole at any moment, also after a kill.
///
/// A NetCDF-4 file is damaged while the library is at work on it: index, sizes and data reach the disk one after
/// the other. So there are two of them, and only the one that nobody is writing to has a name for people:
///
///     NAME.partial      steps 1 … k, untouched until the next step is whole
///     NAME.partial.a    the same file, or the one that is being brought to step k + 1
///     NAME.partial.b    the other one
///
/// A step goes to the spare file, is handed to the system, and then the spare file takes the name NAME.partial, which
/// is one indivisible act of the file system. The former one is the spare of the next step. A kill at any moment leaves
/// NAME.partial with every step that `append` returned from. `finish` turns NAME.partial into NAME and leaves nothing
/// else behind.
///
/// Errors: exit `cannotCreate` where it cannot be opened or named, `inputOutput` where it cannot grow; the steps
/// before are then in NAME.partial. After an error every further call throws the same.
public final class FieldFile {
  public let path: String
  public let header: FieldFileHeader
  /// Those that even a kill would leave.
  public private(set) var stepsSaved = 0
  private let place: PartialFile
  private var copies: [FieldCopy] = []
  private var shown = 0  // the copy that has the name
  private var last = FieldStep()
  private var next = FieldStep()
  private var failure: Diagnostics?

  /// `deflate` 0...9. Throws R0505 where nothing of the ground is walkable.
  public init(path: String, _ header: FieldFileHeader, deflate: Int = 2) throws(Diagnostics) {
    precondition((0...9).contains(deflate), "deflate has levels 0 to 9")
    self.path = path
    self.header = header
    let wkt = WellKnownText.text(try TrajectoryDatabase.geometry(of: header.ground, path: path))
    place = try PartialFile(path)
    for name in leftovers { unlink(name) }
    do throws(NetCDFFault) {
      for letter in ["a", "b"] {
        try probe("\(place.partial).\(letter)")
        copies.append(
          try FieldCopy(path: "\(place.partial).\(letter)", header, wkt: wkt, deflate: deflate))
      }
    } catch {
      discard()
      throw PartialFile.cannotCreate(path, error.message)
    }
    do throws(Diagnostics) {
      try show(0)
    } catch {
      discard()
      throw error
    }
  }
  deinit { discard() }

  /// Adds a field measured with the header's settings. Once this returns, nothing can take the step away.
  public func append(seconds: Double, people: Int, _ field: CrowdField) throws(Diagnostics) {
    if let failure { throw failure }
    precondition(!copies.isEmpty, "a finished file takes nothing more")
    precondition(field.density.frame == header.frame, "a file is of one grid")
    next.take(
      seconds: seconds, people: people, field, header.variables, walkable: header.walkable.cells)
    let spare = copies[1 - shown]
    do throws(NetCDFFault) {
      if spare.steps < stepsSaved { try spare.append(last) }
      try spare.append(next)
      try spare.sync()
    } catch {
      throw fail(error.message)
    }
    try show(1 - shown)
    stepsSaved += 1
    swap(&last, &next)
  }

  /// Gives the file its name.
  public func finish() throws(Diagnostics) {
    if let failure { throw failure }
    for copy in copies {
      do throws(NetCDFFault) { try copy.close() } catch { throw fail(error.message) }
    }
    discard()
    try place.finish()
  }

  /// Leaves nothing behind.
  public func abandon() {
    discard()
    place.remove()
  }

  private var leftovers: [String] { ["a", "b", "new"].map { "\(place.partial).\($0)" } }

  /// The library's own words for a folder that is missing are vague: ask the system first.
  private func probe(_ name: String) throws(NetCDFFault) {
    let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw NetCDFFault(code: 0, system: errno) }
    close(descriptor)
  }

  /// Lets copy `k` have the name for people.
  private func show(_ k: Int) throws(Diagnostics) {
    let passing = "\(place.partial).new"
    unlink(passing)
    guard link(copies[k].path, passing) == 0, rename(passing, place.partial) == 0 else {
      let reason = FileBytes.lastReason()
      unlink(passing)
      throw fail(errno == EPERM ? "the file system knows no second names of a file" : reason)
    }
    shown = k
  }

  private func fail(_ reason: String) -> Diagnostics {
    let error = place.cannotWrite(reason, saved: "\(stepsSaved) steps are saved in \(place.partial)")
    failure = error
    discard()
    return error
  }

  /// Closes both copies and takes away their names; what is shown stays.
  private func discard() {
    for copy in copies { do throws(NetCDFFault) { try copy.close() } catch {} }
    copies = []
    for name in leftovers { unlink(name) }
  }
}
