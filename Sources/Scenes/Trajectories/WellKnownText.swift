import Kernel

/// A polygon with holes, in the precision of files [m]. Rings are open: the last vertex joins the first.
package struct HoledPolygon: Equatable, Sendable {
  package var outline: [SIMD2<Double>]
  package var holes: [[SIMD2<Double>]]
  package init(outline: [SIMD2<Double>], holes: [[SIMD2<Double>]] = []) {
    self.outline = outline
    self.holes = holes
  }
}

/// Well-known text of areas (OGC 06-103r4, section 7): POLYGON, MULTIPOLYGON and GEOMETRYCOLLECTION of them.
package enum WellKnownText {
  package struct Fault: Error, Equatable {
    package var column: Int  // 1-based, in bytes
    package var message: String
  }

  package static func polygons(_ text: String) throws(Fault) -> [HoledPolygon] {
    var parser = Parser(bytes: Array(text.utf8))
    try parser.geometry(depth: 0)
    try parser.end()
    return parser.polygons
  }

  /// One polygon as POLYGON, several as MULTIPOLYGON, none as `POLYGON EMPTY`.
  package static func text(_ polygons: [HoledPolygon]) -> String {
    let bodies = polygons.map { polygon in
      "(" + ([polygon.outline] + polygon.holes).map(ring).joined(separator: ", ") + ")"
    }
    switch bodies.count {
    case 0: return "POLYGON EMPTY"
    case 1: return "POLYGON " + bodies[0]
    default: return "MULTIPOLYGON (" + bodies.joined(separator: ", ") + ")"
    }
  }

  private static func ring(_ vertices: [SIMD2<Double>]) -> String {
    let closed = vertices + vertices.prefix(1)
    return "(" + closed.map { "\(NumberText.short($0.x)) \(NumberText.short($0.y))" }.joined(separator: ", ")
      + ")"
  }
}

private struct Parser {
  let bytes: [UInt8]
  var i = 0
  var polygons: [HoledPolygon] = []
  private var vertices = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  func fault(_ message: String) -> WellKnownText.Fault { .init(column: i + 1, message: message) }

  mutating func skipSpace() {
    while i < bytes.count, bytes[i] == 32 || (bytes[i] >= 9 && bytes[i] <= 13) { i += 1 }
  }
  mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard i < bytes.count, bytes[i] == byte else { return false }
    i += 1
    return true
  }
  mutating func expect(_ byte: UInt8) throws(WellKnownText.Fault) {
    guard take(byte) else { throw fault("\"\(Character(Unicode.Scalar(byte)))\" is missing") }
  }
  mutating func word() -> String {
    skipSpace()
    let start = i
    while i < bytes.count, (bytes[i] | 32) >= 97, (bytes[i] | 32) <= 122 { i += 1 }
    return String(decoding: bytes[start..<i], as: UTF8.self).uppercased()
  }
  mutating func isEmpty() -> Bool {
    let start = i
    if word() == "EMPTY" { return true }
    i = start
    return false
  }
  mutating func end() throws(WellKnownText.Fault) {
    skipSpace()
    guard i == bytes.count else { throw fault("something follows the geometry") }
  }

  /// "(" item { "," item } ")" or EMPTY.
  mutating func list(_ item: (inout Parser) throws(WellKnownText.Fault) -> Void) throws(WellKnownText.Fault) {
    if isEmpty() { return }
    try expect(40)
    repeat { try item(&self) } while take(44)
    try expect(41)
  }

  mutating func geometry(depth: Int) throws(WellKnownText.Fault) {
    skipSpace()
    let start = i
    let kind = word()
    let afterKind = i
    if !["Z", "M", "ZM"].contains(word()) { i = afterKind }
    switch kind {
    case "POLYGON": try polygon()
    case "MULTIPOLYGON": try list { (p) throws(WellKnownText.Fault) in try p.polygon() }
    case "GEOMETRYCOLLECTION":
      guard depth < 16 else { throw fault("collections lie more than 16 deep in each other") }
      try list { (p) throws(WellKnownText.Fault) in try p.geometry(depth: depth + 1) }
    default:
      i = start
      throw fault(
        kind.isEmpty
          ? "a geometry is missing"
          : "\(kind.prefix(24)) is no area; POLYGON, MULTIPOLYGON and GEOMETRYCOLLECTION are read")
    }
  }

  mutating func polygon() throws(WellKnownText.Fault) {
    var rings: [[SIMD2<Double>]] = []
    try list { (p) throws(WellKnownText.Fault) in rings.append(try p.ring()) }
    if let outline = rings.first {
      polygons.append(HoledPolygon(outline: outline, holes: Array(rings.dropFirst())))
    }
  }

  mutating func ring() throws(WellKnownText.Fault) -> [SIMD2<Double>] {
    skipSpace()
    let start = i
    var points: [SIMD2<Double>] = []
    try list { (p) throws(WellKnownText.Fault) in
      p.vertices += 1
      guard p.vertices <= RecordingLimits.vertices else {
        throw p.fault("more than \(RecordingLimits.vertices) vertices")
      }
      points.append(SIMD2(try p.number(), try p.number()))
      while p.startsNumber() { _ = try p.number() }  // z and m
    }
    guard points.count >= 4, points.first == points.last else {
      i = start
      throw fault("a ring needs at least three corners and ends where it begins")
    }
    points.removeLast()
    return points
  }

  mutating func startsNumber() -> Bool {
    skipSpace()
    return i < bytes.count && bytes[i] != 44 && bytes[i] != 41
  }

  mutating func number() throws(WellKnownText.Fault) -> Double {
    skipSpace()
    let start = i
    while i < bytes.count, bytes[i] > 32, bytes[i] != 44, bytes[i] != 40, bytes[i] != 41 { i += 1 }
    let number = DecimalNumber(bytes, start..<i)
    guard case .finite(let value) = number, abs(value) <= RecordingLimits.coordinate else {
      i = start
      throw fault(number == .malformed ? "a number is missing" : "a number lies beyond ±100000 m")
    }
    return value
  }
}
