import Foundation
import Kernel
import Scenes
import Testing

/// What a person reads when a recording is not right, word for word.
@Suite struct TrajectoryErrorTests {
  static let folder = RecordTest.repository.appendingPathComponent("Tests/ScenesTests/Broken/recordings").path
  static let files =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
      !$0.hasSuffix(".expected")
    }
    .sorted()

  static func options(_ words: Substring) -> RecordingOptions {
    var options = RecordingOptions()
    var rest = words.split(separator: " ").map(String.init)[...]
    while let flag = rest.popFirst(), let value = rest.popFirst() {
      if flag == "--frame-rate" { options.framesPerSecond = Double(value) }
      if flag == "--unit" { options.unit = .init(rawValue: value) }
    }
    return options
  }

  /// What loading says, with the folder's name taken out.
  static func said(_ path: String, _ options: RecordingOptions = RecordingOptions(), in folder: String)
    -> String
  {
    do {
      let (recording, warnings) = try Recording.load(path: path, options: options)
      return (["loaded \(recording.frames.count) rows"] + warnings.map(\.description)).joined(separator: "\n")
    } catch {
      return "exit \(error.exit.rawValue)\n"
        + error.description.replacingOccurrences(of: folder + "/", with: "")
    }
  }

  @Test func thereAreEnoughBrokenFiles() { #expect(TrajectoryErrorTests.files.count >= 16) }

  @Test(arguments: files) func brokenFileIsToldAsExpected(file: String) throws {
    let path = TrajectoryErrorTests.folder + "/" + file
    let expected = try String(contentsOfFile: path + ".expected", encoding: .utf8)
    let first = expected.prefix { $0 != "\n" }
    let options = TrajectoryErrorTests.options(first.dropFirst("options:".count))
    let said = TrajectoryErrorTests.said(path, options, in: TrajectoryErrorTests.folder)
    if ProcessInfo.processInfo.environment["THRONG_REWRITE_EXPECTED"] != nil {
      try "\(first)\n\(said)\n".write(toFile: path + ".expected", atomically: true, encoding: .utf8)
    }
    #expect("\(first)\n\(said)\n" == expected)
  }

  @Test func missingFilesAndFoldersAreNoInput() throws {
    let folder = RecordTestFolder()
    #expect(
      TrajectoryErrorTests.said(folder.file("none.txt"), in: folder.path)
        == "exit 66\nnone.txt: error[R0101]: cannot be opened: No such file or directory")
    #expect(
      TrajectoryErrorTests.said("/", in: folder.path)
        == "exit 66\n/: error[R0102]: is a folder, not a recording")
  }

  @Test(arguments: [0, -1, 1001, .nan, .infinity] as [Double])
  func frameRateOptionOutOfRangeIsUsage(rate: Double) {
    let error = #expect(throws: Diagnostics.self) {
      try Recording.load(path: "none.txt", options: RecordingOptions(framesPerSecond: rate))
    }
    #expect(error?.exit == .usage)
    #expect(error?.all.first?.code == "R0306")
  }

  static let v2 = """
    CREATE TABLE trajectory_data (frame INTEGER NOT NULL, id INTEGER NOT NULL, pos_x REAL NOT NULL, pos_y REAL NOT NULL, ori_x REAL NOT NULL, ori_y REAL NOT NULL);
    CREATE TABLE metadata(key TEXT NOT NULL UNIQUE PRIMARY KEY, value TEXT NOT NULL);
    CREATE TABLE geometry(hash INTEGER NOT NULL, wkt TEXT NOT NULL);
    INSERT INTO metadata VALUES('version', '2'), ('fps', '25.0');
    INSERT INTO geometry VALUES(1, 'POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0))');
    INSERT INTO trajectory_data VALUES(0, 1, 1, 1, 1, 0), (1, 1, 1.05, 1, 1, 0);
    """

  /// Statements run after a sound database was made, options, and what loading says then.
  static let databases: [(change: String, options: String, said: String)] = [
    ("", "", "loaded 2 rows"),
    ("", "--frame-rate 25 --unit m", "loaded 2 rows"),
    (
      "DROP TABLE trajectory_data; DROP TABLE metadata", "",
      """
      exit 65
      t.sqlite: error[R0402]: the database has no table trajectory_data
        hint: JuPedSim's trajectories have trajectory_data, metadata and geometry
      t.sqlite: error[R0402]: the database has no table metadata
        hint: JuPedSim's trajectories have trajectory_data, metadata and geometry
      """
    ),
    (
      "DROP TABLE trajectory_data; CREATE VIEW trajectory_data AS SELECT 1 AS frame", "",
      """
      exit 65
      t.sqlite: error[R0402]: the database has no table trajectory_data
        hint: JuPedSim's trajectories have trajectory_data, metadata and geometry
      """
    ),
    (
      "ALTER TABLE trajectory_data RENAME COLUMN pos_y TO y", "",
      "exit 65\nt.sqlite: error[R0403]: table trajectory_data has no column pos_y"
    ),
    (
      "UPDATE metadata SET value = '4' WHERE key = 'version'", "",
      "exit 65\nt.sqlite: error[R0404]: the database has version 4; 1, 2 and 3 are known"
    ),
    (
      "DELETE FROM metadata", "",
      """
      exit 65
      t.sqlite: error[R0404]: the database does not say its version
      t.sqlite: error[R0405]: metadata has no frame rate (key fps)
      """
    ),
    (
      "UPDATE metadata SET value = 'fast' WHERE key = 'fps'", "",
      "exit 65\nt.sqlite: error[R0305]: metadata gives fast as frame rate (key fps), outside 0.01...1000"
    ),
    (
      "", "--frame-rate 10 --unit cm",
      """
      exit 65
      t.sqlite: error[R0303]: the file says 25 frames a second, the options say 10
        hint: leave --frame-rate out
      t.sqlite: error[R0304]: positions in a database are in m, the options say cm
        hint: leave --unit out
      """
    ),
    (
      "DELETE FROM trajectory_data", "",
      "exit 65\nt.sqlite: error[R0104]: the file holds nobody: not one row\n  hint: was the recording broken off?"
    ),
    (
      "INSERT INTO trajectory_data VALUES(1, 1, 2, 2, 1, 0), ('x', 2, 0, 0, 0, 0), (2, -1, 0, 0, 0, 0), (-2, 1, 0, 0, 0, 0), (3, 1, 1e9, 0, 0, 0)",
      "",
      """
      exit 65
      t.sqlite: error[R0406]: row 4 of trajectory_data holds something else than whole numbers as frame and id and numbers as position
      t.sqlite: error[R0205]: row 5 of trajectory_data: id is -1, outside 0...4294967295
      t.sqlite: error[R0206]: row 6 of trajectory_data: frame is -2, outside 0...100000000
      t.sqlite: error[R0207]: row 7 of trajectory_data: the position (1000000000.0, 0.0) lies more than 100 km from the origin
        hint: take a near point as the origin
      t.sqlite: error[R0208]: person 1 stands twice in frame 1; first in row 2, again in row 3
        hint: a person has one position a frame: are two recordings joined in one file?
      """
    ),
    (
      "UPDATE geometry SET wkt = 'POLYGON ((0 0, 9 0, 9 9, 0 9))'", "",
      "exit 65\nt.sqlite: error[R0407]: row 1 of geometry, character 10: a ring needs at least three corners and ends where it begins"
    ),
    (
      "UPDATE geometry SET wkt = 'POINT (1 1)'", "",
      "exit 65\nt.sqlite: error[R0407]: row 1 of geometry, character 1: POINT is no area; POLYGON, MULTIPOLYGON and GEOMETRYCOLLECTION are read"
    ),
    (
      "UPDATE geometry SET wkt = 'POLYGON ((0 0, 9 9, 9 0, 0 9, 0 0))'", "",
      "exit 65\nt.sqlite: error[R0408]: row 1 of geometry is not a valid area: Self-intersection[4.5 4.5]"
    ),
    (
      "DROP TABLE geometry", "",
      """
      loaded 2 rows
      t.sqlite: warning[R0353]: the database has no geometry
        hint: the ground is the box round everybody's positions
      """
    ),
  ]

  @Test(arguments: databases.indices) func brokenDatabaseIsToldAsExpected(index: Int) {
    let folder = RecordTestFolder()
    let path = folder.file("t.sqlite")
    let (change, words, expected) = TrajectoryErrorTests.databases[index]
    RecordTest.makeDatabase(path, TrajectoryErrorTests.v2 + change)
    let said = TrajectoryErrorTests.said(path, TrajectoryErrorTests.options(words[...]), in: folder.path)
    #expect(said.replacingOccurrences(of: folder.path + "/", with: "") == expected, "\(change)")
    #expect(folder.names == ["t.sqlite"], "a reader leaves nothing beside the file")
  }

  /// Whole pages of rows overwritten: SQLite's own check says so, nothing is read as if it were right.
  @Test func overwrittenPagesAreDamage() throws {
    let folder = RecordTestFolder()
    let path = folder.file("t.sqlite")
    let rows = (2..<2000).map { "(\($0), 1, 1, 1, 1, 0)" }.joined(separator: ", ")
    RecordTest.makeDatabase(path, TrajectoryErrorTests.v2 + "INSERT INTO trajectory_data VALUES \(rows)")
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let last = bytes.count - 8192
    for i in last..<bytes.count { bytes[i] = UInt8(truncatingIfNeeded: i &* 31) }
    try bytes.write(to: URL(fileURLWithPath: path))
    let said = TrajectoryErrorTests.said(path, in: folder.path)
    #expect(
      said.hasPrefix(
        "exit 65\nt.sqlite: error[R0401]: the database cannot be read: database disk image is malformed"))
  }

  @Test func journalBesideTheDatabaseIsToldOf() {
    let folder = RecordTestFolder()
    RecordTest.makeDatabase(folder.file("t.sqlite"), TrajectoryErrorTests.v2)
    _ = folder.write("something", to: "t.sqlite-wal")
    #expect(TrajectoryErrorTests.said(folder.file("t.sqlite"), in: folder.path).contains("error[R0409]"))
  }

  /// Every code that a broken recording is told with has its page.
  @Test func everyCodeIsExplained() throws {
    let codes = Set(RecordCodes.all.map(\.code))
    #expect(codes.count == RecordCodes.all.count)
    #expect(RecordCodes.all.map(\.code) == RecordCodes.all.map(\.code).sorted())
    for folder in ["Trajectories", "Records"] {
      let path = RecordTest.repository.appendingPathComponent("Sources/Scenes/\(folder)")
      for file in try FileManager.default.contentsOfDirectory(atPath: path.path)
      where file != "RecordCodes.swift" {
        let text = try String(contentsOf: path.appendingPathComponent(file), encoding: .utf8)
        for match in text.matches(of: /"(R0\d{3})"/) {
          #expect(codes.contains(String(match.1)), "\(file)")
        }
      }
    }
  }
}
