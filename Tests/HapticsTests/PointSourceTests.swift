import Haptics
import Kernel
import Testing

/// What has a direction and no extent is felt between the actuators it lies between, with one energy wherever.
@Suite struct PointSourceTests {
  static let sources: [LayerSource] = [.nearest, .wearer, .timeToCollision, .hazard]
  static func mapping(_ source: LayerSource) -> Mapping {
    var layer = MappingTests.layer("point", source, curve: MapperTests.straight)
    layer.receptive.heightSpread = 0
    return MapperTests.mapping(layer)
  }
  static func felt(_ view: BodyView, _ source: LayerSource, _ garment: Garment) -> [Float] {
    let request = settled(view, mapping(source), garment)
    return source == .hazard ? request.hazard : request.level
  }
  static func at(_ sector: Int, _ source: LayerSource) -> BodyView {
    MapperTests.view {
      switch source {
      case .nearest: $0.nearest[sector] = 1
      case .wearer: $0.wearer[sector] = 1
      case .timeToCollision: $0.collision[sector] = 2
      default: $0.hazard[sector] = 0.6
      }
    }
  }

  @Test(arguments: sources) func energyIsTheSameBetweenAndAtActuators(source: LayerSource) {
    var energies: [Float] = []
    for sector in 0..<32 {
      let felt = PointSourceTests.felt(PointSourceTests.at(sector, source), source, Garments.belt())
      // Of the motion of eccentric masses, which goes with the square of the drive.
      energies.append(felt.reduce(0) { $0 + $1 * $1 * $1 * $1 })
      // Even sectors lie at an actuator, odd ones half-way to the next.
      #expect(felt.count { $0 > 0 } == (sector.isMultiple(of: 2) ? 1 : 2))
    }
    for energy in energies { #expect(abs(energy - energies[0]) < 1e-4) }
    #expect(energies[0] > 0.05)  // fourth powers of levels
  }

  @Test(arguments: sources) func turningTheViewTurnsTheBelt(source: LayerSource) {
    for seed in 1...5 as ClosedRange<UInt64> {
      let view = Views.random(seed)
      let still = PointSourceTests.felt(view, source, Garments.belt())
      for turns in 1...15 {
        let turned = PointSourceTests.felt(
          Views.moved(view) { ($0 + 2 * turns) % 32 }, source, Garments.belt())
        for k in 0..<16 { #expect(abs(turned[(k + turns) % 16] - still[k]) < MappingTests.rounding) }
      }
      #expect(Set(still).count > 1)
    }
  }

  @Test(arguments: sources) func aMirroredViewMirrorsTheVest(source: LayerSource) {
    for seed in 1...10 as ClosedRange<UInt64> {
      let view = Views.random(seed)
      let straight = PointSourceTests.felt(view, source, Garments.vest())
      let mirrored = PointSourceTests.felt(Views.moved(view) { (32 - $0) % 32 }, source, Garments.vest())
      for k in straight.indices { #expect(abs(mirrored[Garments.mirrored(k)] - straight[k]) < 1e-4) }
    }
  }

  /// Nearer, sooner, more pressing: never less felt.
  @Test(arguments: sources) func moreIsNeverLessFelt(source: LayerSource) {
    var last: Float = 0
    for step in 0...20 {
      let t = Float(step) / 20
      let view = MapperTests.view {
        $0.nearest[3] = 3 * (1 - t)
        $0.wearer[3] = 3 * (1 - t)
        $0.collision[3] = 5 * (1 - t)
        $0.hazard[3] = t
      }
      let felt = PointSourceTests.felt(view, source, Garments.vest()).max()!
      #expect(felt >= last)
      last = felt
    }
    #expect(last > 0.8)  // 34° lie between the actuators at 20° and 70°
  }

  @Test(arguments: sources) func oddNumbersAreNobody(source: LayerSource) {
    for odd in [.nan, -.infinity, -1] as [Float] {
      var view = BodyView()
      for k in 0..<32 {
        view.nearest[k] = odd
        view.wearer[k] = odd
        view.collision[k] = odd
        view.hazard[k] = odd
      }
      #expect(PointSourceTests.felt(view, source, Garments.vest()).allSatisfy { $0 == 0 })
    }
  }
}

/// Israr and Poupyrev's formulas at the values that they are quoted with.
@Suite struct PhantomTests {
  @Test func amplitudesKeepTheEnergy() {
    let middle = Phantom.amplitudes(at: 0.5)
    #expect(abs(middle.first - 0.7071) < 1e-4 && abs(middle.second - 0.7071) < 1e-4)
    for step in 0...100 {
      let a = Phantom.amplitudes(at: Float(step) / 100)
      #expect(abs(a.first * a.first + a.second * a.second - 1) < 1e-6)
    }
    #expect(Phantom.amplitudes(at: -3) == (1, 0) && Phantom.amplitudes(at: 9) == (0, 1))
  }

  /// Whatever the pitch and the motors, the motion's energy is one and its mean side is the one wanted.
  @Test(arguments: [10, 22.5, 45, 70, 90, 120, 160] as [Float]) func drivesAreCalibratedToThePitch(
    pitch: Float
  ) {
    for powers in [(1, 1), (2, 2), (1, 2), (2, 1)] as [(Float, Float)] {
      for step in 0...50 {
        let share = Float(step) / 50
        let drives = Phantom.drives(at: share, pitch: pitch, powers: powers)
        let motion = [(drives.first, powers.0), (drives.second, powers.1)].map { $1 == 2 ? $0 * $0 : $0 }
        let energies = motion.map { $0 * $0 }
        #expect(abs(energies[0] + energies[1] - 1) < 1e-5)
        let side = energies[0] * Math.unit(degrees: 0) + energies[1] * Math.unit(degrees: pitch)
        #expect(abs(Math.degrees(of: side) - share * pitch) < 0.05)
      }
      let ends = (
        Phantom.drives(at: 0, pitch: pitch, powers: powers),
        Phantom.drives(at: 1, pitch: pitch, powers: powers)
      )
      #expect(ends.0 == (1, 0) && abs(ends.1.first) < 1e-3 && abs(ends.1.second - 1) < 1e-6)
    }
    // Opposite each other there is no side between: the plain share.
    #expect(abs(Phantom.drives(at: 0.5, pitch: 180, powers: (1, 1)).first - 0.70711) < 1e-4)
  }

  @Test func onsetsAreThatFarApart() {
    #expect(abs(ApparentMotion.onsetAsynchrony(duration: 0.1) - 0.0793) < 1e-6)
    for steps in 2...8 {
      let duration = ApparentMotion.duration(total: 0.8, steps: steps)
      let total = Float(steps - 1) * ApparentMotion.onsetAsynchrony(duration: duration) + duration
      #expect(abs(total - 0.8) < 1e-5)
    }
    #expect(ApparentMotion.duration(total: 0.05, steps: 8) == 0.010)
  }

  /// The recursion holds at every onset, and evenly spaced places have evenly spaced onsets in the end.
  @Test func theRecursionOfAStroke() {
    let places: [Float] = [0, 0.1, 0.2, 0.35, 0.5]
    let onsets = ApparentMotion.onsets(places: places, duration: 0.12)
    for i in 1..<places.count {
      let soa = onsets[i] - onsets[i - 1]
      let burst = 0.12 + places[i] - onsets[i]  // until the sensation is at the next place
      #expect(abs(soa - (0.32 * burst + 0.0473)) < 1e-5)
    }
    #expect(ApparentMotion.onsets(places: [], duration: 0.1).isEmpty)
  }
}
