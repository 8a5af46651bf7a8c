import CSQLite
import Kernel

/// Trajectories as JuPedSim's SQLite database, version 2: PedPy and JuPedSim's viewer read them.
///
/// The first frame recorded is frame 0, the state before the first step; the next ones count up by one at
/// `framesPerSecond`. What has been recorded is committed once a second of recorded time, so a kill loses at
/// most that much. The file grows under `NAME.partial` and has its name only after `finish()`.
///
/// Errors: exit `cannotCreate` where it cannot be opened or named, `inputOutput` where it cannot grow; what
/// has been committed is then still in `NAME.partial`, whole and readable. After an error every further call
/// throws the same.
public final class TrajectoryDatabase {
  /// Word for word what the format's own writer creates, in its order. The index comes last of all, with the
  /// end.
  package static let tables = [
    "CREATE TABLE trajectory_data (frame INTEGER NOT NULL, id INTEGER NOT NULL, pos_x REAL NOT NULL, pos_y REAL NOT NULL, ori_x REAL NOT NULL, ori_y REAL NOT NULL)",
    "CREATE TABLE metadata(key TEXT NOT NULL UNIQUE PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE geometry(hash INTEGER NOT NULL, wkt TEXT NOT NULL)",
    "CREATE UNIQUE INDEX geometry_hash on geometry( hash)",
    "CREATE TABLE frame_data(frame INTEGER NOT NULL, geometry_hash INTEGER NOT NULL)",
  ]
  package static let index = "CREATE INDEX frame_id_idx ON trajectory_data(frame, id)"

  public let path: String
  public let framesPerSecond: Double  // [1/s]
  /// Recorded so far.
  public private(set) var frames = 0
  /// Of them, those that even a kill would leave.
  public private(set) var framesSaved = 0

  private let place: PartialFile
  private let connection: SQLiteConnection
  private let framesPerCommit: Int
  private let geometryHash: Int64
  private var insertRow: SQLiteStatement?
  private var insertFrame: SQLiteStatement?
  private var failure: Diagnostics?

  /// `framesPerSecond` 0.01...1000. Throws R0504 for another rate and R0505 where nothing of `ground` is
  /// walkable.
  public init(path: String, ground: Ground, framesPerSecond: Double) throws(Diagnostics) {
    guard RecordingLimits.framesPerSecond.contains(framesPerSecond) else {
      throw Diagnostics(
        Diagnostic("R0504", "\(framesPerSecond) frames a second lie outside 0.01...1000", file: path),
        exit: .usage)
    }
    self.path = path
    self.framesPerSecond = framesPerSecond
    framesPerCommit = max(1, Int(framesPerSecond.rounded()))
    let area = try TrajectoryDatabase.geometry(of: ground, path: path)
    let wkt = WellKnownText.text(area)
    geometryHash = TrajectoryDatabase.hash(wkt)
    place = try PartialFile(path)
    do throws(SQLiteFault) {
      connection = try SQLiteConnection(writing: place.partial)
    } catch {
      throw PartialFile.cannotCreate(path, error.message)
    }
    try guarded { () throws(SQLiteFault) in try self.create(wkt: wkt, area: area) }
  }

  /// Appends everybody present as the next frame. A row with a number that is not finite is left out: the
  /// format has no word for it.
  public func record(_ crowd: Crowd) throws(Diagnostics) {
    try guarded { () throws(SQLiteFault) in
      guard let insertRow = self.insertRow, let insertFrame = self.insertFrame else {
        preconditionFailure("a finished database takes nothing more")
      }
      let frame = Int64(self.frames)
      insertFrame.bind(frame, at: 1)
      insertFrame.bind(self.geometryHash, at: 2)
      try insertFrame.runOnce()
      insertRow.bind(frame, at: 1)
      for row in 0..<crowd.count where crowd.positions[row].isFinite && crowd.headings[row].isFinite {
        insertRow.bind(Int64(crowd.ids[row]), at: 2)
        insertRow.bind(Double(crowd.positions[row].x), at: 3)
        insertRow.bind(Double(crowd.positions[row].y), at: 4)
        insertRow.bind(Double(crowd.headings[row].x), at: 5)
        insertRow.bind(Double(crowd.headings[row].y), at: 6)
        try insertRow.runOnce()
      }
      self.frames += 1
      if self.frames % self.framesPerCommit == 0 {
        try self.connection.run("COMMIT")
        self.framesSaved = self.frames
        try self.connection.run("BEGIN")
      }
    }
  }

