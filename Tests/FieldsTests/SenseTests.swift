import Fields
import Kernel
import Testing

/// What a body notices of the others: nothing of itself, and all of them on the side they are on.
@Suite struct SenseTests {
  typealias Own = (position: Vector2, velocity: Vector2)
  static let ahead = Vector2(1, 0)
  static let left = Vector2(0, 1)

  static func view(
    _ estimator: FieldEstimator, _ crowd: Crowd, at pose: Pose, own: Own? = nil, velocity: Vector2 = .zero
  ) -> BodyView {
    var view = BodyView()
    estimator.sense(estimator.measured(crowd), pose: pose, own: own, velocity: velocity, into: &view)
    return view
  }
  /// The largest difference of density, and of closing speed where there is anybody to close in.
  static func difference(_ a: BodyView, _ b: BodyView, turnedBy sectors: Int = 0) -> (Float, Float) {
    var worst: (Float, Float) = (0, 0)
    for k in 0..<a.sectors {
      for r in 0..<a.rings {
        let i = a.index(sector: k, ring: r)
        let j = b.index(sector: (k + sectors) % a.sectors, ring: r)
        worst.0 = max(worst.0, abs(a.density[i] - b.density[j]))
        if a.density[i] > 0.01 { worst.1 = max(worst.1, abs(a.closingSpeed[i] - b.closingSpeed[j])) }
      }
    }
    return worst
  }

  @Test func whoIsAloneSensesNobody() {
    let estimator = Crowds.estimator(Crowds.town)
    let places = [
      Vector2(24, 4), Vector2(17.9, 12), Vector2(33.9, 9), Vector2(34.2, 9), Vector2(0.1, 0.1),
      Vector2(47.9, 19.9), Vector2(21.05, 26), Vector2(18.2, 12),
    ]
    for (k, place) in places.enumerated() {
      let velocity = Math.unit(degrees: Float(k) * 50) * 1.4
      let view = SenseTests.view(
        estimator, Crowd(at: [place], velocity: velocity),
        at: Pose(position: place, heading: velocity.normalized), own: (place, velocity), velocity: velocity)
      #expect(view.density.max()! <= 1e-4 && view.ownDensity <= 1e-4, "\(place)")
      #expect(view.density.min()! >= 0, "\(place)")
    }
  }

  /// Taking one's own footprint away is the same as not having been there; the rest is single precision.
  @Test(arguments: 1...5 as ClosedRange<UInt64>) func oneselfLeavesNoTrace(seed: UInt64) {
    let estimator = Crowds.estimator(Crowds.town)
    let others = Crowds.scattered(1_500, over: Crowds.town.bounds, seed: seed)
    for place in [Vector2(24, 4), Vector2(17.9, 12), Vector2(33.9, 9), Vector2(1, 1)] {
      let velocity = Vector2(0.9, -0.8)
      let pose = Pose(position: place, heading: Vector2(0.6, 0.8))
      var all = others
      all.add(place, velocity)
      let with = SenseTests.view(estimator, all, at: pose, own: (place, velocity), velocity: velocity)
      let without = SenseTests.view(estimator, others, at: pose, velocity: velocity)
      let (density, closing) = SenseTests.difference(with, without)
      #expect(density < 3e-6 && closing < 3e-6, "\(place)")
      #expect(abs(with.ownDensity - without.ownDensity) < 3e-6)
    }
  }

