import Kernel
import Scenes
import Testing

/// A recording played back is the same people at the same places, at any time.
@Suite struct TrajectoryPlaybackTests {
  /// Three people who walk along parabolas; person 2 comes late, person 3 leaves early.
  static func film(rate: Double = 25, frames: Int = 100, stride: Int = 1) -> Recording {
    var recording = Recording(name: "film", framesPerSecond: rate, frames: [], ids: [], positions: [])
    for frame in Swift.stride(from: 10, through: 10 + frames, by: stride) {
      for id in 1...3 as ClosedRange<UInt32> {
        if id == 2, frame < 40 { continue }
        if id == 3, frame > 80 { continue }
        let t = Float(Double(frame - 10) / rate)
        recording.frames.append(frame)
        recording.ids.append(id)
        recording.positions.append(Vector2(t + Float(id), 0.1 * t * t))
      }
    }
    return recording
  }

  @Test(arguments: [8, 10, 16, 25, 29.97, 30, 60] as [Double])
  func interpolationPassesThroughTheSamples(rate: Double) {
    let recording = TrajectoryPlaybackTests.film(rate: rate)
    let crowd = RecordedCrowd(recording)
    for frame in 10...110 {
      let rows = recording.frames.indices.filter { recording.frames[$0] == frame }
      let shown = crowd.crowd(atSeconds: Double(frame - 10) / rate)
      #expect(shown.ids == rows.map { recording.ids[$0] })
      #expect(shown.positions == rows.map { recording.positions[$0] })
    }
    #expect(crowd.duration == 100 / rate)
  }

