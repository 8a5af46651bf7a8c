import Foundation
import Kernel
import Scenes
import Testing

/// Five thousand damaged recordings: each loads as something sound or is told of; none traps.
@Suite struct RecordingFuzzTests {
  struct Seed: Sendable {
    var name: String
    var bytes: [UInt8]
    var count: Int
    var options = RecordingOptions()
  }

  static func text(_ name: String, _ text: String, _ count: Int, _ options: RecordingOptions = .init())
    -> Seed
  {
    Seed(name: name, bytes: Array(text.utf8), count: count, options: options)
  }

  static let seeds: [Seed] = [
    text(
      "walk.txt",
      "# framerate: 25 fps\n# id frame x/cm y/cm z/cm\n"
        + (0..<40).map { "\($0 % 4) \($0 / 4) \(Double($0) * 1.5 - 10) \($0).25e+00 176\n" }.joined(), 1000),
    text(
      "bare.txt", (0..<30).map { "\($0 % 3)\t\($0 / 3)\t\($0)\t0.5\r\n" }.joined(), 600,
      RecordingOptions(framesPerSecond: 16, unit: .centimetre)),
    text(
      "walk.csv",
      "id,frame,x/m,y/m,t/s\n"
        + (0..<40).map { "1100\($0 % 4),\($0 / 4),\(Double($0) / 8),-2.5,\(Double($0 / 4) / 10)\n" }.joined(),
      1200),
    text(
      "walk.obsmat.txt",
      (0..<40).map { "\($0 / 4 * 10).0e+00 \($0 % 4) \(Double($0) / 8) 0 1.5 0.1 0 -0.25\n" }.joined(), 1000),
    Seed(name: "walk.sqlite", bytes: database(), count: 1200),
  ]

  static func database() -> [UInt8] {
    let path = folder() + "/seed.sqlite"
    defer { try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent) }
    let square = Polygon(Rectangle(minimum: .zero, maximum: Vector2(10, 10)))
    let pillar = Polygon(Rectangle(minimum: Vector2(4, 4), maximum: Vector2(5, 5)))
    guard
      let sink = try? TrajectoryDatabase(
        path: path,
        ground: Ground(walkable: [square], obstacles: [Obstacle(name: "pillar", polygon: pillar)]),
        framesPerSecond: 10)
    else { return [] }
    for frame in 0..<60 {
      var crowd = Crowd()
      for id in 1...4 as ClosedRange<UInt32> {
        crowd.append(
          id: id, position: Vector2(Float(frame) / 10, Float(id)), velocity: .zero, heading: Vector2(1, 0),
          radius: 0.2)
      }
      try? sink.record(crowd)
    }
    try? sink.finish()
    return FileManager.default.contents(atPath: path).map(Array.init) ?? []
  }

  static func folder() -> String {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("fuzz-\(UUID().uuidString)").path
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  /// Pieces that readers stumble over.
  static let words: [[UInt8]] =
    [
      "nan", "-inf", "1e999", "-1", "99999999999999999999", "1e-400", "0x10", ".", "e5", "#", ",", ",,", "\"",
      "(", ")", "\0",
      "\r", "\n", "\t", "\u{FEFF}", "\u{2003}", "4294967295", "4294967296", "100000000", "POLYGON", "EMPTY",
      "framerate",
      "x/m", "x/cm",
    ].map { Array($0.utf8) } + [
      [0xFF], [0xC2], [0xE2, 0x80], [0x80], [0xF0, 0x9F], [0x7F, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0],
    ]

  /// One to eight changes: bits, bytes, cuts, copies, words.
  static func mutant(_ seed: Seed, _ number: Int) -> [UInt8] {
    let random = CounterRandom(seed: 77)
    var bytes = seed.bytes
    let rounds = 1 + Int(random.bits4(.test, entity: 0, tick: number).w % 8)
    for round in 1...rounds {
      let r = random.bits4(.test, entity: UInt32(round), tick: number)
      guard !bytes.isEmpty else { return bytes }
      let at = Int(r.x) % bytes.count
      let end = min(bytes.count, at + 1 + Int(r.y) % 40)
      switch r.z % 7 {
      case 0: bytes[at] ^= 1 << UInt8(r.y % 8)
      case 1: bytes[at] = UInt8(truncatingIfNeeded: r.y)
      case 2: bytes.removeSubrange(at..<end)
      case 3: bytes.insert(contentsOf: bytes[at..<end], at: Int(r.w) % bytes.count)
      case 4, 5: bytes.insert(contentsOf: words[Int(r.y) % words.count], at: at)
      default:
        if r.y % 4 == 0 { bytes.removeSubrange(at...) } else { bytes.swapAt(at, Int(r.w) % bytes.count) }
      }
    }
    return bytes
  }

  /// A database keeps its length more often: pages are what it is read by.
  static func pagedMutant(_ seed: Seed, _ number: Int) -> [UInt8] {
    guard number % 4 != 0 else { return mutant(seed, number) }
    let random = CounterRandom(seed: 78)
    var bytes = seed.bytes
    for round in 0..<(1 + number % 12) {
      let r = random.bits4(.test, entity: UInt32(round), tick: number)
      // Half of the changes go where the pages' headers and the schema are.
      let at = r.z % 2 == 0 ? Int(r.x) % bytes.count : Int(r.x) % (bytes.count / 4096) * 4096 + Int(r.w % 120)
      bytes[at] = UInt8(truncatingIfNeeded: r.y)
    }
    return bytes
  }

  static func isSound(_ recording: Recording) -> Bool {
    let keys = zip(recording.frames, recording.ids).map { $0 << 32 | Int($1) }
    return recording.ids.count == keys.count && recording.positions.count == keys.count && !keys.isEmpty
      && zip(keys, keys.dropFirst()).allSatisfy(<)
      && recording.positions.allSatisfy { $0.isFinite && abs($0.x) <= 100_001 }
      && recording.framesPerSecond > 0 && recording.framesPerSecond.isFinite
  }

  @Test(arguments: seeds.indices) func damagedRecordingsAreSoundOrToldOf(index: Int) throws {
    let seed = RecordingFuzzTests.seeds[index]
    #expect(!seed.bytes.isEmpty)
    let folder = RecordingFuzzTests.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/" + seed.name
    var loaded = 0
    var told = 0
    for number in 0..<seed.count {
      let bytes =
        seed.name.hasSuffix("sqlite")
        ? RecordingFuzzTests.pagedMutant(seed, number) : RecordingFuzzTests.mutant(seed, number)
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      do throws(Diagnostics) {
        let recording = try Recording.load(path: path, options: seed.options).recording
        loaded += 1
        #expect(RecordingFuzzTests.isSound(recording), "mutant \(number)")
        let crowd = RecordedCrowd(recording)
        for part in [0, 0.3, 0.999, 1] {
          let shown = crowd.crowd(atSeconds: crowd.duration * part)
          #expect(
            shown.velocities.allSatisfy(\.isFinite) && shown.headings.allSatisfy { abs($0.length - 1) < 1e-4 }
          )
        }
      } catch {
        told += 1
        #expect(!error.errors.isEmpty && error.all.count <= 21, "mutant \(number)")
        #expect(error.errors.allSatisfy { $0.code.hasPrefix("R0") && $0.file == path && !$0.message.isEmpty })
      }
    }
    // Both ways were gone: the damage is neither too little nor too much to mean anything.
    #expect(loaded > 20 && told > 20, "\(seed.name): \(loaded) loaded, \(told) told of")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [seed.name])
  }
}
