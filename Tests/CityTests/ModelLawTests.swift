import City
import Kernel
import Testing

/// Laws of one step, whatever the situation.
@Suite struct ModelLawTests {
  private static let walls: [(Vector2, Vector2)] = [
    (Vector2(-1.5, -2), Vector2(2, -1.7)), (Vector2(2, -1.7), Vector2(2.3, 2)),
  ]

  private func mapped(_ person: Someone, _ map: (Vector2) -> Vector2) -> Someone {
    var person = person
    person.position = map(person.position)
    person.velocity = map(person.velocity)
    person.heading = map(person.heading)
    person.desiredDirection = map(person.desiredDirection)
    return person
  }

  /// Expects that a situation seen through `map` gives the velocities seen through it.
  private func expectEquivariance(
    _ model: LocomotionModel, keepsRight: Bool = false, _ map: (Vector2) -> Vector2
  ) {
    for seed in 0..<40 as Range<UInt64> {
      var dice = Dice(seed)
      let people = dice.people(12, within: 2)
      let plain = model.velocities(of: people, walls: Self.walls)
      let seen = model.velocities(
        of: people.map { mapped($0, map) }, walls: Self.walls.map { (map($0.0), map($0.1)) })
      #expect(plain.contains { $0.length > 0.1 })
      for (i, (a, b)) in zip(plain, seen).enumerated() where !(keepsRight && people.meetHeadOn(i)) {
        #expect((map(a) - b).length < 2e-4, "seed \(seed)")
      }
    }
  }

  @Test(arguments: NamedModel.all)
  func turningTheSituationTurnsTheStep(model: NamedModel) {
    expectEquivariance(model.model) { $0.left }
  }

  /// Only those that keep to no side.
  @Test(arguments: NamedModel.mirrored)
  func aMirroredSituationGivesAMirroredStep(model: NamedModel) {
    // Two who meet head-on avoid each other to the right.
    let keepsRight = model.name == NamedModel.reciprocal.name
    expectEquivariance(model.model, keepsRight: keepsRight) { Vector2($0.x, -$0.y) }
  }

  /// Bodies inside one another, on the same spot, on a wall, without a wish, speed, time gap or mass worth the name.
  @Test(arguments: NamedModel.all)
  func oddSituationsGiveSensibleVelocities(model: NamedModel) {
    let odd: [(String, (inout Someone) -> Void)] = [
      ("plain", { _ in }), ("no wish", { $0.desiredDirection = .zero }),
      ("no speed", { $0.desiredSpeed = 0 }),
      ("no time gap", { $0.timeGap = 0 }), ("no relaxation", { $0.relaxation = 0 }),
      ("light", { $0.mass = 1 }),
      ("fast", { $0.velocity = Vector2(0, 30) }), ("no body", { $0.radius = 0 }),
      (
        "all",
        {
          $0.desiredDirection = .zero
          $0.desiredSpeed = 0
          $0.timeGap = 0
          $0.relaxation = 1e20
        }
      ),
    ]
    let places: [[Vector2]] = [
      [.zero], [.zero, .zero], [.zero, .zero, .zero], [.zero, Vector2(0.1, 0)], [.zero, Vector2(0.4, 0)],
      (0..<80).map { Vector2(Float($0 % 9) * 0.07, Float($0 / 9) * 0.07) },
    ]
    let walls: [[(Vector2, Vector2)]] = [
      [], [(Vector2(-1, 0), Vector2(1, 0))], [(Vector2(0.05, -1), Vector2(0.05, 1)), (.zero, Vector2(1, 1))],
    ]
    for (what, change) in odd {
      for crowd in places {
        for wall in walls {
          for dt in [1e-4, 0.01, 0.5] as [Float] {
            var people = crowd.map { Someone(at: $0, velocity: Vector2(0.3, 0.2), towards: Vector2(1, 0)) }
            for i in people.indices { change(&people[i]) }
            let velocities = model.model.velocities(of: people, walls: wall, dt: dt)
            #expect(velocities.allSatisfy { $0.isFinite && $0.length <= 30.01 }, "\(what), \(crowd.count)")
            #expect(what == "fast" || velocities.allSatisfy { $0.length <= 5.001 }, "\(what), \(crowd.count)")
          }
        }
      }
    }
  }

  /// Whoever has no way to go stands, where walking is a choice, and is pushed, where others push.
  @Test func thoseWithoutAWishStandOrGiveWay() {
    let people = [
      Someone(at: .zero), Someone(at: Vector2(0.45, 0.02), velocity: Vector2(-1, 0), towards: Vector2(-1, 0)),
    ]
    for model in [NamedModel.sharedPath, .collisionFree, .steered, .anticipation] {
      let velocity = model.model.velocities(of: people)[0]
      #expect(velocity == .zero, "\(model.name)")
    }
    for model in NamedModel.forces + [.reciprocal] {
      #expect(model.model.velocities(of: people)[0].x < -1e-3, "\(model.name)")
    }
  }

