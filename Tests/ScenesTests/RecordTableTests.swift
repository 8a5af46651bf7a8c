import Foundation
import Kernel
import Scenes
import Testing

/// Text files, tables and the summary.
@Suite struct RecordTableTests {
  @Test func nameComesWithTheEnd() throws {
    let folder = RecordTestFolder()
    let file = try TextFile(path: folder.file("a.txt"))
    try file.write(line: "one")
    try file.flush()
    #expect(folder.names == ["a.txt.partial"])
    #expect(folder.text("a.txt.partial") == "one\n")
    try file.write("two")
    try file.finish()
    #expect(folder.names == ["a.txt"])
    #expect(folder.text("a.txt") == "one\ntwo")
    let second = try TextFile(path: folder.file("a.txt"))
    try second.write("new")
    #expect(folder.text("a.txt") == "one\ntwo", "the old file stays until the new one is whole")
    second.abandon()
    #expect(folder.names == ["a.txt"])
  }

  @Test func longTextsArriveWhole() throws {
    let folder = RecordTestFolder()
    let lines = (0..<30_000).map { "line \($0)" }
    let file = try TextFile(path: folder.file("a.txt"))
    for line in lines { try file.write(line: line) }
    try file.finish()
    #expect(folder.text("a.txt") == lines.joined(separator: "\n") + "\n")
    #expect(file.bytesSaved == folder.text("a.txt").utf8.count)
  }

  @Test func placesThatCannotBeWrittenAreTold() throws {
    let folder = RecordTestFolder()
    let none = #expect(throws: Diagnostics.self) { try TextFile(path: folder.file("none/a.txt")) }
    #expect(none?.exit == .cannotCreate)
    #expect(none?.all.first?.message == "cannot be created: No such file or directory")
    let isFolder = #expect(throws: Diagnostics.self) { try TextFile(path: folder.path) }
    #expect(isFolder?.all.first?.message == "cannot be created: a folder has that name")
    // The final name becomes a folder while the file grows.
    let file = try TextFile(path: folder.file("b.txt"))
    try file.write("all of it")
    try FileManager.default.createDirectory(atPath: folder.file("b.txt"), withIntermediateDirectories: false)
    let taken = #expect(throws: Diagnostics.self) { try file.finish() }
    #expect(taken?.all.first?.code == "R0503")
    #expect(folder.text("b.txt.partial") == "all of it")
  }

