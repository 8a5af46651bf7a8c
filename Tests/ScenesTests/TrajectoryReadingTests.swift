import Foundation
import Kernel
import Scenes
import Testing

/// How the text formats are read, case by case.
@Suite struct TrajectoryReadingTests {
  static func load(_ text: String, as name: String, _ options: RecordingOptions = RecordingOptions()) throws
    -> Recording
  {
    let folder = RecordTestFolder()
    return try Recording.load(path: folder.write(text, to: name), options: options).recording
  }

  static let square = "1 0 1 2\n2 0 3 4\n1 1 5 6\n"
  static let expected = Recording(
    name: "walk", framesPerSecond: 16, frames: [0, 0, 1], ids: [1, 2, 1],
    positions: [Vector2(1, 2), Vector2(3, 4), Vector2(5, 6)])

  /// Line ends, marks, blanks, orders and notations that mean the same.
  static let sameMeaning: [String] = [
    "# framerate: 16\n# x/m\n" + square,
    "# framerate: 16\r\n# x/m\r\n" + square.replacingOccurrences(of: "\n", with: "\r\n"),
    "# framerate: 16\r# x/m\r" + square.replacingOccurrences(of: "\n", with: "\r"),
    "\u{FEFF}# framerate: 16\n# x/m\n" + square,
    "# framerate: 16\n# x/m\n1\t0\t1\t2\t1.7\n\n  2 0 3 4 # last seen\n\n1 1 5 6",
    "# framerate: 16\n# x/m\n1\u{A0}0\u{2003}1\u{3000}2\n2 0 3 4\n1\u{B}1\u{C}5 6",
    "# framerate: 16\n# x/m\n1 1 5 6\n2 0 3 4\n1 0 1 2\n",
    "# framerate: 16\n# x/m\n1.0e+00 0.0 10e-1 .2e1\n+2 -0 3. 0.0400E+2\n1 1 5 6\n",
    "# framerate: 16\n# x/cm\n1 0 100 200\n2 0 300 400\n1 1 500 600\n",
    "# the film's framerate is 16 or 25\n# positions in cm\n# X/M at last\n" + square,
  ]

  @Test(arguments: sameMeaning) func spellingsOfOneRecordingAreEqual(text: String) throws {
    #expect(try TrajectoryReadingTests.load(text, as: "walk.txt") == TrajectoryReadingTests.expected)
  }