  @Test func betweenSamplesPeopleWalkStraight() {
    let crowd = RecordedCrowd(TrajectoryPlaybackTests.film())
    let a = crowd.crowd(atSeconds: 1.6)
    let b = crowd.crowd(atSeconds: 1.64)
    for part in [0.25, 0.5, 0.75] as [Float] {
      let between = crowd.crowd(atSeconds: 1.6 + 0.04 * Double(part))
      for row in 0..<3 {
        #expect(
          (between.positions[row] - (a.positions[row] * (1 - part) + b.positions[row] * part)).length < 1e-6)
      }
    }
  }

  @Test func nobodyIsThereBeforeOrAfter() {
    let crowd = RecordedCrowd(TrajectoryPlaybackTests.film())
    for seconds in [-0.01, 4.01, .nan, .infinity, -.infinity, 1e300] {
      #expect(crowd.crowd(atSeconds: seconds).count == 0)
    }
    #expect(crowd.crowd(atSeconds: 0).ids == [1, 3])
    #expect(crowd.crowd(atSeconds: 4).ids == [1, 2])
  }

  /// Someone unseen for longer than the gap is away; shorter, walks on.
  @Test func gapsAreBridgedUpToTheirLength() {
    var recording = TrajectoryPlaybackTests.film()
    let away = recording.frames.indices.filter {
      recording.ids[$0] == 1 && (51..<61).contains(recording.frames[$0])
    }
    for row in away.reversed() {
      recording.frames.remove(at: row)
      recording.ids.remove(at: row)
      recording.positions.remove(at: row)
    }
    for (gap, isThere) in [(10, false), (11, true)] {
      let crowd = RecordedCrowd(recording, longestGap: gap)
      #expect(crowd.crowd(atSeconds: Double(55 - 10) / 25).ids.contains(1) == isThere)
      #expect(crowd.crowd(atSeconds: Double(50 - 10) / 25).ids.contains(1))
      #expect(crowd.crowd(atSeconds: Double(61 - 10) / 25).ids.contains(1))
      #expect(!crowd.crowd(atSeconds: Double(50.5 - 10) / 25).ids.contains(1) == !isThere)
    }
  }

  /// Sparse annotation, ten film frames apart, is no gap.
  @Test func sparseAnnotationIsNoGap() {
    let crowd = RecordedCrowd(TrajectoryPlaybackTests.film(rate: 2.5, frames: 100, stride: 10))
    #expect(crowd.crowd(atSeconds: 2).ids.contains(1))
  }

  /// Whoever walks evenly has that velocity at every sample and between, ends included; it points the
  /// heading.
  @Test(arguments: [Vector2(1.3, 0), Vector2(-0.4, 0.9), Vector2(0, -2)])
  func evenWalkHasItsVelocity(velocity: Vector2) {
    var recording = Recording(name: "even", framesPerSecond: 20, frames: [], ids: [], positions: [])
    for frame in 0...60 {
      recording.frames.append(frame)
      recording.ids.append(9)
      recording.positions.append(velocity * Float(frame) / 20)
    }
    let crowd = RecordedCrowd(recording)
    for k in 0...120 {
      let shown = crowd.crowd(atSeconds: Double(k) / 40)
      // Differences of positions near 6 m, each rounded to 5e-7 m, over 0.2 s or more.
      #expect((shown.velocities[0] - velocity).length < 1e-5)
      #expect((shown.headings[0] - velocity.normalized).length < 1e-5)
    }
  }

  /// Whoever stops keeps looking where they went.
  @Test func standingKeepsTheHeading() {
    var recording = Recording(name: "stop", framesPerSecond: 20, frames: [], ids: [], positions: [])
    for frame in 0...200 {
      recording.frames.append(frame)
      recording.ids.append(1)
      recording.positions.append(Vector2(0, 1.2) * Float(min(max(frame - 60, 0), 60)) / 20)
    }
    let crowd = RecordedCrowd(recording)
    for k in 0...200 {
      #expect((crowd.crowd(atSeconds: Double(k) / 20).headings[0] - Vector2(0, 1)).length < 1e-5)
    }
    #expect(crowd.crowd(atSeconds: 9).velocities[0] == .zero)
    #expect(crowd.crowd(atSeconds: 1).velocities[0] == .zero)
  }

  /// Steps of the clock are the moments they stand for, again after a rewind, and in copies.
  @Test(arguments: [10, 20, 50]) func advancingIsAskingTickByTick(step: Int) {
    let clocks = Clocks(crowdStepMilliseconds: step)
    var crowd = RecordedCrowd(TrajectoryPlaybackTests.film(), clocks)
    #expect(crowd.ticks == 4000 / step + 1)
    var seen: [Crowd] = []
    for tick in 0..<crowd.ticks {
      #expect(crowd.tick == tick)
      seen.append(crowd.advance())
      #expect(seen[tick] == crowd.crowd(atSeconds: clocks.seconds(atCrowdTick: tick)))
    }
    #expect(crowd.advance().count == 0)
    crowd.rewind()
    #expect(crowd.advance() == seen[0])
  }

  /// The order of the rows in the file does not matter.
  @Test func rowOrderDoesNotMatter() {
    let recording = TrajectoryPlaybackTests.film()
    var turned = recording
    turned.frames.reverse()
    turned.ids.reverse()
    turned.positions.reverse()
    for seconds in [0, 0.5, 1.234, 3.9] {
      #expect(
        RecordedCrowd(recording).crowd(atSeconds: seconds) == RecordedCrowd(turned).crowd(atSeconds: seconds))
    }
  }

  @Test func groundIsTheFilesOrTheBoxAndAMetre() {
    var recording = TrajectoryPlaybackTests.film()
    let box = Rectangle(around: recording.positions)!.grown(by: 1)
    #expect(RecordedCrowd.groundFor(recording) == Ground(walkable: [Polygon(box)]))
    let square = Polygon(Rectangle(minimum: .zero, maximum: Vector2(9, 9)))
    let pillar = Polygon(Rectangle(minimum: Vector2(4, 4), maximum: Vector2(5, 5)))
    recording.walkable = [square]
    recording.obstacles = [pillar]
    let ground = RecordedCrowd(recording).ground
    #expect(ground.walkable == [square])
    #expect(ground.obstacles == [Obstacle(name: "obstacle 1", polygon: pillar)])
  }

  /// A recording made by hand may say anything.
  @Test func nonsenseDoesNotTrap() {
    let empty = Recording(name: "", framesPerSecond: .nan, frames: [], ids: [], positions: [])
    #expect(RecordedCrowd(empty).crowd(atSeconds: 0).count == 0)
    let wild = Recording(
      name: "", framesPerSecond: .infinity, frames: [.min, 0, .max, .max], ids: [1, 1, 1, 1],
      positions: [.zero, Vector2(.nan, 1), Vector2(.infinity, 0), .zero])
    var crowd = RecordedCrowd(wild)
    #expect(crowd.advance().count <= 1)
    #expect(crowd.crowd(atSeconds: crowd.duration).count <= 1)
  }
}
