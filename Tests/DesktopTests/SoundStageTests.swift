import Desktop
import Dispatch
import Kernel
import Presentation
import Testing

/// With and without head-related filters; without alone where their tables are not installed.
let hearing: [Bool] = {
  let stage = try? SoundStage.loopback(
    hrtf: true, bank: SoundBank(sampleRate: 24_000, murmurs: [], earcons: [:]))
  return stage?.hrtf == true ? [false, true] : [false]
}()

@Suite(.serialized) struct SoundStageTests {
  static let loop = 8 * 48_000  // [frames] of one pass of the murmur

  /// A whole pass of the murmur, after the gains have settled.
  func steady(_ view: BodyView, hrtf: Bool) throws -> [Float] {
    let stage = try SoundStage.loopback(hrtf: hrtf, volume: 1)
    #expect(stage.hrtf == hrtf && !stage.isLive && stage.sampleRate == 48_000 && stage.notices.isEmpty)
    stage.play(steadyCues(view))
    _ = stage.render(frames: 24_000)
    return stage.render(frames: SoundStageTests.loop)
  }

  /// A crowd on one side is heard on that side.
  @Test(arguments: hearing, [45, 90, 135] as [Float])
  func crowdIsHeardOnItsSide(_ hrtf: Bool, _ degrees: Float) throws {
    #expect(leftOverRight(try steady(crowdView(density: 2, around: degrees), hrtf: hrtf)) >= 3)
    #expect(leftOverRight(try steady(crowdView(density: 2, around: -degrees), hrtf: hrtf)) <= -3)
  }

  /// Left and right exchanged: the channels are exchanged, within 0.5 dB for the other voices on that side.
  @Test(arguments: hearing, [30, 90, 160] as [Float])
  func mirroredCrowdIsMirroredSound(_ hrtf: Bool, _ degrees: Float) throws {
    let view = crowdView(density: 1.5, around: degrees)
    let one = try steady(view, hrtf: hrtf)
    let other = try steady(mirrored(view), hrtf: hrtf)
    for (a, b) in [(0, 1), (1, 0)] {
      #expect(abs(soundDecibels(channelLevel(one, a) / channelLevel(other, b))) < 0.5)
    }
  }

  /// The wearer turns left by quarter turns: what was left is ahead, right, behind.
  @Test(arguments: hearing)
  func turningTheWearerMovesTheSound(_ hrtf: Bool) throws {
    let left = crowdView(density: 2, around: 90)
    let sides = try (0..<4).map { leftOverRight(try steady(turned(left, by: 8 * $0), hrtf: hrtf)) }
    #expect(sides[0] >= 3 && sides[2] <= -3, "\(sides)")
    #expect(abs(sides[1]) < 0.5 && abs(sides[3]) < 0.5, "\(sides)")
    #expect(abs(sides[0] + sides[2]) < 0.5, "\(sides)")
  }

