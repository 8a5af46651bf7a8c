import CNetCDF
import Kernel
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// What the NetCDF library, or the system under it, says is wrong.
struct NetCDFFault: Error {
  var code: Int32
  var system: Int32  // errno after the failed call; 0 where the system had no part in it
  var message: String {
    let own = String(cString: nc_strerror(code))
    return system == 0 ? own : FileBytes.reason(system)
  }
}

/// HDF5, which lies under the library, prints what fails, once more in every thread, and tries at the end of the program
/// to close what a damaged file left open, which can take it long. Neither is for people.
private enum Beneath {
  typealias SetReport = @convention(c) (Int64, UnsafeRawPointer?, UnsafeRawPointer?) -> Int32
  static let setReport: SetReport? = {
    if let quit = dlsym(nil, "H5dont_atexit") {
      _ = unsafeBitCast(quit, to: (@convention(c) () -> Int32).self)()
    }
    return dlsym(nil, "H5Eset_auto2").map { unsafeBitCast($0, to: SetReport.self) }
  }()
  /// Of this thread.
  static func silence() { _ = setReport?(0, nil, nil) }
}

/// One open NetCDF file. The library knows no threads, so all calls of the program go through one lock.
final class NetCDFFile {
  private static let lock = Mutex(())
  private var id: Int32
  private var isOpen = true

  static func call(_ body: () -> Int32) throws(NetCDFFault) {
    let fault: NetCDFFault? = lock.withLock { _ in
      Beneath.silence()
      errno = 0
      let code = body()
      return code == NC_NOERR ? nil : NetCDFFault(code: code, system: errno)
    }
    if let fault { throw fault }
  }

  /// A new NetCDF-4 file; what had the name is lost.
  init(creating path: String) throws(NetCDFFault) {
    var id: Int32 = 0
    try NetCDFFile.call { nc_create(path, NC_NETCDF4 | NC_CLOBBER, &id) }
    self.id = id
  }
  init(reading path: String) throws(NetCDFFault) {
    var id: Int32 = 0
    try NetCDFFile.call { nc_open(path, NC_NOWRITE, &id) }
    self.id = id
  }
  deinit { try? close() }

  func close() throws(NetCDFFault) {
    guard isOpen else { return }
    isOpen = false
    let id = id
    try NetCDFFile.call { nc_close(id) }
  }
  /// Everything written reaches the system.
  func sync() throws(NetCDFFault) { try NetCDFFile.call { nc_sync(id) } }
}

extension NetCDFFile {
  struct Variable: Equatable { var id: Int32 }
  struct Dimension: Equatable { var id: Int32 }
  static let global = Variable(id: NC_GLOBAL)

  /// `length` nil: as long as what is written along it.
  func dimension(_ name: String, length: Int?) throws(NetCDFFault) -> Dimension {
    var dimension: Int32 = 0
    try NetCDFFile.call { nc_def_dim(id, name, length ?? NC_UNLIMITED, &dimension) }
    return Dimension(id: dimension)
  }

  func variable(_ name: String, _ type: nc_type, _ dimensions: [Dimension]) throws(NetCDFFault) -> Variable {
    var variable: Int32 = 0
    let ids = dimensions.map(\.id)
    try NetCDFFile.call { nc_def_var(id, name, type, Int32(ids.count), ids, &variable) }
    return Variable(id: variable)
  }
  /// In chunks of `sides`; `deflate` 0...9, with the bytes shuffled where it is not 0.
  func chunk(_ variable: Variable, sides: [Int], deflate: Int) throws(NetCDFFault) {
    try NetCDFFile.call { nc_def_var_chunking(id, variable.id, NC_CHUNKED, sides) }
    guard deflate > 0 else { return }
    try NetCDFFile.call { nc_def_var_deflate(id, variable.id, 1, 1, Int32(deflate)) }
  }
  func endDefinitions() throws(NetCDFFault) { try NetCDFFile.call { nc_enddef(id) } }

  func attribute(_ variable: Variable, _ name: String, _ text: String) throws(NetCDFFault) {
    try NetCDFFile.call { nc_put_att_text(id, variable.id, name, text.utf8.count, text) }
  }
  func attribute(_ variable: Variable, _ name: String, _ value: Double) throws(NetCDFFault) {
    try NetCDFFile.call { nc_put_att_double(id, variable.id, name, NC_DOUBLE, 1, [value]) }
  }
  func attribute(_ variable: Variable, _ name: String, floats: [Float]) throws(NetCDFFault) {
    try NetCDFFile.call { nc_put_att_float(id, variable.id, name, NC_FLOAT, floats.count, floats) }
  }
  func attribute(_ variable: Variable, _ name: String, bytes: [Int8]) throws(NetCDFFault) {
    try NetCDFFile.call { nc_put_att_schar(id, variable.id, name, NC_BYTE, bytes.count, bytes) }
  }

