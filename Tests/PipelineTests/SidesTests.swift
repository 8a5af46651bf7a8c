import Desktop
import Haptics
import Kernel
import Pipeline
import Presentation
import Scenes
import Testing

/// Left is left, on the body and in the ears, and both turn with the wearer.
@Suite(.serialized) struct SidesTests {
  /// Strength on the wearer's left, right, front and back, and the sound's energy in both channels, after two
  /// seconds with a crowd two metres to the west.
  private func felt(facing degrees: Float) throws -> (
    left: Float, right: Float, front: Float, back: Float, ears: SIMD2<Float>
  ) {
    var session = Films.session(
      Films.patch(at: Vector2(-2, 0)), at: Pose(position: .zero, heading: Math.unit(degrees: degrees)))
    let stage = try SoundStage.loopback(sampleRate: 48_000, hrtf: false)
    var ears = SIMD2<Float>.zero
    for tick in 0..<40 {
      session.frame(FrameInput())
      stage.play(session.cues)
      let block = stage.render(frames: 2400)
      guard tick >= 20 else { continue }
      for i in stride(from: 0, to: block.count, by: 2) {
        ears += SIMD2(block[i] * block[i], block[i + 1] * block[i + 1])
      }
    }
    let wearer = session.wearers[0]
    let drive = wearer.strip.last!.drive
    func strength(towards side: Vector2) -> Float {
      zip(wearer.garment.actuators, drive).reduce(0) { sum, pair in
        sum + (pair.0.direction.dot(side) > 0.5 ? pair.1 : 0)
      }
    }
    return (
      strength(towards: Vector2(0, 1)), strength(towards: Vector2(0, -1)), strength(towards: Vector2(1, 0)),
      strength(towards: Vector2(-1, 0)), ears
    )
  }

  @Test func aCrowdOnTheLeftIsFeltAndHeardOnTheLeft() throws {
    let north = try felt(facing: 90)  // west is to the left
    #expect(north.left > 1 && north.left > 4 * north.right, "\(north)")
    #expect(north.ears.x > 2 * north.ears.y, "\(north)")
    #expect(abs(north.front - north.back) < 0.2 * north.left, "\(north)")
  }

  @Test func turningTheWearerTurnsBoth() throws {
    let west = try felt(facing: 180)  // the crowd is ahead
    #expect(west.front > 1 && west.front > 4 * west.back, "\(west)")
    #expect(abs(west.left - west.right) < 0.2 * west.front, "\(west)")
    #expect(west.ears.x < 1.6 * west.ears.y && west.ears.y < 1.6 * west.ears.x, "\(west)")
    let south = try felt(facing: -90)  // the crowd is to the right
    #expect(south.right > 1 && south.right > 4 * south.left, "\(south)")
    #expect(south.ears.y > 2 * south.ears.x, "\(south)")
    let east = try felt(facing: 0)  // the crowd is behind
    #expect(east.back > 1 && east.back > 4 * east.front, "\(east)")
  }

  @Test func aStopIsSilentWithinOneHapticTickAndStays() throws {
    var session = Films.session(
      Films.patch(at: Vector2(-2, 0)), at: Pose(position: .zero, heading: Vector2(0, 1)))
    for _ in 0..<20 { session.frame(FrameInput()) }
    #expect(session.wearers[0].strip.last!.drive.contains { $0 > 0.1 })
    var paused = session
    paused.silence()
    #expect(paused.moment().wearer!.drive.allSatisfy { $0 == 0 }, "at once, without a frame")
    var stop = FrameInput()
    stop.stopped = true
    session.frame(stop)
    for sample in session.wearers[0].strip { #expect(sample.drive.allSatisfy { $0 == 0 }) }
    #expect(session.cues.silent)
    for _ in 0..<10 { session.frame(stop) }
    #expect(session.wearers[0].strip.last!.drive.allSatisfy { $0 == 0 })
    for _ in 0..<20 { session.frame(FrameInput()) }
    #expect(session.wearers[0].strip.last!.drive.contains { $0 > 0.1 }, "the crowd is felt again")
  }
}
