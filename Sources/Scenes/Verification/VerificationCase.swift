import Foundation
import Kernel

/// A scene file that proves something.
public struct VerificationCase: Sendable {
  public var file: String
  public var scene: Scene
  public var plan: VerificationPlan
  public var library: Library

  /// Throws what is wrong with the file; a scene without `verification` is nil.
  public static func load(_ file: String, library: Library) throws(Diagnostics) -> VerificationCase? {
    let (scene, _) = try Scene.load(path: file, library: library)
    guard let plan = scene.verification else { return nil }
    return VerificationCase(file: file, scene: scene, plan: plan, library: library)
  }

  /// The scene as one run has it. `overrides` are laid over the run's own.
  public func scene(
    of variant: VerificationPlan.Variant, seed: UInt64, model: String, overrides: [String]
  ) throws(Diagnostics) -> Scene {
    let all = ["locomotion={model: \(model)}"] + variant.overrides + overrides
    var (scene, _) = try Scene.load(path: file, overrides: all, library: library)
    scene.seed = seed
    return scene
  }

  /// All scene files in a folder and the folders in it, by name; numbers in names count as numbers.
  public static func files(in folder: String) throws(Diagnostics) -> [String] {
    guard let walk = FileManager.default.enumerator(atPath: folder) else {
      throw Diagnostics(
        Diagnostic(
          "P0106", "there are no verification scenes", file: folder,
          hint: "name their folder with --scenes FOLDER"), exit: .noInput)
    }
    var found: [String] = []
    for case let name as String in walk where name.hasSuffix(".yaml") { found.append("\(folder)/\(name)") }
    return found.sorted { $0.compare($1, options: .numeric) == .orderedAscending }
  }
}

extension Scene {
  /// Words by which scene files name the locomotion models, the default one first.
  public static var locomotionNames: [String] {
    guard case .any(let shapes) = SceneRecords.locomotion.shape else { return [] }
    return shapes.compactMap { shape in
      guard case .record(let record) = shape else { return nil }
      for key in record.keys where key.key == "model" {
        if case .constant(let word) = key.shape { return word }
      }
      return nil
    }
  }
}
