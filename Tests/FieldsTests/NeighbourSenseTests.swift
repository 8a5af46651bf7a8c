import Fields
import Kernel
import Testing

/// Who is near, who will be touched when, and which of them wear a garment, by the side they are on.
@Suite struct NeighbourSenseTests {
  static let pose = Pose(position: Vector2(3, -2), heading: Vector2(0, 1))

  static func view(
    _ people: [(place: Vector2, velocity: Vector2)], velocity: Vector2 = .zero, wearers: [UInt32] = []
  )
    -> BodyView
  {
    var crowd = Crowd()
    crowd.append(id: 1, position: pose.position, velocity: velocity, heading: pose.heading, radius: 0.2)
    for (k, person) in people.enumerated() {
      crowd.append(
        id: UInt32(k + 2), position: pose.position + person.place.turned(by: pose.heading),
        velocity: person.velocity.turned(by: pose.heading), heading: pose.heading, radius: 0.2)
    }
    var view = BodyView()
    senseNeighbours(
      crowd, pose: pose, own: 0, wearers: wearers, into: &view)
    return view
  }

  @Test func theNearestOfEachSide() {
    let view = NeighbourSenseTests.view([
      (Vector2(2, 0), .zero), (Vector2(3, 0), .zero), (Vector2(0, 1.5), .zero), (Vector2(-50, 0), .zero),
    ])
    #expect(abs(view.nearest[0] - 2) < 1e-6)
    #expect(abs(view.nearest[8] - 1.5) < 1e-6)
    #expect(view.nearest[16] == .infinity && view.nearest[24] == .infinity)
    #expect(view.collision.allSatisfy { $0 == .infinity })
  }

  /// Discs of 0.2 m that drift at the difference of their velocities, against a slow search.
  @Test(arguments: 1...200 as ClosedRange<UInt64>) func theTimeToTouchIsTheFirstTouch(seed: UInt64) {
    let random = CounterRandom(seed: seed)
    let u = random.uniform4(.test, entity: 0, tick: 0)
    let w = random.uniform4(.test, entity: 1, tick: 0)
    let place = Math.unit(degrees: 360 * u.x) * (0.3 + 4 * u.y)
    // Mostly towards the body, from somewhere.
    let velocity = place.normalized * -(0.2 + 1.5 * u.z) + Vector2(w.x - 0.5, w.y - 0.5)
    let own = Vector2(w.z - 0.5, w.w - 0.5)
    let view = NeighbourSenseTests.view(
      [(place, velocity)], velocity: own.turned(by: NeighbourSenseTests.pose.heading))
    let seconds = view.collision[view.sector(of: place)]
    var searched = Float.infinity
    for step in 0...20_000 {
      let t = Float(step) * 5e-4
      if (place + (velocity - own) * t).length <= 0.4 {
        searched = t
        break
      }
    }
    if searched.isFinite && seconds.isFinite {
      #expect(abs(searched - seconds) < 2e-3)
    } else {
      // A graze that the search steps over, or one beyond its end.
      let drift = velocity - own
      let closest = abs(place.cross(drift)) / max(drift.length, 1e-6)
      #expect((searched == .infinity && seconds == .infinity) || closest > 0.39 || seconds > 9.9)
    }
  }

  @Test func whoStandsCloseCoversMoreSectors() {
    let near = NeighbourSenseTests.view([(Vector2(0.5, 0), .zero)]).nearest.count { $0.isFinite }
    let far = NeighbourSenseTests.view([(Vector2(5, 0), .zero)]).nearest.count { $0.isFinite }
    #expect(near > far && far == 1)
  }

  @Test func wearersAreToldFromOthers() {
    let view = NeighbourSenseTests.view([(Vector2(1, 0), .zero), (Vector2(0, 2), .zero)], wearers: [1, 3])
    #expect(view.wearer[0] == .infinity && abs(view.wearer[8] - 2) < 1e-6)
    #expect(view.nearest[0] == 1)
  }

  @Test func turningTheWorldTurnsNothing() {
    let people: [(Vector2, Vector2)] = [
      (Vector2(1, 0.4), Vector2(-1, 0)), (Vector2(-2, 1), Vector2(0.5, -0.2)),
    ]
    var views: [BodyView] = []
    for degrees in [0, 45, 90, 180] as [Float] {
      let heading = Math.unit(degrees: degrees)
      var crowd = Crowd()
      for (k, person) in people.enumerated() {
        crowd.append(
          id: UInt32(k), position: person.0.turned(by: heading), velocity: person.1.turned(by: heading),
          heading: heading, radius: 0.25)
      }
      var view = BodyView()
      senseNeighbours(
        crowd, pose: Pose(position: .zero, heading: heading), own: nil, wearers: [], into: &view)
      views.append(view)
    }
    for view in views {
      for k in 0..<32 {
        #expect(view.nearest[k] == views[0].nearest[k] || abs(view.nearest[k] - views[0].nearest[k]) < 1e-4)
        #expect(
          view.collision[k] == views[0].collision[k] || abs(view.collision[k] - views[0].collision[k]) < 1e-3)
      }
    }
  }
}
