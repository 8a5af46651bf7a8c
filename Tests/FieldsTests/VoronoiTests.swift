import Fields
import Kernel
import Testing

/// Grounds and crowds that cells are cut on.
enum VoronoiCrowds {
  static func box(_ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double) -> [Point] {
    [Point(x0, y0), Point(x1, y0), Point(x1, y1), Point(x0, y1)]
  }
  static let square = WalkableArea([AreaShape(outline: box(0, 0, 20, 20))])
  /// An L with a pillar, a thin wall and a slanting side, and a second piece apart from it.
  static let town = WalkableArea([
    AreaShape(
      outline: [Point(0, 0), Point(24, 0), Point(24, 9), Point(15, 10), Point(15, 18), Point(4, 20)],
      holes: [box(5, 5, 8, 9), box(12, 2, 12.1, 8), [Point(18, 2), Point(21, 3), Point(19, 6)]]),
    AreaShape(outline: box(26, 0, 30, 20)),
  ])
  /// A corridor with many teeth: more edges than a block's people look at.
  static let comb = WalkableArea([
    AreaShape(
      outline: [Point(0, -1)]
        + (0...40).flatMap { k -> [Point] in
          let x = Double(k)
          return k == 40 ? [Point(40, -1)] : [Point(x + 0.5, 1), Point(x + 1, -0.6)]
        }.dropLast() + [Point(40, -1), Point(40, 3), Point(0, 3)])
  ])

  static func scattered(_ count: Int, _ ground: WalkableArea, seed: UInt64) -> [Point] {
    let random = CounterRandom(seed: seed)
    let size = ground.upper - ground.lower
    return (0..<count).map { i in
      let u = random.uniform4(.test, entity: UInt32(i), tick: 0)
      return ground.lower + size * Point(Double(u.x) + Double(u.z) * 1e-8, Double(u.y) + Double(u.w) * 1e-8)
    }
  }
  static func cells(
    _ ground: WalkableArea, _ places: [Point], _ settings: VoronoiSettings = VoronoiSettings(),
    workers: Int = 1
  ) -> VoronoiCells {
    var cells = VoronoiCells(ground: ground, settings: settings)
    cells.divide(places, workers: Workers(workers))
    return cells
  }
}

extension VoronoiCells {
  /// Even-odd over all rings.
  func contains(_ i: Int, _ p: Point) -> Bool {
    var inside = false
    for ring in rings(of: i) {
      var a = ring[ring.count - 1]
      for b in ring {
        if (a.y > p.y) != (b.y > p.y), p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x { inside.toggle() }
        a = b
      }
    }
    return inside
  }
}

