import Haptics
import Kernel
import Testing

/// Laws of what is felt, through the whole way: view, mapping, limits, transport, motors, skin.
@Suite struct FeltLawTests {
  static let crowd: [Mapping] = [
    MapperTests.mapping(MappingTests.layer("density", .density)),
    MapperTests.mapping(
      MappingTests.layer("density", .density),
      MappingTests.layer("pressure", .pressure, priority: 1, duck: 0.5)),
    MapperTests.mapping(
      MappingTests.layer("nearest", .nearest), MappingTests.layer("collision", .timeToCollision, priority: 2)),
  ]
  static let garments = [Garments.belt(), Garments.coils(), Garments.vest()]

  /// [by actuator] Mean of what is felt over the second half of `ticks`, of people who come all at once.
  static func felt(_ view: BodyView, _ mapping: Mapping, _ garment: Garment, ticks: Int = 120) -> [Float] {
    var mapper = Mapper(mapping, on: garment, seed: 3, step: 0.01)
    var suit = HapticSuit(garment, mapping.suit, skin: mapping.skin, seed: 3)
    var request = HapticRequest(actuators: garment.actuators.count)
    var sum = [Float](repeating: 0, count: garment.actuators.count)
    mapper.listen(view)
    for tick in 0..<ticks {
      mapper.ask(tick: tick, into: &request)
      suit.drive(request, mapping.suit, dt: 0.01, stopped: false)
      suit.feel(mapping.suit, dt: 0.01)
      if tick >= ticks / 2 { for a in sum.indices { sum[a] += suit.percept.intensity[a] } }
    }
    return sum.map { $0 / Float(ticks - ticks / 2) }
  }

  @Test func nobodyIsFeltAsNothing() {
    for mapping in Self.crowd {
      for garment in Self.garments {
        #expect(Self.felt(BodyView(), mapping, garment).allSatisfy { $0 == 0 })
      }
    }
  }

  /// Turned by one actuator of the belt, all of it is felt one actuator further.
  @Test(arguments: 1...40 as ClosedRange<UInt64>) func aTurnedWorldIsFeltTurned(seed: UInt64) {
    var view = Views.random(seed)
    for k in view.hazard.indices { view.hazard[k] = 0 }
    let steps = 1 + Int(seed) % 15
    // Two sectors of the view to each of sixteen actuators.
    let turned = Views.moved(view) { ($0 + 2 * steps) % 32 }
    for mapping in Self.crowd {
      for garment in [Garments.belt(), Garments.coils()] {
        let before = Self.felt(view, mapping, garment)
        let after = Self.felt(turned, mapping, garment)
        #expect(before.contains { $0 > 0.1 })
        for a in 0..<16 {
          let (x, y) = (before[a], after[(a + steps) % 16])
          #expect(abs(x - y) <= 2e-3 * max(1, x), "actuator \(a): \(x) and \(y)")
        }
      }
    }
  }

  /// Left and right exchanged, what is felt is exchanged.
  @Test(arguments: 1...40 as ClosedRange<UInt64>) func aMirroredWorldIsFeltMirrored(seed: UInt64) {
    var view = Views.random(seed)
    for k in view.hazard.indices { view.hazard[k] = 0 }
    let mirrored = Views.moved(view) { -$0 }
    let garment = Garments.vest()
    for mapping in Self.crowd {
      let before = Self.felt(view, mapping, garment)
      let after = Self.felt(mirrored, mapping, garment)
      for a in before.indices {
        let (x, y) = (before[a], after[Garments.mirrored(a)])
        #expect(abs(x - y) <= 2e-3 * max(1, x), "actuator \(a): \(x) and \(y)")
      }
    }
  }

  /// More people on one side are never felt less on that side: neither by the actuator that faces them, nor by all that
  /// look their way together. Elsewhere a strong neighbour may mask a weak one.
  @Test(arguments: 1...60 as ClosedRange<UInt64>) func morePeopleAreNeverFeltLess(seed: UInt64) {
    let random = CounterRandom(seed: seed)
    let u = random.uniform4(.test, entity: 9, tick: 9)
    var view = Views.random(seed)
    for k in view.hazard.indices { view.hazard[k] = 0 }
    let side = Int(u.x * 15.99)
    var more = view
    for sector in -2...2 {
      let k = (2 * side + sector + 32) % 32
      for ring in 0..<view.rings { more.density[view.index(sector: k, ring: ring)] += 3 * u.y }
      more.nearest[k] = min(more.nearest[k], 0.5 + u.z)
      more.collision[k] = min(more.collision[k], 0.5 + 2 * u.w)
    }
    let mappings = [Self.crowd[0], Self.crowd[2]]
    for mapping in mappings {
      for garment in [Garments.belt(), Garments.coils()] {
        let before = Self.felt(view, mapping, garment, ticks: 60)
        let after = Self.felt(more, mapping, garment, ticks: 60)
        // A quarter of one just-noticeable difference is the noise of the limiter's quantisation.
        #expect(after[side] >= before[side] * 0.97 - 0.01, "\(before[side]) to \(after[side])")
        let near = [-1, 0, 1].map { (side + $0 + 16) % 16 }
        let sums = [before, after].map { felt in near.reduce(Float(0)) { $0 + felt[$1] } }
        #expect(sums[1] >= sums[0] * 0.97 - 0.01, "\(sums)")
      }
    }
  }

  /// Whatever the crowd does, a hazard is felt above it: by more than the least difference that skin tells apart.
  @Test(arguments: 1...30 as ClosedRange<UInt64>) func aHazardIsFeltAboveTheCrowd(seed: UInt64) {
    var warning = MappingTests.layer("hazard", .hazard, priority: 9, curve: MapperTests.straight)
    warning.curve.floor = 0.5
    let mapping = MapperTests.mapping(MappingTests.layer("density", .density), warning)
    var crowd = Views.random(seed)
    for k in crowd.hazard.indices { crowd.hazard[k] = 0 }
    var danger = crowd
    danger.hazard[Int(seed) % 32] = 1
    for garment in Self.garments {
      let before = Self.felt(crowd, mapping, garment).max() ?? 0
      let after = Self.felt(danger, mapping, garment).max() ?? 0
      #expect(after > 1.1 * before && after > 1, "\(before) and \(after)")
    }
  }

  /// Sand is chance: what is felt of it over ten seconds turns with the world all the same, and falls where people are.
  @Test func sandIsFeltWhereThePeopleAre() {
    let mapping = SandTests.mapping()
    let garment = Garments.coils()
    func view(_ side: Int) -> BodyView {
      MapperTests.view { view in
        for sector in -3...3 {
          for ring in 0..<view.rings {
            view.density[view.index(sector: (2 * side + sector + 32) % 32, ring: ring)] = 2
          }
        }
      }
    }
    let ahead = Self.felt(view(0), mapping, garment, ticks: 2000)
    let behind = Self.felt(view(8), mapping, garment, ticks: 2000)
    let (front, back) = ([15, 0, 1], [7, 8, 9])
    func sum(_ felt: [Float], _ places: [Int]) -> Float { places.reduce(0) { $0 + felt[$1] } }
    #expect(sum(ahead, front) > 5 * sum(ahead, back) && sum(behind, back) > 5 * sum(behind, front))
    #expect(abs(sum(ahead, front) / sum(behind, back) - 1) < 0.25)
  }
}