  @Test func optionsFillWhatTheHeaderLeavesOpen() throws {
    let options = RecordingOptions(framesPerSecond: 16, unit: .metre)
    #expect(
      try TrajectoryReadingTests.load(TrajectoryReadingTests.square, as: "walk.txt", options)
        == TrajectoryReadingTests.expected)
    let turned = "0 1 1 2\n0 2 3 4\n1 1 5 6\n"
    let order = RecordingOptions(framesPerSecond: 16, unit: .metre, columnOrder: .frameId)
    #expect(try TrajectoryReadingTests.load(turned, as: "walk.txt", order) == TrajectoryReadingTests.expected)
  }

  /// Only comment lines before the first other line speak.
  @Test func headersAfterTheFirstRowDoNotCount() {
    #expect(throws: Diagnostics.self) {
      try TrajectoryReadingTests.load("1 0 1 2\n# framerate: 16\n# x/m\n", as: "walk.txt")
    }
  }

  @Test(arguments: ["walk.obsmat.txt", "walk.txt"]) func obsmatTakesItsRateFromItsStride(name: String) throws
  {
    let text = "1 7 1.5 0 2.5 0 0 0\r\n7 7 2.5 0 3.5 0 0 0\r\n13 7 3.5 0 4.5 0 0 0\r\n31 7 4 0 5 0 0 0\r\n"
    let recording = try TrajectoryReadingTests.load(text, as: name)
    #expect(recording.framesPerSecond == 15)
    #expect(recording.frames == [1, 7, 13, 31])
    #expect(recording.positions[1] == Vector2(2.5, 3.5))
    let faster = try TrajectoryReadingTests.load(text, as: name, RecordingOptions(framesPerSecond: 5))
    #expect(faster.framesPerSecond == 30)
  }

  /// Times rounded to a tenth of a second still give the rate; the unit comes from the names.
  @Test(arguments: [10, 25, 29.97, 30, 60] as [Double], ["m", "cm"])
  func tableTakesItsRateFromItsTimes(rate: Double, unit: String) throws {
    var text = "frame, id, t/s, y/\(unit), x/\(unit), note\n"
    for frame in 0..<900 {
      let time = (Double(frame) / rate * 10).rounded() / 10
      text += "\(frame),5,\(time),200,\(100 + frame / 100),\n"
    }
    let recording = try TrajectoryReadingTests.load(text, as: "walk.csv")
    // Near 30 /s three frames share a tenth, so the rounding itself drifts: up to 0.05 s over 30 s.
    #expect(abs(recording.framesPerSecond - rate) < 0.0017 * rate)
    if rate == rate.rounded() { #expect(recording.framesPerSecond == rate) }
    #expect(recording.positions[0] == (unit == "m" ? Vector2(100, 200) : Vector2(1, 2)))
    #expect(recording.ids == [UInt32](repeating: 5, count: 900))
  }

  /// Numbers are read to the nearest Float, as the standard library reads them.
  @Test func numbersAreReadCorrectlyRounded() throws {
    let random = CounterRandom(seed: 5)
    var text = "# framerate: 16\n# x/m\n"
    var expected: [Float] = []
    for k in 0..<4000 {
      let bits = random.bits4(.test, entity: UInt32(k), tick: 0)
      let value = Double(Int32(bitPattern: bits.x)) / Double(UInt64(1) << UInt64(bits.y % 40 + 15))
      let digits = k % 3 == 0 ? "\(value)" : k % 3 == 1 ? "\(Float(value))" : "\(value)000000000000000000000"
      let word = digits.contains("e") ? "\(value)" : digits
      text += "\(k) 0 \(word) 0\n"
      expected.append(Float(Double(word)!))
    }
    let recording = try TrajectoryReadingTests.load(text, as: "walk.txt")
    #expect(recording.positions.map(\.x) == expected)
  }

  @Test func sizesAndSpeedsThatCannotBeAreWarnedOf() throws {
    let folder = RecordTestFolder()
    let fast = folder.write("# framerate: 25\n# x/m\n1 0 100 1\n1 1 104 1\n1 2 108 1\n", to: "fast.txt")
    #expect(try Recording.load(path: fast).warnings.map(\.code) == ["R0351"])
    let small = folder.write("# framerate: 25\n# x/mm y/mm\n1 0 1 1\n", to: "small.txt")
    #expect(try Recording.load(path: small).warnings.map(\.code) == ["R0352"])
  }

  /// 3.5 MB in well under a second: what a filmed hour of a street comes to.
  @Test func longTextIsReadQuickly() throws {
    let folder = RecordTestFolder()
    var text = "# framerate: 25\n# x/cm\n"
    for id in 1...500 {
      for frame in 0..<200 { text += "\(id) \(frame) -554.\(id + 100) \(frame * 3).452 176.25\n" }
    }
    let path = folder.write(text, to: "long.txt")
    let clock = ContinuousClock()
    var rows = 0
    let time = try clock.measure { rows = try Recording.load(path: path).recording.frames.count }
    #expect(rows == 100_000)
    // A tenth of it when nothing else runs.
    #expect(time < .seconds(1))
  }
}

/// The well-known text of areas.
@Suite struct TrajectoryGeometryTests {
  static let square: [SIMD2<Double>] = [SIMD2(0, 0), SIMD2(4, 0), SIMD2(4, 4), SIMD2(0, 4)]
  static let hole: [SIMD2<Double>] = [SIMD2(1, 1), SIMD2(2, 1), SIMD2(2, 2)]

