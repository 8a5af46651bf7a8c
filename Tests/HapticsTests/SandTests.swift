import Haptics
import Kernel
import Testing

/// Grains fall as a Poisson stream whose rate is the level's, last as long as they should, and need quick motors.
@Suite struct SandTests {
  static func mapping(_ change: (inout Grains) -> Void = { _ in }) -> Mapping {
    var grains = Grains()
    change(&grains)
    var layer = MappingTests.layer("sand", .density, curve: MapperTests.straight)
    layer.texture = .grains(grains)
    var mapping = MapperTests.mapping(layer)
    mapping.blend = 0
    return mapping
  }
  static func strips(
    _ mapping: Mapping, _ view: BodyView, _ garment: Garment, ticks: Int, seed: UInt64 = 1
  ) -> [[Float]] {
    var mapper = Mapper(mapping, on: garment, seed: seed, step: 0.01)
    var request = HapticRequest(actuators: garment.actuators.count)
    mapper.listen(view)
    return (0..<ticks).map { tick in
      mapper.ask(tick: tick, into: &request)
      return request.level
    }
  }
  static func moving(_ level: Float, _ speed: Float) -> BodyView {
    var view = Views.even(level)
    for i in view.relativeSpeed.indices { view.relativeSpeed[i] = speed }
    return view
  }

  /// Grains shorter than a tick, alone in it, all of one strength: the energy counts them.
  @Test(arguments: [0.25, 0.5, 1] as [Float], [0, 1] as [Float])
  func theRateIsTheLevels(level: Float, speed: Float) {
    let mapping = SandTests.mapping {
      ($0.mostGrains, $0.duration, $0.spread, $0.swell, $0.strength) = (4, 0.005, 0, 0, 1)
    }
    let garment = Garments.coils()
    let strips = SandTests.strips(mapping, SandTests.moving(level, speed), garment, ticks: 40_000)
    let whole = Float(2 / Double.pi * 0.005 / 0.01)  // mean of a half-cosine of 5 ms over 10 ms
    var grains: Float = 0
    for strip in strips {
      // Neighbours share a grain's energy, ticks its amplitude.
      let amplitude = strip.reduce(0) { $0 + $1 * $1 }.squareRoot()
      grains += amplitude / whole
    }
    let expected = 4 * level * (speed + 0.3) / 1.3 * 400
    #expect(abs(grains / expected - 1) < 0.12, "\(grains) grains, \(expected) expected")
  }

  @Test func morePeopleNeverMeanFewerGrains() {
    for seed in 1...20 as ClosedRange<UInt64> {
      var last = -1
      for level in [0, 0.1, 0.3, 0.6, 1] as [Float] {
        let strips = SandTests.strips(
          SandTests.mapping(), SandTests.moving(level, 1), Garments.coils(), ticks: 200, seed: seed)
        let busy = strips.count { $0.contains { $0 > 0 } }
        #expect(busy >= last)
        last = busy
      }
      #expect(last > 50)
    }
  }

  @Test func nobodyIsSilenceAndSandRunsOut() {
    let silent = SandTests.strips(SandTests.mapping(), BodyView(), Garments.coils(), ticks: 500)
    #expect(silent.allSatisfy { $0.allSatisfy { $0 == 0 } })
    var mapper = Mapper(SandTests.mapping(), on: Garments.coils(), seed: 1, step: 0.01)
    var request = HapticRequest(actuators: 16)
    mapper.listen(SandTests.moving(1, 2))
    for tick in 0..<100 { mapper.ask(tick: tick, into: &request) }
    mapper.listen(BodyView())
    for tick in 100..<103 { mapper.ask(tick: tick, into: &request) }
    for tick in 103..<200 {
      mapper.ask(tick: tick, into: &request)
      #expect(request.level.allSatisfy { $0 == 0 })
    }
  }

  /// Grains fall where the people are.
  @Test func itFallsOnTheSideOfThePeople() {
    var view = BodyView()
    for sector in 6...10 {
      for ring in 0..<view.rings { view.density[view.index(sector: sector, ring: ring)] = 3 }
    }
    let strips = SandTests.strips(SandTests.mapping(), view, Garments.coils(), ticks: 1000)
    var energy = [Float](repeating: 0, count: 16)
    for strip in strips { for k in 0..<16 { energy[k] += strip[k] * strip[k] } }
    // Sectors 6...10 of 32 are actuators 3...5 of 16.
    #expect(energy[3] + energy[4] + energy[5] > 0.4 * energy.reduce(0, +))
    #expect(energy[12] == 0)
  }

  @Test func strengthIsApartFromTheRate() {
    func run(_ strength: Float) -> (ticks: Int, most: Float) {
      let strips = SandTests.strips(
        SandTests.mapping { ($0.strength, $0.spread) = (strength, 0) }, SandTests.moving(0.5, 1),
        Garments.coils(),
        ticks: 1000)
      return (strips.count { $0.contains { $0 > 0 } }, strips.map { $0.max()! }.max()!)
    }
    let (soft, hard) = (run(0.3), run(0.6))
    #expect(soft.ticks == hard.ticks)
    #expect(abs(hard.most / soft.most - 2) < 0.05)
  }

  /// Slow motors get the level with a flutter, and the mapping says so.
  @Test func slowMotorsFlutterInstead() {
    let garment = Garments.belt()  // eccentric masses
    let mapping = SandTests.mapping()
    let strips = SandTests.strips(mapping, SandTests.moving(0.8, 1), garment, ticks: 300)
    let levels = strips.map { $0[4] }
    #expect(levels.min()! > 0.39 && levels.max()! < 0.81)
    #expect(abs(levels.max()! - 0.8) < 0.02 && abs(levels.min()! - 0.4) < 0.02)
    #expect(mapping.remarks(on: garment).count == 1)
    #expect(mapping.remarks(on: garment)[0].contains("too slow for grains"))
    #expect(mapping.remarks(on: Garments.coils()).isEmpty)
  }

  @Test func riseTimesAreThePublishedOnes() {
    var motor = LinearResonant()
    #expect(abs(ActuatorKind.linearResonant(motor).riseTime - 0.0163) < 2e-4)
    motor.overdrive = 1
    #expect(abs(ActuatorKind.linearResonant(motor).riseTime - 0.063) < 1e-3)
    #expect(abs(ActuatorKind.eccentricMass(EccentricMass()).riseTime - 0.119) < 1e-3)
    #expect(ActuatorKind.voiceCoil(VoiceCoil()).followsGrains)
  }
}
