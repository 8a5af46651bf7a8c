import CNetCDF
import Fields
import Foundation
import Kernel

/// Fields read back from a NetCDF file: Throng's own, or any with variables over (time, y, x) on square cells in
/// metres.
public final class FieldRecording {
  /// A variable over time and both axes.
  public struct Layer: Equatable, Sendable {
    public var name: String
    public var title: String  // its long_name, or its name
    public var unit: String
  }
  public let path: String
  public let name: String  // the file's stem
  public let title: String
  public let scene: String
  public let seed: UInt64?
  public let source: String  // the program that wrote it
  public let estimator: String?
  public let kernelWidth: Double?  // [m]
  public let kernelMeasure: String?  // what the width measures
  public let neighbours: Int?  // k of kernels that end at the k-th neighbour
  public let ground: Ground
  public let frame: GridFrame
  public let seconds: [Double]  // [s] of each step, rising
  public let layers: [Layer]
  private let file: NetCDFFile
  private let empties: [Float?]  // the fill value of each layer

  /// The most cells of a plane, and the most steps.
  private static let mostCells = 1 << 28
  private static let mostSteps = 20_000_000

  /// Throws R0601 for a file that is no NetCDF, R0602 where no variable lies over time and two axes, R0603 for axes
  /// that are not those of square cells.
  public init(path: String) throws(Diagnostics) {
    self.path = path
    name = FieldRecording.stem(path)
    guard FileManager.default.fileExists(atPath: path) else {
      throw FieldRecording.refused("R0101", path, "no such file", hint: nil, exit: .noInput)
    }
    guard FieldRecording.isOne(path) else {
      throw FieldRecording.refused("R0601", path, "is no NetCDF file", hint: nil, exit: .noInput)
    }
    do throws(NetCDFFault) {
      file = try NetCDFFile(reading: path)
      let found = try FieldRecording.layers(file)
      guard let first = found.first else {
        throw NetCDFFault(code: FieldRecording.noLayer, system: 0)
      }
      layers = found.map(\.layer)
      empties = found.map(\.empty)
      let sides = first.sides
      guard sides.allSatisfy({ $0.length > 0 && $0.length <= FieldRecording.mostSteps }),
        sides[1].length * sides[2].length <= FieldRecording.mostCells
      else { throw NetCDFFault(code: FieldRecording.noLayer, system: 0) }
      seconds = try FieldRecording.times(file, sides[0])
      let x = try FieldRecording.axis(file, sides[2])
      let y = try FieldRecording.axis(file, sides[1])
      guard let frame = FieldRecording.frame(x: x, y: y) else {
        throw NetCDFFault(code: FieldRecording.noGrid, system: 0)
      }
      self.frame = frame
      ground = try FieldRecording.ground(file, frame)
    } catch {
      throw FieldRecording.fault(error, path)
    }
    title = file.text("title") ?? name
    scene = file.text("scene") ?? name
    seed = file.text("seed").flatMap { UInt64($0) }
    source = file.text("source") ?? ""
    estimator = file.text("estimator")
    kernelWidth = file.number("kernel_width")
    kernelMeasure = file.text("kernel_width_measure")
    neighbours = file.number("neighbours").flatMap { (1...100).contains($0) ? Int($0) : nil }
  }

  /// Whether the file at `path` begins as a NetCDF file of any version does.
  public static func isOne(_ path: String) -> Bool {
    guard let head = try? FileBytes.read(path, first: 8).bytes else { return false }
    return head.starts(with: [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A])
      || (head.starts(with: Array("CDF".utf8)) && head.count > 3 && [1, 2, 5].contains(head[3]))
  }

  /// One layer at one step, NaN where it holds nothing. Throws R0601 where the file breaks off there.
  public func plane(_ name: String, step: Int) throws(Diagnostics) -> Grid2D<Float>? {
    guard let k = layers.firstIndex(where: { $0.name == name }), let variable = file.find(name) else {
      return nil
    }
    var plane = Grid2D<Float>(frame, filledWith: 0)
    do throws(NetCDFFault) {
      plane.cells = try file.floats(variable, from: [step, 0, 0], sides: [1, frame.rows, frame.columns])
    } catch {
      throw FieldRecording.fault(error, path)
    }
    if let empty = empties[k] {
      for i in plane.cells.indices where plane.cells[i] == empty { plane.cells[i] = .nan }
    }
    return plane
  }

  /// Pedestrians present at each step; nil where the file does not say.
  public func people() -> [Int]? {
    guard let variable = file.find("people"),
      let values = try? file.doubles(variable, count: seconds.count)
    else { return nil }
    return values.map { $0.isFinite && abs($0) < 1e9 ? Int($0) : 0 }
  }
}

extension FieldRecording {
  private static let noLayer: Int32 = -9001
  private static let noGrid: Int32 = -9002

