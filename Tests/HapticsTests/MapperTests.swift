import Haptics
import Kernel
import Testing

/// Layers together: energy is added and never passes the full drive, priority turns down, a hazard always wins.
@Suite struct MapperTests {
  /// A curve that passes a stimulus 0…1 on as it is.
  static let straight: TransferCurve = {
    var curve = TransferCurve()
    (curve.threshold, curve.knee, curve.exponent, curve.floor, curve.ceiling) = (0, 1, 1, 0, 1)
    return curve
  }()
  static func mapping(_ layers: MappingLayer...) -> Mapping { Mapping(name: "test", layers: layers) }
  static func view(_ change: (inout BodyView) -> Void) -> BodyView {
    var view = BodyView()
    change(&view)
    return view
  }

  @Test func energiesAddAndEndAtOne() {
    let layer = { (name: String) in MappingTests.layer(name, .density, curve: MapperTests.straight) }
    for density in [0.1, 0.3, 0.7, 1] as [Float] {
      let view = Views.even(density)
      let one = targets(view, MapperTests.mapping(layer("a")), Garments.belt())[3]
      let two = targets(view, MapperTests.mapping(layer("a"), layer("b")), Garments.belt())[3]
      #expect(abs(one - density) < 1e-5)
      let quiet = 1 - one * one
      #expect(abs(two * two - (1 - quiet * quiet)) < 1e-5)
      #expect(two >= one && two <= 1)
    }
  }

  @Test func ahigherLayerTurnsTheOthersDownEverywhere() {
    let view = MapperTests.view {
      for i in $0.density.indices { $0.density[i] = 0.8 }
      $0.nearest[0] = 0.3
    }
    var below = MappingTests.layer("crowd", .density, curve: MapperTests.straight)
    let alone = targets(view, MapperTests.mapping(below), Garments.belt())
    for duck in [0, 0.4, 1] as [Float] {
      let above = MappingTests.layer("one", .nearest, priority: 3, duck: duck, curve: MapperTests.straight)
      let both = targets(view, MapperTests.mapping(below, above), Garments.belt())
      // Opposite of the one who is near only the crowd is felt, as far as it is left.
      #expect(abs(both[8] - alone[8] * (1 - duck)) < 1e-5)
      #expect(both[0] == 1)
      // Of one priority nobody gives way.
      below.priority = 3
      #expect(targets(view, MapperTests.mapping(below, above), Garments.belt())[8] == alone[8])
      below.priority = 0
    }
  }

  /// Whatever else is there, the warning is above it by two just-noticeable differences, on the whole body.
  @Test(arguments: 1...60 as ClosedRange<UInt64>) func aHazardIsAlwaysAboveTheCrowd(seed: UInt64) {
    var warning = MappingTests.layer("hazard", .hazard, priority: 0, curve: MapperTests.straight)
    warning.curve.floor = 0.4
    warning.gain = 0.1
    var mapping = MapperTests.mapping(
      MappingTests.layer("crowd", .density, priority: 9, duck: 1), warning,
      MappingTests.layer("near", .nearest, priority: 5, curve: MapperTests.straight))
    mapping.gain = seed.isMultiple(of: 2) ? 1 : 0.2
    var view = Views.random(seed)
    view.hazard = [Float](repeating: 0, count: 32)
    #expect(settled(view, mapping, Garments.vest()).hazard.max() == 0)
    let crowd = settled(view, mapping, Garments.vest()).level
    view.hazard[Int(seed) % 32] = Float(seed % 10 + 1) / 10
    let request = settled(view, mapping, Garments.vest())
    let strongest = request.hazard.max()!
    #expect(strongest >= 0.4 / Float(2).squareRoot())
    #expect(request.level.allSatisfy { $0 <= strongest / 1.44 + 1e-6 })
    // It takes nothing from a crowd that is weaker, and neither volume nor gain weaken it.
    #expect(zip(request.level, crowd).allSatisfy { $0 == min($1, strongest / 1.44) || abs($0 - $1) < 1e-6 })
    mapping.gain = 0
    #expect(settled(view, mapping, Garments.vest()).hazard == request.hazard)
  }

  @Test func theWayFromOneFieldToTheNextTakesTheBlend() {
    var mapping = Mapping(name: "blend")
    mapping.blend = 0.05
    var mapper = Mapper(mapping, on: Garments.belt(), seed: 0, step: 0.01)
    var request = HapticRequest(actuators: 16)
    let goal = targets(Views.even(2), mapping, Garments.belt())[0]
    mapper.listen(Views.even(2))
    for tick in 1...8 {
      mapper.ask(tick: tick, into: &request)
      #expect(abs(request.level[0] - goal * min(1, Float(tick) / 5)) < 1e-5)
    }
    // Turned back in the middle it goes from where it is.
    mapper.listen(BodyView())
    mapper.ask(tick: 9, into: &request)
    mapper.listen(Views.even(2))
    mapper.ask(tick: 10, into: &request)
    #expect(abs(request.level[0] - goal * (0.8 + 0.2 * 0.2)) < 1e-5)
  }