  @Test func hapticTableHasARowATick() throws {
    let folder = RecordTestFolder()
    let table = try HapticTable(
      path: folder.file("h.csv"), actuators: ["front 1", "left, low", "a\"b"], motion: true)
    try table.record(seconds: 0, drive: [0, 1, 0.1], motion: [0, 1.35, .nan])
    try table.record(seconds: 0.01, drive: [0.5, 0.3333333, 1e-7], motion: [1, 2, 3])
    try table.finish()
    #expect(
      folder.text("h.csv") == """
        seconds,front 1,"left, low","a""b",front 1/g,"left, low/g","a""b/g"
        0,0,1,0.1,0,1.35,
        0.01,0.5,0.3333333,1e-07,1,2,3

        """)
    #expect(table.rows == 2)
  }

  /// Every value comes back exactly as it was.
  @Test func driveSurvivesItsText() throws {
    let folder = RecordTestFolder()
    let random = CounterRandom(seed: 2)
    let table = try HapticTable(path: folder.file("h.csv"), actuators: ["a", "b", "c", "d"])
    var drives: [[Float]] = []
    for tick in 0..<500 {
      let u = random.uniform4(.test, entity: 0, tick: tick)
      drives.append([u.x, u.y, u.z * 1e-3, u.w])
      try table.record(seconds: Double(tick) / 100, drive: drives[tick])
    }
    try table.finish()
    let rows = folder.text("h.csv").split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    #expect(rows.map { $0.dropFirst().map { Float($0)! } } == drives)
    #expect(rows.map { Double($0[0])! } == (0..<500).map { Double($0) / 100 })
  }

  @Test func cuesAndHashesAreTables() throws {
    let folder = RecordTestFolder()
    let cues = try CueTable(path: folder.file("c.csv"), directions: 2)
    try cues.record(seconds: 0.05, levels: [0, 0.25])
    try cues.record(
      seconds: 0.1, levels: [1, 0], earcons: [.init(kind: "dense", degrees: 90), .init(kind: "clear")])
    try cues.finish()
    #expect(folder.text("c.csv") == "seconds,level_0,level_1,earcons\n0.05,0,0.25,\n0.1,1,0,dense@90 clear\n")
    let hashes = try HashTrack(path: folder.file("x.csv"))
    try hashes.record(second: 0, tick: 0, hash: 255)
    try hashes.record(second: 1, tick: 20, hash: .max)
    try hashes.finish()
    #expect(folder.text("x.csv") == "second,tick,hash\n0,0,00000000000000ff\n1,20,ffffffffffffffff\n")
  }

  static func summary() -> Summary {
    var summary = Summary(
      scene: "plaza \"one\"\n", seed: 7, ticks: 1200, simulatedSeconds: 60, wallSeconds: 1.5,
      stateHash: 0xABC,
      version: "0.1.0")
    summary.pedestrians = .init(spawned: 30, arrived: 20, present: 9, quarantined: 1)
    summary.density = .init(maximum: 4.25, mean: .nan)
    summary.field = .init(estimator: "gaussian", cellSize: 0.5, width: 0.7)
    summary.hapticFrames = 6000
    summary.stages = [
      .init(name: "step", milliseconds: 812.5, calls: 1200),
      .init(name: "measure", milliseconds: 1e-7, calls: 3),
    ]
    summary.garments = [
      .init(
        address: "osc://127.0.0.1:9001", state: "closed", sent: 5900, dropped: 40, lost: 60, reconnects: 1,
        bytes: 1_300_000, latencyMilliseconds: 0.25, latencyMost99: 1.5, problem: "nobody listens")
    ]
    summary.files = ["trajectories.sqlite", "haptics.csv"]
    summary.interrupted = true
    return summary
  }

  @Test func summaryIsTheSameTextEveryTime() {
    #expect(
      RecordTableTests.summary().json == #"""
        {
          "scene": "plaza \"one\"\n",
          "seed": 7,
          "ticks": 1200,
          "simulated_seconds": 60,
          "wall_seconds": 1.5,
          "pedestrians": {
            "spawned": 30,
            "arrived": 20,
            "present": 9,
            "quarantined": 1
          },
          "density": {
            "maximum": 4.25,
            "mean": null
          },
          "field": {
            "estimator": "gaussian",
            "cell_size": 0.5,
            "width": 0.7
          },
          "haptic_frames": 6000,
          "stage_milliseconds": {
            "step": 812.5,
            "measure": 1e-07
          },
          "state_hash": "0000000000000abc",
          "version": "0.1.0",
          "live": [{
            "address": "osc://127.0.0.1:9001",
            "state": "closed",
            "sent": 5900,
            "dropped": 40,
            "lost": 60,
            "reconnects": 1,
            "bytes": 1300000,
            "latency_ms": 0.25,
            "latency_99_ms": 1.5,
            "problem": "nobody listens"
          }],
          "files": ["trajectories.sqlite", "haptics.csv"],
          "interrupted": true
        }

        """#)
  }

  /// Somebody else's parser reads it, whatever the strings hold.
  @Test(arguments: [
    "plain", "quote \" slash \\ tab \t", "\u{0}\u{1F}\u{7F}", "Straße 🏙️ \u{2028}", "</script>",
  ])
  func summaryIsJSON(name: String) throws {
    var summary = RecordTableTests.summary()
    summary.scene = name
    summary.seed = nil
    summary.files = [name, name]
    let folder = RecordTestFolder()
    try summary.save(to: folder.file("summary.json"))
    let data = try Data(contentsOf: URL(fileURLWithPath: folder.file("summary.json")))
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object["scene"] as? String == name)
    #expect(object["seed"] is NSNull)
    #expect(object["files"] as? [String] == [name, name])
    #expect((object["pedestrians"] as? [String: Any])?["arrived"] as? Int == 20)
    #expect(object["interrupted"] as? Bool == true)
  }
}
