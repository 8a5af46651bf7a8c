import Foundation
import Haptics
import Kernel
import Scenes

/// The bench's files: the mapping that is saved, and what is kept of changes that are not.
public struct TuneFiles: Sendable {
  /// Where the mapping goes, and its name there.
  public var path: String
  public var name: String
  /// For autosaves and pictures; it is there.
  public var folder: String
  public init(path: String, name: String, folder: String) {
    (self.path, self.name, self.folder) = (path, name, folder)
  }

  func autosave(_ side: TuneDesk.Side) -> String { "\(folder)/autosave-\(side.name.lowercased()).yaml" }

  /// Throws what the disk says, or P0146 where a value has no place in the file.
  public func save(_ desk: inout TuneDesk) throws(Diagnostics) {
    let text = try written(desk, desk.side, name)
    try TextFile.save(text.text, to: path)
    desk.didSave(MappingText(text.text, file: path), named: name)
  }

  private func written(_ desk: TuneDesk, _ side: TuneDesk.Side, _ name: String) throws(Diagnostics)
    -> MappingText
  {
    do throws(MappingText.Unwritable) {
      return try desk.text(side, named: name)
    } catch {
      throw Diagnostics(
        Diagnostic("P0146", "\(error.path) cannot be written: \(error.reason)", file: path))
    }
  }

  /// Keeps both sides beside the results, for a start after a crash.
  func keep(_ desk: TuneDesk) throws(Diagnostics) {
    for side in TuneDesk.Side.allCases {
      try TextFile.save(try written(desk, side, desk.mapping(side).name).text, to: autosave(side))
    }
  }

  /// Puts back what an earlier run had not saved; true where there was something.
  public func restore(_ desk: inout TuneDesk, on garment: Garment) -> Bool {
    var some = false
    for side in TuneDesk.Side.allCases {
      guard let kept = try? Mapping.load(path: autosave(side)).layingEffects(on: garment),
        kept != desk.mapping(side)
      else { continue }
      desk.restore(kept, side)
      some = true
    }
    return some
  }

  /// Nothing is left to be restored.
  func forget() {
    for side in TuneDesk.Side.allCases { try? FileManager.default.removeItem(atPath: autosave(side)) }
  }
}
