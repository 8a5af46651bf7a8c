import Foundation
import Kernel
import Pipeline
import Scenes
import Testing

/// What a run leaves behind, read back.
@Suite(.serialized) struct RecordTests {
  private func withFolder<R>(_ body: (String) throws -> R) throws -> R {
    let folder = FileManager.default.temporaryDirectory.appending(path: "throng-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
  }

  private func options(_ folder: String, seconds: Double) -> RunOptions {
    RunOptions(seconds: seconds, workers: .one, folder: folder, pictures: 2, command: "a test")
  }

  /// A crowd to the left of somebody who stands: the file's left channel is the louder one, and as long as the run.
  @Test func soundFileHasTheCrowdOnItsSide() throws {
    try withFolder { folder in
      var session = Films.session(
        Films.patch(at: Vector2(-2, 0)), at: Pose(position: .zero, heading: Vector2(0, 1)))
      _ = try HeadlessRun.run(
        &session, options: options(folder, seconds: 3), interrupted: { false }, progress: { _ in })
      let sound = try WaveSound(path: folder + "/cues.wav")
      #expect(sound.channels == 2 && sound.sampleRate == 48_000)
      #expect(sound.frames == 3 * 48_000)
      var energy = SIMD2<Double>.zero
      for frame in (sound.frames / 2)..<sound.frames {
        let (left, right) = (Double(sound.samples[2 * frame]), Double(sound.samples[2 * frame + 1]))
        energy += SIMD2(left * left, right * right)
      }
      #expect(energy.x > 2 * energy.y, "\(energy)")
      #expect(energy.y > 0, "filters of the head leave something for the other ear")
      #expect(sound.samples.allSatisfy { abs($0) <= 0.892 })
    }
  }

  /// Rows, frames and moments agree with each other and with the session.
  @Test func filesAgree() throws {
    try withFolder { folder in
      var session = Films.session(
        Films.patch(at: Vector2(0, 2)), at: Pose(position: .zero, heading: Vector2(0, 1)))
      var shares: [Double] = []
      let result = try HeadlessRun.run(
        &session, options: options(folder, seconds: 2), interrupted: { false },
        progress: { shares.append($0.share) })
      #expect(shares.count == 40 && shares.last == 1 && shares == shares.sorted())
      #expect(result.summary.ticks == 40 && result.summary.hapticFrames == 200)
      let table = try String(contentsOfFile: folder + "/haptics.csv", encoding: .utf8).split(separator: "\n")
      #expect(table.count == 1 + 200)
      let last = try #require(table.last).split(separator: ",").map { Float($0) ?? -1 }
      #expect(last.count == 1 + 2 * 16 && last[0] == 2)
      let sent = session.wearers[0].strip.last!
      for k in 0..<16 {
        #expect(abs(last[1 + k] - sent.drive[k]) < 1e-5)
        #expect(abs(last[17 + k] - sent.motion[k]) < 1e-5)
      }
      let hashes = try String(contentsOfFile: folder + "/hashes.csv", encoding: .utf8).split(separator: "\n")
      #expect(hashes.last == "2,40,\(result.summary.stateHashText)")
      let again = try Recording.load(path: folder + "/trajectories.sqlite").recording
      #expect(again.frames.max() == 40 && Set(again.ids).count == 15)
      let page = try String(contentsOfFile: folder + "/report.html", encoding: .utf8)
      #expect(page.contains(result.summary.stateHashText) && page.contains("data:image/png;base64,"))
      #expect(!page.contains("http://") || page.contains("xmlns"), "the page needs no network")
      for name in result.summary.files {
        #expect(FileManager.default.fileExists(atPath: folder + "/" + name), "\(name) is promised")
      }
    }
  }

  /// Stopped after a while: shorter, but whole.
  @Test func anInterruptedRunIsWhole() throws {
    try withFolder { folder in
      var session = Films.session(
        Films.patch(at: Vector2(0, 2)), at: Pose(position: .zero, heading: Vector2(0, 1)))
      var frames = 0
      let result = try HeadlessRun.run(
        &session, options: options(folder, seconds: 60), interrupted: { frames >= 15 },
        progress: { _ in frames += 1 })
      #expect(result.summary.interrupted && result.summary.ticks == 15)
      let again = try Recording.load(path: folder + "/trajectories.sqlite").recording
      #expect(again.frames.max() == 15)
      #expect(result.summary.files.contains { $0.hasPrefix("overview") }, "a run cut short shows its end")
    }
  }

  /// The person at the keys: north is north, and nothing moves without a key.
  @Test func aWearerWalksByTheKeys() throws {
    let text = """
      format: 1
      geometry: {walkable: [{rectangle: [0, 0, 20, 20]}]}
      wearers: [{name: me, start: [10, 10], control: keyboard, garment: {levels: 100, actuators: [
        {position: [0, 1, 0.1], site: chest, zone: front, kind: {type: eccentric_mass}}]}, mapping: {}}]
      """
    let scene = try Scene.read(text: text, file: "keys.yaml").scene
    var session = Session(scene, workers: .one)
    for _ in 0..<20 { session.frame(FrameInput()) }
    #expect((session.wearers[0].pose.position - Vector2(10, 10)).length < 1e-3)
    var north = FrameInput()
    north.walking.velocity = Vector2(0, 1.5)
    for _ in 0..<40 { session.frame(north) }
    let pose = session.wearers[0].pose
    #expect(abs(pose.position.x - 10) < 0.01 && pose.position.y > 12.5 && pose.position.y < 13.2, "\(pose)")
    #expect(pose.heading.y > 0.99)
    var west = FrameInput()
    west.walking.velocity = Vector2(-4, 0)
    for _ in 0..<200 { session.frame(west) }
    #expect(session.wearers[0].pose.position.x > 0, "the wall holds")
  }

  /// Held keys lead the first wearer off the journey; without them the journey goes on.
  @Test func keysTakeTheWearerOver() throws {
    let text = """
      format: 1
      geometry:
        walkable: [{rectangle: [0, 0, 40, 20]}]
        exits: [{name: east, polygon: {rectangle: [39, 0, 40, 20]}}]
      journeys: [{name: go, stages: [east]}]
      wearers: [{name: me, start: [5, 10], journey: go, garment: {levels: 100, actuators: [
        {position: [0, 1, 0.1], site: chest, zone: front, kind: {type: eccentric_mass}}]}, mapping: {}}]
      """
    var session = Session(try Scene.read(text: text, file: "keys.yaml").scene, workers: .one)
    for _ in 0..<40 { session.frame(FrameInput()) }
    let free = session.wearers[0].pose.position
    #expect(free.x > 6 && abs(free.y - 10) < 0.3, "the journey leads east: \(free)")
    var back = FrameInput()
    back.walking.velocity = Vector2(-1.5, 0)
    back.walking.takesOver = true
    for _ in 0..<20 { session.frame(back) }
    let led = session.wearers[0].pose.position
    #expect(led.x < free.x - 1.2, "the keys lead west: \(led)")
    for _ in 0..<40 { session.frame(FrameInput()) }
    #expect(session.wearers[0].pose.position.x > led.x + 1, "and the journey goes on")
  }
}
