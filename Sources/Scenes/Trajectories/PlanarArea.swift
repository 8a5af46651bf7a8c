import CGEOS
import Kernel

/// Unions and differences of polygons, by GEOS.
package enum PlanarArea {
  package struct Fault: Error, Equatable {
    package var message: String
  }

  /// What lies in any of `polygons` and in none of `without`, as valid polygons that share no area, in an
  /// order that depends on the geometry alone. Rings that cross themselves count by the even-odd rule.
  package static func difference(_ polygons: [HoledPolygon], without: [HoledPolygon] = []) throws(Fault)
    -> [HoledPolygon]
  {
    let session = GEOSSession()
    var area = try session.union(polygons)
    if !without.isEmpty {
      let holes = try session.union(without)
      area = try session.own(GEOSDifference_r(session.handle, area.pointer, holes.pointer))
    }
    GEOSNormalize_r(session.handle, area.pointer)
    return session.polygons(of: area.pointer)
  }

  /// What lies in both.
  package static func intersection(_ a: HoledPolygon, _ b: HoledPolygon) throws(Fault) -> [HoledPolygon] {
    let session = GEOSSession()
    let first = try session.union([a])
    let second = try session.union([b])
    let area = try session.own(GEOSIntersection_r(session.handle, first.pointer, second.pointer))
    GEOSNormalize_r(session.handle, area.pointer)
    return session.polygons(of: area.pointer)
  }

  /// Why a polygon is not valid after OGC 06-103r4, with the place; nil where it is.
  package static func fault(of polygon: HoledPolygon) -> String? {
    let session = GEOSSession()
    do throws(Fault) {
      let geometry = try session.geometry(polygon)
      if GEOSisValid_r(session.handle, geometry.pointer) == 1 { return nil }
      guard let reason = GEOSisValidReason_r(session.handle, geometry.pointer) else { return "not valid" }
      defer { GEOSFree_r(session.handle, reason) }
      return String(cString: reason)
    } catch {
      return error.message
    }
  }

  /// The same area as polygons without holes, cut along lines through the holes.
  package static func withoutHoles(_ polygon: HoledPolygon, depth: Int = 0) throws(Fault) -> [HoledPolygon] {
    guard let hole = polygon.holes.first, depth < 200 else { return [HoledPolygon(outline: polygon.outline)] }
    func range(_ points: [SIMD2<Double>]) -> (SIMD2<Double>, SIMD2<Double>) {
      points.reduce((points[0], points[0])) { (pointwiseMin($0.0, $1), pointwiseMax($0.1, $1)) }
    }
    let (low, high) = range(polygon.outline)
    let (left, right) = range(hole)
    let cut = (left.x + right.x) / 2
    var pieces: [HoledPolygon] = []
    for side in [(low.x - 1, cut), (cut, high.x + 1)] {
      let half = HoledPolygon(outline: [
        SIMD2(side.0, low.y - 1), SIMD2(side.1, low.y - 1), SIMD2(side.1, high.y + 1),
        SIMD2(side.0, high.y + 1),
      ])
      for piece in try intersection(polygon, half) { pieces += try withoutHoles(piece, depth: depth + 1) }
    }
    return pieces
  }
}

/// One use of GEOS: its handle, its last word, and geometries that are freed with their owners.
private final class GEOSSession {
  final class Geometry {
    let pointer: OpaquePointer
    let session: GEOSSession
    init(_ pointer: OpaquePointer, _ session: GEOSSession) {
      self.pointer = pointer
      self.session = session
    }
    deinit { GEOSGeom_destroy_r(session.handle, pointer) }
  }

  let handle: GEOSContextHandle_t
  private var lastError = "GEOS gave no result"

  init() {
    guard let handle = GEOS_init_r() else { preconditionFailure("GEOS has no memory for a context") }
    self.handle = handle
    GEOSContext_setErrorMessageHandler_r(
      handle,
      { message, session in
        guard let message, let session else { return }
        Unmanaged<GEOSSession>.fromOpaque(session).takeUnretainedValue().lastError = String(cString: message)
      }, Unmanaged.passUnretained(self).toOpaque())
  }
  deinit { GEOS_finish_r(handle) }

