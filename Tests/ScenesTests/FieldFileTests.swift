import Fields
import Foundation
import Kernel
import Scenes
import Testing

@Suite struct FieldFileTests {
  /// What is read is what was measured, bit for bit, and nothing where nobody can walk.
  @Test func everyPlaneComesBack() throws {
    let folder = RecordTestFolder()
    let path = folder.file("hall.nc")
    try FieldTest.write(path, steps: 5)
    #expect(folder.names == ["hall.nc"])
    let read = try FieldRecording(path: path)
    #expect(read.layers.map(\.name) == FieldVariable.allCases.map(\.rawValue))
    #expect(read.seconds == [0, 0.25, 0.5, 0.75, 1])
    #expect(read.people() == [40, 41, 42, 43, 44])
    #expect(read.frame == FieldTest.estimator.frame)
    #expect(read.title == "A hall – with a pillar" && read.scene == "hall" && read.seed == UInt64.max)
    #expect(read.source == "Throng 1.2.3" && read.estimator == "gaussian" && read.kernelWidth == 0.7)
    #expect(read.ground.walkableCells(read.frame) == FieldTest.estimator.walkable)
    for step in 0..<5 {
      let field = FieldTest.field(step: step, FieldTest.header().quantities)
      for variable in FieldVariable.allCases {
        let plane = try #require(try read.plane(variable.rawValue, step: step))
        let measured = variable.plane(of: field)
        let wrong = plane.cells.indices.filter { i in
          FieldTest.estimator.walkable.cells[i]
            ? plane.cells[i].bitPattern != measured.cells[i].bitPattern : !plane.cells[i].isNaN
        }
        #expect(wrong.isEmpty, "\(variable), step \(step), cells \(wrong.prefix(5))")
      }
    }
    #expect(try read.plane("warmth", step: 0) == nil)
  }

  /// No clock and no thread shows in the bytes.
  @Test func sameRunSameBytes() throws {
    let folder = RecordTestFolder()
    var all: [Data] = []
    for workers in [1, 2, 3] {
      let path = folder.file("hall-\(workers).nc")
      try FieldTest.write(path, steps: 6, workers: Workers(workers))
      all.append(try Data(contentsOf: URL(filePath: path)))
    }
    #expect(all[0].count > 10_000)
    #expect(all[0] == all[1] && all[0] == all[2])
  }