  /// Saves the rest and gives the file its name.
  public func finish() throws(Diagnostics) {
    try guarded { () throws(SQLiteFault) in
      try self.connection.run("COMMIT")
      self.framesSaved = self.frames
      try self.connection.run(TrajectoryDatabase.index)
      self.close()
    }
    try place.finish()
  }

  /// Leaves nothing behind.
  public func abandon() {
    close()
    place.remove()
  }

  private func close() {
    insertRow = nil
    insertFrame = nil
    connection.close()
  }

  private func create(wkt: String, area: [HoledPolygon]) throws(SQLiteFault) {
    // The journal stays in memory: enough to go back to the last commit when the disk is full, and nothing on
    // disk beside the file. No page leaves the cache before its commit.
    try connection.run(
      "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_spill = OFF"
    )
    try connection.run("BEGIN")
    for statement in TrajectoryDatabase.tables { try connection.run(statement) }
    let insert = try connection.prepare("INSERT INTO metadata VALUES(?, ?)")
    for (key, value) in TrajectoryDatabase.metadata(framesPerSecond, area) {
      insert.bind(key, at: 1)
      insert.bind(value, at: 2)
      try insert.runOnce()
    }
    let geometry = try connection.prepare("INSERT INTO geometry VALUES(?, ?)")
    geometry.bind(geometryHash, at: 1)
    geometry.bind(wkt, at: 2)
    try geometry.runOnce()
    try connection.run("COMMIT; BEGIN")
    insertRow = try connection.prepare("INSERT INTO trajectory_data VALUES(?, ?, ?, ?, ?, ?)")
    insertFrame = try connection.prepare("INSERT INTO frame_data VALUES(?, ?)")
  }

  private static func metadata(_ rate: Double, _ area: [HoledPolygon]) -> [(String, String)] {
    let points = area.flatMap(\.outline)
    let low = points.reduce(points[0]) { pointwiseMin($0, $1) }
    let high = points.reduce(points[0]) { pointwiseMax($0, $1) }
    return [
      ("version", "2"), ("fps", "\(rate)"), ("xmin", "\(low.x)"), ("xmax", "\(high.x)"), ("ymin", "\(low.y)"),
      ("ymax", "\(high.y)"),
    ]
  }

  /// Runs `body`; on an error goes back to the last commit and closes the file.
  private func guarded(_ body: () throws(SQLiteFault) -> Void) throws(Diagnostics) {
    if let failure { throw failure }
    do throws(SQLiteFault) {
      try body()
    } catch {
      try? connection.run("ROLLBACK")
      close()
      let seconds = NumberText.short(Double(framesSaved) / framesPerSecond)
      let reason = error.isFull && error.code == SQLITE_FULL ? "the disk is full" : error.message
      let diagnostics = place.cannotWrite(
        reason, saved: "\(framesSaved) frames (\(seconds) s) are saved in \(place.partial)")
      failure = diagnostics
      throw diagnostics
    }
  }
}

extension TrajectoryDatabase {
  /// The walkable polygons' union without the obstacles, however they touch or cross: always a valid area.
  /// Obstacles wholly inside are holes. Ground that falls apart gives several polygons.
  package static func geometry(of ground: Ground, path: String) throws(Diagnostics) -> [HoledPolygon] {
    func exact(_ polygon: Polygon) -> HoledPolygon {
      HoledPolygon(outline: polygon.vertices.filter(\.isFinite).map { SIMD2(Double($0.x), Double($0.y)) })
    }
    do throws(PlanarArea.Fault) {
      let area = try PlanarArea.difference(
        ground.walkable.map(exact), without: ground.obstacles.map { exact($0.polygon) })
      if !area.isEmpty { return area }
    } catch {
      throw Diagnostics(Diagnostic("R0505", "the ground is not a valid area: \(error.message)", file: path))
    }
    throw Diagnostics(
      Diagnostic(
        "R0505", "no walkable ground is left to record people on", file: path,
        hint: "do the obstacles cover the whole walkable area?"))
  }

  /// The same on every run, unlike the format's own writer's.
  package static func hash(_ wkt: String) -> Int64 {
    var text = wkt
    return text.withUTF8 { Int64(bitPattern: StableHash.digest(UnsafeRawBufferPointer($0), seed: 0)) }
  }
}
