import Foundation
import Haptics
import Kernel

extension Mapping {
  /// Effects are named as seen from the mapping's own file.
  mutating func findEffects(beside file: String) {
    let folder = URL(filePath: file).deletingLastPathComponent().relativePath
    for i in layers.indices {
      guard case .effect(var played) = layers[i].texture, !played.file.hasPrefix("/") else { continue }
      played.file = folder == "." || folder.isEmpty ? played.file : "\(folder)/\(played.file)"
      layers[i].texture = .effect(played)
    }
  }

  /// The same with its effects read and laid onto `garment`. Throws all faults of the first file that has some.
  public func layingEffects(on garment: Garment) throws(Diagnostics) -> Mapping {
    var laid = self
    for i in laid.layers.indices {
      guard case .effect(var played) = laid.layers[i].texture else { continue }
      played.effect = try HapticEffectFile.load(path: played.file, on: garment)
      laid.layers[i].texture = .effect(played)
    }
    return laid
  }
}
