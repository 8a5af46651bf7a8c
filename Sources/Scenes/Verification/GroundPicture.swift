import Kernel

/// The ground of a test, seen from above, as a small SVG picture.
struct GroundPicture {
  var title: String
  var ground: Ground

  private static let width = 720.0
  private static let tallest = 260.0

  var svg: String {
    let box = ground.bounds.grown(by: max(0.3, 0.02 * max(ground.bounds.size.x, ground.bounds.size.y)))
    let size = SIMD2(Double(max(box.size.x, 0.1)), Double(max(box.size.y, 0.1)))
    let scale = min(GroundPicture.width / size.x, GroundPicture.tallest / size.y)
    let height = max(24, size.y * scale)
    let shift = (GroundPicture.width - size.x * scale) / 2
    func path(_ kind: String, _ polygons: [Polygon]) -> String {
      let parts = polygons.map { polygon in
        let points = polygon.vertices.map { p -> String in
          let x = shift + Double(p.x - box.minimum.x) * scale
          let y = height - Double(p.y - box.minimum.y) * scale
          return "\(NumberText.fixed(x, 1)) \(NumberText.fixed(y, 1))"
        }
        return "M" + points.joined(separator: "L") + "Z"
      }
      return parts.isEmpty ? "" : Vectorial.path(kind, parts.joined())
    }
    let body =
      Vectorial.box(x: 0, y: 0, width: GroundPicture.width, height: height, "class=\"rest\"")
      + path("walkable", ground.walkable) + path("source", ground.sources.map(\.polygon))
      + path("obstacle", ground.obstacles.map(\.polygon)) + path("exit", ground.exits.map(\.polygon))
    return Vectorial.picture(title, width: GroundPicture.width, height: height, body)
  }

  static let style = """
    svg .walkable { fill: var(--card); stroke: none; }
    svg .obstacle { fill: var(--rest); stroke: none; }
    svg .source { fill: var(--c0); fill-opacity: .25; }
    svg .exit { fill: var(--c2); fill-opacity: .5; }
    """
}
