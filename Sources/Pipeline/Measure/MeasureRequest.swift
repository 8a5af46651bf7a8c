import Fields
import Foundation
import Kernel
import Scenes

/// What is to be measured of a recording.
public struct MeasureRequest: Sendable {
  package struct NamedArea: Sendable {
    package var text: String  // as the person wrote it
    package var area: MeasurementArea
  }
  package struct NamedLine: Sendable {
    package var text: String
    package var line: MeasurementLine
  }
  package var ground: WalkableArea
  package var areas: [NamedArea] = []
  package var lines: [NamedLine] = []
  /// The file's frame numbers over which means are taken, both ends counted; nil: all.
  public var frames: ClosedRange<Int>?
  /// Moments before and after the one at which a speed is taken.
  public var frameStep = 5
  package var border = IndividualSpeed.Border.singleSided
  public var cells = VoronoiSettings()
  /// Moments of a window of the flow.
  public var flowWindow = 100
  /// [m] from a line to its parallel, for passing density and speed; nil: not measured.
  public var passingWidth: Double?

  /// Fields whose means and extremes in the areas are measured; none: no field is.
  public var fields: Set<MeasuredField> = []
  /// How they are.
  public var field = FieldSettings()

  /// The ground as an estimator takes it.
  var fieldGround: Ground {
    func flat(_ ring: [Point]) -> Polygon { Polygon(ring.map { Vector2($0) }) }
    return Ground(
      walkable: ground.pieces.map { flat($0.outline) },
      obstacles: ground.pieces.flatMap(\.holes).enumerated().map {
        Obstacle(name: "hole \($0.offset + 1)", polygon: flat($0.element))
      })
  }

  /// `walkable` is the well-known text of the ground; nil: what the recording has, or a box round it. Throws P0110 for a
  /// text that is no area.
  public init(walkable: String?, recording: Recording) throws(Diagnostics) {
    let pieces: [HoledPolygon]
    if let walkable {
      pieces = try MeasureRequest.pieces(walkable, option: "--walkable")
    } else {
      do throws(PlanarArea.Fault) {
        pieces = try RecordedCrowd.groundFor(recording).pieces()
      } catch {
        throw Diagnostics(
          Diagnostic(
            "P0110", "the recording's own ground cannot be used: \(error.message)", hint: "give --walkable"))
      }
    }
    ground = WalkableArea(pieces.map { AreaShape(outline: $0.outline, holes: $0.holes) })
  }

  /// Adds a measurement area by its well-known text. Throws P0110.
  public mutating func addArea(_ text: String) throws(Diagnostics) {
    let pieces = try MeasureRequest.pieces(text, option: "--area")
    guard pieces.count == 1 else {
      throw MeasureRequest.noArea("--area", text, "it has \(pieces.count) pieces; one at a time")
    }
    let shape = AreaShape(outline: pieces[0].outline, holes: pieces[0].holes)
    areas.append(NamedArea(text: text, area: MeasurementArea(shape)))
  }

  /// Adds a line by its well-known text, LINESTRING of two points. Throws P0111.
  public mutating func addLine(_ text: String) throws(Diagnostics) {
    func fault(_ reason: String) -> Diagnostics {
      Diagnostics(
        Diagnostic(
          "P0111", "--line is not the well-known text of a straight line: \(reason)",
          hint: "write for example LINESTRING (0 0, 1.8 0)"), exit: .usage)
    }
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard trimmed.uppercased().hasPrefix("LINESTRING") else {
      throw fault("it does not begin with LINESTRING")
    }
    let body = trimmed.dropFirst("LINESTRING".count).trimmingCharacters(in: .whitespacesAndNewlines)
    guard body.hasPrefix("("), body.hasSuffix(")"), body.count >= 2 else {
      throw fault("the brackets are missing")
    }
    let points = body.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false).map {
      $0.split(whereSeparator: \.isWhitespace).map { Double($0) ?? .nan }
    }
    guard points.count == 2 else { throw fault("it has \(points.count) points, not two") }
    guard points.allSatisfy({ $0.count >= 2 && $0[0].magnitude <= 1e5 && $0[1].magnitude <= 1e5 }) else {
      throw fault("a coordinate is missing, is no number or lies beyond ±100000 m")
    }
    let line = MeasurementLine(
      start: Point(points[0][0], points[0][1]), end: Point(points[1][0], points[1][1]))
    guard line.length > 0 else { throw fault("both ends are one point") }
    lines.append(NamedLine(text: trimmed, line: line))
  }

  /// What is likely not meant: areas and lines with nothing walkable in them.
  public var remarks: [String] {
    // Places that are looked at across an area, and along a line.
    let steps = 64
    func share(_ k: Int, _ count: Int) -> Double { (Double(k) + 0.5) / Double(count) }
    func spans() -> String {
      func range(_ low: Double, _ high: Double) -> String { String(format: "%.1f...%.1f", low, high) }
      return "the ground spans x \(range(ground.lower.x, ground.upper.x)), "
        + "y \(range(ground.lower.y, ground.upper.y))"
    }
    var remarks: [String] = []
    for (k, named) in areas.enumerated() {
      let shape = named.area.shape
      let low = shape.outline.reduce(shape.outline[0], pointwiseMin)
      let size = shape.outline.reduce(shape.outline[0], pointwiseMax) - low
      let isWalkable = (0..<steps * steps).contains { step in
        let p = low + Point(share(step % steps, steps), share(step / steps, steps)) * size
        return shape.containsStrictly(p) && ground.contains(p)
      }
      if !isWalkable { remarks.append("area \(k + 1) lies off the walkable ground; \(spans())") }
    }
    for (k, named) in lines.enumerated() {
      let (a, b) = (named.line.start, named.line.end)
      let isWalkable = (0..<4 * steps).contains { ground.contains(a + share($0, 4 * steps) * (b - a)) }
      if !isWalkable { remarks.append("line \(k + 1) lies off the walkable ground; \(spans())") }
    }
    return remarks
  }

  /// Valid pieces that share no area.
  private static func pieces(_ text: String, option: String) throws(Diagnostics) -> [HoledPolygon] {
    let polygons: [HoledPolygon]
    do throws(WellKnownText.Fault) {
      polygons = try WellKnownText.polygons(text)
    } catch {
      throw noArea(option, text, "character \(error.column): \(error.message)")
    }
    guard !polygons.isEmpty else { throw noArea(option, text, "it is empty") }
    for polygon in polygons {
      if let reason = PlanarArea.fault(of: polygon) { throw noArea(option, text, reason) }
    }
    if polygons.count == 1 { return polygons }
    do throws(PlanarArea.Fault) {
      return try PlanarArea.difference(polygons)
    } catch {
      throw noArea(option, text, error.message)
    }
  }

  private static func noArea(_ option: String, _ text: String, _ reason: String) -> Diagnostics {
    Diagnostics(
      Diagnostic(
        "P0110", "\(option) is not the well-known text of an area: \(reason)",
        hint: "write for example POLYGON ((0 -2, 1.8 -2, 1.8 0, 0 0, 0 -2))"), exit: .usage)
  }
}
