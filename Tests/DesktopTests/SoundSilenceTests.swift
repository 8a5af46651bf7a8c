import Desktop
import Kernel
import Presentation
import Testing

@Suite(.serialized) struct SoundSilenceTests {
  let full = steadyCues(crowdView(density: 4, around: 0, halfAngle: 180))
  func isSilent(_ stereo: [Float]) -> Bool { stereo.allSatisfy { $0 == 0 } }

  /// From the very next sample on there is nothing, whatever is played, until `resume`; then sound comes back from
  /// zero.
  @Test(arguments: hearing)
  func silenceIsAtOnceAndHolds(_ hrtf: Bool) throws {
    let stage = try SoundStage.loopback(hrtf: hrtf)
    var cues = full
    cues.earcons = [CueList.Earcon(kind: .dense, direction: .zero)]
    stage.play(cues)
    #expect(!isSilent(stage.render(frames: 4800)))
    stage.silence()
    #expect(isSilent(stage.render(frames: 480)))
    stage.play(cues)
    stage.silence()
    #expect(isSilent(stage.render(frames: 48_000)))
    stage.resume()
    #expect(isSilent(stage.render(frames: 4800)), "nothing sounds before the next list")
    stage.play(full)
    let back = stage.render(frames: 24_000)
    #expect(back[0..<2].allSatisfy { abs($0) < 1e-3 } && stereoLevel(back) > -40)
  }

  /// A silent list does the same, and the next that is not silent ends it, but not a silence asked for by name.
  @Test(arguments: hearing)
  func silentListStopsAndTheNextOneStarts(_ hrtf: Bool) throws {
    let stage = try SoundStage.loopback(hrtf: hrtf)
    var silent = CueList()
    silent.silent = true
    stage.play(full)
    _ = stage.render(frames: 9600)
    stage.play(silent)
    #expect(isSilent(stage.render(frames: 9600)))
    stage.play(full)
    #expect(!isSilent(stage.render(frames: 9600)))
    stage.silence()
    stage.play(silent)
    stage.play(full)
    #expect(isSilent(stage.render(frames: 9600)))
  }

  /// An earcon sounds once, from its side, and is over after its length.
  @Test(arguments: hearing, CueList.Earcon.Kind.allCases)
  func earconSoundsOnce(_ hrtf: Bool, _ kind: CueList.Earcon.Kind) throws {
    let length = 48_000 * EarconSound.samples(kind, sampleRate: 24_000).count / 24_000
    for (direction, side) in [(Vector2(0, 1), 1.0), (Vector2(0, -1), -1.0), (.zero, 0)] {
      let stage = try SoundStage.loopback(hrtf: hrtf)
      var cues = CueList()
      cues.earcons = [CueList.Earcon(kind: kind, direction: direction)]
      stage.play(cues)
      cues.earcons = []
      stage.play(cues)
      let sound = stage.render(frames: length + 480)
      #expect(stereoLevel(sound) > -45)
      #expect(isSilent(stage.render(frames: 48_000)))
      let balance = leftOverRight(sound)
      #expect(side == 0 ? abs(balance) < 0.1 : balance * side >= 3, "\(balance) dB")
    }
  }

  /// The device goes away: one notice, then silence, and everything else goes on.
  @Test func lostDeviceIsANoticeAndSilence() throws {
    let stage = try SoundStage.loopback(hrtf: false)
    stage.play(full)
    #expect(!isSilent(stage.render(frames: 4800)))
    stage.observe(connected: true)
    #expect(stage.notices.isEmpty)
    stage.observe(connected: false)
    stage.observe(connected: false)
    #expect(stage.notices.count == 1 && stage.notices[0].hasPrefix("sound:"))
    stage.resume()
    stage.play(full)
    #expect(isSilent(stage.render(frames: 4800)))
  }

  @Test func volumeScalesAndSurvivesNonsense() throws {
    func level(_ volume: Float) throws -> Double {
      let stage = try SoundStage.loopback(hrtf: false, volume: volume)
      stage.play(full)
      _ = stage.render(frames: 24_000)
      return stereoLevel(stage.render(frames: 48_000))
    }
    #expect(try abs(level(1) - level(0.5) - 6.02) < 0.05)
    #expect(try level(7) == level(1))
    for nothing in [0, -1, .nan] as [Float] {
      let stage = try SoundStage.loopback(hrtf: false, volume: nothing)
      stage.play(full)
      #expect(isSilent(stage.render(frames: 9600)))
    }
  }

  /// Lists of any shape and with broken numbers are played without harm.
  @Test(arguments: [0, 1, 6, 8, 31, 1000])
  func anyListIsPlayed(_ count: Int) throws {
    let stage = try SoundStage.loopback(hrtf: false)
    var cues = CueList()
    for k in 0..<count {
      let level: Float = [0.5, .nan, -1, 9, .infinity][k % 5]
      let direction: Vector2 = k % 3 == 0 ? Vector2(.nan, 0) : Math.unit(degrees: Float(k) * 40)
      cues.presence.append(.init(direction: direction, distance: .nan, level: level))
    }
    cues.earcons = (0..<9).map { .init(kind: .dense, direction: Vector2(Float($0), .infinity)) }
    stage.play(cues)
    let stereo = stage.render(frames: 4800)
    #expect(stereo.count == 9600 && stereo.allSatisfy { abs($0) <= 0.8913 } && !isSilent(stereo))
    #expect(stage.render(frames: 0).isEmpty && stage.render(frames: -5).isEmpty)
  }
}
