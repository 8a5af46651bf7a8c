import Foundation
import Presentation
import Testing

/// The files beside the program say what the program paints. THRONG_UPDATE_GOLDEN=1 writes them anew.
@Test func paletteFilesAreWhatIsPainted() throws {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("assets/palettes")
  for (name, text) in PaletteFile.all {
    let file = folder.appendingPathComponent("\(name).gpl")
    if ProcessInfo.processInfo.environment["THRONG_UPDATE_GOLDEN"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == text)
  }
  let present = try FileManager.default.contentsOfDirectory(atPath: folder.path)
  #expect(present.sorted() == PaletteFile.all.map { "\($0.name).gpl" }.sorted())
}