  @Test func aChangedParameterIsFeltWithinTwoTicks() {
    var mapping = Mapping(name: "live")
    let view = Views.even(2)
    var mapper = Mapper(mapping, on: Garments.belt(), seed: 0, step: 0.01)
    var request = HapticRequest(actuators: 16)
    mapper.listen(view)
    for tick in 0..<10 { mapper.ask(tick: tick, into: &request) }
    mapping.layers[0].curve.exponent = 1.5
    mapper.change(to: mapping, view: view)
    for tick in 10..<12 { mapper.ask(tick: tick, into: &request) }
    #expect(request.level == targets(view, mapping, Garments.belt()))
    mapping.zoneGains = [ZoneGain(zone: "all", gain: 0.5)]
    mapper.change(to: mapping, view: view)
    let full = request.level
    mapper.ask(tick: 12, into: &request)
    #expect(request.level == full.map { $0 * 0.5 })
  }

  /// The levels of all sources and textures together: same seed, same bits; another seed, other sand.
  @Test func chanceIsTheSeedsAlone() {
    var sand = MappingTests.layer("sand", .density)
    sand.texture = .grains(Grains())
    func run(_ seed: UInt64) -> [Float] {
      var mapper = Mapper(MapperTests.mapping(sand), on: Garments.coils(), seed: seed, step: 0.01)
      var request = HapticRequest(actuators: 16)
      var all: [Float] = []
      mapper.listen(Views.random(4))
      for tick in 0..<300 {
        mapper.ask(tick: tick, into: &request)
        all += request.level
      }
      return all
    }
    #expect(run(7) == run(7))
    #expect(run(7) != run(8))
  }

  @Test func strokesClimbTheRows() {
    var layer = MappingTests.layer("stroke", .density, curve: MapperTests.straight)
    layer.texture = .stroke(Stroke())
    var mapper = Mapper(MapperTests.mapping(layer), on: Garments.vest(), seed: 0, step: 0.01)
    var request = HapticRequest(actuators: 32)
    mapper.listen(Views.even(1))
    var first = [Int](repeating: -1, count: 4)
    for tick in 0..<40 {
      mapper.ask(tick: tick, into: &request)
      for row in 0..<4 where request.level[row * 8] > 0 && first[row] < 0 { first[row] = tick }
    }
    // Row by row, one onset asynchrony apart.
    let burst = ApparentMotion.duration(total: 0.3, steps: 4)
    let asynchrony = ApparentMotion.onsetAsynchrony(duration: burst) / 0.01
    for row in 1..<4 { #expect(abs(Float(first[row] - first[row - 1]) - asynchrony) <= 1.01) }
  }

  @Test func burstsQuickenWithTheLevel() {
    var layer = MappingTests.layer("pulse", .density, curve: MapperTests.straight)
    layer.texture = .pulses(Pulses())
    func bursts(_ level: Float) -> Int {
      var mapper = Mapper(MapperTests.mapping(layer), on: Garments.belt(), seed: 0, step: 0.01)
      var request = HapticRequest(actuators: 16)
      mapper.listen(Views.even(level))
      var (count, on) = (0, false)
      for tick in 0..<1000 {
        mapper.ask(tick: tick, into: &request)
        if request.level[0] > 0, !on { count += 1 }
        on = request.level[0] > 0
      }
      return count
    }
    // 10 s at 1.5 + 6.5 · level bursts a second
    for level in [0.1, 0.5, 1] as [Float] {
      #expect(abs(Float(bursts(level)) - 10 * (1.5 + 6.5 * level)) <= 1.5)
    }
  }

  @Test func anEffectPlaysWhileItsSourceLasts() {
    let effect = HapticEffect(
      name: "tick", actuators: 16, stepMilliseconds: 20,
      level: [0.25, 0.5, 0.75].flatMap { [Float](repeating: $0, count: 16) },
      carrier: [Float](repeating: 0, count: 48))
    var layer = MappingTests.layer("effect", .density, curve: MapperTests.straight)
    var played = PlayedEffect()
    played.effect = effect
    layer.texture = .effect(played)
    var mapping = MapperTests.mapping(layer)
    mapping.blend = 0
    var mapper = Mapper(mapping, on: Garments.belt(), seed: 0, step: 0.01)
    var request = HapticRequest(actuators: 16)
    mapper.listen(Views.even(1))
    var levels: [Float] = []
    for tick in 0..<8 {
      mapper.ask(tick: tick, into: &request)
      levels.append(request.level[5])
    }
    #expect(levels == [0.25, 0.25, 0.5, 0.5, 0.75, 0.75, 0.25, 0.25])
    mapper.listen(BodyView())
    mapper.ask(tick: 8, into: &request)
    #expect(request.level[5] == 0)
  }
}
