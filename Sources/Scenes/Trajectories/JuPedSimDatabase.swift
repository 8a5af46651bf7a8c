import CSQLite
import Kernel

/// JuPedSim's SQLite trajectories, database versions 1, 2 and 3: `trajectory_data`, `metadata`, `geometry`.
struct JuPedSimDatabase {
  private let connection: SQLiteConnection
  private let tables: [String: [String]]  // columns by table

  init(path: String) throws(SQLiteFault) {
    connection = try SQLiteConnection(reading: path)
    // A foreign file's own functions and views are nothing to run.
    try connection.run("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
    var tables: [String: [String]] = [:]
    let names = try connection.prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
    while try names.step() {
      guard let name = names.text(0), ["trajectory_data", "metadata", "geometry"].contains(name) else {
        continue
      }
      let info = try connection.prepare("PRAGMA table_info(\(name))")
      tables[name] = []
      while try info.step() { tables[name]?.append(info.text(1) ?? "") }
    }
    self.tables = tables
  }

  static func read(
    path: String, name: String, bytes: Int, options: RecordingOptions, problems: inout ProblemList
  )
    -> Recording
  {
    var recording = Recording(name: name, framesPerSecond: 1, frames: [], ids: [], positions: [])
    do throws(SQLiteFault) {
      let database = try JuPedSimDatabase(path: path)
      guard database.hasColumns(&problems) else { return recording }
      let rate = try database.framesPerSecond(options, &problems)
      let rows = try database.rows(bytes: bytes, &problems)
      recording = rows.recording(name: name, framesPerSecond: rate, word: "row", problems: &problems)
      try database.readGeometry(into: &recording, &problems)
    } catch {
      problems.error(
        "R0401", "the database cannot be read: \(error.message)",
        hint: error.code == SQLITE_NOTADB || error.code == SQLITE_CORRUPT
          ? "the file is damaged or no SQLite database" : nil)
    }
    if options.unit == .centimetre {
      problems.error(
        "R0304", "positions in a database are in m, the options say cm", hint: "leave --unit out")
    }
    return recording
  }

  private func hasColumns(_ problems: inout ProblemList) -> Bool {
    for (table, columns) in [
      ("trajectory_data", ["frame", "id", "pos_x", "pos_y"]), ("metadata", ["key", "value"]),
    ] {
      guard let present = tables[table] else {
        problems.error(
          "R0402", "the database has no table \(table)",
          hint: "JuPedSim's trajectories have trajectory_data, metadata and geometry")
        continue
      }
      let missing = columns.filter { !present.contains($0) }
      if !missing.isEmpty {
        problems.error("R0403", "table \(table) has no column \(missing.joined(separator: ", "))")
      }
    }
    return problems.isEmpty
  }

  private func metadata(_ key: String) throws(SQLiteFault) -> String? {
    let query = try connection.prepare("SELECT value FROM metadata WHERE key = ?")
    query.bind(key, at: 1)
    return try query.step() ? query.text(0) : nil
  }

  private func framesPerSecond(_ options: RecordingOptions, _ problems: inout ProblemList) throws(SQLiteFault)
    -> Double
  {
    let version = try metadata("version")
    if version == nil || !["1", "2", "3"].contains(version) {
      problems.error(
        "R0404",
        version.map { "the database has version \($0.prefix(24)); 1, 2 and 3 are known" }
          ?? "the database does not say its version")
    }
    guard let text = try metadata("fps") else {
      problems.error("R0405", "metadata has no frame rate (key fps)")
      return 1
    }
    guard case .finite(let rate) = DecimalNumber(text), RecordingLimits.framesPerSecond.contains(rate) else {
      problems.error(
        "R0305", "metadata gives \(text.prefix(24)) as frame rate (key fps), outside 0.01...1000")
      return 1
    }
    if let given = options.framesPerSecond, given != rate {
      problems.error(
        "R0303",
        "the file says \(NumberText.short(rate)) frames a second, the options say \(NumberText.short(given))",
        hint: "leave --frame-rate out")
    }
    return rate
  }

  private func rows(bytes: Int, _ problems: inout ProblemList) throws(SQLiteFault) -> RecordedRows {
    var rows = RecordedRows()
    let query = try connection.prepare("SELECT frame, id, pos_x, pos_y FROM trajectory_data")
    var place = 0
    while try query.step() {
      place += 1
      // A row takes more than four bytes; a damaged tree of pages could go round in circles.
      guard place <= RecordingLimits.rows, place <= bytes / 4 else {
        problems.error("R0209", "trajectory_data has more than \(min(RecordingLimits.rows, bytes / 4)) rows")
        return rows
      }
      let whole = query.type(0) == SQLITE_INTEGER && query.type(1) == SQLITE_INTEGER
      let numbers = [query.type(2), query.type(3)].allSatisfy { $0 == SQLITE_FLOAT || $0 == SQLITE_INTEGER }
      guard whole, numbers else {
        problems.error(
          "R0406",
          "row \(place) of trajectory_data holds something else than whole numbers as frame and id and numbers as position"
        )
        continue
      }
      let (frame, id, x, y) = (query.integer(0), query.integer(1), query.double(2), query.double(3))
      guard RecordingLimits.ids.contains(Int(id)) else {
        problems.error("R0205", "row \(place) of trajectory_data: id is \(id), outside 0...4294967295")
        continue
      }
      guard RecordingLimits.frames.contains(Int(frame)) else {
        problems.error("R0206", "row \(place) of trajectory_data: frame is \(frame), outside 0...100000000")
        continue
      }
      guard abs(x) <= RecordingLimits.coordinate, abs(y) <= RecordingLimits.coordinate else {
        problems.error(
          "R0207",
          "row \(place) of trajectory_data: the position (\(x), \(y)) lies more than 100 km from the origin",
          hint: "take a near point as the origin")
        continue
      }
      rows.append(frame: Int(frame), id: Int(id), position: SIMD2(x, y), place: place)
    }
    return rows
  }

  /// The union of all rows of `geometry`, as PedPy takes it.
  private func readGeometry(into recording: inout Recording, _ problems: inout ProblemList)
    throws(SQLiteFault)
  {
    guard tables["geometry"]?.contains("wkt") == true else {
      problems.warning(
        "R0353", "the database has no geometry", hint: "the ground is the box round everybody's positions")
      return
    }
    var polygons: [HoledPolygon] = []
    let query = try connection.prepare("SELECT wkt FROM geometry")
    var row = 0
    while try query.step() {
      row += 1
      do throws(WellKnownText.Fault) {
        let found = try WellKnownText.polygons(query.text(0) ?? "")
        for polygon in found {
          if let reason = PlanarArea.fault(of: polygon) {
            problems.error("R0408", "row \(row) of geometry is not a valid area: \(reason)")
          }
        }
        polygons += found
      } catch {
        problems.error("R0407", "row \(row) of geometry, character \(error.column): \(error.message)")
      }
    }
    guard problems.isEmpty else { return }
    do throws(PlanarArea.Fault) {
      try recording.setGround(polygons)
    } catch {
      problems.error("R0408", "the geometry is not a valid area: \(error.message)")
    }
  }
}

extension Recording {
  /// Takes the union of `polygons` as ground: its outlines, and as obstacles what lies in its holes. A hole
  /// with an island in it is cut into pieces round the island.
  mutating func setGround(_ polygons: [HoledPolygon]) throws(PlanarArea.Fault) {
    func flat(_ points: [SIMD2<Double>]) -> Polygon {
      Polygon(points.map { Vector2(Float($0.x), Float($0.y)) })
    }
    let pieces = try PlanarArea.difference(polygons)
    walkable = pieces.map { flat($0.outline) }
    var holes = pieces.flatMap { $0.holes.map { HoledPolygon(outline: $0) } }
    if pieces.count > 1, !holes.isEmpty {
      var cut: [HoledPolygon] = []
      for piece in try PlanarArea.difference(holes, without: pieces) {
        cut += try PlanarArea.withoutHoles(piece)
      }
      holes = cut
    }
    obstacles = holes.map { flat($0.outline) }
  }
}