@Suite struct VoronoiTests {
  /// On convex ground nothing is nobody's, whatever the crowd.
  @Test(arguments: [1, 2, 3, 7, 8, 9, 64, 65, 300, 2000])
  func cellsSumToTheWalkableArea(count: Int) {
    for seed in 1...(count > 100 ? 3 : 40) as ClosedRange<UInt64> {
      let places = VoronoiCrowds.scattered(count, VoronoiCrowds.square, seed: seed)
      let cells = VoronoiCrowds.cells(VoronoiCrowds.square, places)
      let sum = cells.areas.reduce(0, +)
      #expect(abs(sum - 400) < 1e-9 * 400, "\(count) people, seed \(seed)")
      for i in places.indices where cells.areas[i] > 0 { #expect(cells.contains(i, places[i])) }
    }
  }

  /// A point belongs to whoever is nearest, found by asking everybody; where walls part a cell, to that person or to
  /// nobody.
  @Test(arguments: [3, 20, 200], [VoronoiCrowds.square, VoronoiCrowds.town, VoronoiCrowds.comb])
  func everyPointIsTheNearestPersons(count: Int, ground: WalkableArea) {
    for seed in 1...8 as ClosedRange<UInt64> {
      let places = VoronoiCrowds.scattered(count, ground, seed: seed)
      let cells = VoronoiCrowds.cells(ground, places)
      let standing = places.indices.filter { ground.contains(places[$0]) }
      #expect(cells.counts.withCell == standing.count)
      #expect(cells.counts.outside == count - standing.count)
      var lost = 0
      var asked = 0
      for q in VoronoiCrowds.scattered(300, ground, seed: seed + 100) where ground.contains(q) {
        let owners = standing.filter { cells.contains($0, q) }
        guard
          let nearest = standing.min(by: { (places[$0] - q).lengthSquared < (places[$1] - q).lengthSquared })
        else { continue }
        asked += 1
        #expect(owners.count <= 1)
        if let owner = owners.first {
          let excess = (places[owner] - q).length - (places[nearest] - q).length
          #expect(excess < 1e-9, "seed \(seed)")
        } else {
          lost += 1
        }
      }
      let share = Double(lost) / Double(max(1, asked))
      #expect(abs(share - cells.unowned / ground.area) < 0.1)
      #expect(cells.areas.reduce(0, +) <= ground.area * (1 + 1e-12))
    }
  }

  /// Each piece is one with its person: the straight way to the nearest corner of the ground may be blocked, but the
  /// piece itself is whole, and its area is what its rings say.
  @Test func wallsLeaveTheirOwnPiece() {
    // A wall parts the room but for a gap at the top; one person on each side, the left one far from the wall.
    let room = WalkableArea([
      AreaShape(
        outline: VoronoiCrowds.box(0, 0, 10, 4),
        holes: [VoronoiCrowds.box(3, -1, 3.1, 3).map { pointwiseMax($0, Point(0, 0.001)) }])
    ])
    let cells = VoronoiCrowds.cells(room, [Point(1, 1), Point(9, 1)])
    // The bisector is at x = 5: the left person's cell reaches round the wall.
    #expect(abs(cells.areas[0] - (20 - 0.1 * 2.999)) < 1e-9)
    #expect(abs(cells.areas[1] - 20) < 1e-9)
    var settings = VoronoiSettings()
    settings.isVisibilityAware = true
    let seen = VoronoiCrowds.cells(room, [Point(1, 1), Point(9, 1)], settings)
    #expect(seen.areas[0] < cells.areas[0] - 3 && seen.areas[0] > 12)
    #expect(!seen.contains(0, Point(4, 1)) && seen.contains(0, Point(2.9, 1)))
    #expect(cells.contains(0, Point(4, 1)))
    #expect(abs(seen.areas[1] - 20) < 1e-9)
  }

  /// A point is in the seen part of a cell exactly when nothing stands between.
  @Test func sightIsTheStraightWay() {
    let ground = VoronoiCrowds.town
    var settings = VoronoiSettings()
    settings.isVisibilityAware = true
    let edges = ground.pieces.flatMap { [$0.outline] + $0.holes }.flatMap { ring in
      ring.indices.map { (ring[$0], ring[($0 + 1) % ring.count]) }
    }
    func isBlocked(_ p: Point, _ q: Point) -> Bool {
      edges.contains { a, b in
        func side(_ a: Point, _ b: Point, _ c: Point) -> Bool {
          (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) > 0
        }
        return side(a, b, p) != side(a, b, q) && side(p, q, a) != side(p, q, b)
      }
    }
    var hidden = 0
    for seed in 1...20 as ClosedRange<UInt64> {
      let places = VoronoiCrowds.scattered(9, ground, seed: seed)
      let whole = VoronoiCrowds.cells(ground, places)
      let seen = VoronoiCrowds.cells(ground, places, settings)
      for q in VoronoiCrowds.scattered(200, ground, seed: seed + 50) {
        for i in places.indices where whole.contains(i, q) {
          #expect(seen.contains(i, q) == !isBlocked(places[i], q), "seed \(seed), person \(i), \(q)")
          hidden += seen.contains(i, q) ? 0 : 1
        }
      }
    }
    #expect(hidden > 100, "walls do hide something")
  }

  /// Alone in the open, a cut-off cell is the polygon itself: n/2 · r² · sin(360°/n), one corner due east.
  @Test func cutOffIsTheTwelveSidedPolygon() {
    let cells = VoronoiCrowds.cells(VoronoiCrowds.square, [Point(10, 10)], VoronoiSettings(cutOff: 0.8))
    #expect(abs(cells.areas[0] - 6 * 0.64 * 0.5) < 1e-12)
    #expect(cells.rings(of: 0)[0].contains { ($0 - Point(10.8, 10)).length < 1e-12 })
    #expect(cells.rings(of: 0)[0].count == 12)
    #expect(abs(cells.unowned - (400 - cells.areas[0])) < 1e-9)
  }

  /// Mirroring and quarter turns of everything leave every area as it was.
  @Test func areasAreSymmetric() {
    let places = VoronoiCrowds.scattered(150, VoronoiCrowds.town, seed: 5)
    let plain = VoronoiCrowds.cells(VoronoiCrowds.town, places, VoronoiSettings(cutOff: 2))
    for turn in [{ Point(-$0.y, $0.x) }, { Point(-$0.x, $0.y) }, { Point($0.y, $0.x) }] as [(Point) -> Point]
    {
      let ground = WalkableArea(
        VoronoiCrowds.town.pieces.map {
          AreaShape(outline: $0.outline.map(turn), holes: $0.holes.map { $0.map(turn) })
        })
      let turned = VoronoiCrowds.cells(ground, places.map(turn), VoronoiSettings(cutOff: 2))
      for i in places.indices { #expect(abs(turned.areas[i] - plain.areas[i]) < 1e-9) }
    }
  }

  /// Four people on a circle, a lattice, a line: ties of every kind.
  @Test func latticesAreExact() {
    let lattice = (0..<100).map { Point(Double($0 % 10) * 2 + 1, Double($0 / 10) * 2 + 1) }
    #expect(VoronoiCrowds.cells(VoronoiCrowds.square, lattice).areas.allSatisfy { abs($0 - 4) < 1e-12 })
    let line = (0..<50).map { Point(0.2 + 0.4 * Double($0), 10) }
    #expect(VoronoiCrowds.cells(VoronoiCrowds.square, line).areas.allSatisfy { abs($0 - 8) < 1e-9 })
  }

  /// Nobody is lost, nothing traps: people without a place, at one place, off the ground, and no ground.
  @Test func oddPeopleAreCounted() {
    let places = [
      Point(5, 5), Point(.nan, 1), Point(5, 5), Point(.infinity, 0), Point(-3, 2), Point(15, 5), Point(5, 5),
      Point(1e300, 1e300),
    ]
    let cells = VoronoiCrowds.cells(VoronoiCrowds.square, places)
    #expect(cells.counts.withCell == 4)
    #expect(cells.counts.notFinite == 2)
    #expect(cells.counts.outside == 2)
    #expect(cells.counts.coincident == 2)
    for i in [0, 2, 6] { #expect(abs(cells.areas[i] - 200.0 / 3) < 1e-9) }
    #expect(abs(cells.areas[5] - 200) < 1e-9)
    #expect(cells.areas[1] == 0 && cells.rings(of: 1).isEmpty && cells.density(of: 4) == 0)
    let nowhere = VoronoiCrowds.cells(WalkableArea([]), places)
    #expect(nowhere.areas.allSatisfy { $0 == 0 } && nowhere.unowned == 0)
    #expect(VoronoiCrowds.cells(VoronoiCrowds.square, []).areas.isEmpty)
    let broken = WalkableArea([AreaShape(outline: [Point(0, 0), Point(.nan, 1), Point(1, 1)])])
    #expect(VoronoiCrowds.cells(broken, places).areas.allSatisfy { $0 == 0 })
    let heap = [Point](repeating: Point(3, 3), count: 5000) + [Point(3, 3.000_000_000_1)]
    let heaped = VoronoiCrowds.cells(VoronoiCrowds.square, heap)
    #expect(abs(heaped.areas.reduce(0, +) - 400) < 1e-6)
  }

  @Test(arguments: [1, 2, 3, 8])
  func workersDoNotChangeABit(workers: Int) {
    for ground in [VoronoiCrowds.square, VoronoiCrowds.town, VoronoiCrowds.comb] {
      let places = VoronoiCrowds.scattered(1500, ground, seed: 9)
      let one = VoronoiCrowds.cells(ground, places, VoronoiSettings(cutOff: 1))
      let many = VoronoiCrowds.cells(ground, places, VoronoiSettings(cutOff: 1), workers: workers)
      #expect(one.areas == many.areas)
      #expect(places.indices.allSatisfy { one.rings(of: $0) == many.rings(of: $0) })
    }
  }
}

extension SIMD2 where Scalar == Double {
  fileprivate var lengthSquared: Double { x * x + y * y }
  fileprivate var length: Double { lengthSquared.squareRoot() }
}
