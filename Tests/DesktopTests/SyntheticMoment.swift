import Haptics
import Kernel
import Presentation

/// A square before a church, with people streaming across it: invented, the same on every machine.
enum Synthetic {
  static func polygon(_ points: [(Float, Float)]) -> Polygon {
    Polygon(points.map { Vector2($0.0, $0.1) })
  }
  static func box(_ x: Float, _ y: Float, _ w: Float, _ h: Float) -> Polygon {
    Polygon(Rectangle(minimum: Vector2(x, y), maximum: Vector2(x + w, y + h)))
  }

  static let ground = Ground(
    walkable: [polygon([(0, 0), (64, 0), (64, 16), (72, 16), (72, 26), (64, 26), (64, 46), (0, 46)])],
    obstacles: [
      Obstacle(
        name: "St Ursula", kind: .church,
        polygon: polygon([(24, 28), (46, 28), (46, 33), (49, 35), (49, 38), (46, 40), (24, 40)])),
      Obstacle(name: "Town hall", kind: .building, polygon: box(2, 32, 15, 12)),
      Obstacle(
        name: "Arcade", kind: .building,
        polygon: polygon([(54, 32), (63, 32), (63, 45), (50, 45), (50, 42), (54, 42)])),
      Obstacle(name: "Fountain", kind: .water, polygon: Polygon(centre: Vector2(16, 18), radius: 5)),
      Obstacle(name: "Garden", kind: .green, polygon: box(44, 3, 16, 9)),
      Obstacle(name: "Kiosk", kind: .kiosk, polygon: box(31, 8, 4.5, 4)),
      Obstacle(name: "", kind: .wall, polygon: box(38, 14, 0.5, 9)),
    ],
    exits: [
      Area(name: "East gate", polygon: box(70.5, 16.5, 1.5, 9)),
      Area(name: "South stairs", polygon: box(20, 0, 8, 1.2)),
      Area(name: "West lane", polygon: box(0, 24, 1.2, 6)),
    ],
    waypoints: [Area(name: "meeting point", polygon: Polygon(centre: Vector2(29, 22), radius: 3))],
    sources: [Area(name: "tram stop", polygon: box(4, 2, 9, 4))])

  static func crowd(_ count: Int) -> Crowd {
    var crowd = Crowd()
    let chance = CounterRandom(seed: 7)
    var tick = 0
    let knots = [(Vector2(34, 24), Float(4)), (Vector2(60, 21), Float(4.5)), (Vector2(24, 7), Float(5))]
    while crowd.count < count, tick < 60 * count {
      tick += 1
      let u = chance.uniform4(.test, entity: 1, tick: tick)
      var p = Vector2(u.x * 72, u.y * 46)
      if u.z < 0.65 {
        let (c, s) = knots[Int(u.w * 3)]
        let r = s * (-2 * Math.log(1 - u.x)).squareRoot()
        p = c + Math.unit(degrees: u.y * 360) * r
      }
      guard ground.isWalkable(p) else { continue }
      let heading = Math.unit(degrees: (u.z * 7).rounded() * 51 + u.w * 40)
      crowd.append(
        id: UInt32(crowd.count + 1), position: p, velocity: heading, heading: heading,
        radius: 0.19 + 0.04 * u.w)
    }
    return crowd
  }

  /// A Gaussian of 0.7 m for everybody, summed plainly.
  static func density(_ crowd: Crowd, cellSize: Float = 0.5) -> Grid2D<Float> {
    var grid = Grid2D<Float>(GridFrame(covering: ground.bounds, cellSize: cellSize), filledWith: 0)
    let frame = grid.frame
    let s2: Float = 0.49
    let reach = Int(2.5 / cellSize)
    for p in crowd.positions {
      guard let (c, r) = frame.cell(at: p) else { continue }
      for row in max(0, r - reach)...min(frame.rows - 1, r + reach) {
        for column in max(0, c - reach)...min(frame.columns - 1, c + reach) {
          let d = (frame.centre(column, row) - p).lengthSquared
          grid[column, row] += Math.exp(-d / (2 * s2)) / (2 * Float.pi * s2)
        }
      }
    }
    return grid
  }

