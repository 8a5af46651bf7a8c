import Foundation
import Kernel
import Scenes
import Testing

/// A disk that fills up, for real: a small file system in memory, where this machine lets us mount one.
final class TinyDisk {
  let folder = RecordTestFolder()
  var path: String { folder.path }
  init?(kibibytes: Int) {
    guard geteuid() == 0,
      RecordTest.run(["mount", "-t", "tmpfs", "-o", "size=\(kibibytes)k", "tmpfs", folder.path])?.code == 0
    else { return nil }
  }
  deinit { _ = RecordTest.run(["umount", folder.path]) }
  static let isHere = TinyDisk(kibibytes: 16) != nil
}

@Suite struct RecordDiskTests {
  @Test(.enabled(if: TinyDisk.isHere, "no small disk can be mounted here"))
  func fullDiskEndsADatabaseCleanly() throws {
    let disk = try #require(TinyDisk(kibibytes: 256))
    let database = try TrajectoryDatabase(
      path: disk.path + "/run.sqlite", ground: RecordDatabaseTests.hall, framesPerSecond: 10)
    var told: Diagnostics?
    for frame in 0..<1000 where told == nil {
      do throws(Diagnostics) {
        try database.record(RecordTest.marchingCrowd(40, atSeconds: Float(frame) / 10))
      } catch {
        told = error
      }
    }
    let error = try #require(told)
    #expect(error.exit == .inputOutput)
    #expect(database.framesSaved >= 50 && database.framesSaved % 10 == 0)
    #expect(
      error.description
        == "\(disk.path)/run.sqlite: error[R0502]: cannot be written: the disk is full; \(database.framesSaved) frames (\(database.framesSaved / 10) s) are saved in \(disk.path)/run.sqlite.partial\n  hint: make room, then run again"
    )
    #expect(disk.folder.names == ["run.sqlite.partial"], "no file under the final name")
    // What was saved is whole, and the same error comes again.
    #expect(RecordTest.query(disk.path + "/run.sqlite.partial", "PRAGMA integrity_check") == [["ok"]])
    let saved = try Recording.load(path: disk.path + "/run.sqlite.partial").recording
    #expect(Set(saved.frames) == Set(0..<database.framesSaved))
    #expect(throws: error) { try database.record(Crowd()) }
    #expect(throws: error) { try database.finish() }
  }

  @Test(.enabled(if: TinyDisk.isHere, "no small disk can be mounted here"))
  func fullDiskEndsATextCleanly() throws {
    let disk = try #require(TinyDisk(kibibytes: 64))
    let table = try HapticTable(path: disk.path + "/haptics.csv", actuators: ["a", "b"])
    var told: Diagnostics?
    for tick in 0..<100_000 where told == nil {
      do throws(Diagnostics) { try table.record(seconds: Double(tick) / 100, drive: [0.125, 0.5]) } catch {
        told = error
      }
    }
    let error = try #require(told)
    #expect(error.exit == .inputOutput)
    #expect(
      error.all[0].message
        == "cannot be written: No space left on device; 65536 bytes are saved in \(disk.path)/haptics.csv.partial"
    )
    #expect(disk.folder.names == ["haptics.csv.partial"])
    #expect(throws: error) { try table.finish() }
    #expect(throws: Diagnostics.self) { try TextFile.save("x", to: disk.path + "/more.txt") }
    #expect(disk.folder.names == ["haptics.csv.partial"])
  }
}