  /// Wearer at a cell's centre and a person straight to the left: a mirror of the grid, so ahead equals behind.
  @Test func somebodyToTheLeftIsOnTheLeft() {
    let place = Vector2(20.25, 20.25)
    let view = SenseTests.view(
      Crowds.estimator(Crowds.square), Crowd(at: [place + Vector2(0, 1.5)]),
      at: Pose(position: place, heading: SenseTests.ahead))
    func heard(_ sector: Int) -> Float {
      let k = (sector + 32) % 32
      return (0..<view.rings).reduce(0) { max($0, view.density[view.index(sector: k, ring: $1)]) }
    }
    #expect(heard(8) > 0.25)
    for k in 1...16 {
      #expect(abs(heard(8 + k) - heard(8 - k)) < 1e-5)
      #expect(heard(8 + k) <= heard(7 + k) + 1e-6)
    }
    // The kernel reaches across the body: in sector 31, 0.45 m away, the person is at 1.65 m, where e^(−d²/2σ²) is 6 %;
    // the quadratic deposit has the longer tail of the two.
    for k in 17...31 { #expect(heard(k) < 0.09 * heard(8)) }
  }

  /// A quarter turn of crowd and wearer about the middle of a square grid turns the grid into itself.
  @Test func aQuarterTurnOfEverythingIsNotNoticed() {
    let estimator = Crowds.estimator(Crowds.square)
    let middle = Vector2(20, 20)
    let crowd = Crowds.scattered(800, over: Crowds.square.bounds)
    let pose = Pose(position: Vector2(23.3, 18.1), heading: Vector2(0.8, 0.6))
    var turned = Crowd()
    for i in 0..<crowd.count {
      turned.add(middle + (crowd.positions[i] - middle).left, crowd.velocities[i].left)
    }
    let there = Pose(position: middle + (pose.position - middle).left, heading: pose.heading.left)
    let (density, closing) = SenseTests.difference(
      SenseTests.view(estimator, crowd, at: pose), SenseTests.view(estimator, turned, at: there))
    #expect(density < 3e-6 && closing < 3e-6)
  }

  /// Any other turn lays the grid differently, and each view is off by the grid's own error and by what lies between
  /// cells, at 2.1 /m² here.
  @Test func anyTurnOfEverythingIsHardlyNoticed() {
    let estimator = Crowds.estimator(Crowds.square)
    let middle = Vector2(20, 20)
    let crowd = Crowds.scattered(
      300, over: Rectangle(minimum: middle - 6, maximum: middle + 6), seed: 4)
    let a = SenseTests.view(estimator, crowd, at: Pose(position: middle, heading: SenseTests.ahead))
    for degrees in [17, 45, 120, 222] as [Float] {
      let turn = Math.unit(degrees: degrees)
      let turned = Crowd(at: crowd.positions.map { middle + ($0 - middle).turned(by: turn) })
      let b = SenseTests.view(estimator, turned, at: Pose(position: middle, heading: turn))
      #expect(SenseTests.difference(a, b).0 < 0.1, "\(degrees)°")
    }
  }

  @Test func turningTheWearerTurnsTheView() {
    let estimator = Crowds.estimator(Crowds.town)
    let crowd = Crowds.scattered(900, over: Crowds.town.bounds)
    let place = Vector2(29, 9)
    let own: Own = (crowd.positions[7], crowd.velocities[7])
    let a = SenseTests.view(
      estimator, crowd, at: Pose(position: place, heading: SenseTests.ahead), own: own, velocity: own.velocity
    )
    let b = SenseTests.view(
      estimator, crowd, at: Pose(position: place, heading: SenseTests.left), own: own, velocity: own.velocity)
    // What lies in sector k + 8 of somebody facing east lies in sector k of somebody facing north.
    let (density, closing) = SenseTests.difference(b, a, turnedBy: 8)
    #expect(density < 3e-6 && closing < 3e-6)
  }

  /// Straight ahead the speed is whole but for the ±3.75° that a sector is wide, 0.14 % of it.
  @Test func whoComesNearerClosesIn() {
    let estimator = Crowds.estimator(Crowds.square)
    let pose = Pose(position: Vector2(20, 20), heading: SenseTests.ahead)
    let place = pose.position + Vector2(2, 0)
    let coming = SenseTests.view(estimator, Crowd(at: [place], velocity: Vector2(-1.3, 0)), at: pose)
    let going = SenseTests.view(estimator, Crowd(at: [place], velocity: Vector2(1.3, 0)), at: pose)
    let own: Own = (pose.position, Vector2(1.3, 0))
    let walking = SenseTests.view(
      estimator, Crowd(at: [place, pose.position]), at: pose, own: (own.position, .zero),
      velocity: own.velocity)
    for ring in 2..<coming.rings {
      let cell = coming.index(sector: 0, ring: ring)
      #expect(abs(coming.closingSpeed[cell] - 1.3) < 0.005)
      #expect(abs(going.closingSpeed[cell] + 1.3) < 0.005)
      #expect(abs(walking.closingSpeed[cell] - coming.closingSpeed[cell]) < 0.002)
    }
    let (density, closing) = SenseTests.difference(coming, walking)
    #expect(density < 1e-5 && closing < 0.002)
    // Sideways: the cosine of the angle.
    let cell = coming.index(sector: 3, ring: 4)
    #expect(abs(coming.closingSpeed[cell] - 1.3 * Math.cos(3 * .pi / 16)) < 0.01)
  }

  @Test(arguments: [
    Vector2(-60, 20), Vector2(20, 1e9), Vector2(-1e30, 1e30), Vector2(.nan, 20), Vector2(20, .infinity),
    Vector2(.greatestFiniteMagnitude, -.greatestFiniteMagnitude),
  ])
  func outsideThereIsNobody(place: Vector2) {
    let crowd = Crowds.scattered(500, over: Crowds.square.bounds)
    let view = SenseTests.view(
      Crowds.estimator(Crowds.square), crowd, at: Pose(position: place, heading: SenseTests.ahead),
      own: (place, Vector2(1, 0)), velocity: Vector2(1, 0))
    #expect(view == BodyView())
  }

  @Test func anEmptyFieldIsSilent() {
    let pose = Pose(position: Vector2(20, 20), heading: Vector2(0.6, 0.8))
    #expect(SenseTests.view(Crowds.estimator(Crowds.square), Crowd(), at: pose) == BodyView())
  }

  @Test(arguments: [.nan, .infinity, Float.greatestFiniteMagnitude, 1e20] as [Float])
  func oddNumbersStayOut(odd: Float) {
    let estimator = Crowds.estimator(Crowds.square)
    let place = Vector2(20.25, 20.25)
    var crowd = Crowds.scattered(900, over: Crowds.square.bounds)
    crowd.add(place, Vector2(odd, -odd))
    for heading in [Vector2(1, 0), Vector2(0, -1), Vector2(odd, 0)] {
      let view = SenseTests.view(
        estimator, crowd, at: Pose(position: place, heading: heading), own: (place, Vector2(odd, -odd)),
        velocity: Vector2(odd, odd))
      let strange = (view.density + view.closingSpeed + [view.ownDensity]).count { !$0.isFinite }
      #expect(strange == 0)
    }
  }
}