  @Test func kindsOfAreaAreRead() throws {
    let ring = "(0 0, 4 0, 4 4, 0 4, 0 0)"
    let inner = "(1 1,2 1,2 2,1 1)"
    let plain = HoledPolygon(outline: TrajectoryGeometryTests.square)
    let holed = HoledPolygon(outline: TrajectoryGeometryTests.square, holes: [TrajectoryGeometryTests.hole])
    let cases: [(String, [HoledPolygon])] = [
      ("POLYGON (\(ring))", [plain]), ("polygon(\(ring),\(inner))", [holed]),
      ("POLYGON Z ((0 0 1, 4 0 1, 4 4 1, 0 4 1, 0 0 1))", [plain]), ("POLYGON EMPTY", []),
      ("MULTIPOLYGON ((\(ring)), (\(ring), \(inner)))", [plain, holed]),
      (
        "GEOMETRYCOLLECTION (POLYGON (\(ring)), GEOMETRYCOLLECTION(MULTIPOLYGON EMPTY, POLYGON (\(ring))))",
        [plain, plain]
      ),
    ]
    for (text, polygons) in cases { #expect(try WellKnownText.polygons(text) == polygons, "\(text)") }
  }

  @Test(arguments: [
    ("", 1), ("POLYGON", 8), ("POLYGON ((0 0, 1 0, 1 1, 0 0)", 30), ("POLYGON ((0 0, 1 0, 0 0))", 10),
    ("POLYGON ((0 0, 1 x, 1 1, 0 0))", 18), ("POLYGON ((0 0, 1 1e9, 1 1, 0 0))", 18),
    ("LINESTRING (0 0, 1 1)", 1), ("POLYGON ((0 0, 1 0, 1 1, 0 0)) extra", 32),
    ("POLYGON ((0 0, 1 0, 1 1, 2 2))", 10),
  ]) func faultsHaveTheirColumn(text: String, column: Int) {
    let fault = #expect(throws: WellKnownText.Fault.self) { try WellKnownText.polygons(text) }
    #expect(fault?.column == column)
  }

  @Test func deepCollectionsAreRefused() {
    let deep = String(repeating: "GEOMETRYCOLLECTION(", count: 100_000)
    #expect(throws: WellKnownText.Fault.self) { try WellKnownText.polygons(deep) }
  }

  @Test func writtenAreasReadBack() throws {
    let polygons = [
      HoledPolygon(outline: TrajectoryGeometryTests.square, holes: [TrajectoryGeometryTests.hole]),
      HoledPolygon(outline: [SIMD2(10.1, 0), SIMD2(1e-7, 1.0 / 3), SIMD2(-12345.678, 9)]),
    ]
    for part in [polygons, Array(polygons.prefix(1)), []] {
      #expect(try WellKnownText.polygons(WellKnownText.text(part)) == part)
    }
  }

  /// An island in a hole stays walkable when the ground is outlines less obstacles.
  @Test func islandsInHolesStayWalkable() throws {
    let folder = RecordTestFolder()
    let path = folder.file("t.sqlite")
    let wkt =
      "MULTIPOLYGON (((0 0, 10 0, 10 10, 0 10, 0 0), (2 2, 8 2, 8 8, 2 8, 2 2)), ((4 4, 6 4, 6 6, 4 6, 4 4)))"
    RecordTest.makeDatabase(
      path,
      TrajectoryErrorTests.v2 + "UPDATE geometry SET wkt = '\(wkt)'")
    let ground = RecordedCrowd.groundFor(try Recording.load(path: path).recording)
    for x in 0..<40 {
      for y in 0..<40 {
        let p = Vector2(Float(x), Float(y)) * 0.25 + 0.125
        let d = max(abs(p.x - 5), abs(p.y - 5))
        #expect(ground.isWalkable(p) == (d < 1 || d > 3), "\(p)")
      }
    }
  }

  /// Versions 1 and 3 differ from 2 in the geometry's and the rows' columns.
  @Test func olderAndNewerDatabasesAreRead() throws {
    let folder = RecordTestFolder()
    let common = """
      CREATE TABLE metadata(key TEXT NOT NULL UNIQUE PRIMARY KEY, value TEXT NOT NULL);
      """
    let first = folder.file("one.sqlite")
    RecordTest.makeDatabase(
      first,
      common + """
        CREATE TABLE trajectory_data (frame INTEGER NOT NULL, id INTEGER NOT NULL, pos_x REAL NOT NULL, pos_y REAL NOT NULL, ori_x REAL NOT NULL, ori_y REAL NOT NULL);
        CREATE TABLE geometry(wkt TEXT NOT NULL);
        INSERT INTO metadata VALUES('version', '1'), ('fps', '10.0');
        INSERT INTO geometry VALUES('GEOMETRYCOLLECTION (POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (3 3, 4 3, 4 4, 3 3)))');
        INSERT INTO trajectory_data VALUES(0, 1, 1, 1, 1, 0), (1, 1, 1.1, 1, 1, 0);
        """)
    let third = folder.file("three.sqlite")
    RecordTest.makeDatabase(
      third,
      common + """
        CREATE TABLE trajectory_data (frame INTEGER NOT NULL, id INTEGER NOT NULL, pos_x REAL NOT NULL, pos_y REAL NOT NULL);
        CREATE TABLE geometry(hash INTEGER NOT NULL, wkt TEXT NOT NULL);
        INSERT INTO metadata VALUES('version', '3'), ('fps', '10.0');
        INSERT INTO geometry VALUES(1, 'POLYGON ((0 0, 5 0, 5 9, 0 9, 0 0))'), (2, 'POLYGON ((4 0, 9 0, 9 9, 4 9, 4 0), (6 6, 7 6, 7 7, 6 6))');
        INSERT INTO trajectory_data VALUES(0, 1, 1, 1), (1, 1, 1.1, 1);
        """)
    for path in [first, third] {
      let recording = try Recording.load(path: path).recording
      #expect(recording.framesPerSecond == 10)
      #expect(recording.positions == [Vector2(1, 1), Vector2(1.1, 1)])
      #expect(recording.walkable.count == 1)
      #expect(abs(recording.walkable[0].area - 81) < 1e-4)
      #expect(recording.obstacles.map(\.area) == [0.5])
    }
  }
}
