import Fields
import Kernel

extension Ground {
  /// What is walkable, as polygons with holes that share no area. Throws where the outlines are no polygons.
  package func pieces() throws(PlanarArea.Fault) -> [HoledPolygon] {
    func flat(_ polygon: Polygon) -> HoledPolygon {
      HoledPolygon(outline: polygon.vertices.map { Point(Double($0.x), Double($0.y)) })
    }
    return try PlanarArea.difference(walkable.map(flat), without: obstacles.map { flat($0.polygon) })
  }

  /// The same for Voronoi cells; nil where the outlines are no polygons, which `check` reports of scenes.
  package var area: WalkableArea? {
    do throws(PlanarArea.Fault) {
      return WalkableArea(try pieces().map { AreaShape(outline: $0.outline, holes: $0.holes) })
    } catch {
      return nil
    }
  }
}

extension FieldEstimator {
  /// An estimator that knows the exact area where it needs it.
  package init(exactly settings: FieldSettings, ground: Ground) {
    self.init(settings: settings, ground: ground, area: settings.estimator == .voronoi ? ground.area : nil)
  }
}
