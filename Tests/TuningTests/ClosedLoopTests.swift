import Kernel
import Testing
import Tuning

@Suite struct SightTests {
  private func crowd(_ places: [Vector2], velocity: Vector2 = .zero) -> Crowd {
    var crowd = Crowd()
    for (k, place) in places.enumerated() {
      crowd.append(
        id: UInt32(k), position: place, velocity: velocity, heading: Vector2(0, 1), radius: 0.2)
    }
    return crowd
  }
  private func look(_ crowd: Crowd) -> [Float] {
    Sight.look(crowd, from: .zero, heading: Vector2(1, 0))
  }

  @Test("Ahead within 120° and 8 m people are seen, beside, behind and beyond they are not")
  func cone() {
    #expect(look(crowd([Vector2(3, 0)]))[0] > 0.1)
    #expect(look(crowd([Vector2(2, 2.5)]))[2] > 0)
    for place in [Vector2(0, 2), Vector2(-3, 0), Vector2(9, 0), Vector2(-1, 2)] {
      #expect(look(crowd([place])).allSatisfy { $0 == 0 }, "\(place)")
    }
  }

  @Test("Who stands right behind somebody is not seen; half beside somebody is")
  func occlusion() {
    let one = look(crowd([Vector2(2, 0)], velocity: .zero))
    #expect(look(crowd([Vector2(2, 0), Vector2(4, 0)])) == one)
    // Far off to the side, in another direction, both count.
    let two = look(crowd([Vector2(2, 0), Vector2(3, 2)]))
    #expect(two.count { $0 > 0 } == 2)
    // Somebody who runs, hidden, tells nothing of the speed.
    var hidden = crowd([Vector2(2, 0), Vector2(4, 0)])
    hidden.velocities[1] = Vector2(-3, 0)
    #expect(look(hidden) == one)
    hidden.velocities[0] = Vector2(-1, 0)
    #expect(look(hidden)[16] > 0)
  }

  @Test("Features are those of the way: turn body and way alike, and nothing changes; left and right are one")
  func features() {
    var random = [Float](repeating: 0, count: 16)
    for k in 0..<16 { random[k] = CounterRandom(seed: 1).uniform(.test, entity: UInt32(k), tick: 0) }
    func row(_ channels: [Float], _ angle: Float) -> [Float] {
      var row: [Float] = []
      Observation(channels: channels).write(angle: angle, into: &row)
      return row
    }
    let sector = 2 * Float.pi / 16
    let turned = (0..<16).map { random[($0 + 13) % 16] }
    for (a, b) in zip(row(random, 0.3), row(turned, 0.3 + 3 * sector)) { #expect(abs(a - b) < 1e-5) }
    let mirrored = (0..<16).map { random[(16 - $0) % 16] }
    for (a, b) in zip(row(random, 0.3), row(mirrored, -0.3)) { #expect(abs(a - b) < 1e-5) }
    #expect(row(random, 0).count == 10)
  }
}

@Suite struct GhostTests {
  private let square = Ground(
    walkable: [Polygon([Vector2(0, 0), Vector2(12, 0), Vector2(12, 12), Vector2(0, 12)])],
    obstacles: [
      Obstacle(
        name: "pillar", polygon: Polygon([Vector2(5, 5), Vector2(7, 5), Vector2(7, 7), Vector2(5, 7)]))
    ])

  @Test("A walker stays on the ground whatever it wants, and gets nearer to goals when it goes for them")
  func ground() {
    for walker in UInt32(0)..<20 {
      var ghost = Ghost(Course(square, seed: 7, walker: walker))
      for step in 0..<600 {
        ghost.will =
          walker % 2 == 0
          ? ghost.goalDirection * 1.2
          : Math.unit(degrees: Float(step * 7 % 360)) * 1.2
        ghost.advance(0.05)
        #expect(square.isWalkable(ghost.position))
      }
      if walker % 2 == 0 { #expect(ghost.progress > 20 && ghost.path >= ghost.progress - 0.01) }
    }
  }

  @Test("Foresight counts whom a way meets, and not who is touched already or passes by")
  func foresight() {
    let frames = (0...80).map { step -> Crowd in
      let t = Float(step) * 0.05
      var crowd = Crowd()
      // One comes head on, one walks beside, one stands where the walker is.
      crowd.append(
        id: 1, position: Vector2(4 - t, 0), velocity: Vector2(-1, 0), heading: Vector2(-1, 0), radius: 0.2)
      crowd.append(
        id: 2, position: Vector2(t, 1), velocity: Vector2(1, 0), heading: Vector2(1, 0), radius: 0.2)
      crowd.append(id: 3, position: Vector2(0.1, 0), velocity: .zero, heading: Vector2(1, 0), radius: 0.2)
      return crowd
    }
    let foresight = Foresight(reel: CrowdReel(ground: square, frames: frames))
    // They close at 2 m/s from 4 m to 0.4 m: touched after 1.8 s.
    #expect(foresight.collisions(0, at: .zero, Vector2(1, 0)) == 1)
    #expect(foresight.collisions(0, at: .zero, Vector2(1, 0), within: 1.75) == 0)
    #expect(foresight.collisions(0, at: .zero, Vector2(0, -1)) == 0)
    #expect(foresight.collisions(0, at: .zero, .zero) == 0)
  }
}
