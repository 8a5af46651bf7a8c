import Fields
import Foundation
import Kernel
import Scenes
import Testing

/// A writer that is killed. Whatever it had said to be written can be read.
@Suite(.enabled(if: FieldTest.program("FieldWriter") != nil, "FieldWriter is not built"))
struct FieldKillTests {
  let folder = RecordTestFolder()

  /// Starts the writer and gives what it announced until it ended, `end` having been called after the first step.
  private func announced(
    _ path: String, steps: Int? = nil, environment: [String: String] = [:], end: (Process) -> Void = { _ in }
  ) throws -> Int {
    let process = Process()
    process.executableURL = URL(filePath: try #require(FieldTest.program("FieldWriter")))
    process.arguments = [path] + (steps.map { ["\($0)"] } ?? [])
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    var said = pipe.fileHandleForReading.availableData
    end(process)
    process.waitUntilExit()
    said += pipe.fileHandleForReading.readDataToEndOfFile()
    return said.count { $0 == UInt8(ascii: "\n") }
  }

  /// Reads every plane of every step: all that were announced, and at most the one that was under way.
  private func check(_ path: String, announced: Int, _ round: String) throws {
    let read = try FieldRecording(path: path)
    #expect(read.seconds.count == announced || read.seconds.count == announced + 1, "\(round)")
    for step in read.seconds.indices {
      #expect(read.seconds[step] == Double(step) / 10)
      let plane = try #require(try read.plane("density", step: step))
      let people = plane.cells.reduce(0) { $1.isNaN ? $0 : $0 + $1 * 0.25 }
      #expect(abs(people - Float(1 + step % 20)) < 0.01, "\(round), step \(step)")
      for name in ["velocity_x", "pressure", "service"] { #expect(try read.plane(name, step: step) != nil) }
    }
  }

  @Test func killsAtChanceMoments() throws {
    let chance = CounterRandom(seed: 11)
    for round in 0..<20 {
      let path = folder.file("march-\(round).nc")
      let steps = try announced(path) { process in
        usleep(UInt32(chance.uniform4(.test, entity: 0, tick: round).x * 60_000))
        kill(process.processIdentifier, SIGKILL)
      }
      #expect(steps >= 1)
      #expect(!FileManager.default.fileExists(atPath: path), "an unfinished file has no final name")
      try check(path + ".partial", announced: steps, "round \(round)")
    }
    // A later run takes away what the killed ones left.
    let path = folder.file("march-0.nc")
    #expect(try announced(path, steps: 3) == 3)
    #expect(folder.names.filter { $0.hasPrefix("march-0.nc") } == ["march-0.nc"])
  }

  /// A library that is loaded under the writer kills it before its nth call that changes the disk.
  @Test(.enabled(if: RecordTest.run(["which", "cc"])?.code == 0, "no C compiler here"))
  func killsBetweenAnyTwoCalls() throws {
    let library = folder.file("kill.so")
    let source = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "KillSwitch/kill.c")
      .path
    let made = try #require(RecordTest.run(["cc", "-shared", "-fPIC", "-o", library, source, "-ldl"]))
    try #require(made.code == 0, "\(made.output)")
    func run(_ call: Int) throws -> (path: String, steps: Int) {
      let path = folder.file("march-\(call).nc")
      let environment = ["LD_PRELOAD": library, "KILL_AT": "\(call)", "KILL_COUNT": folder.file("calls")]
      return (path, try announced(path, steps: 6, environment: environment))
    }
    #expect(try run(0).steps == 6)
    let calls = try #require(Int(folder.text("calls").trimmingCharacters(in: .newlines)))
    #expect(calls > 100)
    var kinds: Set<Int> = []
    for call in stride(from: 2, through: calls, by: max(1, calls / 60)) {
      let (path, steps) = try run(call)
      kinds.insert(steps)
      let hasName = FileManager.default.fileExists(atPath: path)
      if hasName {
        #expect(steps == 6)
        try check(path, announced: 6, "call \(call)")
      } else if steps > 0 {
        try check(path + ".partial", announced: steps, "call \(call)")
      }
    }
    #expect(kinds.count > 5, "kills fell into every step")
  }
}