  static let vest: Garment = {
    let rows: [(y: Float, outer: Float, zo: Float, inner: Float, zi: Float)] = [
      (1.29, 0.151, 0.076, 0.051, 0.101), (1.19, 0.143, 0.059, 0.049, 0.116),
      (1.105, 0.133, 0.049, 0.048, 0.121),
      (1.02, 0.133, 0.049, 0.048, 0.114), (0.93, 0.14, 0.058, 0.051, 0.094),
    ]
    var all: [Actuator] = []
    for side in [1, -1] as [Float] {
      for (k, row) in rows.enumerated() {
        for (x, z) in [(-row.outer, row.zo), (-row.inner, row.zi), (row.inner, row.zi), (row.outer, row.zo)] {
          all.append(
            Actuator(
              name: "\(side > 0 ? "front" : "back") \(k)", position: Vector3(x, row.y, z * side),
              normal: Vector3(0, 0, side), site: side > 0 ? .chest : .back, zone: side > 0 ? "front" : "back",
              kind: .eccentricMass(EccentricMass())))
        }
      }
    }
    return Garment(name: "x40", title: "Vest with 40 actuators", actuators: all)
  }()

  static let belt = Garment(
    name: "belt16", title: "Belt with 16 actuators", levels: 15,
    actuators: (0..<16).map { k in
      let d = Math.unit(degrees: Float(k) * 22.5)
      return Actuator(
        name: "\(k)", position: Vector3(-d.y * 0.165, 1.03, d.x * 0.12), normal: Vector3(-d.y, 0, d.x),
        site: .waist, zone: ["front", "left", "back", "right"][(k + 2) / 4 % 4],
        kind: .linearResonant(LinearResonant()))
    })

  static let sleeves = Garment(
    name: "sleeves8", title: "Two sleeves", levels: 100,
    actuators: (0..<16).map { (k: Int) -> Actuator in
      let side: Float = k < 8 ? -1 : 1
      let row = k % 8 / 2
      let face: Float = k % 2 == 0 ? 1 : -1
      let place = Vector3(side * (0.215 + 0.018 * Float(row)), 1.3 - 0.13 * Float(row), face * 0.04)
      return Actuator(
        name: "\(k)", position: place, normal: Vector3(0, 0, face), site: row < 2 ? .upperArm : .forearm,
        zone: side < 0 ? "left" : "right", kind: .linearResonant(LinearResonant()))
    })

  static func wearer(_ garment: Garment, crowd: Crowd, heading: Vector2) -> WearerMoment {
    let pose = Pose(position: Vector2(40, 24.5), heading: heading)
    var view = BodyView()
    for p in crowd.positions {
      let d = (p - pose.position).seen(from: heading)
      guard let ring = (0..<view.rings).last(where: { d.length >= view.edges[$0] }),
        d.length < view.edges[view.rings]
      else { continue }
      let sector = (Int((Math.degrees(of: d) / 11.25).rounded()) + 32) % 32
      view.density[view.index(sector: sector, ring: ring)] += 1 / view.area(ofRing: ring)
    }
    var drive: [Float] = []
    for actuator in garment.actuators {
      var sum: Float = 0
      for sector in 0..<view.sectors {
        let weight = max(0, view.direction(ofSector: sector).dot(actuator.direction))
        for ring in 0..<view.rings { sum += weight * view.density[view.index(sector: sector, ring: ring)] }
      }
      drive.append(sum / (sum + 24) * min(1, 0.4 + actuator.position.y * 0.5))
    }
    return WearerMoment(
      id: 3, pose: pose, garment: garment, view: view, drive: drive, motion: drive.map { $0 * $0 * 1.3 },
      percept: drive.map { $0 > 0.12 ? 9 * ($0 - 0.1) : 0 })
  }

  static func moment(people: Int, garment: Garment? = vest) -> Moment {
    let crowd = crowd(people)
    let density = density(crowd)
    var moment = Moment(
      title: "Evening service at St Ursula", seconds: 83.45, tick: 1669, seed: 42, ground: ground,
      crowd: crowd,
      density: density, walkableCells: ground.walkableCells(density.frame),
      wearer: garment.map { wearer($0, crowd: crowd, heading: Math.unit(degrees: 150)) })
    moment.stages = [
      ("step", 2.31, 2.2), ("measure", 0.42, 0.45), ("sense", 0.03, 0.03), ("map", 0.01, 0.01),
      ("drive", 0.01, 0.01),
      ("feel", 0.02, 0.02), ("cue", 0.05, 0.04), ("draw", 6.8, 7.1), ("show", 4.1, 3.9),
    ].map { name, last, mean in
      var scope = Trace(now: { 0 })
      scope.book(name, nanoseconds: UInt64(mean * 99e6))
      var one = scope.scopes[0]
      one.calls = 100
      one.nanoseconds += UInt64(last * 1e6)
      one.last = UInt64(last * 1e6)
      return one
    }
    return moment
  }
}
