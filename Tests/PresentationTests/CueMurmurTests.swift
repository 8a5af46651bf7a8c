import Kernel
import Presentation
import Testing

@Suite struct CueMurmurTests {
  static let rate = Murmur().sampleRate

  /// Every direction's loop: one level, no offset, a crest that leaves headroom, the colour of a distant crowd.
  @Test(arguments: 0..<8)
  func loopsAreLevelAndOfACrowdsColour(_ sector: Int) {
    let loop = SoundBank.standard.murmurs[sector]
    #expect(loop.count == 8 * CueMurmurTests.rate)
    #expect(abs(rootMeanSquare(loop) - 0.1) < 1e-5)
    #expect(abs(loop.reduce(0.0) { $0 + Double($1) } / Double(loop.count)) < 1e-6)
    #expect((loop.map { abs($0) }.max() ?? 1) < 0.8)
    let centroid = spectralCentroid(loop, sampleRate: CueMurmurTests.rate)
    #expect((400...900).contains(centroid), "\(centroid) Hz")
  }

  /// Across the loop's end the sound runs on: neither value nor slope jumps more than it does inside.
  @Test(arguments: 0..<8)
  func loopHasNoSeam(_ sector: Int) {
    let loop = SoundBank.standard.murmurs[sector]
    let n = loop.count
    func bend(_ i: Int) -> Float { abs(loop[(i + 1) % n] - 2 * loop[i % n] + loop[(i + n - 1) % n]) }
    let inside = (1..<n - 1).map { abs(loop[$0] - loop[$0 - 1]) }.max() ?? 0
    let insideBend = (1..<n - 1).map(bend).max() ?? 0
    #expect(abs(loop[0] - loop[n - 1]) <= inside)
    #expect(bend(0) <= insideBend && bend(n - 1) <= insideBend)
  }

  /// Unrelated voices: the correlation of two directions stays within what chance leaves in so many samples.
  @Test func directionsAreUncorrelated() {
    let loops = SoundBank.standard.murmurs
    for a in 0..<loops.count {
      for b in 0..<a {
        let product = zip(loops[a], loops[b]).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        #expect(abs(product / Double(loops[a].count)) / 0.01 < 0.1, "\(a) and \(b)")
      }
    }
  }

  @Test func seedAndDirectionDecideEverything() {
    var murmur = Murmur()
    murmur.seconds = 2
    murmur.talkers = 3
    let loop = murmur.loop(sector: 2, seed: 9)
    #expect(loop == murmur.loop(sector: 2, seed: 9))
    #expect(loop != murmur.loop(sector: 3, seed: 9))
    #expect(loop != murmur.loop(sector: 2, seed: 10))
  }

  func babbles(_ talkers: Int) -> [[Float]] {
    var murmur = Murmur()
    murmur.talkers = talkers
    return (0..<10).map { murmur.babble(sector: $0, seed: 3) }
  }

  /// Powers of unrelated talkers add: +3 dB per doubling. Ten crowds of few talkers still differ by their voices,
  /// which leaves half a decibel to chance.
  @Test func doublingTheTalkersAddsThreeDecibels() {
    let levels = [4, 8, 16, 32].map { n in
      decibels(babbles(n).reduce(0.0) { $0 + rootMeanSquare($1) * rootMeanSquare($1) }) / 2
    }
    for (less, more) in zip(levels, levels.dropFirst()) { #expect(abs(more - less - 3.01) < 0.5) }
    #expect(abs(levels[3] - levels[0] - 9.03) < 0.6)
  }

  /// The more people talk, the steadier the sound: depth of modulation as one over the root of their number.
  @Test func modulationFallsWithTheRootOfTheTalkers() {
    let depth = [4, 16].map { n in
      babbles(n).reduce(0.0) { $0 + modulationDepth($1, sampleRate: CueMurmurTests.rate) } / 10
    }
    #expect((1.7...2.3).contains(depth[0] / depth[1]), "\(depth)")
  }

  @Test func settingsOutsideTheirRangeAreHarmless() {
    for (talkers, seconds, rate) in [(0, -1, 0), (1, .nan, 16_000), (2, 2.0001, 1_000_000)]
      as [(Int, Float, Int)]
    {
      var murmur = Murmur()
      murmur.talkers = talkers
      murmur.seconds = seconds
      murmur.sampleRate = rate
      #expect(abs(rootMeanSquare(murmur.loop(sector: -5, seed: 1)) - 0.1) < 1e-4)
    }
  }
}