  /// A copy taken between any two steps holds all steps before.
  @Test func growingFileIsWholeBetweenSteps() throws {
    let folder = RecordTestFolder()
    let path = folder.file("hall.nc")
    let file = try FieldFile(path: path, FieldTest.header([.density]))
    for step in 0..<7 {
      let copy = folder.file("copy-\(step).nc")
      try FileManager.default.copyItem(atPath: path + ".partial", toPath: copy)
      if step > 0 {
        let read = try FieldRecording(path: copy)
        #expect(read.seconds.count == step && file.stepsSaved == step)
        for k in 0..<step {
          let people = try #require(try read.plane("density", step: k)).cells.reduce(0) {
            $1.isNaN ? $0 : $0 + $1 * 0.25
          }
          let outside = FieldTest.field(step: k, .density).outside
          #expect(abs(people - Float(40 + k - outside)) < 0.01)
        }
      } else {
        #expect(throws: Diagnostics.self) { _ = try FieldRecording(path: copy) }
      }
      #expect(!folder.names.contains("hall.nc"))
      try file.append(seconds: Double(step), people: 40 + step, FieldTest.field(step: step, .density))
    }
    try file.finish()
    #expect(folder.names.filter { $0.hasPrefix("hall") } == ["hall.nc"])
  }

  @Test func abandonedFileIsGone() throws {
    let folder = RecordTestFolder()
    let file = try FieldFile(path: folder.file("hall.nc"), FieldTest.header([.density]))
    try file.append(seconds: 0, people: 40, FieldTest.field(step: 0, .density))
    file.abandon()
    #expect(folder.names.isEmpty)
  }

  /// What an earlier run left is taken away, what has the name stays until the new file is whole.
  @Test func formerFileStaysUntilTheNewOneIsWhole() throws {
    let folder = RecordTestFolder()
    for name in ["hall.nc", "hall.nc.partial", "hall.nc.partial.a", "hall.nc.partial.new"] {
      _ = folder.write("old", to: name)
    }
    let file = try FieldFile(path: folder.file("hall.nc"), FieldTest.header([.density]))
    #expect(folder.text("hall.nc") == "old")
    try file.append(seconds: 0, people: 40, FieldTest.field(step: 0, .density))
    #expect(folder.text("hall.nc") == "old")
    try file.finish()
    #expect(folder.names == ["hall.nc"])
    #expect(try FieldRecording(path: folder.file("hall.nc")).seconds == [0])
  }

  @Test func foldersThatAreNotThereAreTold() {
    let folder = RecordTestFolder()
    for (name, reason) in [("no/hall.nc", "No such file or directory"), ("", "a folder has that name")] {
      let path = folder.file(name)
      let error = #expect(throws: Diagnostics.self) { _ = try FieldFile(path: path, FieldTest.header()) }
      #expect(error?.exit == .cannotCreate)
      #expect(
        error?.description
          == "\(path): error[R0501]: cannot be created: \(reason)\n  hint: does the folder exist, and may you write there?"
      )
    }
    #expect(folder.names.isEmpty)
  }

  @Test(.enabled(if: TinyDisk.isHere, "no small disk can be mounted here"))
  func fullDiskKeepsTheStepsBefore() throws {
    let disk = try #require(TinyDisk(kibibytes: 600))
    let path = disk.path + "/hall.nc"
    let file = try FieldFile(path: path, FieldTest.header())
    var told: Diagnostics?
    for step in 0..<1000 where told == nil {
      do throws(Diagnostics) {
        try file.append(
          seconds: Double(step), people: 1, FieldTest.field(step: step % 30, file.header.quantities))
      } catch { told = error }
    }
    let error = try #require(told)
    #expect(error.exit == .inputOutput)
    #expect(
      error.description
        == "\(path): error[R0502]: cannot be written: No space left on device; \(file.stepsSaved) steps are saved in \(path).partial\n  hint: make room, then run again"
    )
    #expect(disk.folder.names == ["hall.nc.partial"])
    #expect(file.stepsSaved > 1)
    let read = try FieldRecording(path: path + ".partial")
    #expect(read.seconds.count == file.stepsSaved)
    for step in 0..<file.stepsSaved {
      let field = FieldTest.field(step: step % 30, .density)
      let plane = try #require(try read.plane("density", step: step))
      #expect(zip(plane.cells, field.density.cells).allSatisfy { $0.isNaN || $0 == $1 })
    }
    #expect(throws: error) { try file.finish() }
    #expect(throws: error) { try file.append(seconds: 0, people: 0, FieldTest.field(step: 0, .density)) }
  }

  /// Whatever the bytes, a file is read or refused.
  @Test func damagedFilesAreRefused() throws {
    let folder = RecordTestFolder()
    let path = folder.file("hall.nc")
    try FieldTest.write(path, steps: 2, variables: [.density])
    let whole = [UInt8](try Data(contentsOf: URL(filePath: path)))
    let chance = CounterRandom(seed: 3)
    var refused = 0
    for round in 0..<150 {
      var bytes = whole
      if round % 3 == 0 {
        bytes.removeSubrange(Int(chance.uniform4(.test, entity: 0, tick: round).x * Float(bytes.count))...)
      } else {
        for k in 0..<UInt32(1 + round % 7) {
          let u = chance.uniform4(.test, entity: k, tick: round)
          bytes[Int(u.x * Float(bytes.count - 1))] = UInt8(u.y * 255)
        }
      }
      let damaged = folder.file("damaged.nc")
      try Data(bytes).write(to: URL(filePath: damaged))
      do throws(Diagnostics) {
        let read = try FieldRecording(path: damaged)
        for step in read.seconds.indices { _ = try read.plane("density", step: step) }
      } catch {
        refused += 1
        #expect(["R0601", "R0602", "R0603"].contains(error.all[0].code))
      }
    }
    #expect(refused > 40)
    let text = folder.write("id,frame,x,y", to: "text.nc")
    let error = #expect(throws: Diagnostics.self) { _ = try FieldRecording(path: text) }
    #expect(error?.description == "\(text): error[R0601]: is no NetCDF file" && error?.exit == .noInput)
  }
}
