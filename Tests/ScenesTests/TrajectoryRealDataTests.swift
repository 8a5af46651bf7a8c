import Foundation
import Kernel
import Scenes
import Testing

/// Films of real people, where they are at hand beside the RecordTest.repository.
@Suite struct TrajectoryRealDataTests {
  struct Film: Sendable {
    var file: String
    var options = RecordingOptions()
    var people: Int
    var rate: Double
  }

  /// Beside the repository, or beside the folder that holds its work trees.
  static let folder: String = {
    let beside = RecordTest.repository.deletingLastPathComponent()
    let places = [beside, beside.deletingLastPathComponent()].map {
      $0.appendingPathComponent("shared/data/trajectories").path
    }
    return places.first { FileManager.default.fileExists(atPath: $0) } ?? places[0]
  }()
  static let old = RecordingOptions(framesPerSecond: 16, unit: .centimetre)
  /// People counted by other means: distinct ids.
  static let films = [
    Film(file: "uo-050-180-180.txt", options: old, people: 61, rate: 16),
    Film(file: "uo-100-180-180.txt", options: old, people: 121, rate: 16),
    Film(file: "uo-180-180-070.txt", options: old, people: 148, rate: 16),
    Film(file: "bo-360-090-090.txt", options: old, people: 214, rate: 16),
    Film(file: "040_c_56_h-.txt", people: 75, rate: 25),
    Film(file: "bi_corr_400_b_03.txt", people: 480, rate: 25),
    Film(file: "croma_female_16_1.txt", people: 16, rate: 25),
    Film(file: "seq_hotel.obsmat.txt", people: 390, rate: 25),
    Film(file: "zara01.obsmat.txt", people: 148, rate: 25),
    Film(file: "topview_1A.csv", people: 85, rate: 30),
    Film(file: "jupedsim_v2.sqlite", people: 30, rate: 25),
  ]
  static func path(_ film: Film) -> String { folder + "/" + film.file }
  static let areHere = films.allSatisfy { FileManager.default.fileExists(atPath: path($0)) }

  @Test(.enabled(if: areHere, "the recorded crowds are not beside the repository"), arguments: films)
  func peopleAndRateAreRight(film: Film) throws {
    let (recording, warnings) = try Recording.load(
      path: TrajectoryRealDataTests.path(film), options: film.options)
    #expect(warnings.isEmpty)
    #expect(Set(recording.ids).count == film.people)
    #expect(recording.framesPerSecond == film.rate)
    let keys = zip(recording.frames, recording.ids).map { $0 << 32 | Int($1) }
    #expect(zip(keys, keys.dropFirst()).allSatisfy(<), "sorted by frame, then id, without duplicates")
    #expect(RecordedCrowd(recording).headcount == film.people)
  }

  /// Played back, people walk as fast as people do, and are all where the film has them.
  @Test(.enabled(if: areHere, "the recorded crowds are not beside the repository"), arguments: films)
  func playbackKeepsToTheFilm(film: Film) throws {
    let recording = try Recording.load(path: TrajectoryRealDataTests.path(film), options: film.options)
      .recording
    let crowd = RecordedCrowd(recording)
    let frames = Dictionary(grouping: recording.frames.indices) { recording.frames[$0] }
    for (frame, rows) in frames where frame % 7 == 0 {
      let shown = crowd.crowd(atSeconds: Double(frame - recording.frames[0]) / recording.framesPerSecond)
      var places: [UInt32: Vector2] = [:]
      for row in 0..<shown.count { places[shown.ids[row]] = shown.positions[row] }
      #expect(rows.allSatisfy { places[recording.ids[$0]] == recording.positions[$0] })
      #expect(shown.velocities.allSatisfy { $0.length < 6 })
      #expect(shown.headings.allSatisfy { abs($0.length - 1) < 1e-5 })
    }
  }

  /// The steady part of HERMES uo-100-180-180: PedPy 1.5.1 gives a mean speed of 1.21 m/s and 1.14 persons a
  /// square metre.
  @Test(.enabled(if: areHere, "the recorded crowds are not beside the repository"))
  func corridorSpeedAndDensityAgreeWithPedPy() throws {
    let recording = try Recording.load(
      path: TrajectoryRealDataTests.folder + "/uo-100-180-180.txt", options: TrajectoryRealDataTests.old
    ).recording
    let crowd = RecordedCrowd(recording)
    let area = Rectangle(minimum: Vector2(0, -2), maximum: Vector2(1.8, 0))
    var density = 0.0
    var speed = 0.0
    for frame in 200...790 {
      let shown = crowd.crowd(atSeconds: Double(frame - recording.frames[0]) / 16)
      let inside = shown.positions.indices.filter { area.contains(shown.positions[$0]) }
      density += Double(inside.count) / 3.6
      if !inside.isEmpty {
        speed += Double(inside.map { shown.velocities[$0].length }.reduce(0, +)) / Double(inside.count)
      }
    }
    #expect(abs(density / 591 - 1.1393) < 0.005)
    // PedPy's difference reaches over 5 frames either side, ours over 3.
    #expect(abs(speed / 591 - 1.2082) < 0.01)
  }
}
