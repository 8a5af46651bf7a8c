import CSQLite
import Foundation
import Kernel
import Scenes
import Testing

/// The trajectory database: its schema, what others read in it, and its ground.
@Suite struct RecordDatabaseTests {
  static let hall = Ground(walkable: [Polygon(Rectangle(minimum: .zero, maximum: Vector2(20, 10)))])

  /// Random walkers, some of whom come late, leave early or are lost to NaN.
  static func crowds(_ frames: Int) -> [Crowd] {
    let random = CounterRandom(seed: 3)
    return (0..<frames).map { frame in
      var crowd = Crowd()
      for id in 1...12 as ClosedRange<UInt32> where frame >= Int(id) - 3 && frame < frames - Int(id) {
        let u = random.uniform4(.test, entity: id, tick: frame)
        crowd.append(
          id: id, position: Vector2(20 * u.x, 10 * u.y), velocity: .zero,
          heading: Math.unit(degrees: 360 * u.z),
          radius: 0.2)
      }
      return crowd
    }
  }

  static func write(_ crowds: [Crowd], ground: Ground = hall, rate: Double = 25, to path: String) throws {
    let database = try TrajectoryDatabase(path: path, ground: ground, framesPerSecond: rate)
    for crowd in crowds { try database.record(crowd) }
    try database.finish()
  }

  @Test func writtenCrowdsReadBack() throws {
    let folder = RecordTestFolder()
    let crowds = RecordDatabaseTests.crowds(60)
    try RecordDatabaseTests.write(crowds, rate: 12.5, to: folder.file("run.sqlite"))
    let (recording, warnings) = try Recording.load(path: folder.file("run.sqlite"))
    #expect(warnings.map(\.code) == ["R0351"], "random places are no walk")
    #expect(recording.name == "run")
    #expect(recording.framesPerSecond == 12.5)
    #expect(recording.frames == crowds.enumerated().flatMap { frame, crowd in crowd.ids.map { _ in frame } })
    #expect(recording.ids == crowds.flatMap(\.ids))
    #expect(recording.positions == crowds.flatMap(\.positions))
    #expect(recording.walkable.map(\.area) == [200])
    #expect(recording.obstacles.isEmpty)
    #expect(folder.names == ["run.sqlite"])
  }