  /// What one body does to the other, the other does to it: two of the same mass keep their momentum, apart, pressed
  /// together, and sliding along each other.
  @Test(arguments: [NamedModel.social, .power])
  func pushesAreMutual(model: NamedModel) {
    for seed in 0..<60 as Range<UInt64> {
      var dice = Dice(seed)
      var people = dice.people(2, within: 0.25)
      people[1].position =
        people[0].position + dice.direction() * (people[0].radius + people[1].radius) * dice.roll(0.8, 1.5)
      for i in people.indices {
        people[i].desiredDirection = .zero
        people[i].relaxation = 1e20
        people[i].velocity = dice.vector(0.8)
      }
      let after = model.model.velocities(of: people)
      let before = people[0].velocity + people[1].velocity
      #expect((after[0] + after[1] - before).length < 1e-4, "seed \(seed)")
    }
    var people = Dice(1).twoPressed
    people[0].velocity = Vector2(0, 1)
    let after = model.model.velocities(of: people)
    #expect(after[0].x < -0.1 && after[1].x > 0.1)
    #expect(after[0].y + after[1].y > 0.98)
    if model.name == NamedModel.social.name { #expect(after[1].y > 0.05 && after[0].y > after[1].y) }
  }

  /// Somebody who touches both walls of a corridor is braked by them: friction never adds speed.
  @Test func wallsBrakeWhoeverRubsAlongThem() {
    let walls = [(Vector2(-5, 0.28), Vector2(50, 0.28)), (Vector2(-5, -0.28), Vector2(50, -0.28))]
    func course(friction: Float, towards wish: Vector2) -> [Float] {
      var model = SocialForce()
      model.friction = friction
      var person = Someone(at: .zero, velocity: Vector2(1.2, 0), towards: wish)
      person.radius = 0.3
      person.desiredSpeed = 1.2
      return (0..<200).map { _ in
        person.velocity = LocomotionModel.socialForce(model).velocities(of: [person], walls: walls)[0]
        person.position += person.velocity * 0.01
        return person.velocity.length
      }
    }
    let pushed = course(friction: 2.4e5, towards: Vector2(1, 0))
    #expect(pushed.allSatisfy { $0 < 1.2 })
    for (now, next) in zip(pushed, pushed.dropFirst()) { #expect(next <= now + 1e-5) }
    // m v₀/τ against 2 κ o: 80·1.2/0.5 N over 2·2.4·10⁵·0.02 kg/s and m/τ
    #expect(abs(pushed[199] - 192 / (9600 + 160)) < 1e-3)
    #expect(abs(course(friction: 0, towards: Vector2(1, 0))[199] - 1.2) < 1e-3)
    // However strong, it stops and never throws back.
    var person = Someone(at: .zero, velocity: Vector2(1.2, 0))
    person.radius = 0.3
    var strong = SocialForce()
    strong.friction = 1e12
    let after = LocomotionModel.socialForce(strong).velocities(of: [person], walls: walls)[0]
    #expect(after.x >= 0 && after.x < 0.01)
  }

  /// The force is the slope of the energy.
  @Test func powerLawForceIsTheGradientOfItsEnergy() {
    var model = PowerLaw()
    model.greatestForce = 1e6
    var dice = Dice(4)
    var compared = 0
    for _ in 0..<400 {
      let x = dice.vector(3)
      let v = dice.vector(1.5)
      // Near the edge between touching and not the energy has a cliff.
      guard model.energy(offset: x, velocity: v, contact: 0.46) > 0, x.length > 0.6 else { continue }
      func energy(_ x: Vector2) -> Float { model.energy(offset: x, velocity: v, contact: 0.4) }
      let h: Float = 2e-3
      let slope =
        Vector2(
          energy(x + Vector2(h, 0)) - energy(x - Vector2(h, 0)),
          energy(x + Vector2(0, h)) - energy(x - Vector2(0, h))) / (2 * h)
      let force = model.force(offset: x, velocity: v, contact: 0.4)
      #expect((force + slope).length < 0.02 * force.length + 2e-3)
      compared += 1
    }
    #expect(compared > 30)
    // What sixteen lanes compute is the same.
    for _ in 0..<100 {
      var people = dice.people(2, within: 1.5)
      for i in people.indices { people[i].relaxation = 1e20 }
      let contact = people[0].radius + people[1].radius
      let offset = people[0].position - people[1].position
      if offset.length < contact { continue }
      let step = LocomotionModel.powerLaw(PowerLaw()).velocities(of: people, dt: 1e-2)[0] - people[0].velocity
      let force = PowerLaw().force(
        offset: offset, velocity: people[0].velocity - people[1].velocity, contact: contact)
      #expect((step - force * 1e-2).length < 1e-3 * (force.length * 1e-2 + 0.01))
    }
  }
}

extension [Someone] {
  /// True where somebody comes straight towards `i`, within a hundredth of the way.
  fileprivate func meetHeadOn(_ i: Int) -> Bool {
    indices.contains { j in
      let way = (self[j].position - self[i].position).normalized
      let nearing = self[i].velocity - self[j].velocity
      return j != i && abs(way.cross(nearing)) < 0.0101 * way.dot(nearing)
    }
  }
}

extension Dice {
  /// Two bodies 3 cm into one another, who want nothing.
  fileprivate var twoPressed: [Someone] {
    [Vector2.zero, Vector2(0.37, 0)].map {
      var person = Someone(at: $0)
      person.relaxation = 1e20
      return person
    }
  }
}
