import Fields
import Foundation
import Kernel
import Scenes
import Testing

/// A writer that is killed at chance moments. Whatever it had said to be written can be read.
@Suite struct FieldKillTests {
  @Test(.enabled(if: FieldTest.program("FieldWriter") != nil, "FieldWriter is not built"))
  func everyAnnouncedStepOutlivesAKill() throws {
    let program = try #require(FieldTest.program("FieldWriter"))
    let folder = RecordTestFolder()
    let chance = CounterRandom(seed: 11)
    var least = Int.max
    for round in 0..<40 {
      let path = folder.file("march-\(round).nc")
      let process = Process()
      process.executableURL = URL(filePath: program)
      process.arguments = [path]
      let pipe = Pipe()
      process.standardOutput = pipe
      try process.run()
      // The first step is awaited, the moment after it is left to chance.
      var said = pipe.fileHandleForReading.availableData
      usleep(UInt32(chance.uniform4(.test, entity: 0, tick: round).x * 60_000))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      said += pipe.fileHandleForReading.readDataToEndOfFile()
      let announced = String(decoding: said, as: UTF8.self).split(separator: "\n").count
      least = min(least, announced)
      #expect(!FileManager.default.fileExists(atPath: path), "an unfinished file has no final name")
      let read = try FieldRecording(path: path + ".partial")
      #expect(read.seconds.count == announced || read.seconds.count == announced + 1, "round \(round)")
      for step in read.seconds.indices {
        #expect(read.seconds[step] == Double(step) / 10)
        let plane = try #require(try read.plane("density", step: step))
        let people = plane.cells.reduce(0) { $1.isNaN ? $0 : $0 + $1 * 0.25 }
        #expect(abs(people - Float(1 + step % 20)) < 0.01, "round \(round), step \(step)")
        _ = try #require(try read.plane("service", step: step))
      }
    }
    #expect(least >= 1)
    // A later run takes away what the killed ones left.
    let path = folder.file("march-0.nc")
    #expect(RecordTest.run([program, path, "3"])?.code == 0)
    #expect(folder.names.filter { $0.hasPrefix("march-0.nc") } == ["march-0.nc"])
  }
}
