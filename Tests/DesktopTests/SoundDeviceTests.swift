import Desktop
import Foundation
import Kernel
import Presentation
import Testing

/// Each in a process of its own where the sound library is told by the environment which outputs there are.
@Suite(.serialized) struct SoundDeviceTests {
  /// An output that swallows everything stands in for a sound card: a live stage plays, falls silent, comes back.
  @Test func liveStagePlays() async {
    await #expect(processExitsWith: .success) {
      setenv("ALSOFT_DRIVERS", "null", 1)
      let stage = try SoundStage.device(hrtf: true)
      #expect(stage.isLive && stage.sampleRate > 0)
      let cues = steadyCues(crowdView(density: 2, around: 90))
      for _ in 0..<3 { stage.play(cues) }
      stage.silence()
      stage.resume()
      stage.play(cues)
      #expect(stage.render(frames: 10) == [Float](repeating: 0, count: 20))
    }
  }

  /// No output at all is an error that names the way out, and nothing else reaches standard error.
  @Test func noDeviceIsAnErrorAndNoChatter() async throws {
    let result = try await #require(
      processExitsWith: .success, observing: [\.standardErrorContent, \.standardOutputContent]
    ) {
      setenv("ALSOFT_DRIVERS", "wave", 1)  // writes a file, which nobody has named
      let error = try #require(throws: Diagnostics.self) { try SoundStage.device() }
      #expect(error.exit == .unavailable && error.all[0].code == "A0101" && error.all[0].hint != nil)
    }
    #expect(result.standardErrorContent.isEmpty && result.standardOutputContent.isEmpty)
  }

  /// Asking for the system's own output, whether there is one or not, says nothing on standard error.
  @Test func probingIsQuiet() async throws {
    let result = try await #require(processExitsWith: .success, observing: [\.standardErrorContent]) {
      unsetenv("ALSOFT_LOGLEVEL")
      _ = try? SoundStage.device()
    }
    #expect(String(decoding: result.standardErrorContent, as: UTF8.self) == "")
  }

  @Test func rateWithoutHeadTablesFallsBackWithANotice() throws {
    let stage = try SoundStage.loopback(sampleRate: 22_050, hrtf: true)
    #expect(!stage.hrtf && stage.sampleRate == 22_050)
    #expect(stage.notices.count == 1 && stage.notices[0].contains("head-related"))
    #expect(try SoundStage.loopback(sampleRate: 22_050, hrtf: false).notices.isEmpty)
  }

  @Test(arguments: [0, -1, 7999, 192_001, Int.max])
  func sampleRateIsChecked(_ rate: Int) throws {
    let error = try #require(throws: Diagnostics.self) { try SoundStage.loopback(sampleRate: rate) }
    #expect(error.all[0].code == "A0102" && error.all[0].message.contains("8000...192000"))
  }

  /// Opening and closing gives everything back: two hundred stages of 1.5 MB of sound each leave no more behind
  /// than a few of them would.
  @Test(.enabled(if: residentMegabytes() != nil, "the system does not tell the size of a process"))
  func nothingIsLeftBehind() async {
    await #expect(processExitsWith: .success) {
      var murmur = Murmur()
      murmur.seconds = 2
      murmur.talkers = 1
      let bank = SoundBank(murmur: murmur)
      func open(_ count: Int) throws {
        for _ in 0..<count {
          let stage = try SoundStage.loopback(hrtf: hearing.contains(true), bank: bank)
          stage.play(steadyCues(crowdView(density: 1, around: 0)))
          _ = stage.render(frames: 480)
        }
      }
      try open(10)
      let before = try #require(residentMegabytes())
      try open(200)
      let after = try #require(residentMegabytes())
      #expect(after - before < 20)
    }
  }
}

/// [MB] of this process in memory, where the system says so.
func residentMegabytes() -> Double? {
  guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
  let fields = text.split(separator: " ")
  guard fields.count > 1, let pages = Double(fields[1]) else { return nil }
  return pages * Double(sysconf(Int32(_SC_PAGESIZE))) / 1e6
}
