import Foundation
import Kernel
import Pipeline
import Scenes
import Testing

private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

private func scene(_ name: String) throws -> Scene {
  let library = Library(folders: [root.appending(path: "assets").path])
  return try Scene.load(path: root.appending(path: "scenes/\(name).yaml").path, library: library).scene
}

@Suite struct SessionTests {
  /// The promise: same scene and seed, same bits, for any number of workers, all the way to the motors.
  @Test func workersDoNotShow() throws {
    let square = try scene("city/steeple-square")
    let hashes = [1, 2, 3, 5, 8].map { workers -> [UInt64] in
      var session = Session(square, workers: Workers(workers))
      return (0..<100).map { _ in
        session.frame(FrameInput())
        return session.stateHash
      }
    }
    #expect(Set(hashes[0]).count == 100, "the state never stands still")
    for other in hashes.dropFirst() { #expect(other == hashes[0]) }
  }

  /// The field holds everybody who is on the ground, at every step of a busy scene.
  @Test func theFieldHoldsTheCrowd() throws {
    var session = Session(try scene("city/steeple-square"), workers: Workers(2))
    for _ in 0..<60 {
      session.frame(FrameInput())
      let mass =
        session.field.density.cells.reduce(0.0) { $0 + Double($1) }
        * Double(session.field.density.frame.cellArea)
      let people = Double(session.crowd.count - session.field.outside)
      #expect(abs(mass - people) < 1e-3 * max(1, people))
      #expect(session.field.outside == 0)
    }
  }

  /// Numbers that stop being numbers cost one person, not the run; the person is shown where they were last.
  @Test func whoeverBreaksIsTakenOutAndTold() throws {
    var session = Session(try scene("city/steeple-square"), workers: .one)
    session.frame(FrameInput())
    let id = session.crowd.ids[40]
    let injected = session.inject(position: Vector2(.nan, 3), id: id)
    #expect(injected)
    let before = session.pedestrians
    let place = session.crowd.positions[40]
    session.frame(FrameInput())
    #expect(session.pedestrians.quarantined == 1)
    #expect(session.crowd.row(of: id) == nil)
    #expect(session.pedestrians.spawned >= before.spawned)
    #expect(session.reports.count == 1 && session.reports[0].contains("pedestrian \(id)"))
    #expect(session.moment().lost == [place])
    for _ in 0..<10 { session.frame(FrameInput()) }
    #expect(session.pedestrians.quarantined == 1 && session.moment().lost.count == 1)
  }

  /// Five haptic ticks a step, each between the views of two fields: no jump that the limiter would not allow.
  @Test func touchIsSmoothBetweenFields() throws {
    var session = Session(try scene("city/steeple-square"), workers: Workers(2))
    let mapping = session.wearers[0].mapping
    var last: [Float]?
    for _ in 0..<100 {
      session.frame(FrameInput())
      let strip = session.wearers[0].strip
      #expect(strip.count == session.clocks.hapticTicksPerCrowdStep)
      for sample in strip {
        if let last {
          // One level of the device may come on top of the slope.
          let rise =
            mapping.suit.limiter.risePerSecond * session.clocks.hapticStep + 1
            / Float(session.wearers[0].garment.levels)
          for (before, now) in zip(last, sample.drive) { #expect(now - before <= rise + 1e-5) }
        }
        last = sample.drive
      }
    }
  }

  /// A film of a run is felt as the run was: the same places, the same drive, but for the resampling of velocities.
  @Test func aFilmStandsInForTheCity() throws {
    let square = try scene("city/steeple-square")
    var live = Session(square, workers: .one)
    var frames: [Int] = []
    var ids: [UInt32] = []
    var positions: [Vector2] = []
    var felt: [[Float]] = []
    for tick in 0...80 {
      if tick > 0 {
        live.frame(FrameInput())
        felt.append(live.wearers[0].strip.last!.drive)
      }
      for row in 0..<live.crowd.count {
        frames.append(tick)
        ids.append(live.crowd.ids[row])
        positions.append(live.crowd.positions[row])
      }
    }
    let ground = square.city.ground
    let film = RecordedCrowd(
      Recording(
        name: "again", framesPerSecond: 20, frames: frames, ids: ids, positions: positions,
        walkable: ground.walkable,
        obstacles: ground.obstacles.map(\.polygon)))
    var replay = Session(
      film, wearer: square.wearers[0], seat: .person(1), field: square.field, workers: .one)
    var difference: Float = 0
    var level: Float = 0
    for drive in felt {
      replay.frame(FrameInput())
      let again = replay.wearers[0].strip.last!.drive
      for (a, b) in zip(drive, again) {
        difference += abs(a - b)
        level += a
      }
      #expect(replay.crowd.positions == live.crowd.positions || replay.tick < 80)
    }
    #expect(level > 0)
    #expect(difference < 0.1 * level, "felt \(level), differs by \(difference)")
  }
}