  /// Table for table and word for word what the format's own writer leaves.
  @Test func schemaIsTheDocumentedOne() throws {
    let folder = RecordTestFolder()
    let path = folder.file("run.sqlite")
    try RecordDatabaseTests.write(RecordDatabaseTests.crowds(3), to: path)
    #expect(
      RecordTest.query(path, "SELECT sql FROM sqlite_master WHERE sql NOT NULL").map { $0[0] } == [
        "CREATE TABLE trajectory_data (frame INTEGER NOT NULL, id INTEGER NOT NULL, pos_x REAL NOT NULL, pos_y REAL NOT NULL, ori_x REAL NOT NULL, ori_y REAL NOT NULL)",
        "CREATE TABLE metadata(key TEXT NOT NULL UNIQUE PRIMARY KEY, value TEXT NOT NULL)",
        "CREATE TABLE geometry(hash INTEGER NOT NULL, wkt TEXT NOT NULL)",
        "CREATE UNIQUE INDEX geometry_hash on geometry( hash)",
        "CREATE TABLE frame_data(frame INTEGER NOT NULL, geometry_hash INTEGER NOT NULL)",
        "CREATE INDEX frame_id_idx ON trajectory_data(frame, id)",
      ])
    #expect(
      RecordTest.query(path, "SELECT key, value FROM metadata ORDER BY rowid") == [
        ["version", "2"], ["fps", "25.0"], ["xmin", "0.0"], ["xmax", "20.0"], ["ymin", "0.0"],
        ["ymax", "10.0"],
      ])
    #expect(
      RecordTest.query(path, "SELECT wkt FROM geometry") == [["POLYGON ((0 0, 0 10, 20 10, 20 0, 0 0))"]])
    #expect(
      RecordTest.query(path, "SELECT frame, geometry_hash = hash FROM frame_data, geometry") == [
        ["0", "1"], ["1", "1"], ["2", "1"],
      ])
    #expect(RecordTest.query(path, "PRAGMA integrity_check") == [["ok"]])
  }

  /// The statements by which PedPy 1.5 reads a file.
  @Test func statementsOfItsReadersWork() throws {
    let folder = RecordTestFolder()
    let path = folder.file("run.sqlite")
    let crowds = RecordDatabaseTests.crowds(20)
    try RecordDatabaseTests.write(crowds, to: path)
    let rows = RecordTest.query(path, "select frame, id, pos_x as x, pos_y as y from trajectory_data")
    #expect(rows.count == crowds.map(\.count).reduce(0, +))
    #expect(Float(rows[0][2]).map { abs($0 - crowds[0].positions[0].x) < 1e-4 } == true)
    #expect(RecordTest.query(path, "select value from metadata where key = 'fps'") == [["25.0"]])
    #expect(RecordTest.query(path, "SELECT value FROM metadata WHERE key = 'version'") == [["2"]])
    #expect(RecordTest.query(path, "SELECT wkt FROM geometry").count == 1)
    #expect(
      RecordTest.query(
        path, "SELECT typeof(frame), typeof(id), typeof(pos_x), typeof(ori_y) FROM trajectory_data LIMIT 1")
        == [["integer", "integer", "real", "real"]])
  }

  @Test func whoHasNoFinitePlaceIsLeftOut() throws {
    let folder = RecordTestFolder()
    var crowd = RecordTest.marchingCrowd(3, atSeconds: 0)
    crowd.positions[1].x = .nan
    try RecordDatabaseTests.write([crowd], to: folder.file("run.sqlite"))
    #expect(RecordTest.query(folder.file("run.sqlite"), "SELECT id FROM trajectory_data") == [["1"], ["3"]])
  }

  /// Bit for bit: nothing of the moment or the process gets in.
  @Test func sameRunsGiveTheSameBytes() throws {
    let folder = RecordTestFolder()
    for name in ["a.sqlite", "b.sqlite"] {
      try RecordDatabaseTests.write(RecordDatabaseTests.crowds(40), to: folder.file(name))
    }
    let a = try Data(contentsOf: URL(fileURLWithPath: folder.file("a.sqlite")))
    #expect(try a == Data(contentsOf: URL(fileURLWithPath: folder.file("b.sqlite"))))
    #expect(TrajectoryDatabase.hash("POLYGON EMPTY") == TrajectoryDatabase.hash("POLYGON EMPTY"))
    #expect(TrajectoryDatabase.hash("") == Int64(bitPattern: 0xEF46_DB37_51D8_E999), "xxHash64 of nothing")
  }

  /// A name appears only with the whole file; each second is saved on its way; abandoning leaves nothing.
  @Test func nameComesLast() throws {
    let folder = RecordTestFolder()
    let database = try TrajectoryDatabase(
      path: folder.file("run.sqlite"), ground: RecordDatabaseTests.hall, framesPerSecond: 10)
    for frame in 0..<25 {
      try database.record(RecordTest.marchingCrowd(4, atSeconds: Float(frame) / 10))
      #expect(database.framesSaved == (frame + 1) / 10 * 10)
    }
    #expect(folder.names == ["run.sqlite.partial"])
    // What a kill would leave at this moment.
    let copy = folder.file("killed.sqlite")
    try FileManager.default.copyItem(atPath: folder.file("run.sqlite.partial"), toPath: copy)
    #expect(Set(try Recording.load(path: copy).recording.frames) == Set(0..<20))
    try FileManager.default.removeItem(atPath: copy)
    database.abandon()
    #expect(folder.names == [])
  }

  @Test func badPlacesAndRatesAreTold() throws {
    let folder = RecordTestFolder()
    func code(_ path: String, _ ground: Ground = RecordDatabaseTests.hall, _ rate: Double = 25) -> (
      String?, Int32?
    ) {
      do throws(Diagnostics) {
        try TrajectoryDatabase(path: path, ground: ground, framesPerSecond: rate).abandon()
        return (nil, nil)
      } catch {
        return (error.all.first?.code, error.exit.rawValue)
      }
    }
    #expect(code(folder.file("none/run.sqlite")) == ("R0501", 73))
    #expect(code(folder.path) == ("R0501", 73))
    #expect(code(folder.file("run.sqlite"), RecordDatabaseTests.hall, 0) == ("R0504", 64))
    #expect(code(folder.file("run.sqlite"), Ground(walkable: [])) == ("R0505", 65))
    var covered = RecordDatabaseTests.hall
    covered.obstacles = [Obstacle(name: "all", polygon: Polygon(covered.bounds.grown(by: 1)))]
    #expect(code(folder.file("run.sqlite"), covered) == ("R0505", 65))
    #expect(folder.names == [])
  }

  static let loader = """
    import pathlib, sys, pedpy
    path = pathlib.Path(sys.argv[1])
    data = pedpy.load_trajectory_from_jupedsim_sqlite(trajectory_file=path)
    area = pedpy.load_walkable_area_from_jupedsim_sqlite(trajectory_file=path)
    print(data.frame_rate, len(data.data), data.data.id.nunique(), data.data.frame.max(), area.polygon.is_valid, len(area.polygon.interiors), round(area.area, 6))
    """

  @Test(.enabled(if: RecordTest.pythonHas("pedpy"), "python3 has no pedpy here"))
  func pedPyLoadsTrajectoryAndGround() throws {
    let folder = RecordTestFolder()
    var ground = RecordDatabaseTests.hall
    ground.obstacles = [
      Obstacle(name: "pillar", polygon: Polygon(Rectangle(minimum: Vector2(5, 5), maximum: Vector2(6, 6)))),
      Obstacle(name: "door", polygon: Polygon(Rectangle(minimum: Vector2(-1, 2), maximum: Vector2(1, 3)))),
    ]
    let frames = (0..<50).map { RecordTest.marchingCrowd(4, atSeconds: Float($0) / 25) }
    try RecordDatabaseTests.write(frames, ground: ground, to: folder.file("run.sqlite"))
    let result = try #require(
      RecordTest.run(["python3", "-c", RecordDatabaseTests.loader, folder.file("run.sqlite")]))
    #expect(result.output.split(separator: "\n").last == "25.0 200 4 49 True 1 198.0")
  }
}
