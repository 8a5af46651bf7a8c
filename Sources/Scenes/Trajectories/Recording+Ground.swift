import Kernel

extension Recording {
  /// Puts the people on the ground that `text` describes, instead of the file's own or the box round them: the
  /// well-known text of an area in metres, holes being obstacles. Throws R0310 for a text that is none.
  public mutating func setGround(wellKnownText text: String) throws(Diagnostics) {
    func refused(_ reason: String) -> Diagnostics {
      Diagnostics(
        Diagnostic(
          "R0310", "--walkable is not the well-known text of an area: \(reason)",
          hint: "write for example POLYGON ((0 0, 10 0, 10 4, 0 4, 0 0))"), exit: .usage)
    }
    let areas: [HoledPolygon]
    do throws(WellKnownText.Fault) {
      areas = try WellKnownText.polygons(text)
    } catch {
      throw refused("character \(error.column): \(error.message)")
    }
    guard !areas.isEmpty else { throw refused("it is empty") }
    for area in areas {
      if let reason = PlanarArea.fault(of: area) { throw refused(reason) }
    }
    func polygon(_ ring: [SIMD2<Double>]) -> Polygon {
      Polygon(ring.map { Vector2(Float($0.x), Float($0.y)) })
    }
    walkable = areas.map { polygon($0.outline) }
    obstacles = areas.flatMap { $0.holes.map(polygon) }
  }
}
