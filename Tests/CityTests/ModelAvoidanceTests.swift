import City
import Kernel
import Testing

/// Reciprocal avoidance against slow, obvious measures.
@Suite struct ModelAvoidanceTests {
  private typealias Plane = (normal: Vector2, offset: Float)

  private func worst(_ v: Vector2, _ planes: some Sequence<Plane>) -> Float {
    planes.reduce(-.infinity) { max($0, $1.offset - $1.normal.dot(v)) }
  }

  /// The programme finds what trying all velocities on a fine grid finds, or better: the nearest allowed one, or the
  /// one that misses the soft half-planes least and the hard ones not at all.
  @Test func theProgrammeFindsTheBestVelocity() {
    var dice = Dice(9)
    let limit: Float = 2
    var outcomes = (met: 0, missed: 0)
    for round in 0..<300 {
      let hard = round % 3
      let planes: [Plane] = (0..<(hard + 2 + round % 19)).map { k in
        (dice.direction(), k < hard ? dice.roll(-1, 0) : dice.roll(-1.5, round % 2 == 0 ? 0 : 0.8))
      }
      let wish = dice.direction() * dice.roll(0, 1.9)
      let found = bestVelocity(nearest: wish, limit: limit, planes: planes, hard: hard)
      #expect(found.length <= limit + 1e-4)
      if hard > 0 { #expect(worst(found, planes.prefix(hard)) < 1e-4) }
      let miss = worst(found, planes.dropFirst(hard))
      var nearest = Float.infinity
      var least = Float.infinity
      for i in -80...80 {
        for j in -80...80 {
          let v = Vector2(Float(i), Float(j)) * (limit / 80)
          if v.length > limit || (hard > 0 && worst(v, planes.prefix(hard)) > 0) { continue }
          let m = worst(v, planes.dropFirst(hard))
          least = min(least, m)
          if m <= 0 { nearest = min(nearest, (v - wish).length) }
        }
      }
      if nearest < .infinity {
        outcomes.met += 1
        #expect(miss < 1e-4, "round \(round)")
        #expect((found - wish).length < nearest + 1e-4, "round \(round)")
      } else if miss > 1e-4 {
        outcomes.missed += 1
        #expect(miss < least + 1e-4, "round \(round)")
      }
    }
    #expect(outcomes.met > 80 && outcomes.missed > 80)
  }

  /// Two who keep to velocities of their half-planes do not touch before the horizon.
  @Test func halfPlanesKeepTwoApartUntilTheHorizon() {
    var dice = Dice(2)
    let model = ReciprocalAvoidance()
    var bound = 0
    for _ in 0..<300 {
      let people = dice.people(2, within: 2)
      let contact = people[0].radius + people[1].radius
      let offset = people[1].position - people[0].position
      if offset.length < contact + 0.01 { continue }
      let own = model.halfPlanes(ofFirst: people).planes[0]
      let theirs = model.halfPlanes(ofFirst: people.reversed()).planes[0]
      // Each takes half: both half-planes together shift the relative velocity out of the cone.
      #expect((own.normal + theirs.normal).length < 1e-4)
      for _ in 0..<40 {
        let v = dice.vector(2)
        let w = dice.vector(2)
        guard own.normal.dot(v) >= own.offset, theirs.normal.dot(w) >= theirs.offset else {
          bound += 1
          continue
        }
        for k in 1...40 {
          let time = model.horizon * Float(k) / 40
          #expect((offset + (w - v) * time).length > contact - 2e-3)
        }
      }
    }
    #expect(bound > 1000)
  }

  /// Nobody who keeps to a wall's half-plane meets the wall before the horizon; a velocity that is allowed already
  /// stays allowed, and so does standing.
  @Test func halfPlanesKeepOffWalls() {
    var dice = Dice(3)
    var model = ReciprocalAvoidance()
    model.wallHorizon = 1.5
    var bound = 0
    for _ in 0..<400 {
      var person = dice.people(1, within: 0.1)[0]
      person.desiredSpeed = 3
      let a = dice.vector(2)
      let wall = (a, a + dice.direction() * dice.roll(0.1, 3))
      func gap(_ p: Vector2) -> Float { (Polygon.nearest(on: wall.0, wall.1, to: p) - p).length }
      func meets(_ v: Vector2) -> Bool {
        (1...60).contains { gap(person.position + v * (1.5 * Float($0) / 60)) < person.radius - 1e-3 }
      }
      if gap(person.position) < person.radius + 0.01 { continue }
      let (planes, hard) = model.halfPlanes(ofFirst: [person], walls: [wall])
      #expect(planes.count == 1 && hard == 1)
      #expect(planes[0].offset < 1e-5)
      if !meets(person.velocity) {
        #expect(planes[0].normal.dot(person.velocity) > planes[0].offset - 0.02)
      }
      for _ in 0..<40 {
        let v = dice.vector(2)
        if planes[0].normal.dot(v) >= planes[0].offset {
          #expect(!meets(v))
        } else {
          bound += 1
        }
      }
    }
    #expect(bound > 1000)
  }

  /// Whoever meets whom from wherever: bodies do not touch, and both arrive.
  @Test(arguments: [0, 20, 45, 90, 135, 160, 179, 180] as [Float])
  func twoNeverCollide(degrees: Float) {
    let model = LocomotionModel.reciprocalAvoidance(ReciprocalAvoidance())
    for aside in [0, 0.01, 0.2] as [Float] {
      let ways = [Vector2(1, 0), Math.unit(degrees: degrees)]
      var people = ways.enumerated().map { i, way in
        Someone(at: way * -5 + Vector2(0, degrees < 15 ? Float(i) * 0.5 : Float(i) * aside), towards: way)
      }
      let goals = zip(people, ways).map { $0.position + $1 * 10 }
      for _ in 0..<400 {
        for i in 0..<2 { people[i].desiredDirection = (goals[i] - people[i].position).normalized }
        let velocities = model.velocities(of: people, dt: 0.05)
        for i in 0..<2 {
          people[i].velocity = velocities[i]
          people[i].position += velocities[i] * 0.05
        }
        #expect((people[0].position - people[1].position).length > 0.4 - 1e-3, "aside \(aside)")
        if (0..<2).allSatisfy({ (goals[$0] - people[$0].position).length < 0.2 }) { break }
      }
      for i in 0..<2 { #expect((goals[i] - people[i].position).length < 0.5, "aside \(aside)") }
    }
  }

  /// Of a crowd, the nearest count, however many stand around.
  @Test(arguments: [3, 20, 63, 64, 65, 200])
  func theNearestCount(people count: Int) {
    var dice = Dice(UInt64(count))
    let people = [Someone(at: .zero, towards: Vector2(1, 0))] + dice.people(count, within: 3.4)
    let near = people.dropFirst().sorted { $0.position.length < $1.position.length }
    for most in [0, 1, 10, 32, 100] {
      var model = ReciprocalAvoidance()
      model.mostNeighbours = most
      let found = model.halfPlanes(ofFirst: people).planes
      let wanted = near.prefix(min(most, 32)).map {
        model.halfPlanes(ofFirst: [people[0], $0]).planes.first ?? (.zero, 0)
      }
      #expect(found.count == wanted.count)
      for (a, b) in zip(found, wanted) {
        #expect((a.normal - b.normal).length < 1e-4 && abs(a.offset - b.offset) < 1e-4)
      }
    }
  }
}