  private static func layers(_ file: NetCDFFile) throws(NetCDFFault) -> [(
    layer: Layer, sides: [(name: String, length: Int)], empty: Float?
  )] {
    var found: [(layer: Layer, sides: [(name: String, length: Int)], empty: Float?)] = []
    for name in try file.variableNames() {
      guard let variable = file.find(name) else { continue }
      let sides = try file.dimensions(of: variable)
      guard sides.count == 3, found.isEmpty || found[0].sides.map(\.name) == sides.map(\.name) else {
        continue
      }
      let layer = Layer(
        name: name, title: file.text(of: variable, "long_name") ?? name,
        unit: file.text(of: variable, "units") ?? "")
      found.append((layer, sides, file.number(of: variable, "_FillValue").map { Float($0) }))
    }
    return found
  }

  private static func times(_ file: NetCDFFile, _ side: (name: String, length: Int)) throws(NetCDFFault)
    -> [Double]
  {
    for name in ["elapsed", side.name] {
      guard let variable = file.find(name) else { continue }
      let sides = try file.dimensions(of: variable)
      guard sides.count == 1, sides[0].name == side.name else { continue }
      let values = try file.doubles(variable, count: side.length)
      if values.allSatisfy(\.isFinite), zip(values, values.dropFirst()).allSatisfy(<) { return values }
    }
    return (0..<side.length).map(Double.init)
  }

  private static func axis(_ file: NetCDFFile, _ side: (name: String, length: Int)) throws(NetCDFFault)
    -> [Double]
  {
    guard let variable = file.find(side.name), try file.dimensions(of: variable).map(\.name) == [side.name]
    else { throw NetCDFFault(code: noGrid, system: 0) }
    return try file.doubles(variable, count: side.length)
  }

  /// nil where the centres are not those of square cells, rising.
  private static func frame(x: [Double], y: [Double]) -> GridFrame? {
    func step(_ centres: [Double]) -> Double? {
      centres.count > 1 ? (centres[centres.count - 1] - centres[0]) / Double(centres.count - 1) : nil
    }
    guard let cell = step(x) ?? step(y), cell > 1e-6, cell < 1e6 else { return nil }
    for centres in [x, y] {
      for (k, centre) in centres.enumerated() {
        guard abs(centre) < 1e6, abs(centre - centres[0] - cell * Double(k)) < cell * 0.01 else { return nil }
      }
    }
    return GridFrame(
      origin: Vector2(Float(x[0] - cell / 2), Float(y[0] - cell / 2)), cellSize: Float(cell),
      columns: x.count, rows: y.count)
  }

  private static func ground(_ file: NetCDFFile, _ frame: GridFrame) throws(NetCDFFault) -> Ground {
    if let variable = file.find("walkable_area") {
      let sides = try file.dimensions(of: variable)
      if sides.count == 1, sides[0].length <= 1 << 26,
        let areas = try? WellKnownText.polygons(try file.letters(variable, count: sides[0].length)),
        !areas.isEmpty
      {
        func polygon(_ ring: [SIMD2<Double>]) -> Polygon {
          Polygon(ring.map { Vector2(Float($0.x), Float($0.y)) })
        }
        return Ground(
          walkable: areas.map { polygon($0.outline) },
          obstacles: areas.flatMap { $0.holes.map { Obstacle(name: "", polygon: polygon($0)) } })
      }
    }
    return Ground(walkable: [Polygon(frame.bounds)])
  }

  private static func fault(_ fault: NetCDFFault, _ path: String) -> Diagnostics {
    switch fault.code {
    case noLayer:
      refused(
        "R0602", path, "has no variable over time and two axes, or no steps",
        hint: "throng export and throng run --fields write such files", exit: .data)
    case noGrid:
      refused(
        "R0603", path, "has axes that are not the centres of square cells, rising, in metres", hint: nil,
        exit: .data)
    // What the library found amiss inside leaves the system's last error as it was.
    case _ where fault.system == 0 || fault.system == ENOENT:
      refused(
        "R0601", path, "is damaged or cut short: \(String(cString: nc_strerror(fault.code)))",
        hint: "a file whose program was killed can be read; one that was copied in part cannot", exit: .data)
    default: refused("R0601", path, "cannot be read: \(fault.message)", hint: nil, exit: .data)
    }
  }
  private static func refused(
    _ code: String, _ path: String, _ message: String, hint: String?, exit: Diagnostics.Exit
  ) -> Diagnostics { Diagnostics(Diagnostic(code, message, file: path, hint: hint), exit: exit) }

  private static func stem(_ path: String) -> String {
    var name = path.split(separator: "/").last.map(String.init) ?? path
    for ending in [".partial", ".nc"] where name.hasSuffix(ending) && name.count > ending.count {
      name.removeLast(ending.count)
    }
    return name
  }
}
