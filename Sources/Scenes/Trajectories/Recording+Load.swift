import Kernel

extension Recording {
  /// Reads a recorded crowd: JuPedSim's SQLite database (versions 1 to 3), the data archive's text, ETH's and
  /// UCY's obsmat text, or comma-separated rows with named columns. The kind shows in the bytes and the name.
  ///
  /// Throws everything that is wrong with the file at once, with line and column: exit `noInput` where it
  /// cannot be opened, `usage` for an option out of range, `data` for the rest. Warnings come with the
  /// recording.
  public static func load(path: String, options: RecordingOptions = RecordingOptions()) throws(Diagnostics)
    -> (recording: Recording, warnings: [Diagnostic])
  {
    if let rate = options.framesPerSecond, !RecordingLimits.framesPerSecond.contains(rate) {
      throw Diagnostics(
        Diagnostic("R0306", "the frame rate given is \(rate), outside 0.01...1000 frames a second"),
        exit: .usage)
    }
    var problems = ProblemList(file: path)
    let recording = try readFile(path, options, &problems)
    if problems.isEmpty, recording.frames.isEmpty {
      problems.error("R0104", "the file holds nobody: not one row", hint: "was the recording broken off?")
    }
    guard problems.isEmpty else { throw problems.diagnostics() }
    recording.checkSpeed(&problems)
    return (recording, problems.warnings)
  }

  private static func readFile(_ path: String, _ options: RecordingOptions, _ problems: inout ProblemList)
    throws(Diagnostics) -> Recording
  {
    do throws(FileBytes.Fault) {
      let head = try FileBytes.read(path, first: 64)
      if RecordingFormat.isDatabase(head.bytes) {
        if let side = unsavedSideFile(path) {
          problems.error(
            "R0409", "the database has changes that are not in it yet, in \(side)",
            hint: "close the program that writes it, or let sqlite3 open it once")
        }
        return JuPedSimDatabase.read(
          path: path, name: stem(path), bytes: head.size, options: options, problems: &problems)
      }
      let bytes = try FileBytes.read(path).bytes
      return parse(bytes, path: path, options: options, problems: &problems)
    } catch {
      throw Diagnostics(unreadable(path, error), exit: .noInput)
    }
  }

  private static func parse(
    _ bytes: [UInt8], path: String, options: RecordingOptions, problems: inout ProblemList
  ) -> Recording {
    let name = stem(path)
    switch RecordingFormat(bytes, path: path, options: options) {
    case .archive: return ArchiveText.read(bytes, name: name, options: options, problems: &problems)
    case .obsmat: return ObsmatText.read(bytes, name: name, options: options, problems: &problems)
    case .commaTable: return CommaTable.read(bytes, name: name, options: options, problems: &problems)
    case .empty: problems.error("R0104", "the file is empty", hint: "was the recording broken off?")
    case .unknown(let what):
      problems.error(
        "R0105", what,
        hint:
          "read are JuPedSim's sqlite, archive text (id frame x y), obsmat text and csv with named columns")
    }
    return Recording(name: name, framesPerSecond: 1, frames: [], ids: [], positions: [])
  }

  private static func unreadable(_ path: String, _ fault: FileBytes.Fault) -> Diagnostic {
    switch fault {
    case .cannotOpen(let reason): return Diagnostic("R0101", "cannot be opened: \(reason)", file: path)
    case .isDirectory: return Diagnostic("R0102", "is a folder, not a recording", file: path)
    case .tooLarge:
      return Diagnostic(
        "R0103", "has more than \(RecordingLimits.bytes >> 20) MiB", file: path,
        hint: "cut it into shorter recordings")
    case .cannotRead(let reason): return Diagnostic("R0101", "cannot be read: \(reason)", file: path)
    }
  }

  /// The name of a journal beside the database that holds something; nil where there is none.
  private static func unsavedSideFile(_ path: String) -> String? {
    for ending in ["-wal", "-journal"] {
      if let side = try? FileBytes.read(path + ending, first: 1), !side.bytes.isEmpty { return path + ending }
    }
    return nil
  }

  private static func stem(_ path: String) -> String {
    var name = path.split(separator: "/").last.map(String.init) ?? path
    for ending in [".obsmat.txt", ".obsmat", ".sqlite3", ".sqlite", ".txt", ".csv", ".db"]
    where name.lowercased().hasSuffix(ending) && name.count > ending.count {
      name.removeLast(ending.count)
      break
    }
    return name
  }
}

/// What kind of file the bytes are.
enum RecordingFormat: Equatable {
  case archive, obsmat, commaTable, empty
  case unknown(String)

  static func isDatabase(_ bytes: [UInt8]) -> Bool { bytes.starts(with: Array("SQLite format 3\0".utf8)) }

  init(_ bytes: [UInt8], path: String, options: RecordingOptions) {
    let name = path.lowercased()
    self = .empty
    if bytes.isEmpty { return }
    if let what = RecordingFormat.foreign(bytes) {
      self = .unknown(what)
      return
    }
    if [".sqlite", ".sqlite3", ".db"].contains(where: name.hasSuffix) {
      self = .unknown("the file is no SQLite database")
      return
    }
    if let order = options.columnOrder {
      self = order == .obsmat ? .obsmat : .archive
      return
    }
    if name.hasSuffix(".obsmat") || name.hasSuffix(".obsmat.txt") {
      self = .obsmat
      return
    }
    var lines = TextLines(bytes)
    var fields: [Range<Int>] = []
    while let line = lines.nextLine() {
      lines.split(line, into: &fields, limit: ObsmatText.columns + 1)
      let columns = fields.count
      if columns == 0 { continue }
      lines.splitAtCommas(line, into: &fields)
      // Archive text with decimal commas has commas too, but no names.
      let named = bytes[line].contains { ($0 | 32) >= 97 && ($0 | 32) <= 122 && ($0 | 32) != 101 }
      if name.hasSuffix(".csv") || (fields.count >= 4 && (named || columns < 4)) {
        self = .commaTable
      } else {
        self = columns == ObsmatText.columns ? .obsmat : .archive
      }
      if self == .archive, !RecordingFormat.holdsNumbers(bytes) {
        self = .unknown("the file is no recording: its first lines hold no numbers")
      }
      return
    }
    // Comments alone: the archive reader says what they lack.
    self = .archive
  }

  /// False where none of the first rows has a number in its first four fields: prose, a program, a web page.
  private static func holdsNumbers(_ bytes: [UInt8]) -> Bool {
    var lines = TextLines(bytes)
    var fields: [Range<Int>] = []
    var rows = 0
    while rows < 5, let line = lines.nextLine() {
      lines.split(line, into: &fields, limit: 4)
      if fields.isEmpty { continue }
      rows += 1
      if fields.contains(where: { DecimalNumber(bytes, $0) != .malformed }) { return true }
    }
    return rows < 5
  }

  /// What a file that is no text is, in words; nil for text.
  private static func foreign(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0x89, 0x48, 0x44, 0x46]) { return "the file is HDF5, which is not read" }
    if bytes.starts(with: [0x1F, 0x8B]) { return "the file is compressed with gzip: unpack it first" }
    if bytes.starts(with: [0x50, 0x4B, 3, 4]) { return "the file is a zip archive: unpack it first" }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return "the file is UTF-16 text: save it as UTF-8"
    }
    if bytes.prefix(4096).contains(0) { return "the file is neither text nor a SQLite database" }
    return nil
  }
}
