import CSQLite
import Foundation
import Kernel

/// What the tests of recordings and records share.
enum RecordTest {
  /// The package's own folder, found from this file.
  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Rows that a query gives, each field as text; "NULL" for nothing.
  static func query(_ path: String, _ sql: String) -> [[String]] {
    var database: OpaquePointer?
    var statement: OpaquePointer?
    defer {
      sqlite3_finalize(statement)
      sqlite3_close(database)
    }
    guard sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, nil) == SQLITE_OK,
      sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK
    else { return [[String(cString: sqlite3_errmsg(database))]] }
    var rows: [[String]] = []
    while sqlite3_step(statement) == SQLITE_ROW {
      rows.append(
        (0..<sqlite3_column_count(statement)).map { column in
          sqlite3_column_text(statement, column).map { String(cString: $0) } ?? "NULL"
        })
    }
    return rows
  }

  /// Makes a database out of statements.
  static func makeDatabase(_ path: String, _ statements: String) {
    var database: OpaquePointer?
    sqlite3_open(path, &database)
    precondition(
      sqlite3_exec(database, statements, nil, nil, nil) == SQLITE_OK,
      String(cString: sqlite3_errmsg(database)))
    sqlite3_close(database)
  }

  /// Runs a program and gives its exit code and what it printed; nil where it cannot be started.
  static func run(_ arguments: [String]) -> (code: Int32, output: String)? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    guard (try? process.run()) != nil else { return nil }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  /// True where python3 can import the module.
  static func pythonHas(_ module: String) -> Bool { run(["python3", "-c", "import \(module)"])?.code == 0 }

  /// A small crowd that walks east at 1 m/s, `count` people side by side.
  static func marchingCrowd(_ count: Int, atSeconds seconds: Float) -> Crowd {
    var crowd = Crowd()
    for k in 0..<count {
      crowd.append(
        id: UInt32(k + 1), position: Vector2(1 + seconds, 1 + Float(k % 8)), velocity: Vector2(1, 0),
        heading: Vector2(1, 0), radius: 0.2)
    }
    return crowd
  }
}