  func own(_ pointer: OpaquePointer?) throws(PlanarArea.Fault) -> Geometry {
    guard let pointer else { throw PlanarArea.Fault(message: lastError) }
    return Geometry(pointer, self)
  }

  /// A ring as GEOS takes it, closed; its owner frees it or gives it away.
  private func ring(_ vertices: [SIMD2<Double>]) throws(PlanarArea.Fault) -> OpaquePointer {
    let closed = vertices + vertices.prefix(1)
    guard let sequence = GEOSCoordSeq_create_r(handle, UInt32(closed.count), 2) else {
      throw PlanarArea.Fault(message: lastError)
    }
    for (i, v) in closed.enumerated() { GEOSCoordSeq_setXY_r(handle, sequence, UInt32(i), v.x, v.y) }
    guard let ring = GEOSGeom_createLinearRing_r(handle, sequence) else {
      throw PlanarArea.Fault(message: lastError)
    }
    return ring
  }

  func geometry(_ polygon: HoledPolygon) throws(PlanarArea.Fault) -> Geometry {
    let shell = try ring(polygon.outline)
    var holes: [OpaquePointer?] = []
    do throws(PlanarArea.Fault) {
      for hole in polygon.holes { holes.append(try ring(hole)) }
    } catch {
      for pointer in holes + [shell] { GEOSGeom_destroy_r(handle, pointer) }
      throw error
    }
    return try own(GEOSGeom_createPolygon_r(handle, shell, &holes, UInt32(holes.count)))
  }

  /// The union of all, each made valid first. Rings of fewer than three vertices have no area and are left
  /// out.
  func union(_ polygons: [HoledPolygon]) throws(PlanarArea.Fault) -> Geometry {
    var parts: [Geometry] = []
    for polygon in polygons where polygon.outline.count > 2 {
      var clean = polygon
      clean.holes.removeAll { $0.count < 3 }
      let whole = try geometry(clean)
      parts.append(try own(GEOSMakeValid_r(handle, whole.pointer)))
    }
    var copies: [OpaquePointer?] = parts.map { GEOSGeom_clone_r(handle, $0.pointer) }
    let collection = try own(
      GEOSGeom_createCollection_r(
        handle, Int32(GEOS_GEOMETRYCOLLECTION.rawValue), &copies, UInt32(copies.count)))
    return try own(GEOSUnaryUnion_r(handle, collection.pointer))
  }

  /// The polygons in a geometry; lines and points have no area and are left out.
  func polygons(of geometry: OpaquePointer) -> [HoledPolygon] {
    switch GEOSGeomTypeId_r(handle, geometry) {
    case Int32(GEOS_POLYGON.rawValue):
      guard GEOSisEmpty_r(handle, geometry) == 0, let outline = GEOSGetExteriorRing_r(handle, geometry) else {
        return []
      }
      var polygon = HoledPolygon(outline: vertices(of: outline))
      for n in 0..<max(0, GEOSGetNumInteriorRings_r(handle, geometry)) {
        if let hole = GEOSGetInteriorRingN_r(handle, geometry, n) { polygon.holes.append(vertices(of: hole)) }
      }
      return [polygon]
    case Int32(GEOS_MULTIPOLYGON.rawValue), Int32(GEOS_GEOMETRYCOLLECTION.rawValue):
      var all: [HoledPolygon] = []
      for n in 0..<max(0, GEOSGetNumGeometries_r(handle, geometry)) {
        if let part = GEOSGetGeometryN_r(handle, geometry, n) { all += polygons(of: part) }
      }
      return all
    default: return []
    }
  }

  private func vertices(of ring: OpaquePointer) -> [SIMD2<Double>] {
    guard let sequence = GEOSGeom_getCoordSeq_r(handle, ring) else { return [] }
    var count: UInt32 = 0
    GEOSCoordSeq_getSize_r(handle, sequence, &count)
    var points: [SIMD2<Double>] = []
    for i in 0..<count {
      var x = 0.0
      var y = 0.0
      GEOSCoordSeq_getXY_r(handle, sequence, i, &x, &y)
      points.append(SIMD2(x, y))
    }
    if points.count > 1, points.first == points.last { points.removeLast() }
    return points
  }
}
