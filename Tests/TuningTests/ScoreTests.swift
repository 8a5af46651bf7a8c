import Haptics
import Kernel
import Learning
import Testing
import Tuning

@Suite struct ScoreTests {
  private func score(
    _ mapping: Mapping, kinds: [WalkerKind] = [.touch], workers: Int = 2
  ) throws -> MappingScore {
    let bench = try #require(Benches.plaza)
    return try #require(
      bench.score(mapping, on: Benches.garment(), kinds: kinds, Errand(workers: Workers(workers))))
  }

  @Test("The same bits for any number of workers")
  func workers() throws {
    let mapping = try Benches.mapping("sand")
    var scene = try Benches.scene()
    scene.city.sources[0].density = 0.6
    var size = ScoreBench.Size()
    (size.seconds, size.warmUp, size.seats, size.walkers) = (8, 2, 3, 2)
    var all: [[UInt64]] = []
    for workers in [1, 2, 3] {
      let errand = Errand(workers: Workers(workers))
      let bench = try #require(ScoreBench.simulate([("", scene)], seeds: [1, 2, 3], size: size, errand))
      let score = try #require(
        bench.score(mapping, on: Benches.garment(), kinds: WalkerKind.allCases, errand))
      all.append(
        score.estimates.flatMap { [$0.estimate.value.bitPattern, $0.estimate.low.bitPattern] }
          + WalkerKind.allCases.map { score.estimate(.collisions, $0).value.bitPattern })
    }
    #expect(all[0] == all[1] && all[0] == all[2])
  }

  @Test("Silence tells nothing, and walkers who feel nothing walk like those who go by nothing")
  func silence() throws {
    var mapping = try Benches.mapping("density-glow")
    mapping.gain = 0
    let score = try score(mapping, kinds: [.none, .touch])
    #expect(score.estimate(.densityBits).value < 0.05)
    #expect(score.estimate(.directionBits).value < 0.01)
    #expect(abs(score.estimate(.directionError).value - 103.9) < 0.1)
    #expect(score.estimate(.energy).value == 0 && score.estimate(.dose).value == 0)
    #expect(score.estimate(.collisions, .touch).value == score.estimate(.collisions, .none).value)
  }

  @Test("A garment tells where people are; at a lower volume it costs less")
  func direction() throws {
    let bench = try #require(Benches.plaza)
    let mapping = try Benches.mapping("density-glow")
    let right = try #require(
      bench.score(mapping, on: Benches.garment(), kinds: [.touch], Benches.errand))
    #expect(right.estimate(.directionBits).value > 1)
    #expect(right.estimate(.directionError).value < 60)
    var turned = mapping
    turned.name = "weak"
    turned.gain = 0.4
    let weak = try #require(bench.score(turned, on: Benches.garment(), kinds: [.touch], Benches.errand))
    #expect(weak.estimate(.energy).value < right.estimate(.energy).value)
    #expect(weak.estimate(.dose).value < right.estimate(.dose).value)
  }

  @Test("A paired difference is the difference, and of a mapping and itself it is none")
  func paired() throws {
    let glow = try score(Benches.mapping("density-glow"))
    let radar = try score(Benches.mapping("radar"))
    for (difference, pair) in zip(
      glow.differences(from: radar), zip(glow.estimates, radar.estimates))
    where difference.estimate.isKnown {
      #expect(
        abs(difference.estimate.value - (pair.0.estimate.value - pair.1.estimate.value)) < 1e-9)
    }
    for (figure, estimate) in glow.differences(from: glow) where estimate.isKnown {
      #expect(estimate.value == 0 && estimate.low == 0 && estimate.high == 0, "\(figure)")
    }
    // Pairing takes away what the crowds have in common.
    let apart = glow.estimate(.directionBits)
    let together = glow.differences(from: radar).first { $0.figure == .directionBits }!.estimate
    #expect(together.excludes(0) && together.value > 0)
    #expect(apart.isKnown)
  }

  @Test("Levels of service are told apart step by step upwards by a mapping of density")
  func service() throws {
    let steps = try score(Benches.mapping("sand")).serviceSteps
    #expect(steps.count >= 2)
    #expect(steps.allSatisfy { $0.value > 0 })
  }
}

@Suite struct WalkerTests {
  private func score(_ kinds: [WalkerKind]) throws -> MappingScore {
    let bench = try #require(Benches.plaza)
    let mapping = try Benches.mapping("density-glow")
    return try #require(bench.score(mapping, on: Benches.garment(), kinds: kinds, Benches.errand))
  }

  @Test(
    "Touch beats none beyond the interval; shuffled and somebody else's fall to none; mirrored is worse than touch"
  )
  func controls() throws {
    let score = try score(WalkerKind.allCases)
    func less(_ a: WalkerKind, _ b: WalkerKind) -> Estimate { score.difference(.collisions, a, from: b) }
    #expect(less(.touch, .none).high < 0)
    #expect(less(.both, .none).high < 0)
    #expect(!less(.shuffled, .none).excludes(0))
    // A walker who turns aside for nothing is hit a little more or less often; it is no fifth of what touch is worth.
    #expect(abs(less(.stranger, .none).value) < -less(.touch, .none).value / 5)
    #expect(abs(less(.shuffled, .none).value) < -less(.touch, .none).value / 5)
    #expect(less(.mirrored, .touch).low > 0)
    #expect(less(.perfect, .none).high < 0)
    #expect(less(.perfect, .vision).high < 0)
  }

  @Test(
    "Prediction: none guesses, touch and vision do not, both are at least as good, what is somebody else's guesses"
  )
  func prediction() throws {
    let score = try score([.none, .vision, .touch, .both, .stranger, .mirrored])
    func foreseen(_ kind: WalkerKind) -> Double { score.estimate(.prediction, kind).value }
    #expect(foreseen(.none) == 50)
    #expect(foreseen(.vision) > 70 && foreseen(.touch) > 70)
    #expect(foreseen(.both) > max(foreseen(.vision), foreseen(.touch)) - 1)
    #expect(abs(foreseen(.stranger) - 50) < 8)
    #expect(foreseen(.mirrored) < foreseen(.touch) - 5)
  }
}
