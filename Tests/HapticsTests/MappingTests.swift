import Haptics
import Kernel
import Testing

/// From a view to targets: silent for nobody, never less for more people, and the same on every side.
@Suite struct MappingTests {
  /// Single precision of weights that come from angles: a few units in the seventh digit, doubled by the curve.
  static let rounding: Float = 1e-5
  static let mappings = [
    Mapping(name: "plain"),
    Mapping(
      name: "steep", receptive: area(halfAngle: 90, heightSpread: 1), closingWeight: 2,
      curve: curve(threshold: 0, exponent: 1.4), gain: 0.7),
    Mapping(name: "narrow", receptive: area(halfAngle: 12, heightSpread: 0), closingWeight: 0),
    Mapping(
      name: "two",
      layers: [
        layer("near", .density, priority: 2, curve: curve(threshold: 0.3, exponent: 1)),
        layer("far", .approach, curve: curve(threshold: 0.1, exponent: 0.5)),
      ]),
  ]
  static func layer(
    _ name: String, _ source: LayerSource, priority: Int = 0, duck: Float = 0,
    curve: TransferCurve = TransferCurve()
  ) -> MappingLayer {
    var layer = MappingLayer()
    (layer.name, layer.source, layer.priority, layer.duck) = (name, source, priority, duck)
    layer.curve = curve
    return layer
  }
  static func area(halfAngle: Float, heightSpread: Float) -> ReceptiveArea {
    var area = ReceptiveArea()
    area.halfAngle = halfAngle
    area.heightSpread = heightSpread
    return area
  }
  static func curve(threshold: Float, exponent: Float) -> TransferCurve {
    var curve = TransferCurve()
    curve.threshold = threshold
    curve.exponent = exponent
    return curve
  }

  @Test(arguments: mappings) func nobodyIsSilence(mapping: Mapping) {
    #expect(targets(BodyView(), mapping, Garments.vest()) == [Float](repeating: 0, count: 32))
    var rushing = BodyView()
    for i in rushing.closingSpeed.indices { rushing.closingSpeed[i] = 3 }
    #expect(targets(rushing, mapping, Garments.belt()) == [Float](repeating: 0, count: 16))
  }

  /// Products and sums of what is not negative round monotonically, so this holds to the last bit.
  @Test(arguments: mappings) func morePeopleAreNeverLessFelt(mapping: Mapping) {
    var felt = 0
    for seed in 1...20 as ClosedRange<UInt64> {
      var view = Views.random(seed)
      var before = targets(view, mapping, Garments.vest())
      for step in 0..<40 {
        let u = CounterRandom(seed: seed).uniform4(.test, entity: 5, tick: step)
        view.density[Int(u.x * Float(view.density.count))] += u.y
        let after = targets(view, mapping, Garments.vest())
        #expect(zip(before, after).count { $0 > $1 } == 0, "seed \(seed), step \(step)")
        felt += zip(before, after).count { $0 < $1 }
        before = after
      }
    }
    #expect(felt > 0)
  }

