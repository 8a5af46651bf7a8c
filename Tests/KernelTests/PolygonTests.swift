import Kernel
import Testing

@Suite struct PolygonTests {
  static let unit = Polygon(Rectangle(minimum: .zero, maximum: .one))
  /// An L: a square of side 2 without its upper right quarter.
  static let bent = Polygon([
    Vector2(0, 0), Vector2(2, 0), Vector2(2, 1), Vector2(1, 1), Vector2(1, 2), Vector2(0, 2),
  ])

  @Test func areaAndCentroidOfKnownShapes() {
    #expect(PolygonTests.unit.signedArea == 1)
    #expect(PolygonTests.unit.centroid == Vector2(0.5, 0.5))
    #expect(PolygonTests.bent.area == 3)
    #expect((PolygonTests.bent.centroid - Vector2(5, 5) / 6).length < 1e-6)
    #expect(Polygon(PolygonTests.bent.vertices.reversed()).signedArea == -3)
    #expect(Polygon([Vector2(1, 1)]).area == 0)
    #expect(Polygon([]).centroid == .zero)
  }

  /// A regular polygon's area is ½ n r² sin(2π/n).
  @Test(arguments: [3, 6, 24]) func areaOfRegularPolygons(sides: Int) {
    let polygon = Polygon(centre: Vector2(3, -2), radius: 2, sides: sides)
    let expected = Float(sides) / 2 * 4 * Math.sin(2 * .pi / Float(sides))
    #expect(abs(polygon.area - expected) < 1e-4)
    #expect((polygon.centroid - Vector2(3, -2)).length < 1e-5)
  }

  @Test func containsWhatLiesInside() {
    #expect(PolygonTests.bent.contains(Vector2(0.5, 1.5)))
    #expect(PolygonTests.bent.contains(Vector2(1.5, 0.5)))
    #expect(!PolygonTests.bent.contains(Vector2(1.5, 1.5)))
    #expect(!PolygonTests.bent.contains(Vector2(-0.1, 1)))
    #expect(!PolygonTests.bent.contains(Vector2(.nan, 1)))
    #expect(!Polygon([]).contains(.zero))
  }

  /// Tiles that share an edge leave no gap between them: each point of the seam lies in just one.
  @Test func sharedEdgesBelongToOne() {
    let left = Polygon(Rectangle(minimum: .zero, maximum: Vector2(1, 1)))
    let right = Polygon(Rectangle(minimum: Vector2(1, 0), maximum: Vector2(2, 1)))
    for k in 1..<20 {
      let p = Vector2(1, Float(k) / 20)
      #expect(left.contains(p) != right.contains(p))
    }
  }

  /// Share of random points inside agrees with the area.
  @Test func insideAgreesWithArea() {
    let random = CounterRandom(seed: 4)
    var inside = 0
    let n = 20_000
    for k in 0..<n {
      let u = random.uniform4(.test, entity: UInt32(k), tick: 0)
      if PolygonTests.bent.contains(Vector2(u.x, u.y) * 2) { inside += 1 }
    }
    let error = (0.75 * 0.25 / Double(n)).squareRoot()
    #expect(abs(Double(inside) / Double(n) - 0.75) < 5 * error)
  }

  @Test func nearestOnOutlineIsNoFartherThanAnyPointOfIt() {
    for k in 0..<50 {
      let p = Vector2(Float(k) * 0.13 - 2, Float(k * k % 17) * 0.3 - 1)
      let nearest = PolygonTests.bent.nearestOnOutline(to: p)
      var least = Float.infinity
      let vertices = PolygonTests.bent.vertices
      for i in vertices.indices {
        for t in 0...40 {
          let q = vertices[i] + (vertices[(i + 1) % vertices.count] - vertices[i]) * (Float(t) / 40)
          least = min(least, (q - p).length)
        }
      }
      #expect((nearest - p).length <= least + 1e-5)
      #expect((nearest - p).length >= least - 0.05)
    }
  }

  @Test func crossingsAreFound() {
    #expect(PolygonTests.bent.firstCrossing() == nil)
    let bow = Polygon([Vector2(0, 0), Vector2(1, 1), Vector2(1, 0), Vector2(0, 1)])
    #expect(bow.firstCrossing() != nil)
  }

  @Test func walkableIsInAnyAreaAndNoObstacle() {
    let ground = Ground(
      walkable: [PolygonTests.unit, Polygon(Rectangle(minimum: Vector2(0.5, 0), maximum: Vector2(3, 1)))],
      obstacles: [
        Obstacle(
          name: "post", polygon: Polygon(Rectangle(minimum: Vector2(0.7, 0.2), maximum: Vector2(0.9, 0.4))))
      ])
    #expect(ground.bounds == Rectangle(minimum: .zero, maximum: Vector2(3, 1)))
    #expect(ground.isWalkable(Vector2(0.6, 0.5)))
    #expect(ground.isWalkable(Vector2(2.5, 0.5)))
    #expect(!ground.isWalkable(Vector2(0.8, 0.3)))
    #expect(!ground.isWalkable(Vector2(4, 0.5)))
  }
}