  func put(_ variable: Variable, from start: [Int], sides: [Int], _ values: [Double]) throws(NetCDFFault) {
    try NetCDFFile.call { nc_put_vara_double(id, variable.id, start, sides, values) }
  }
  func put(_ variable: Variable, from start: [Int], sides: [Int], _ values: [Float]) throws(NetCDFFault) {
    try NetCDFFile.call { nc_put_vara_float(id, variable.id, start, sides, values) }
  }
  func put(_ variable: Variable, from start: [Int], sides: [Int], _ values: [Int32]) throws(NetCDFFault) {
    try NetCDFFile.call { nc_put_vara_int(id, variable.id, start, sides, values) }
  }
  func put(_ variable: Variable, from start: [Int], sides: [Int], _ values: [Int8]) throws(NetCDFFault) {
    try NetCDFFile.call { nc_put_vara_schar(id, variable.id, start, sides, values) }
  }
  /// One row of a variable of letters.
  func put(_ variable: Variable, row: Int, text: String) throws(NetCDFFault) {
    try NetCDFFile.call { nc_put_vara_text(id, variable.id, [row, 0], [1, text.utf8.count], text) }
  }
  func put(_ variable: Variable, text: String) throws(NetCDFFault) {
    try NetCDFFile.call { nc_put_vara_text(id, variable.id, [0], [text.utf8.count], text) }
  }
}

extension NetCDFFile {
  func find(_ name: String) -> Variable? {
    var variable: Int32 = 0
    do throws(NetCDFFault) { try NetCDFFile.call { nc_inq_varid(id, name, &variable) } } catch { return nil }
    return Variable(id: variable)
  }
  /// Names of all variables, in the file's order.
  func variableNames() throws(NetCDFFault) -> [String] {
    var count: Int32 = 0
    try NetCDFFile.call { nc_inq_nvars(id, &count) }
    var names: [String] = []
    for variable in 0..<count {
      var name = [CChar](repeating: 0, count: Int(NC_MAX_NAME) + 1)
      try NetCDFFile.call { nc_inq_varname(id, variable, &name) }
      names.append(NetCDFFile.string(name))
    }
    return names
  }
  /// Names and lengths of a variable's dimensions, the slowest first.
  func dimensions(of variable: Variable) throws(NetCDFFault) -> [(name: String, length: Int)] {
    var count: Int32 = 0
    try NetCDFFile.call { nc_inq_varndims(id, variable.id, &count) }
    var ids = [Int32](repeating: 0, count: Int(count))
    try NetCDFFile.call { nc_inq_vardimid(id, variable.id, &ids) }
    var all: [(String, Int)] = []
    for dimension in ids {
      var name = [CChar](repeating: 0, count: Int(NC_MAX_NAME) + 1)
      var length = 0
      try NetCDFFile.call { nc_inq_dim(id, dimension, &name, &length) }
      all.append((NetCDFFile.string(name), length))
    }
    return all
  }
  /// nil where there is none of that name, or it is no text.
  func text(of variable: Variable = global, _ name: String) -> String? {
    var length = 0
    var type: nc_type = 0
    do throws(NetCDFFault) {
      try NetCDFFile.call { nc_inq_att(id, variable.id, name, &type, &length) }
      guard type == NC_CHAR, length <= 1 << 24 else { return nil }
      var bytes = [CChar](repeating: 0, count: length + 1)
      try NetCDFFile.call { nc_get_att_text(id, variable.id, name, &bytes) }
      return NetCDFFile.string(bytes)
    } catch { return nil }
  }
  /// nil where there is none of that name, or it is no single number.
  func number(of variable: Variable = global, _ name: String) -> Double? {
    var length = 0
    var type: nc_type = 0
    var value = 0.0
    do throws(NetCDFFault) {
      try NetCDFFile.call { nc_inq_att(id, variable.id, name, &type, &length) }
      guard type != NC_CHAR, length == 1 else { return nil }
      try NetCDFFile.call { nc_get_att_double(id, variable.id, name, &value) }
      return value
    } catch { return nil }
  }
  func doubles(_ variable: Variable, count: Int) throws(NetCDFFault) -> [Double] {
    var values = [Double](repeating: 0, count: count)
    if count > 0 { try NetCDFFile.call { nc_get_var_double(id, variable.id, &values) } }
    return values
  }
  func floats(_ variable: Variable, from start: [Int], sides: [Int]) throws(NetCDFFault) -> [Float] {
    var values = [Float](repeating: 0, count: sides.reduce(1, *))
    if !values.isEmpty {
      try NetCDFFile.call { nc_get_vara_float(id, variable.id, start, sides, &values) }
    }
    return values
  }
  func letters(_ variable: Variable, count: Int) throws(NetCDFFault) -> String {
    var bytes = [CChar](repeating: 0, count: count + 1)
    if count > 0 { try NetCDFFile.call { nc_get_var_text(id, variable.id, &bytes) } }
    return NetCDFFile.string(bytes)
  }
  private static func string(_ letters: [CChar]) -> String {
    String(decoding: letters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