  /// More people are louder, 3 dB for each doubling inside the range, never fainter beyond it.
  @Test(arguments: hearing)
  func loudnessFollowsTheDensity(_ hrtf: Bool) throws {
    let levels = try [0.4, 0.8, 1.6, 3.2, 6.4, 12.8].map { density in
      stereoLevel(try steady(crowdView(density: density, around: 0, halfAngle: 180), hrtf: hrtf))
    }
    for (less, more) in zip(levels, levels.dropFirst()) { #expect(more > less - 0.01, "\(levels)") }
    for k in 0..<3 { #expect(abs(levels[k + 1] - levels[k] - 3.01) < 0.5, "\(levels)") }
    let empty = try steady(BodyView(), hrtf: hrtf)
    #expect(empty.allSatisfy { $0 == 0 })
  }

  /// The fullest crowd all round with both earcons on one side keeps under −1 dB of full scale without the limiter's
  /// help; sounds ten times as loud are held there by it.
  @Test(arguments: hearing)
  func peakStaysUnderTheCeiling(_ hrtf: Bool) throws {
    var worst = steadyCues(crowdView(density: 20, around: 0, halfAngle: 180))
    worst.earcons = CueList.Earcon.Kind.allCases.map { CueList.Earcon(kind: $0, direction: Vector2(0, 1)) }
    let standard = SoundBank.standard
    let hot = SoundBank(
      sampleRate: standard.sampleRate, murmurs: standard.murmurs.map { $0.map { $0 * 10 } },
      earcons: standard.earcons.mapValues { $0.map { $0 * 10 } })
    for (bank, ceilingIsReached) in [(standard, false), (hot, true)] {
      let stage = try SoundStage.loopback(hrtf: hrtf, bank: bank, volume: 1)
      stage.play(worst)
      let peak = stage.render(frames: SoundStageTests.loop).map { abs($0) }.max() ?? 0
      #expect(peak <= 0.8913)
      #expect((peak > 0.89) == ceilingIsReached, "\(peak)")
    }
  }

  /// Levels that jump from nothing to all and back make no click: no step between samples is larger than those of
  /// the full murmur itself.
  @Test(arguments: hearing)
  func changesOfLevelDoNotClick(_ hrtf: Bool) throws {
    let full = steadyCues(crowdView(density: 20, around: 90))
    let stage = try SoundStage.loopback(hrtf: hrtf, volume: 1)
    func steepest(_ stereo: [Float]) -> Float {
      (2..<stereo.count).map { abs(stereo[$0] - stereo[$0 - 2]) }.max() ?? 0
    }
    stage.play(full)
    _ = stage.render(frames: 24_000)
    let steady = steepest(stage.render(frames: SoundStageTests.loop))
    var switched: [Float] = []
    for turn in 0..<40 {
      stage.play(turn % 2 == 0 ? CueList() : full)
      switched += stage.render(frames: 2400)
    }
    #expect(steepest(switched) <= steady)
    #expect(stereoLevel(switched) > -50)
  }

  /// The same lists are the same bits, rendered at once or in pieces of whole blocks.
  @Test(arguments: hearing)
  func renderingIsDeterministic(_ hrtf: Bool) throws {
    func run(pieces: Int) throws -> [Float] {
      let stage = try SoundStage.loopback(hrtf: hrtf)
      var out: [Float] = []
      for density in [0.5, 3, 0, 1] as [Float] {
        var cues = steadyCues(crowdView(density: density, around: 30 * density))
        cues.earcons = [CueList.Earcon(kind: .clear, direction: .zero)]
        stage.play(cues)
        for _ in 0..<pieces { out += stage.render(frames: 9600 / pieces) }
      }
      return out
    }
    let whole = try run(pieces: 1)
    #expect(try whole == run(pieces: 1))
    #expect(try whole == run(pieces: 5))
    #expect(whole.contains { $0 != 0 })
  }

  /// Stages on several threads at once do not meet: each sounds as it does alone.
  @Test func stagesOnOtherThreadsDoNotMeet() throws {
    @Sendable func run(_ k: Int) -> [Float] {
      guard let stage = try? SoundStage.loopback(hrtf: false) else { return [] }
      var out: [Float] = []
      for step in 0..<20 {
        stage.play(steadyCues(crowdView(density: 2, around: Float(k * 45 + step * 5))))
        out += stage.render(frames: 480)
      }
      return out
    }
    let alone = (0..<4).map(run)
    var together = [[Float]](repeating: [], count: 4)
    together.withUnsafeMutableBufferPointer { buffer in
      let rows = Rows(buffer)
      DispatchQueue.concurrentPerform(iterations: 4) { rows[$0] = run($0) }
    }
    #expect(together == alone && alone[0].count == 2 * 9600)
  }

  /// A minute of eight murmurs takes a small part of a minute.
  @Test(arguments: hearing)
  func renderingIsFast(_ hrtf: Bool) throws {
    let stage = try SoundStage.loopback(hrtf: hrtf)
    stage.play(steadyCues(crowdView(density: 2, around: 0, halfAngle: 180)))
    let taken = ContinuousClock().measure { for _ in 0..<60 { _ = stage.render(frames: 48_000) } }
    #expect(taken < .seconds(8), "60 s of sound in \(taken)")
  }
}
