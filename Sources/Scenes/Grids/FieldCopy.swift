import CNetCDF
import Fields
import Kernel

/// One step of a file of fields.
struct FieldStep {
  var seconds = 0.0  // [s] since the crowd's first moment
  var people: Int32 = 0  // present
  var outside: Int32 = 0  // of them, those in no cell
  var planes: [[Float]] = []  // by variable; the fill value where nobody can walk

  mutating func take(
    seconds: Double, people: Int, _ field: CrowdField, _ variables: [FieldVariable], walkable: [Bool]
  ) {
    self.seconds = seconds
    self.people = Int32(clamping: people)
    outside = Int32(clamping: field.outside)
    if planes.count != variables.count { planes = variables.map { _ in [] } }
    for (k, variable) in variables.enumerated() {
      planes[k].removeAll(keepingCapacity: true)
      planes[k].append(contentsOf: variable.plane(of: field).cells)
      planes[k].withUnsafeMutableBufferPointer { cells in
        for i in cells.indices where !walkable[i] { cells[i] = FieldCopy.fill }
      }
    }
  }
}

/// A file of fields while it grows: NetCDF-4 after the CF conventions 1.8.
///
///     time(time)  elapsed(time)  people(time)  outside(time)  x(x)  y(y)  x_bnds(x, nv)  y_bnds(y, nv)
///     walkable(y, x)  walkable_area(letters)  density(time, y, x)  velocity_x(time, y, x) …
///
/// A plane lies in chunks of one step by `tile` by `tile` cells, shuffled and deflated.
final class FieldCopy {
  static let tile = 256  // cells
  /// What stands on cells that nobody can walk on: the library's own value for nothing.
  static let fill: Float = 9.969_209_968_386_869e36
  static let emptyByte: Int8 = -127

  let path: String
  private let file: NetCDFFile
  private let frame: GridFrame
  private let time: NetCDFFile.Variable
  private let elapsed: NetCDFFile.Variable
  private let people: NetCDFFile.Variable
  private let outside: NetCDFFile.Variable
  private var planes: [(variable: NetCDFFile.Variable, isClass: Bool)] = []
  private var bytes: [Int8] = []  // scratch
  private(set) var steps = 0

  init(path: String, _ header: FieldFileHeader, wkt: String, deflate: Int) throws(NetCDFFault) {
    self.path = path
    frame = header.frame
    file = try NetCDFFile(creating: path)
    let t = try file.dimension("time", length: nil)
    let y = try file.dimension("y", length: frame.rows)
    let x = try file.dimension("x", length: frame.columns)
    let ends = try file.dimension("nv", length: 2)
    let letters = try file.dimension("letters", length: max(1, wkt.utf8.count))
    try FieldCopy.describe(file, header)
    time = try FieldCopy.time(file, t)
    elapsed = try file.series("elapsed", NC_DOUBLE, t, "time since the first moment of the crowd", "s")
    people = try file.series("people", NC_INT, t, "number of pedestrians present", "1")
    outside = try file.series("outside", NC_INT, t, "number of pedestrians that lie in no cell", "1")
    let across = try file.axis("x", x, "distance eastward from the origin of the ground", "X")
    let up = try file.axis("y", y, "distance northward from the origin of the ground", "Y")
    let acrossEnds = try file.variable("x_bnds", NC_DOUBLE, [x, ends])
    let upEnds = try file.variable("y_bnds", NC_DOUBLE, [y, ends])
    let walkable = try file.variable("walkable", NC_BYTE, [y, x])
    try FieldCopy.describe(file, walkable: walkable)
    let area = try file.variable("walkable_area", NC_CHAR, [letters])
    try file.attribute(area, "long_name", "walkable area as well-known text, in metres")
    let sides = [1, min(FieldCopy.tile, frame.rows), min(FieldCopy.tile, frame.columns)]
    for variable in header.variables {
      let isClass = variable == .service
      let plane = try file.variable(variable.rawValue, isClass ? NC_BYTE : NC_FLOAT, [t, y, x])
      try file.chunk(plane, sides: sides, deflate: deflate)
      try FieldCopy.describe(file, plane, variable)
      planes.append((plane, isClass))
    }
    try file.endDefinitions()
    let (xs, ys) = (frame.centres(.x), frame.centres(.y))
    try file.put(across, from: [0], sides: [xs.count], xs)
    try file.put(up, from: [0], sides: [ys.count], ys)
    try file.put(acrossEnds, from: [0, 0], sides: [xs.count, 2], frame.bounds(.x))
    try file.put(upEnds, from: [0, 0], sides: [ys.count, 2], frame.bounds(.y))
    try file.put(
      walkable, from: [0, 0], sides: [frame.rows, frame.columns],
      header.walkable.cells.map { $0 ? Int8(1) : 0 })
    try file.put(area, text: wkt.isEmpty ? " " : wkt)
    try file.sync()
  }

  /// Adds a step; it has reached the file only after `sync`.
  func append(_ step: FieldStep) throws(NetCDFFault) {
    try file.put(time, from: [steps], sides: [1], [step.seconds])
    try file.put(elapsed, from: [steps], sides: [1], [step.seconds])
    try file.put(people, from: [steps], sides: [1], [step.people])
    try file.put(outside, from: [steps], sides: [1], [step.outside])
    let sides = [1, frame.rows, frame.columns]
    for (k, plane) in planes.enumerated() {
      if plane.isClass {
        bytes.removeAll(keepingCapacity: true)
        for value in step.planes[k] {
          bytes.append(value == FieldCopy.fill ? FieldCopy.emptyByte : Int8(value))
        }
        try file.put(plane.variable, from: [steps, 0, 0], sides: sides, bytes)
      } else {
        try file.put(plane.variable, from: [steps, 0, 0], sides: sides, step.planes[k])
      }
    }
    steps += 1
  }
  func sync() throws(NetCDFFault) { try file.sync() }
  func close() throws(NetCDFFault) { try file.close() }
}

extension GridFrame {
  enum Axis { case x, y }
  private func edge(_ axis: Axis, _ k: Int) -> Double {
    Double(axis == .x ? origin.x : origin.y) + Double(k) * Double(cellSize)
  }
  /// [m] of columns or rows.
  func centres(_ axis: Axis) -> [Double] {
    (0..<(axis == .x ? columns : rows)).map { edge(axis, $0) + 0.5 * Double(cellSize) }
  }
  /// [m] lower and upper side of each column or row in turn.
  func bounds(_ axis: Axis) -> [Double] {
    (0..<(axis == .x ? columns : rows)).flatMap { [edge(axis, $0), edge(axis, $0 + 1)] }
  }
}
