import Kernel
import Scenes
import Testing

/// Walkable ground less obstacles, however they lie.
@Suite struct RecordGroundTests {
  static func area(_ polygons: [HoledPolygon]) -> Double {
    func ring(_ points: [SIMD2<Double>]) -> Double {
      zip(points, points.dropFirst() + points.prefix(1)).reduce(0) { $0 + $1.0.x * $1.1.y - $1.0.y * $1.1.x }
        / 2
    }
    return polygons.reduce(0) { $0 + abs(ring($1.outline)) - $1.holes.reduce(0) { $0 + abs(ring($1)) } }
  }

  static func box(_ x0: Float, _ y0: Float, _ x1: Float, _ y1: Float) -> Polygon {
    Polygon(Rectangle(minimum: Vector2(x0, y0), maximum: Vector2(x1, y1)))
  }

  static func check(_ ground: Ground, area expected: Double, pieces: Int, holes: Int) throws {
    let polygons = try TrajectoryDatabase.geometry(of: ground, path: "run.sqlite")
    #expect(polygons.count == pieces)
    #expect(polygons.map(\.holes.count).reduce(0, +) == holes)
    #expect(polygons.allSatisfy { PlanarArea.fault(of: $0) == nil })
    #expect(abs(area(polygons) - expected) <= 1e-6 * expected)
    // Written and read again nothing moves.
    #expect(try WellKnownText.polygons(WellKnownText.text(polygons)) == polygons)
  }

  @Test func obstaclesAcrossTheBorderAreCutAway() throws {
    let ground = Ground(
      walkable: [RecordGroundTests.box(0, 0, 20, 10)],
      obstacles: [
        RecordGroundTests.box(5, 4, 7, 6),  // inside: a hole of 4
        RecordGroundTests.box(-1, 2, 1, 4),  // across the left border: 2
        RecordGroundTests.box(9, 8, 11, 10),  // touches the upper border along an edge: 4
        RecordGroundTests.box(6, 5, 8, 7),  // across the first: 3 more
        Polygon([Vector2(15, 0), Vector2(16, 1), Vector2(14, 1)]),  // touches the lower border at a point: 1
        RecordGroundTests.box(19, 9, 30, 30),  // takes the corner: 1
        RecordGroundTests.box(40, 40, 50, 50),  // far outside: nothing
      ].map { Obstacle(name: "o", polygon: $0) })
    try RecordGroundTests.check(ground, area: 200 - 4 - 2 - 4 - 3 - 1 - 1, pieces: 1, holes: 2)
  }

  @Test func wallThroughTheMiddleLeavesTwoRooms() throws {
    let ground = Ground(
      walkable: [RecordGroundTests.box(0, 0, 20, 10)],
      obstacles: [Obstacle(name: "wall", kind: .wall, polygon: RecordGroundTests.box(9.75, -1, 10.25, 11))])
    try RecordGroundTests.check(ground, area: 195, pieces: 2, holes: 0)
  }

  @Test func overlappingWalkablePolygonsAreOne() throws {
    let ground = Ground(
      walkable: [
        RecordGroundTests.box(0, 0, 10, 4), RecordGroundTests.box(3, 0, 7, 12),
        RecordGroundTests.box(0, 8, 10, 12),
        RecordGroundTests.box(0, 0, 1, 12), RecordGroundTests.box(0, 0, 0, 5),
      ])
    // A frame open to the right and a bar: 10·4 + 4·12 - 4·4 + 10·4 - 4·4 + 1·4, with one courtyard of 2 × 4
    // closed in.
    try RecordGroundTests.check(ground, area: 100, pieces: 1, holes: 1)
  }

  /// Turned and scattered obstacles against a count of fine cells.
  @Test func areaIsThatOfAFineGrid() throws {
    let random = CounterRandom(seed: 11)
    let obstacles = (0..<30).map { k -> Obstacle in
      let u = random.uniform4(.test, entity: UInt32(k), tick: 0)
      let v = random.uniform4(.test, entity: UInt32(k), tick: 1)
      return Obstacle(
        name: "o\(k)",
        polygon: Polygon(
          centre: Vector2(22 * u.x - 1, 12 * u.y - 1), radius: 0.3 + u.z, sides: 3 + Int(6 * v.x)))
    }
    let ground = Ground(walkable: [RecordGroundTests.box(0, 0, 20, 10)], obstacles: obstacles)
    let polygons = try TrajectoryDatabase.geometry(of: ground, path: "run.sqlite")
    #expect(polygons.allSatisfy { PlanarArea.fault(of: $0) == nil })
    let frame = GridFrame(covering: ground.bounds, cellSize: 0.02)
    let cells = ground.walkableCells(frame).cells.count { $0 }
    let counted = Double(cells) * 0.02 * 0.02
    // Cells on the outlines fall either way: 30 outlines of about 5 m, cells of 2 cm.
    #expect(abs(RecordGroundTests.area(polygons) - counted) < 0.1)
  }
}
