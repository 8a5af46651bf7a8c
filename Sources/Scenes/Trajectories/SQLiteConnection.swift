import CSQLite

/// What SQLite said.
struct SQLiteFault: Error {
  var code: Int32  // primary result code
  var message: String

  /// The disk is full, or the file may not grow.
  var isFull: Bool { code == SQLITE_FULL || code == SQLITE_IOERR }
}

/// One open database. Not for two threads at once.
final class SQLiteConnection {
  private var handle: OpaquePointer?

  /// Opens for reading only, without locks and without side files: nothing beside the file is touched.
  init(reading path: String) throws(SQLiteFault) {
    var escaped = ""
    for byte in path.utf8 {
      let plain =
        (byte >= 48 && byte <= 57) || ((byte | 32) >= 97 && (byte | 32) <= 122)
        || [45, 46, 47, 95].contains(byte)
      let digits = String(byte, radix: 16)
      escaped +=
        plain ? String(Character(Unicode.Scalar(byte))) : "%" + (digits.count < 2 ? "0" : "") + digits
    }
    // A path that begins with two slashes would name a host.
    let anchor = path.hasPrefix("/") ? "file://" : "file:"
    try open(anchor + escaped + "?immutable=1", flags: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI)
  }

  /// Creates a database, or opens it, for writing.
  init(writing path: String) throws(SQLiteFault) {
    // "./" keeps a path that begins with "file:" or ":" from being read as something else.
    try open(
      path.hasPrefix("/") ? path : "./" + path, flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
  }

  private func open(_ name: String, flags: Int32) throws(SQLiteFault) {
    let result = sqlite3_open_v2(name, &handle, flags | SQLITE_OPEN_NOMUTEX, nil)
    guard result == SQLITE_OK else {
      let error = fault(result)
      close()
      throw error
    }
  }

  deinit { close() }

  func close() {
    sqlite3_close_v2(handle)
    handle = nil
  }

  func fault(_ result: Int32) -> SQLiteFault {
    let message = handle.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) }
    return SQLiteFault(code: result & 255, message: message ?? String(cString: sqlite3_errstr(result)))
  }

  func run(_ statements: String) throws(SQLiteFault) {
    let result = sqlite3_exec(handle, statements, nil, nil, nil)
    if result != SQLITE_OK { throw fault(result) }
  }

  func prepare(_ statement: String) throws(SQLiteFault) -> SQLiteStatement {
    var prepared: OpaquePointer?
    let result = sqlite3_prepare_v2(handle, statement, -1, &prepared, nil)
    guard result == SQLITE_OK, let prepared else { throw fault(result) }
    return SQLiteStatement(prepared, self)
  }
}

/// A prepared statement.
final class SQLiteStatement {
  let handle: OpaquePointer
  private let connection: SQLiteConnection

  init(_ handle: OpaquePointer, _ connection: SQLiteConnection) {
    self.handle = handle
    self.connection = connection
  }
  deinit { sqlite3_finalize(handle) }

  func bind(_ value: Int64, at parameter: Int32) { sqlite3_bind_int64(handle, parameter, value) }
  func bind(_ value: Double, at parameter: Int32) { sqlite3_bind_double(handle, parameter, value) }
  func bind(_ value: String, at parameter: Int32) {
    let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)  // SQLITE_TRANSIENT: SQLite copies it
    sqlite3_bind_text(handle, parameter, value, -1, transient)
  }

  /// True for a row, false at the end.
  func step() throws(SQLiteFault) -> Bool {
    let result = sqlite3_step(handle)
    if result == SQLITE_ROW { return true }
    guard result == SQLITE_DONE else { throw connection.fault(result) }
    return false
  }

  /// Runs a statement without rows and makes it ready for the next values.
  func runOnce() throws(SQLiteFault) {
    let result = sqlite3_step(handle)
    let error = result == SQLITE_DONE || result == SQLITE_ROW ? nil : connection.fault(result)
    sqlite3_reset(handle)
    if let error { throw error }
  }

  func type(_ column: Int32) -> Int32 { sqlite3_column_type(handle, column) }
  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }
  func double(_ column: Int32) -> Double { sqlite3_column_double(handle, column) }
  /// nil for NULL.
  func text(_ column: Int32) -> String? {
    guard let start = sqlite3_column_text(handle, column) else { return nil }
    let count = Int(sqlite3_column_bytes(handle, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }
}