  /// 2 of 32 sectors are 22.5°, one of 16 actuators.
  @Test(arguments: mappings) func turningTheViewTurnsTheBelt(mapping: Mapping) {
    for seed in 1...10 as ClosedRange<UInt64> {
      let view = Views.random(seed)
      let still = targets(view, mapping, Garments.belt())
      for turns in 1...15 {
        let turned = targets(Views.moved(view) { ($0 + 2 * turns) % 32 }, mapping, Garments.belt())
        for k in 0..<16 { #expect(abs(turned[(k + turns) % 16] - still[k]) < MappingTests.rounding) }
      }
      #expect(Set(still).count > 1)
    }
  }

  @Test(arguments: mappings) func aMirroredViewMirrorsTheVest(mapping: Mapping) {
    for seed in 1...10 as ClosedRange<UInt64> {
      let view = Views.random(seed)
      let straight = targets(view, mapping, Garments.vest())
      let mirrored = targets(Views.moved(view) { (32 - $0) % 32 }, mapping, Garments.vest())
      for k in straight.indices {
        #expect(abs(mirrored[Garments.mirrored(k)] - straight[k]) < MappingTests.rounding)
      }
    }
  }

  /// A crowd of one density all round is that density to every actuator, whatever it listens to.
  @Test(arguments: mappings.filter { $0.layers.count == 1 }) func anEvenCrowdDrivesAllAlike(mapping: Mapping)
  {
    for density in [0.2, 1, 3, 8] as [Float] {
      let drives = targets(Views.even(density), mapping, Garments.vest())
      let expected = mapping.layers[0].curve(density) * mapping.gain
      for drive in drives { #expect(abs(drive - expected) < MappingTests.rounding) }
    }
  }

  /// Somebody on one side drives the actuators there, and low rows when near, high rows when far.
  @Test func whereItIsIsWhereItIsFelt() {
    let mapping = Mapping(name: "rows", receptive: MappingTests.area(halfAngle: 30, heightSpread: 1))
    var near = BodyView()
    var far = BodyView()
    near.density[near.index(sector: 10, ring: 0)] = 60
    far.density[far.index(sector: 10, ring: 4)] = 3
    let (low, high) = (targets(near, mapping, Garments.vest()), targets(far, mapping, Garments.vest()))
    // Actuators 4 and 6 of a row of eight are at 110° and 160°, sector 10 is at 112.5°.
    #expect(low[4] > 0 && low[5] == 0 && low[0] == 0)
    #expect(low[4] > low[12] && low[12] > low[20])
    #expect(high[28] > high[20] && high[20] > high[12])
  }

  @Test(arguments: [.nan, .infinity, -.infinity, -1, Float.greatestFiniteMagnitude] as [Float])
  func oddNumbersNeverReachADrive(odd: Float) {
    for mapping in MappingTests.mappings {
      var view = Views.random(3)
      for i in stride(from: 0, to: view.density.count, by: 3) { view.density[i] = odd }
      for i in stride(from: 0, to: view.density.count, by: 2) { view.closingSpeed[i] = odd }
      view.ownDensity = odd
      for drive in targets(view, mapping, Garments.vest()) { #expect(drive >= 0 && drive <= 1) }
    }
  }

  @Test func gainScalesAndEndsAtOne() {
    var mapping = Mapping(name: "gain")
    let view = Views.even(2)
    let full = targets(view, mapping, Garments.belt())[0]
    for (gain, factor) in [(0, 0), (0.5, 0.5), (1, 1), (7, 1), (-1, 0)] as [(Float, Float)] {
      mapping.gain = gain
      #expect(targets(view, mapping, Garments.belt())[0] == full * factor)
    }
  }
}

@Suite struct TransferCurveTests {
  @Test func thresholdKneeAndCeiling() {
    let curve = TransferCurve()
    #expect(curve(0) == 0 && curve(curve.threshold) == 0)
    #expect(abs(curve(curve.threshold.nextUp) - curve.floor) < 1e-4)
    #expect(curve(curve.knee) == curve.ceiling)
    #expect(curve(2 * curve.knee) == curve.ceiling && curve(.infinity) == curve.ceiling)
    #expect(curve(.nan) == 0 && curve(-.infinity) == 0)
    // Half way to the knee: floor + (ceiling − floor) / 2^0.7
    let half = curve.threshold + (curve.knee - curve.threshold) / 2
    #expect(abs(curve(half) - (0.3 + 0.6 * 0.615_572_2)) < 1e-6)
  }

  @Test(arguments: [0.3, 0.7, 1, 2.5] as [Float]) func neverFalls(exponent: Float) {
    var curve = TransferCurve()
    curve.exponent = exponent
    var last: Float = 0
    for step in 0...6_000 {
      let drive = curve(Float(step) / 1_000)
      #expect(drive >= last && drive <= curve.ceiling)
      last = drive
    }
  }

  /// A knee at or below the threshold makes a switch.
  @Test func aKneeBelowTheThresholdIsAStep() {
    var curve = TransferCurve()
    curve.knee = 0.1
    #expect(curve(0.15) == 0 && curve(0.151) == curve.ceiling)
  }
}
